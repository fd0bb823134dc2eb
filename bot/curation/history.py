"""What managers changed, the latest first: read from the rows of decisions and settings, which keep what ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.curation import queries
from bot.curation.rules import Change, ChangeId, Limit, Shelved
from bot.curation.tables import CollectionChange, CurationMark, CurationOverride

Row = CurationMark | CurationOverride
_SAME = (frozenset({Shelved.RENAME}), frozenset({Shelved.MAKE, Shelved.CLOSE, Shelved.OPEN}))
"""Changes of a collection that overtake one another; pieces put in and taken out do where they are the same."""
LISTED = 20


async def changes(session: AsyncSession, item_id: int | None = None, limit: int = LISTED) -> list[Change]:
    """The latest changes; of one piece, those of its own decisions. A row that was replaced is one change of the new
    row, not an ending of the old one too."""
    rows: list[Row] = list(await queries.latest_marks(session, limit, item_id))
    if item_id is None:
        rows += await queries.latest_overrides(session, limit)
    found = [made(row) for row in rows]
    begun = {(_thing(row), row.at) for row in rows}
    standing = {_thing(row) for row in rows if row.ended_at is None}
    for row in rows:
        if row.ended_at is not None and (_thing(row), row.ended_at) not in begun:
            found.append(lifted(row, stands=_thing(row) not in standing and _is_last(row, rows)))
    if item_id is None:
        latest = list(await queries.latest_shelved(session, limit))
        found += [shelved(row, stands=not overtaken(row, latest)) for row in latest]
    return sorted(found, key=lambda one: (one.at, one.id.row), reverse=True)[:limit]


def shelved(row: CollectionChange, *, stands: bool) -> Change:
    """What happened to a collection."""
    return Change(
        ChangeId(False, row.id or 0, shelf=True),
        row.kind,
        None,
        row.by,
        row.by_name,
        row.at,
        stands=stands,
        shelf=row.name,
        before=row.before,
        items=tuple(row.item_ids),
    )


def overtaken(row: CollectionChange, rows: Sequence[CollectionChange]) -> bool:
    """Whether one of these came later and changed the same of the collection."""
    later = [one for one in rows if one.collection_id == row.collection_id and (one.id or 0) > (row.id or 0)]
    kinds = next((kinds for kinds in _SAME if row.kind in kinds), None)
    if kinds is not None:
        return any(one.kind in kinds for one in later)
    return any(set(one.item_ids) & set(row.item_ids) for one in later)


def made(row: Row) -> Change:
    """That it was decided."""
    return _change(row, row.by, row.by_name, row.at, stands=row.ended_at is None)


def lifted(row: Row, *, stands: bool) -> Change:
    """That it was taken back."""
    return _change(row, row.ended_by or "", "", row.ended_at or row.at, stands=stands, ended=True)


def _change(row: Row, by: str, by_name: str, at: datetime, *, stands: bool, ended: bool = False) -> Change:
    if isinstance(row, CurationMark):
        limit = Limit(row.number, row.days) if row.number is not None and row.days is not None else None
        which = ChangeId(True, row.id or 0, ended)
        return Change(which, row.kind, row.item_id, by, by_name, at, row.until, limit, None, stands)
    which = ChangeId(False, row.id or 0, ended)
    return Change(which, row.key, None, by, by_name, at, value=row.value, stands=stands)


def _thing(row: Row) -> tuple[str, int]:
    return (row.kind, row.item_id) if isinstance(row, CurationMark) else (row.key, 0)


def _is_last(row: Row, rows: Sequence[Row]) -> bool:
    return all(one.at <= row.at for one in rows if _thing(one) == _thing(row))
