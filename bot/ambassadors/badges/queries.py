"""Statements of badges."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.badges.rules import Kind
from bot.ambassadors.rules import ALL_TIME, Measure, Status
from bot.ambassadors.rules import Kind as Count
from bot.ambassadors.tables import Ambassador, Badge, Point, Score, Share, Suggestion
from bot.storage.types import table_of

_AMBASSADOR = table_of(Ambassador)
_BADGE = table_of(Badge)
_POINT = table_of(Point)
_SCORE = table_of(Score)
_SHARE = table_of(Share)
_SUGGESTION = table_of(Suggestion)
_DIALECT = {"sqlite": sqlite, "postgresql": postgresql}
LONGEST = 60
"""Weeks that are looked back at: more than a year."""


async def add(session: AsyncSession, row: Mapping[str, Any]) -> bool:
    """False where they have it already."""
    connection = await session.connection()
    insert = _DIALECT[connection.dialect.name].insert(_BADGE).values(dict(row))
    statement = insert.on_conflict_do_nothing(index_elements=["ambassador_id", "key"]).returning(_BADGE.c.id)
    return (await connection.execute(statement)).first() is not None


async def weeks_with_a_share(
    session: AsyncSession, ambassador_id: int, limit: int | None = LONGEST
) -> list[str]:
    """The latest weeks in which somebody shared something that counts, the latest first. None: all of them."""
    statement = (
        sa.select(_POINT.c.week)
        .where(_POINT.c.ambassador_id == ambassador_id, _POINT.c.kind == Count.SHARE.value)
        .group_by(_POINT.c.week)
        .order_by(sa.func.max(_POINT.c.at).desc())
        .limit(limit)
    )
    return list((await (await session.connection()).execute(statement)).scalars())


async def networks_with_a_share(session: AsyncSession, ambassador_id: int) -> set[str]:
    """The networks on which somebody shared something that counts."""
    statement = (
        sa.select(_POINT.c.network)
        .where(_POINT.c.ambassador_id == ambassador_id, _POINT.c.kind == Count.SHARE.value)
        .distinct()
    )
    return set((await (await session.connection()).execute(statement)).scalars())


async def of(session: AsyncSession, ambassador_id: int) -> list[Badge]:
    """Somebody's badges, the latest first."""
    statement = select(Badge).where(Badge.ambassador_id == ambassador_id).order_by(col(Badge.id).desc())
    return list(await session.exec(statement))


async def with_key(session: AsyncSession, ambassador_id: int, key: str) -> Badge | None:
    """Somebody's badge of that key."""
    statement = select(Badge).where(Badge.ambassador_id == ambassador_id, Badge.key == key)
    return (await session.exec(statement)).first()


async def with_key_among(session: AsyncSession, ids: Collection[int], key: str) -> dict[int, int]:
    """The badges of that key which any of these ambassadors has, by ambassador."""
    statement = sa.select(_BADGE.c.ambassador_id, _BADGE.c.id).where(
        _BADGE.c.ambassador_id.in_(sorted(ids)), _BADGE.c.key == key
    )
    rows = await (await session.connection()).execute(statement)
    return {int(who): int(badge) for who, badge in rows}


async def drop(session: AsyncSession, badge_id: int, kind: Kind) -> tuple[bool, datetime | None]:
    """Take back a badge of that kind: whether there was one, and when it was told, also where somebody tells it at
    this very moment."""
    gone = sa.delete(_BADGE).where(_BADGE.c.id == badge_id, _BADGE.c.kind == kind.value)
    row = (await (await session.connection()).execute(gone.returning(_BADGE.c.told_at))).first()
    session.expire_all()
    return row is not None, None if row is None else row.told_at


@dataclass(frozen=True, slots=True)
class Gone:
    """A badge that was taken back. ``told``: since when people know of it; None where nobody was told."""

    badge_id: int
    ambassador_id: int
    told: datetime | None


_GONE = (_BADGE.c.id, _BADGE.c.ambassador_id, _BADGE.c.told_at)


async def drop_all(session: AsyncSession, ids: Collection[int]) -> list[Gone]:
    """Take badges back, whether or not somebody is telling of them just now: what the rows said last counts."""
    await session.flush()
    statement = sa.delete(_BADGE).where(_BADGE.c.id.in_(sorted(ids)))
    return await _dropped(session, statement)


async def _dropped(session: AsyncSession, statement: sa.Delete) -> list[Gone]:
    rows = await (await session.connection()).execute(statement.returning(*_GONE))
    gone = [Gone(int(badge), int(who), told) for badge, who, told in rows]
    return sorted(gone, key=lambda one: one.badge_id)


