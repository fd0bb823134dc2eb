"""Statements about how the programme goes. They read what happened in a time, not what was ever counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.rules import Status
from bot.ambassadors.tables import Ambassador, Point, Share
from bot.storage.types import UtcDateTime, table_of

_AMBASSADOR = table_of(Ambassador)
_SHARE = table_of(Share)
_POINT = table_of(Point)
_THERE = _AMBASSADOR.c.status.in_([Status.ACTIVE.value, Status.PAUSED.value])


@dataclass(frozen=True, slots=True)
class Activity:
    """Somebody, and what they did in a time. ``name`` is anybody's text. ``shared_at``: their latest share ever."""

    ambassador_id: int
    account_id: int
    name: str
    status: Status
    joined_at: datetime
    shared_at: datetime | None
    shares: int
    visitors: int


async def people(session: AsyncSession, since: datetime, limit: int = 500) -> list[Activity]:
    """Who takes part, and what they shared since then; who shared most first, then who was last seen sharing."""
    recent = sa.case((_SHARE.c.shared_at >= since, 1), else_=0)
    seen = sa.case((_SHARE.c.shared_at >= since, _SHARE.c.visitors), else_=0)
    latest = sa.func.max(_SHARE.c.shared_at, type_=UtcDateTime())
    shares, visitors = sa.func.coalesce(sa.func.sum(recent), 0), sa.func.coalesce(sa.func.sum(seen), 0)
    statement = (
        sa.select(
            _AMBASSADOR.c.id,
            _AMBASSADOR.c.account_id,
            _AMBASSADOR.c.name,
            _AMBASSADOR.c.status,
            _AMBASSADOR.c.joined_at,
            latest,
            shares,
            visitors,
        )
        .select_from(
            _AMBASSADOR.outerjoin(
                _SHARE,
                sa.and_(_SHARE.c.ambassador_id == _AMBASSADOR.c.id, _SHARE.c.shared_at.is_not(None)),
            )
        )
        .where(_THERE)
        .group_by(
            _AMBASSADOR.c.id,
            _AMBASSADOR.c.account_id,
            _AMBASSADOR.c.name,
            _AMBASSADOR.c.status,
            _AMBASSADOR.c.joined_at,
        )
        .order_by(shares.desc(), _AMBASSADOR.c.id)
        .limit(limit)
    )
    rows = await (await session.connection()).execute(statement)
    return [
        Activity(row[0], row[1], row[2], Status(row[3]), row[4], row[5], int(row[6]), int(row[7]))
        for row in rows
    ]


async def begun(session: AsyncSession) -> datetime | None:
    """When somebody took part first."""
    first = sa.select(sa.func.min(_AMBASSADOR.c.joined_at, type_=UtcDateTime()))
    found: datetime | None = (await (await session.connection()).execute(first)).scalar()
    return found


async def leaders(
    session: AsyncSession, start: datetime, end: datetime, limit: int
) -> list[tuple[int, str, int]]:
    """Of those who shared in a time and stand on the boards, who got most points in it: number, name (anybody's
    text), points. It costs what was shared in the time."""
    shared = sa.select(_SHARE.c.ambassador_id).where(_SHARE.c.shared_at >= start, _SHARE.c.shared_at < end)
    points = sa.func.sum(_POINT.c.points)
    statement = (
        sa.select(_AMBASSADOR.c.id, _AMBASSADOR.c.name, points)
        .join(_POINT, _POINT.c.ambassador_id == _AMBASSADOR.c.id)
        .where(
            _AMBASSADOR.c.id.in_(shared),
            _AMBASSADOR.c.on_board,
            _THERE,
            _POINT.c.at >= start,
            _POINT.c.at < end,
        )
        .group_by(_AMBASSADOR.c.id, _AMBASSADOR.c.name)
        .order_by(points.desc(), _AMBASSADOR.c.id.desc())
        .limit(limit)
    )
    rows = await (await session.connection()).execute(statement)
    return [(int(number), str(name), int(total)) for number, name, total in rows]


async def count_by_status(session: AsyncSession) -> dict[Status, int]:
    statement = sa.select(_AMBASSADOR.c.status, sa.func.count()).group_by(_AMBASSADOR.c.status)
    rows = await (await session.connection()).execute(statement)
    return {Status(status): int(count) for status, count in rows}


async def count_faded(session: AsyncSession, since: datetime) -> int:
    """Active people who joined before then and shared nothing since."""
    shared = sa.exists().where(_SHARE.c.ambassador_id == _AMBASSADOR.c.id, _SHARE.c.shared_at >= since)
    statement = sa.select(sa.func.count()).where(
        _AMBASSADOR.c.status == Status.ACTIVE.value, _AMBASSADOR.c.joined_at < since, ~shared
    )
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def count_shares(session: AsyncSession, start: datetime, end: datetime) -> int:
    """Shares in a time, also of those who left since."""
    statement = sa.select(sa.func.count()).where(_SHARE.c.shared_at >= start, _SHARE.c.shared_at < end)
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def by_network(session: AsyncSession, start: datetime, end: datetime) -> dict[str, tuple[int, int]]:
    """Shares of a time by network, and the visitors that they brought so far."""
    statement = (
        sa.select(_SHARE.c.network, sa.func.count(), sa.func.sum(_SHARE.c.visitors))
        .where(_SHARE.c.shared_at >= start, _SHARE.c.shared_at < end)
        .group_by(_SHARE.c.network)
        .order_by(sa.func.count().desc(), _SHARE.c.network)
    )
    rows = await (await session.connection()).execute(statement)
    return {network: (int(shares), int(visitors)) for network, shares, visitors in rows}


async def by_item(
    session: AsyncSession, start: datetime, end: datetime, limit: int = 20
) -> list[tuple[int, int, int]]:
    """The pieces that were shared most in a time: the piece, its shares, the visitors that they brought so far."""
    shares = sa.func.count()
    statement = (
        sa.select(_SHARE.c.item_id, shares, sa.func.sum(_SHARE.c.visitors))
        .where(_SHARE.c.shared_at >= start, _SHARE.c.shared_at < end)
        .group_by(_SHARE.c.item_id)
        .order_by(shares.desc(), _SHARE.c.item_id)
        .limit(limit)
    )
    rows = await (await session.connection()).execute(statement)
    return [(int(item), int(count), int(visitors)) for item, count, visitors in rows]
