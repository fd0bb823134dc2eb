"""Rows of media and of our cached previews, many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.identity import media_key
from bot.content.tables import Item, Media, Sighting
from bot.sources.base import FoundMedia
from bot.storage.types import table_of

_table = table_of(Media)
_item = table_of(Item)
_sighting = table_of(Sighting)
_m = _table.c

PENDING, CACHED, FAILED, GONE = "pending", "cached", "failed", "gone"
# As literals: a statement with parameters finds no index of the rows that are in this state.
_IS_PENDING = _m.state == sa.literal(PENDING, literal_execute=True)
_IS_CACHED = _m.state == sa.literal(CACHED, literal_execute=True)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A preview to be fetched. ``sources`` are those that show the item: the strictest deadline counts.

    ``tries`` counts the earlier ones."""

    media_id: int
    item_id: int
    kind: str
    url: str
    preview_url: str | None
    sources: tuple[str, ...]
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of fetching one: a file in the media folder, or a problem in words for a moderator.

    With ``retry_at`` the problem may pass, and it is tried again then."""

    media_id: int
    item_id: int
    file: str | None = None
    width: int | None = None
    height: int | None = None
    problem: str | None = None
    expires_at: datetime | None = None
    tries: int = 1
    retry_at: datetime | None = None

    @property
    def state(self) -> str:
        return CACHED if self.file else PENDING if self.retry_at else FAILED


async def insert_media(connection: AsyncConnection, media: Mapping[int, Sequence[FoundMedia]]) -> None:
    """Media of new items, by item id."""
    rows = [
        _row(item_id, position, one) for item_id, found in media.items() for position, one in enumerate(found)
    ]
    if rows:
        await connection.execute(sa.insert(_table), rows)


async def replace_media(connection: AsyncConnection, media: Mapping[int, Sequence[FoundMedia]]) -> None:
    """Media of edited items. A picture that stays keeps its row and preview; its address may be signed anew."""
    standing: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    columns = sa.select(_m.id, _m.item_id, _m.kind, _m.url).where(_m.item_id.in_(list(media)))
    for row in await connection.execute(columns.order_by(_m.id.desc())):
        standing[row.item_id][(row.kind, media_key(row.url))] = row.id
    added: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for item_id, found in media.items():
        for position, one in enumerate(found):
            row_id = standing[item_id].pop((one.kind, media_key(one.url)), None)
            if row_id is None:
                added.append(_row(item_id, position, one))
            else:
                moved = {"url": one.url, "preview_url": one.preview_url, "alt": one.alt, "position": position}
                kept.append({"row_id": row_id, **{f"new_{k}": v for k, v in moved.items()}})
    if gone := [row_id for rows in standing.values() for row_id in rows.values()]:
        await connection.execute(sa.delete(_table).where(_m.id.in_(gone)))
    if kept:
        await connection.execute(_KEEP, kept)
    if added:
        await connection.execute(sa.insert(_table), added)


async def wanted(connection: AsyncConnection, limit: int, now: datetime) -> list[Wanted]:
    """Previews to fetch now, of items that live, oldest first."""
    chosen = (
        sa.select(_m.id, _m.item_id, _m.kind, _m.url, _m.preview_url, _m.tries)
        .join(_item, _item.c.id == _m.item_id)
        .where(_IS_PENDING, _item.c.life == "live")
        .where(sa.or_(_m.retry_at.is_(None), _m.retry_at <= now))
        .order_by(_m.id)
        .limit(limit)
    )
    rows = (await connection.execute(chosen)).all()
    sources: dict[int, list[str]] = defaultdict(list)
    seen = sa.select(_sighting.c.item_id, _sighting.c.source)
    for row in await connection.execute(seen.where(_sighting.c.item_id.in_({row.item_id for row in rows}))):
        sources[row.item_id].append(row.source)
    return [
        Wanted(
            row.id, row.item_id, row.kind, row.url, row.preview_url, tuple(sources[row.item_id]), row.tries
        )
        for row in rows
    ]


async def save_fetched(connection: AsyncConnection, results: Sequence[Fetched], now: datetime) -> None:
    """Write what came of fetching. A row that an edit removed meanwhile is simply not there any more, and one
    whose item ended meanwhile stays dropped."""
    if results:
        await connection.execute(
            _SAVE,
            [
                {
                    "row_id": one.media_id,
                    "new_state": one.state,
                    "new_problem": one.problem,
                    "new_file": one.file,
                    "new_width": one.width,
                    "new_height": one.height,
                    "new_cached_at": now if one.file else None,
                    "new_expires_at": one.expires_at,
                    "new_tries": one.tries,
                    "new_retry_at": one.retry_at,
                }
                for one in results
            ],
        )


async def expire_with_items(connection: AsyncConnection, ids: Sequence[int], now: datetime) -> None:
    """The items ended: their cached previews are due now, pending ones are not wanted any more."""
    cached = sa.update(_table).where(_m.item_id.in_(ids), _m.state == CACHED)
    await connection.execute(cached.values(expires_at=now))
    await connection.execute(
        sa.update(_table).where(_m.item_id.in_(ids), _m.state == PENDING).values(state=GONE)
    )


async def want_again(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """The items live again: what was dropped with them may be fetched once more."""
    await connection.execute(
        sa.update(_table)
        .where(_m.item_id.in_(ids), _m.state == GONE)
        .values(state=PENDING, problem=None, tries=0)
    )


async def expired(connection: AsyncConnection, now: datetime, limit: int = 500) -> list[tuple[int, int, str]]:
    """Cached previews past their deadline as (media id, item id, file), the longest overdue first."""
    statement = (
        sa.select(_m.id, _m.item_id, _m.file)
        .where(_m.state == CACHED, _m.expires_at <= now)
        .order_by(_m.expires_at)
        .limit(limit)
    )
    return [(row.id, row.item_id, row.file or "") for row in await connection.execute(statement)]


async def oldest_cached(connection: AsyncConnection, limit: int = 500) -> list[tuple[int, int, str]]:
    """Cached previews as (media id, item id, file), the first cached first: what a full disk gives up."""
    statement = (
        sa.select(_m.id, _m.item_id, _m.file).where(_IS_CACHED).order_by(_m.cached_at, _m.id).limit(limit)
    )
    return [(row.id, row.item_id, row.file or "") for row in await connection.execute(statement)]


async def forget(connection: AsyncConnection, ids: Sequence[int], problem: str) -> None:
    """These previews are deleted from disk, or about to be."""
    await connection.execute(
        sa.update(_table)
        .where(_m.id.in_(ids))
        .values(state=GONE, file=None, problem=problem, expires_at=None)
    )


async def files_in_use(connection: AsyncConnection, names: Iterable[str]) -> set[str]:
    """Which of these files a row still names: one file may serve several items."""
    statement = sa.select(_m.file).where(_m.file.in_(set(names)))
    return {row.file for row in await connection.execute(statement)}


def _row(item_id: int, position: int, found: FoundMedia) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "position": position,
        "kind": found.kind,
        "url": found.url,
        "preview_url": found.preview_url,
        "alt": found.alt,
        "state": PENDING,
        "width": found.width,
        "height": found.height,
    }


def _update(*names: str) -> sa.Update:
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in names}
    return sa.update(_table).where(_m.id == sa.bindparam("row_id")).values(values)


_KEEP = _update("url", "preview_url", "alt", "position")
_SAVE = _update(
    "state", "problem", "file", "width", "height", "cached_at", "expires_at", "tries", "retry_at"
).where(_m.state == PENDING)
