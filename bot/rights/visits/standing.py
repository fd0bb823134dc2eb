"""How an ask stands for the creator who opens its link. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.review.rules import LIVE
from bot.rights.rules import WAITING, AskStatus
from bot.rights.tables import Ask
from bot.rights.visits.queries import AskSeen

_OPEN = WAITING | {AskStatus.ANSWERED}


class Standing(StrEnum):
    """What a page says of an ask."""

    OPEN = "open"  # a yes is taken
    LATE = "late"  # nobody answered in time: a yes is no longer taken, a no and a question are
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"  # the licence has run out
    SUPERSEDED = "superseded"  # a renewal stands in its place
    OVER = "over"  # the team started over: another message comes, or none
    GONE = "gone"  # the piece no longer exists where it was found, so nothing is asked any more


_ENDS = {
    AskStatus.DECLINED: Standing.DECLINED,
    AskStatus.WITHDRAWN: Standing.WITHDRAWN,
    AskStatus.SUPERSEDED: Standing.SUPERSEDED,
}


def standing_of(ask: Ask | AskSeen, life: str, now: datetime) -> Standing:
    """How it stands, also where the work that time asks for is late."""
    status = AskStatus(ask.status)
    if status is AskStatus.GRANTED:
        ended = ask.licence_until is not None and ask.licence_until <= now
        return Standing.ENDED if ended else Standing.GRANTED
    if status in _ENDS:
        return _ENDS[status]
    if status is AskStatus.EXPIRED:
        return Standing.ENDED if ask.licence_from is not None else Standing.LATE
    if status not in _OPEN:
        return Standing.OVER
    if life != LIVE:
        return Standing.GONE
    late = ask.link_expires_at is None or ask.link_expires_at <= now
    return Standing.LATE if late else Standing.OPEN
