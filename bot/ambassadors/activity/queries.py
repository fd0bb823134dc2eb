"""Statements about how the programme goes. They read what happened in a time, not what was ever counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.rules import Status
from bot.ambassadors.tables import Ambassador, Point, Share
from bot.storage.types import UtcDateTime, table_of

_AMBASSADOR = table_of(Ambassador)
_SHARE = table_of(Share)
_POINT = table_of(Point)
_WHO = tuple(_AMBASSADOR.c[name] for name in ("id", "account_id", "name", "status", "joined_at"))
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


async def people(session: AsyncSession, since: datetime, limit: int | None = 500) -> list[Activity]:
    """Who takes part, and what they shared since then; who shared most first, then who joined first. None:
    everybody."""
    return await _activities(session, people_statement(since, limit))


def people_statement(since: datetime, limit: int | None) -> sa.Select[Any]:
    """It costs what was shared since then; the latest share of those who are shown is the end of an index."""
    shares, visitors = sa.func.count().label("shares"), sa.func.sum(_SHARE.c.visitors).label("visitors")
    # By the column itself SQLite would go through all shares in its order.
    who = sa.cast(_SHARE.c.ambassador_id, sa.BigInteger)
    recent = (
        sa.select(who.label("ambassador_id"), shares, visitors)
        .where(_SHARE.c.shared_at >= since)
        .group_by(who)
        .subquery("recent")
    )
    shared = sa.func.coalesce(recent.c.shares, 0)
    chosen = (
        sa.select(*_WHO, shared.label("shares"), sa.func.coalesce(recent.c.visitors, 0).label("visitors"))
        .select_from(_AMBASSADOR.outerjoin(recent, recent.c.ambassador_id == _AMBASSADOR.c.id))
        .where(_THERE)
        .order_by(shared.desc(), _AMBASSADOR.c.id)
        .limit(limit)
        .subquery("chosen")
    )
    return sa.select(chosen, _latest(chosen.c.id)).order_by(chosen.c.shares.desc(), chosen.c.id)


async def faded(session: AsyncSession, since: datetime, limit: int | None) -> list[Activity]:
    """Active people who joined before then and shared nothing since; whoever shared last comes first."""
    return await _activities(session, faded_statement(since, limit))


def faded_statement(since: datetime, limit: int | None) -> sa.Select[Any]:
    """Each person's shares since then are the end of an index."""
    nothing, latest = sa.literal(0), _latest(_AMBASSADOR.c.id).label("latest")
    statement = sa.select(*_WHO, nothing, nothing, latest).where(*_faded(since))
    return statement.order_by(latest.desc().nulls_last(), _AMBASSADOR.c.id).limit(limit)


def _latest(who: Any) -> Any:
    """When somebody shared last, ever."""
    last = sa.select(sa.func.max(_SHARE.c.shared_at, type_=UtcDateTime())).where(
        _SHARE.c.ambassador_id == who
    )
    return last.scalar_subquery()


async def _activities(session: AsyncSession, statement: sa.Select[Any]) -> list[Activity]:
    rows = await (await session.connection()).execute(statement)
    return [
        Activity(number, account, name, Status(status), joined_at, shared_at, int(shares), int(visitors))
        for number, account, name, status, joined_at, shares, visitors, shared_at in rows
    ]


def _shared_since(since: datetime) -> sa.Exists:
    theirs = sa.select(_SHARE.c.id).where(
        _SHARE.c.ambassador_id == _AMBASSADOR.c.id, _SHARE.c.shared_at >= since
    )
    return theirs.correlate(_AMBASSADOR).exists()


def _faded(since: datetime) -> list[sa.ColumnElement[bool]]:
    shared = _shared_since(since)
    return [_AMBASSADOR.c.status == Status.ACTIVE.value, _AMBASSADOR.c.joined_at < since, ~shared]


async def count_sharing(session: AsyncSession, since: datetime) -> int:
    """How many who take part shared something since then."""
    shared = _shared_since(since)
    statement = sa.select(sa.func.count()).select_from(_AMBASSADOR).where(_THERE, shared)
    return int((await (await session.connection()).execute(statement)).scalar_one())


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


async def names_of(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """The names of those who take part, among these. Anybody's text."""
    statement = sa.select(_AMBASSADOR.c.id, _AMBASSADOR.c.name).where(
        _AMBASSADOR.c.id.in_(sorted(ids)), _THERE
    )
    rows = await (await session.connection()).execute(statement)
    return {int(number): str(name) for number, name in rows}


async def reminded_since(session: AsyncSession, ids: Collection[int], since: datetime) -> dict[int, datetime]:
    """When a manager last had these people asked whether they still like to share, as far as it was since then."""
    statement = sa.select(_AMBASSADOR.c.id, _AMBASSADOR.c.reminded_at).where(
        _AMBASSADOR.c.id.in_(sorted(ids)), _AMBASSADOR.c.reminded_at > since
    )
    rows = await (await session.connection()).execute(statement)
    return {int(number): at for number, at in rows}


async def count_by_status(session: AsyncSession) -> dict[Status, int]:
    statement = sa.select(_AMBASSADOR.c.status, sa.func.count()).group_by(_AMBASSADOR.c.status)
    rows = await (await session.connection()).execute(statement)
    return {Status(status): int(count) for status, count in rows}


async def count_faded(session: AsyncSession, since: datetime) -> int:
    """Active people who joined before then and shared nothing since."""
    statement = sa.select(sa.func.count()).select_from(_AMBASSADOR).where(*_faded(since))
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
