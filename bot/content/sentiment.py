"""How a piece sounds, and what its stars say of that. Pure."""

from __future__ import annotations

from enum import StrEnum

_USUAL_SCALES = (5.0, 10.0)


class Sentiment(StrEnum):
    """Whether somebody is happy with what they write about. The value is stored: never rename one."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"  # neither, or both about equally
    NEGATIVE = "negative"


def by_stars(rating: float | None, scale: float | None) -> Sentiment | None:
    """What a rating says: positive in the upper quarter of the way from worst to best, negative in the lower.

    A scale's worst is 1, and 0 where its best is 1 (thumbs). Of five stars 4 and 5 are positive, 3 is neutral, 1 and
    2 are negative; of ten 8 to 10, 4 to 7, 1 to 3. Halves go by the same rule: 3.5 of five is neutral. Without a
    scale it is 5 or 10, whichever the rating fits into. None where there is no rating or it lies outside its scale.
    """
    if rating is None:
        return None
    if scale is None:
        scale = next((usual for usual in _USUAL_SCALES if rating <= usual), 0)
    if scale <= 0 or not 0 <= rating <= scale:
        return None
    worst = 1.0 if scale > 1 else 0.0
    way = (rating - worst) / (scale - worst)
    if way >= 3 / 4:
        return Sentiment.POSITIVE
    return Sentiment.NEGATIVE if way <= 1 / 4 else Sentiment.NEUTRAL
