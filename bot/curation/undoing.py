"""Taking changes back: what stood before stands again, as a change of its own."""

from __future__ import annotations

from collections.abc import Collection as Several
from datetime import datetime
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.curation import queries
from bot.curation.history import overtaken
from bot.curation.refusals import Why, refused
from bot.curation.rules import ChangeId, Shelved
from bot.curation.tables import Collection, CollectionChange, CurationMark, CurationOverride
from bot.people.rules import Person

Row = CurationMark | CurationOverride


class Shelves(Protocol):
    """What managers do with collections."""

    async def rename(
        self, session: AsyncSession, slug: str, name: str, actor: Person, now: datetime
    ) -> Collection: ...
    async def close(self, session: AsyncSession, slug: str, actor: Person, now: datetime) -> Collection: ...
    async def reopen(self, session: AsyncSession, slug: str, actor: Person, now: datetime) -> Collection: ...
    async def put_in(
        self, session: AsyncSession, slug: str, item_ids: Several[int], actor: Person, now: datetime
    ) -> int: ...
    async def take_out(
        self, session: AsyncSession, slug: str, item_ids: Several[int], actor: Person, now: datetime
    ) -> int: ...


async def undo(session: AsyncSession, change: ChangeId, actor: Person, now: datetime) -> Row:
    """Take back a decision about a piece, or a setting. Raises Refused where it was changed again since."""
    table: type[Row] = CurationMark if change.mark else CurationOverride
    row = await queries.row_of(session, table, change.row)
    if row is None or (row.ended_at is None) is change.lifted:
        raise refused(Why.STALE)
    if change.lifted:
        if await queries.standing_row(session, row) is not None:
            raise refused(Why.STALE)
        before: Row | None = row
    else:
        row.ended_at, row.ended_by = now, actor.id
        await queries.add(session, row)
        before = await queries.row_before(session, row)
    if before is not None:
        await _again(session, before, actor, now, must=change.lifted)
    return row


async def _again(session: AsyncSession, row: Row, actor: Person, now: datetime, *, must: bool) -> None:
    """What stood once stands again; an end that is over meanwhile is nothing to bring back."""
    new: Row
    if isinstance(row, CurationMark):
        if row.until is not None and row.until <= now:
            if must:
                raise refused(Why.PAST)
            return
        new = CurationMark(
            item_id=row.item_id,
            kind=row.kind,
            until=row.until,
            number=row.number,
            days=row.days,
            by=actor.id,
            by_name=actor.name,
            at=now,
        )
    else:
        new = CurationOverride(key=row.key, value=row.value, by=actor.id, by_name=actor.name, at=now)
    await queries.add(session, new)


async def reshelve(
    session: AsyncSession, shelves: Shelves, change_id: int, actor: Person, now: datetime
) -> CollectionChange:
    """Take back what happened to a collection. Raises Refused where it was changed again since."""
    change = await queries.shelved(session, change_id)
    row = await queries.collection_with_id(session, change.collection_id) if change is not None else None
    if change is None or row is None:
        raise refused(Why.STALE)
    if overtaken(change, await queries.shelved_since(session, change.collection_id, change_id)):
        raise refused(Why.STALE)
    match Shelved(change.kind):
        case Shelved.MAKE | Shelved.OPEN:
            await shelves.close(session, row.slug, actor, now)
        case Shelved.CLOSE:
            await shelves.reopen(session, row.slug, actor, now)
        case Shelved.RENAME:
            await shelves.rename(session, row.slug, change.before, actor, now)
        case Shelved.PUT:
            await shelves.take_out(session, row.slug, change.item_ids, actor, now)
        case Shelved.TAKE:
            await shelves.put_in(session, row.slug, change.item_ids, actor, now)
    return change
