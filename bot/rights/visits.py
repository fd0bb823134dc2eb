"""What a creator's private link opens: their piece, what was asked for, and how it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item, Media
from bot.people.tables import Creator
from bot.review.rules import LIVE
from bot.rights import queries
from bot.rights.private_links import link_hash
from bot.rights.rules import WAITING, AskStatus
from bot.rights.tables import Ask

_OPEN = WAITING | {AskStatus.ANSWERED}


class Standing(StrEnum):
    """How an ask stands for the creator who opens its link."""

    OPEN = "open"  # a yes is taken
    LATE = "late"  # nobody answered in time: a yes is no longer taken, a no and a question are
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"  # the licence has run out
    SUPERSEDED = "superseded"  # a renewal stands in its place
    OVER = "over"  # the team started over: another message comes, or none
    GONE = "gone"  # the piece no longer exists where it was found, so nothing is asked any more


@dataclass(frozen=True, slots=True)
class Visit:
    """An ask with what it is about. ``media`` in their order."""

    ask: Ask
    item: Item
    creator: Creator | None
    media: Sequence[Media]


async def visit(session: AsyncSession, nonce: str) -> Visit | None:
    """What that secret opens; None where nothing has it. One statement."""
    try:
        digest = link_hash(nonce)
    except ValueError:
        return None
    rows = await queries.linked(session, digest)
    if not rows:
        return None
    ask, item, creator, _ = rows[0]
    return Visit(ask, item, creator, [one for *_, one in rows if one is not None])


def standing_of(ask: Ask, life: str, now: datetime) -> Standing:
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


_ENDS = {
    AskStatus.DECLINED: Standing.DECLINED,
    AskStatus.WITHDRAWN: Standing.WITHDRAWN,
    AskStatus.SUPERSEDED: Standing.SUPERSEDED,
}
