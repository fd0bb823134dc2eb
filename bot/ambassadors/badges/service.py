"""Giving badges, once each, and what faces are to tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries as programme_queries
from bot.ambassadors.badges import queries
from bot.ambassadors.badges.queries import Gone
from bot.ambassadors.badges.rules import CELEBRATED, OWN, STREAKS, Kind, holds, streak
from bot.ambassadors.membership import wanted_of
from bot.ambassadors.rules import may_arrive, works_at
from bot.ambassadors.tables import Ambassador, Badge, Share

WAITING = 40
"""Times as many are looked through as are told: some wait for the morning."""


@dataclass(frozen=True, slots=True)
class Celebration:
    """Something to tell. ``name`` is anybody's text: a face escapes it. ``in_public``: in a channel; else to the
    person alone, as for who stays off the boards."""

    badge_id: int
    ambassador_id: int
    account_id: int
    name: str
    kind: Kind
    number: int
    network: str
    item_id: int | None
    in_public: bool


async def after_share(session: AsyncSession, ambassador_id: int, share: Share, now: datetime) -> None:
    """What a share that counts earns."""
    item = share.item_id
    await give(session, ambassador_id, Kind.FIRST_SHARE, "", now, network=share.network, item_id=item)
    await give(session, ambassador_id, Kind.FIRST_ON, share.network, now, network=share.network, item_id=item)
    weeks = await queries.weeks_with_a_share(session, ambassador_id)
    row = streak(weeks, weeks[0]) if weeks else 0
    if row in STREAKS:
        await give(session, ambassador_id, Kind.STREAK, str(row), now, number=row)


async def after_taking_back(session: AsyncSession, ambassador_id: int) -> list[Gone]:
    """Take back what a share gave that counts no more: the badges that don't hold without it."""
    await session.flush()
    weeks = await queries.weeks_with_a_share(session, ambassador_id, None)
    networks = await queries.networks_with_a_share(session, ambassador_id)
    over = [
        one.id or 0
        for one in await queries.of(session, ambassador_id)
        if not holds(Kind(one.kind), one.number, one.network, weeks, networks)
    ]
    return await queries.drop_all(session, over) if over else []


async def after_click(session: AsyncSession, ambassador_id: int, share: Share, now: datetime) -> None:
    """What a visitor who counts earns."""
    network, item = share.network, share.item_id
    await give(session, ambassador_id, Kind.FIRST_CLICK, "", now, network=network, item_id=item)


async def thank(session: AsyncSession, item_id: int, now: datetime) -> int:
    """Who made a piece thanks those who shared it, or a manager does in their name: how many are thanked."""
    given = 0
    for one in await queries.sharers_of(session, item_id):
        who = one.ambassador_id
        given += await give(session, who, Kind.THANKS, str(item_id), now, item_id=item_id)
    return given


async def find_of_month(
    session: AsyncSession, month: str, start: datetime, end: datetime, now: datetime
) -> bool:
    """The most helpful find of a month that is over ("2026-10"): what somebody suggested and others shared most. It
    is given once, also where whoever got it left since. False where there is none, or it was given."""
    found = await queries.most_shared_find(session, start, end)
    if found is None or not await programme_queries.begin_once(session, f"{Kind.FIND.value}:{month}", now):
        return False
    ambassador_id, item_id, shares = found
    return await give(session, ambassador_id, Kind.FIND, month, now, number=shares, item_id=item_id)


async def give(
    session: AsyncSession,
    ambassador_id: int,
    kind: Kind,
    which: str,
    now: datetime,
    *,
    number: int = 0,
    network: str = "",
    item_id: int | None = None,
) -> bool:
    """False where they have it already."""
    await session.flush()
    row = {
        "ambassador_id": ambassador_id,
        "kind": kind.value,
        "key": f"{kind.value}:{which}",
        "number": number,
        "network": network,
        "item_id": item_id,
        "at": now,
    }
    return await queries.add(session, row)


def _may_tell(kind: Kind, who: Ambassador, now: datetime) -> bool:
    """Nobody is woken: outside of their hours they are told of what they are just doing themselves, and of nothing
    that others did."""
    wanted = wanted_of(who)
    if kind not in OWN:
        return works_at(wanted, now)
    return may_arrive(wanted, who.last_active_at or who.joined_at, now)


async def untold(session: AsyncSession, now: datetime, limit: int = 50) -> list[Celebration]:
    """What is to be told now, the oldest first. What waits for somebody's working hours isn't."""
    found = [
        Celebration(
            badge_id=badge.id or 0,
            ambassador_id=who.id or 0,
            account_id=who.account_id,
            name=who.name,
            kind=Kind(badge.kind),
            number=badge.number,
            network=badge.network,
            item_id=badge.item_id,
            in_public=Kind(badge.kind) in CELEBRATED and who.on_board,
        )
        for badge, who in await queries.untold(session, limit * WAITING)
        if who.account_id is not None and _may_tell(Kind(badge.kind), who, now)
    ]
    return found[:limit]


async def told(session: AsyncSession, badge_id: int, now: datetime) -> bool:
    """Note that it is being told. False where somebody else tells it: commit this before the first word goes out."""
    return await queries.set_told(session, badge_id, now)


async def badges_of(session: AsyncSession, ambassador_id: int) -> list[Badge]:
    """Somebody's badges, the latest first."""
    return await queries.of(session, ambassador_id)
