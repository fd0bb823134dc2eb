"""When a source is silent: it answers, and still nothing comes, for longer than is usual for it. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

SHORTEST = timedelta(days=3)
"""Nobody is troubled about less than this."""
TIMES_USUAL = 5


def usual_gap(count: int, first: datetime, last: datetime) -> timedelta | None:
    """The average time between items; None where there are too few to tell."""
    return (last - first) / (count - 1) if count > 1 else None


def silent_since(last_item_at: datetime | None, gap: timedelta | None, now: datetime) -> datetime | None:
    """Since when a source is silent: nothing came for three days, nor for five times its usual gap. None where
    it is not, or has never given anything: then there is no usual to compare with."""
    if last_item_at is None:
        return None
    patience = max(SHORTEST, TIMES_USUAL * gap) if gap else SHORTEST
    return last_item_at if now - last_item_at > patience else None