async def celebrable(session: AsyncSession, ids: Collection[int]) -> frozenset[int]:
    """Those of these ambassadors who take part and stand on the boards with something: what was shared where rewards
    are forbidden doesn't bring anybody there."""
    statement = sa.select(_AMBASSADOR.c.id).where(
        _AMBASSADOR.c.id.in_(sorted(ids)),
        _AMBASSADOR.c.on_board,
        _AMBASSADOR.c.status.in_([Status.ACTIVE.value, Status.PAUSED.value]),
        sa.exists().where(
            _SCORE.c.ambassador_id == _AMBASSADOR.c.id,
            _SCORE.c.period == ALL_TIME,
            _SCORE.c.measure == Measure.POINTS.value,
            _SCORE.c.on_board,
            _SCORE.c.score > 0,
        ),
    )
    return frozenset((await (await session.connection()).execute(statement)).scalars())


async def untold(session: AsyncSession, limit: int) -> list[tuple[Badge, Ambassador]]:
    """Badges that nobody was told of, the oldest first, with who got them."""
    statement = (
        select(Badge, Ambassador)
        .join(Ambassador, col(Ambassador.id) == col(Badge.ambassador_id))
        .where(col(Badge.told_at).is_(None))
        .order_by(col(Badge.id))
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await session.exec(statement)]


async def set_told(session: AsyncSession, badge_id: int, now: datetime) -> bool:
    """False where it was told already: of two who tell, one is first."""
    statement = (
        sa.update(_BADGE).where(_BADGE.c.id == badge_id, _BADGE.c.told_at.is_(None)).values(told_at=now)
    )
    return (await (await session.connection()).execute(statement)).rowcount == 1


async def most_shared_find(
    session: AsyncSession, start: datetime, end: datetime
) -> tuple[int, int, int] | None:
    """Of the accepted suggestions the one that was shared most in a time, where shares count: who suggested it, the
    piece, how often. The earlier suggestion of equals. None where none was shared."""
    shares = sa.func.count(_POINT.c.id)
    statement = (
        sa.select(_SUGGESTION.c.ambassador_id, _SUGGESTION.c.item_id, shares)
        .join(_SHARE, _SHARE.c.item_id == _SUGGESTION.c.item_id)
        .join(_POINT, sa.and_(_POINT.c.share_id == _SHARE.c.id, _POINT.c.kind == Count.SHARE.value))
        .where(
            _SUGGESTION.c.state == "accepted",
            _SUGGESTION.c.ambassador_id.is_not(None),
            _POINT.c.at >= start,
            _POINT.c.at < end,
            sa.or_(_SHARE.c.ambassador_id.is_(None), _SHARE.c.ambassador_id != _SUGGESTION.c.ambassador_id),
        )
        .group_by(_SUGGESTION.c.id, _SUGGESTION.c.ambassador_id, _SUGGESTION.c.item_id)
        .order_by(shares.desc(), _SUGGESTION.c.id)
        .limit(1)
    )
    row = (await (await session.connection()).execute(statement)).first()
    return None if row is None else (int(row[0]), int(row[1]), int(row[2]))


@dataclass(frozen=True, slots=True)
class Sharer:
    """Somebody who shared a piece. ``name`` is anybody's text. ``thanked``: for that piece, already."""

    ambassador_id: int
    name: str
    thanked: bool


async def sharers_of(session: AsyncSession, item_id: int) -> list[Sharer]:
    """Who shared a piece, on whatever network shares count, and takes part still."""
    shared = sa.select(_POINT.c.ambassador_id).join(_SHARE, _SHARE.c.id == _POINT.c.share_id)
    shared = shared.where(_SHARE.c.item_id == item_id, _POINT.c.kind == Count.SHARE.value)
    key = f"{Kind.THANKS.value}:{item_id}"
    thanked = sa.and_(_BADGE.c.ambassador_id == _AMBASSADOR.c.id, _BADGE.c.key == key)
    statement = (
        sa.select(_AMBASSADOR.c.id, _AMBASSADOR.c.name, _BADGE.c.id)
        .select_from(_AMBASSADOR.outerjoin(_BADGE, thanked))
        .where(
            _AMBASSADOR.c.id.in_(shared),
            _AMBASSADOR.c.status.in_([Status.ACTIVE.value, Status.PAUSED.value]),
        )
        .order_by(_AMBASSADOR.c.id)
    )
    rows = await (await session.connection()).execute(statement)
    return [Sharer(int(one), str(name), badge is not None) for one, name, badge in rows]


async def drop_thanks(session: AsyncSession, item_id: int, at: datetime | None = None) -> list[Gone]:
    """Take back thanks for a piece: all of them, or those of one moment."""
    await session.flush()
    statement = sa.delete(_BADGE).where(_BADGE.c.item_id == item_id, _BADGE.c.kind == Kind.THANKS.value)
    if at is not None:
        statement = statement.where(_BADGE.c.at == at)
    return await _dropped(session, statement)
