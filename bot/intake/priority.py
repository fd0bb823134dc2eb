"""Which items are carded first when more wait than a channel can take. Pure.

The parts are added up; each is bounded, so that none drowns the rest:

===================  ==========================================================================
flags                severe 400, warning 250, notice 60; a fact (info) counts nothing
complaint            rating at or under 40 % of its scale 200, at or under 60 % 80
reach                30 for each power of ten of followers, 150 at most
who brought it       100 where a person of the team added it, 60 where it was entered in a contest (its entrant
                     waits, and closing comes), 30 for a mention of the brand
freshness            60 within a day of being published, 30 within a week
picture or video     40: it can be shown, and is worth looking at
===================  ==========================================================================

So a complaint with a warning comes before a harmless post of a star, and both before yesterday's praise.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from bot.screening.base import Severity
from bot.sources.base import FoundItem

_FLAGS = {Severity.severe: 400, Severity.warning: 250, Severity.notice: 60}
_USUAL_SCALE = 5.0
_BROUGHT = {"person": 100, "contest": 60, "mention": 30}


def priority(found: FoundItem, worst: Severity | None, now: datetime) -> int:
    """From 0, nothing urgent, to about 1,000."""
    return (
        (_FLAGS.get(worst, 0) if worst else 0)
        + _complaint(found.rating, found.rating_scale)
        + _reach(found.creator.followers if found.creator else None)
        + _brought_by(found)
        + _freshness(found.published_at, now)
        + (40 if any(one.kind in ("image", "video") for one in found.media) else 0)
    )


def _complaint(rating: float | None, scale: float | None) -> int:
    if rating is None:
        return 0
    share = rating / (scale if scale and scale > 0 else max(_USUAL_SCALE, rating))
    return 200 if share <= 0.4 else 80 if share <= 0.6 else 0


def _reach(followers: int | None) -> int:
    return min(150, int(30 * math.log10(followers + 1))) if followers and followers > 0 else 0


def _brought_by(found: FoundItem) -> int:
    ways = {one.how for one in found.why}
    return max((_BROUGHT.get(way, 0) for way in ways), default=0)


def _freshness(published_at: datetime | None, now: datetime) -> int:
    if published_at is None:
        return 0
    age = now - published_at
    return 60 if age <= timedelta(days=1) else 30 if age <= timedelta(days=7) else 0
