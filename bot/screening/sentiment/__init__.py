"""How a piece sounds: by its stars where it has them, else by word lists and emoji. Pure.

For figures, never for a decision: lists of words don't know irony and see half of what is said. Where nothing can be
told the answer is None, "not judged", and figures say how many that are; nothing is guessed for a language without a
list. See ``scoring`` for what the lists find and miss, as measured.
"""

from __future__ import annotations

from bot.content.sentiment import Sentiment, by_stars
from bot.screening.sentiment.scoring import LANGUAGES, by_words

__all__ = ["LANGUAGES", "Sentiment", "by_stars", "by_words", "judge"]


def judge(
    text: str,
    title: str | None = None,
    language: str | None = None,
    rating: float | None = None,
    rating_scale: float | None = None,
) -> Sentiment | None:
    """The sentiment of a piece; None where it isn't judged. ``language`` is the decided one (BCP 47)."""
    stars = by_stars(rating, rating_scale)
    if stars is not None:
        return stars
    return by_words(f"{title}\n{text}" if title else text, language)
