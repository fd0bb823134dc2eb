"""Statements of curation."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.curation.rules import CREATOR, Limit, Mark, Marked, Standing, standing
from bot.curation.tables import (
    Collection,
    CollectionChange,
    CollectionItem,
    CurationMark,
    CurationOverride,
)
from bot.storage.types import table_of

_MARK = table_of(CurationMark)
_MEMBER = table_of(CollectionItem)
_OVERRIDE = table_of(CurationOverride)
_DIALECT = {"sqlite": sqlite, "postgresql": postgresql}
_AT_ONCE = 500
_LOCK = 0x676F6F645F637572  # of curation, among PostgreSQL's advisory locks


async def hold(session: AsyncSession) -> None:
    """One change of curation at a time, until the end. SQLite has one writer."""
    connection = await session.connection()
    if connection.dialect.name != "sqlite":
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.literal(_LOCK, sa.BigInteger))))


async def item_exists(session: AsyncSession, item_id: int) -> bool:
    return (await session.exec(select(Item.id).where(Item.id == item_id))).first() is not None


# ---- marks ----


async def live_marks(session: AsyncSession, item_ids: Several[int] | None = None) -> list[Marked]:
    """Decisions that were not taken back, whether they count now or not; of these items, or of all."""
    statement = (
        select(CurationMark).where(col(CurationMark.ended_at).is_(None)).order_by(col(CurationMark.id))
    )
    if item_ids is None:
        return [_marked(row) for row in await session.exec(statement)]
    found, ids = list[Marked](), sorted(item_ids)
    for start in range(0, len(ids), _AT_ONCE):
        part = statement.where(col(CurationMark.item_id).in_(ids[start : start + _AT_ONCE]))
        found += [_marked(row) for row in await session.exec(part)]
    return found


def _marked(row: CurationMark) -> Marked:
    limit = Limit(row.number, row.days) if row.number is not None and row.days is not None else None
    return Marked(row.item_id, Mark(row.kind), row.until, limit, row.by, row.by_name, row.at)


async def standing_now(
    session: AsyncSession, now: datetime, item_ids: Several[int] | None = None
) -> Standing:
    """What stands now about these items, or about all."""
    return standing(await live_marks(session, item_ids), now)


async def live_mark_id(session: AsyncSession, item_id: int, kind: Mark) -> int | None:
    """The row of the decision that stands; None where none does."""
    statement = select(CurationMark.id).where(
        CurationMark.item_id == item_id,
        CurationMark.kind == kind.value,
        col(CurationMark.ended_at).is_(None),
    )
    return (await session.exec(statement)).first()


async def end_mark(session: AsyncSession, item_id: int, kind: Mark, by: str, now: datetime) -> bool:
    """Take a decision back. False where none stood."""
    statement = (
        sa.update(_MARK)
        .where(_MARK.c.item_id == item_id, _MARK.c.kind == kind.value, _MARK.c.ended_at.is_(None))
        .values(ended_at=now, ended_by=by)
    )
    return (await (await session.connection()).execute(statement)).rowcount > 0


async def add(
    session: AsyncSession, row: CurationMark | CurationOverride | Collection | CollectionChange
) -> None:
    session.add(row)
    await session.flush()


# ---- collections ----


async def collection(session: AsyncSession, slug: str) -> Collection | None:
    statement = select(Collection).where(Collection.slug == slug)
    return (await session.exec(statement.execution_options(populate_existing=True))).one_or_none()


async def collections(session: AsyncSession, *, closed: bool = False) -> list[tuple[Collection, int]]:
    """Collections and how many pieces each has, the newest first."""
    counts = (
        sa.select(_MEMBER.c.collection_id, sa.func.count().label("pieces"))
        .group_by(_MEMBER.c.collection_id)
        .subquery()
    )
    statement: Any = (
        select(Collection, sa.func.coalesce(counts.c.pieces, 0))
        .outerjoin(counts, counts.c.collection_id == col(Collection.id))
        .order_by(col(Collection.id).desc())
    )
    if not closed:
        statement = statement.where(col(Collection.closed_at).is_(None))
    return [(row, int(pieces)) for row, pieces in await session.exec(statement)]


async def count_members(session: AsyncSession, collection_id: int) -> int:
    statement = sa.select(sa.func.count()).where(_MEMBER.c.collection_id == collection_id)
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def collection_with_id(session: AsyncSession, collection_id: int) -> Collection | None:
    return await session.get(Collection, collection_id, populate_existing=True)


async def add_members(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> list[int]:
    """The pieces that were not there yet."""
    connection = await session.connection()
    insert = _DIALECT[connection.dialect.name].insert(_MEMBER)
    added: list[int] = []
    for row in rows:
        statement = insert.values(row).on_conflict_do_nothing().returning(_MEMBER.c.item_id)
        added += (await connection.execute(statement)).scalars()
    return added


async def remove_members(session: AsyncSession, collection_id: int, item_ids: Several[int]) -> list[int]:
    """The pieces that were there."""
    statement = (
        sa.delete(_MEMBER)
        .where(_MEMBER.c.collection_id == collection_id, _MEMBER.c.item_id.in_(sorted(item_ids)))
        .returning(_MEMBER.c.item_id)
    )
    return sorted((await (await session.connection()).execute(statement)).scalars())


async def members(session: AsyncSession, collection_id: int) -> list[int]:
    """The pieces of a collection, those added last first."""
    statement = (
        sa.select(_MEMBER.c.item_id)
        .where(_MEMBER.c.collection_id == collection_id)
        .order_by(_MEMBER.c.added_at.desc(), _MEMBER.c.item_id.desc())
    )
    return list((await (await session.connection()).execute(statement)).scalars())


async def collections_of(session: AsyncSession, item_ids: Several[int]) -> dict[int, list[str]]:
    """The slugs of the open collections that items are in."""
    found: dict[int, list[str]] = {}
    ids = sorted(item_ids)
    for start in range(0, len(ids), _AT_ONCE):
        statement = (
            select(CollectionItem.item_id, Collection.slug)
            .join(Collection, col(Collection.id) == col(CollectionItem.collection_id))
            .where(
                col(CollectionItem.item_id).in_(ids[start : start + _AT_ONCE]),
                col(Collection.closed_at).is_(None),
            )
            .order_by(Collection.slug)
        )
        for item_id, slug in await session.exec(statement):
            found.setdefault(item_id, []).append(slug)
    return found


async def open_collections_of(session: AsyncSession, item_id: int) -> Sequence[Collection]:
    """The open collections that an item is in, the one made last first."""
    statement = (
        select(Collection)
        .join(CollectionItem, col(CollectionItem.collection_id) == col(Collection.id))
        .where(CollectionItem.item_id == item_id, col(Collection.closed_at).is_(None))
        .order_by(col(Collection.id).desc())
    )
    return (await session.exec(statement)).all()


# ---- overrides ----


async def override(session: AsyncSession, key: str) -> CurationOverride | None:
    """What managers set for that key, as it stands."""
    statement = select(CurationOverride).where(
        CurationOverride.key == key, col(CurationOverride.ended_at).is_(None)
    )
    return (await session.exec(statement)).one_or_none()


async def overrides(session: AsyncSession) -> list[CurationOverride]:
    """What managers set instead of the settings, as it stands."""
    statement = select(CurationOverride).where(col(CurationOverride.ended_at).is_(None))
    return list(await session.exec(statement.order_by(CurationOverride.key)))


async def end_override(session: AsyncSession, key: str, by: str, now: datetime) -> bool:
    statement = (
        sa.update(_OVERRIDE)
        .where(_OVERRIDE.c.key == key, _OVERRIDE.c.ended_at.is_(None))
        .values(ended_at=now, ended_by=by)
    )
    return (await (await session.connection()).execute(statement)).rowcount > 0


# ---- what was changed ----


async def latest_marks(
    session: AsyncSession, limit: int, item_id: int | None = None
) -> Sequence[CurationMark]:
    """The decisions about pieces that were made or taken back last."""
    statement = select(CurationMark)
    if item_id is not None:
        statement = statement.where(CurationMark.item_id == item_id)
    last = sa.func.coalesce(col(CurationMark.ended_at), col(CurationMark.at))
    return (
        await session.exec(statement.order_by(last.desc(), col(CurationMark.id).desc()).limit(limit))
    ).all()


async def latest_overrides(session: AsyncSession, limit: int) -> Sequence[CurationOverride]:
    """The settings that were set or given back last."""
    last = sa.func.coalesce(col(CurationOverride.ended_at), col(CurationOverride.at))
    statement = select(CurationOverride).order_by(last.desc(), col(CurationOverride.id).desc()).limit(limit)
    return (await session.exec(statement)).all()


async def latest_shelved(session: AsyncSession, limit: int) -> Sequence[CollectionChange]:
    """What happened to collections last."""
    statement = select(CollectionChange).order_by(col(CollectionChange.id).desc()).limit(limit)
    return (await session.exec(statement)).all()


async def shelved_since(
    session: AsyncSession, collection_id: int, change_id: int
) -> Sequence[CollectionChange]:
    """What happened to a collection from a change on, that one first."""
    statement = select(CollectionChange).where(
        CollectionChange.collection_id == collection_id, col(CollectionChange.id) >= change_id
    )
    return (await session.exec(statement.order_by(col(CollectionChange.id)))).all()


async def shelved(session: AsyncSession, change_id: int) -> CollectionChange | None:
    return await session.get(CollectionChange, change_id)


async def creator_thanked(session: AsyncSession, item_id: int) -> bool:
    """Whether whoever made a piece ever thanked those who shared it, also where that was taken back."""
    statement = select(CurationMark.id).where(
        CurationMark.item_id == item_id, CurationMark.kind == Mark.THANK.value, CurationMark.by == CREATOR
    )
    return (await session.exec(statement.limit(1))).first() is not None


async def row_of(
    session: AsyncSession, table: type[CurationMark | CurationOverride], row_id: int
) -> CurationMark | CurationOverride | None:
    """A row, read anew."""
    return await session.get(table, row_id, populate_existing=True)


async def standing_row(
    session: AsyncSession, row: CurationMark | CurationOverride
) -> CurationMark | CurationOverride | None:
    """What stands now about the same thing."""
    found: CurationMark | CurationOverride | None
    found = (await session.exec(_same_thing(row, ended=False).limit(1))).first()
    return found


async def row_before(
    session: AsyncSession, row: CurationMark | CurationOverride
) -> CurationMark | CurationOverride | None:
    """What this row replaced: it ended in the moment in which this began. None where nothing stood."""
    table = type(row)
    statement = _same_thing(row, ended=True).where(col(table.ended_at) == row.at, col(table.id) < row.id)
    found: CurationMark | CurationOverride | None
    found = (await session.exec(statement.order_by(col(table.id).desc()).limit(1))).first()
    return found


def _same_thing(row: CurationMark | CurationOverride, *, ended: bool) -> Any:
    statement: Any
    if isinstance(row, CurationMark):
        statement = select(CurationMark).where(
            CurationMark.item_id == row.item_id, CurationMark.kind == row.kind
        )
    else:
        statement = select(CurationOverride).where(CurationOverride.key == row.key)
    over = col(type(row).ended_at)
    return statement.where(over.is_not(None) if ended else over.is_(None))
