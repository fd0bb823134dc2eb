"""How often to look for answers. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rights.rules import WAITING, AskStatus

FIRST = timedelta(minutes=2)
"""The shortest time between two looks at a message."""

WAITING_LONGEST, STANDING_LONGEST = timedelta(hours=6), timedelta(days=1)
"""The longest, while an answer is awaited, and while a licence runs that may be taken back."""

AFTERWARDS = timedelta(days=30)
"""How long after its end an ask is still looked at: a late answer is told, not dropped."""

_AWAITED = WAITING | {AskStatus.ANSWERED}


def gap(
    status: AskStatus, sent_at: datetime, changed_at: datetime, now: datetime, first: timedelta = FIRST
) -> timedelta | None:
    """How long to wait for the next look: an eighth of the time since something happened last. None: no more."""
    quiet = now - max(sent_at, changed_at)
    if status in _AWAITED:
        return min(max(quiet / 8, first), WAITING_LONGEST)
    if status is not AskStatus.GRANTED and quiet > AFTERWARDS:
        return None
    return min(max(quiet / 8, first), STANDING_LONGEST)
