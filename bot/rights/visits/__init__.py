"""What a creator's private link opens: their piece, what was asked for, and how it stands now."""

from bot.rights.visits.queries import AskSeen, MediaSeen, PieceSeen, Visit, look, visit
from bot.rights.visits.standing import Standing, standing_of

__all__ = ["AskSeen", "MediaSeen", "PieceSeen", "Standing", "Visit", "look", "standing_of", "visit"]
