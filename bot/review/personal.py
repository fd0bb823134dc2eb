"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.review.tables import Review, ReviewEvent
from bot.storage.personal import CODE, TEAM, Actor, Gone, Held, Ours, Stays, Whose, Words

HELD = (
    Held(
        Review,
        "Where your pieces stand in review.",
        {
            "status": Stays("Approved, rejected, waiting, closed.", "a decision of the team"),
            "decided_by": TEAM,
            "decided_by_name": TEAM,
            "reason": Gone("Why it was decided so, in words of the team."),
            "escalated_to": TEAM,
            "claimed_by": TEAM,
        },
        Whose.ITEM,
        "item_id",
    ),
    Held(
        ReviewEvent,
        "What the team decided about your pieces, and notes about them.",
        {
            "action": Stays("What was done.", "a decision of the team"),
            "actor": Actor("Who did it."),
            "actor_name": TEAM,
            "via": CODE,
            "reason": Words("Why, in words of the team."),
            "note": Words("A note of the team; it may quote you."),
            "data": Ours("to whom it was handed on, or which campaign it joined"),
            "request_id": Ours("the number of a click"),
        },
        Whose.ITEM,
        "item_id",
    ),
)
