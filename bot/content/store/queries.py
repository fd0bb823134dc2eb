"""The statements that read what a batch needs and write its plan. None runs per item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.identity import match_key
from bot.content.known import Known, KnownItem, KnownSighting, Plan
from bot.content.pieces import Entry, Piece
from bot.content.tables import ContentEvent, Item, ItemVersion, Sighting
from bot.people.queries import CreatorKey, creator_key
from bot.storage.rows import write_rows
from bot.storage.types import table_of

item_table = table_of(Item)
sighting_table = table_of(Sighting)
version_table = table_of(ItemVersion)
event_table = table_of(ContentEvent)

# One store at a time on PostgreSQL, as on SQLite: two replicas that find the same piece on two networks at the
# same moment make one item of it. Any number that nobody else on this database takes.
_LOCK = 0x6777_73746F
_i, _s = item_table.c, sighting_table.c


def _many(name: str) -> Any:
    return sa.bindparam(name, expanding=True)


def _newest_of(column: Any, name: str) -> Any:
    return sa.select(sa.func.max(_i.id)).where(column.in_(_many(name))).group_by(column)


# Each kind of match by an index of its own: SQLite answers OR across columns with a scan.
_concerned = sa.union(
    sa.select(_s.item_id).where(_s.source == sa.bindparam("source"), _s.external_id.in_(_many("ids"))),
    sa.select(_s.item_id).where(_s.piece_key.in_(_many("pieces"))),
    _newest_of(_i.match_key, "matches"),
    _newest_of(_i.name_match_key, "name_matches"),
)
_LOAD = (
    sa.select(
        _s.id,
        _s.item_id,
        _s.source,
        _s.platform,
        _s.external_id,
        _s.content_hash,
        _s.piece_key,
        _s.removed_at,
        _i.version,
        _i.life,
        _i.fingerprint,
        _i.creator_identity,
        _i.name_identity,
        sa.or_(_i.text != "", _i.title.is_not(None)).label("worded"),
        _i.rating,
        _i.rating_scale,
        _i.sentiment,
        _i.origin,
        _i.metrics,
        _i.why,
    )
    .join(item_table, _i.id == _s.item_id)
    .where(_s.item_id.in_(_concerned))
    .order_by(_s.id)
)
_KNOWN_KEYS = sa.select(_s.external_id, _s.content_hash).where(
    _s.source == sa.bindparam("source"), _s.external_id.in_(_many("ids"))
)


async def known_keys(connection: AsyncConnection, source: str, ids: Sequence[str]) -> set[tuple[str, str]]:
    """Which (id, content hash) of this source are stored as they are."""
    rows = await connection.execute(_KNOWN_KEYS, {"source": source, "ids": list(ids)})
    return {(row[0], row[1]) for row in rows}


async def serialise(connection: AsyncConnection) -> None:
    """Wait until no other store is under way; holds until the transaction ends."""
    if connection.dialect.name == "postgresql":
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


async def load(connection: AsyncConnection, source: str, batch: Sequence[Entry]) -> Known:
    """Everything stored that any entry of the batch could be. One statement."""
    pieces = [entry for entry in batch if isinstance(entry, Piece)]
    keys = {key for one in pieces for key in (one.piece_key, one.bare_key) if key}
    matches = {match for one in pieces for match in one.matches}
    parameters = {
        "source": source,
        "ids": [e.found.external_id if isinstance(e, Piece) else e.external_id for e in batch],
        "pieces": list(keys),
        "matches": [match_key(one.fingerprint, one.identity) for one in matches if one.by == "creator"],
        "name_matches": [match_key(one.fingerprint, one.identity) for one in matches if one.by == "name"],
    }
    known = Known()
    items: dict[int, KnownItem] = {}
    for row in await connection.execute(_LOAD, parameters):
        item = items.get(row.item_id)
        if item is None:
            item = items[row.item_id] = _known_item(row)
            known.matchable(item)
        sighting = KnownSighting(
            id=row.id,
            item=item,
            source=row.source,
            platform=row.platform,
            external_id=row.external_id,
            content_hash=row.content_hash,
            piece_key=row.piece_key,
            removed_at=row.removed_at,
            order=row.id,
            stored_as=row.external_id,
        )
        item.sightings.append(sighting)
        known.add(sighting, source)
    return known


def _known_item(row: Any) -> KnownItem:
    return KnownItem(
        id=row.item_id,
        version=row.version,
        life=row.life,
        fingerprint=row.fingerprint,
        creator_identity=row.creator_identity,
        name_identity=row.name_identity,
        worded=bool(row.worded),
        order=row.item_id,
        life_before=row.life,
        rating=row.rating,
        rating_scale=row.rating_scale,
        sentiment=row.sentiment,
        origin=row.origin,
        metrics=row.metrics,
        why=list(row.why),
    )


# ---- writing ----


def _said(item: KnownItem, piece: Piece) -> dict[str, Any]:
    """The columns that an edit changes, wherever it was made."""
    found = piece.found
    return {
        "title": found.title,
        "text": found.text,
        "language": piece.language,
        "declared_language": found.language,
        "tags": list(found.tags),
        "notes": list(found.notes),
        "fingerprint": item.fingerprint,
        "match_key": match_key(item.fingerprint, item.creator_identity),
        "name_match_key": match_key(item.fingerprint, item.name_identity),
        "version": item.version,
    }


def _place(item: KnownItem, piece: Piece, creators: Mapping[CreatorKey, int]) -> dict[str, Any]:
    """The columns that belong to the place an item is mainly known from."""
    found = piece.found
    key = creator_key(found.platform, found.creator) if found.creator else None
    return {
        "kind": str(found.kind),
        "platform": found.platform,
        "creator_id": creators.get(key) if key else None,
        "creator_identity": item.creator_identity,
        "name_identity": item.name_identity,
        "url": found.url,
        "rating_scale": found.rating_scale,
        "published_at": found.published_at,
    }


def _counts(item: KnownItem, now: datetime) -> dict[str, Any]:
    """The columns that change without an edit."""
    return {
        "rating": item.rating,
        "sentiment": item.sentiment,
        "origin": item.origin,
        "metrics": dict(item.metrics),
        "why": item.why,
        "life": item.life,
        "ended_at": item.ended_at,
        "updated_at": now,
    }


def _update(table: sa.Table, *names: str) -> sa.Update:
    """UPDATE one row by its id, for many rows at once; parameters are the names with ``new_`` before them."""
    return (
        sa.update(table)
        .where(table.c.id == sa.bindparam("row_id"))
        .values({name: sa.bindparam(f"new_{name}") for name in names})
    )


def _changes(row_id: int | None, values: Mapping[str, Any]) -> dict[str, Any]:
    return {"row_id": row_id, **{f"new_{name}": value for name, value in values.items()}}


# Ids are taken beforehand: rows whose ids the database gives would have to be inserted one by one on SQLite.
_TAKE_IDS_POSTGRESQL = sa.text(
    "SELECT nextval(pg_get_serial_sequence('item', 'id')) FROM generate_series(1, :count)"
)
_ADD_ITEMS, _ADD_SIGHTINGS = sa.insert(item_table), sa.insert(sighting_table)
_ADD_VERSIONS, _ADD_EVENTS = sa.insert(version_table), sa.insert(event_table)
_LAST_ID = sa.select(
    sa.func.coalesce(sa.select(sa.func.max(_i.id)).scalar_subquery(), 0),
    sa.func.coalesce(sa.select(sa.func.max(_s.item_id)).scalar_subquery(), 0),
)
_SAY = _update(
    item_table,
    *("title", "text", "language", "declared_language", "tags", "notes"),
    "fingerprint",
    "match_key",
    "name_match_key",
    "version",
)
_MOVE = _update(
    item_table,
    "kind",
    "platform",
    "creator_id",
    "creator_identity",
    "name_identity",
    "url",
    "rating_scale",
    "published_at",
)
_COUNTED = ("rating", "sentiment", "origin", "metrics", "why", "life", "ended_at", "updated_at")
_COUNT = _update(item_table, *_COUNTED)
_REWORD = _update(
    sighting_table, "external_id", "url", "url_key", "content_hash", "piece_key", "removed_at", "last_seen_at"
)
_RESTATE = _update(sighting_table, "external_id", "piece_key", "removed_at")
_PARK = (
    sa.update(sighting_table)
    .where(_s.id.in_(_many("ids")))
    .values(external_id=sa.literal("parked:") + sa.cast(_s.id, sa.String))
)
_SEEN = sa.update(sighting_table).where(_s.id.in_(_many("ids"))).values(last_seen_at=sa.bindparam("now"))
_KEEP_VERSIONS = sa.insert(version_table).from_select(
    ["item_id", "number", "title", "text", "rating", "superseded_at"],
    sa.select(
        _i.id,
        _i.version,
        _i.title,
        _i.text,
        _i.rating,
        sa.bindparam("now", type_=version_table.c.superseded_at.type),
    ).where(_i.id.in_(_many("ids"))),
)


async def write_items(
    connection: AsyncConnection, plan: Plan, creators: Mapping[CreatorKey, int], now: datetime
) -> None:
    """Insert new items (which get their ids), keep what edited ones said before, update the changed ones."""
    touched = plan.touched.values()
    if edited := [(one, one.piece) for one in touched if one.edited and one.piece]:
        await connection.execute(_KEEP_VERSIONS, {"ids": [one.id for one, _ in edited], "now": now})
        await write_rows(connection, _SAY, [_changes(one.id, _said(one, piece)) for one, piece in edited])
    if moved := [(one, one.main_piece) for one in touched if one.main_piece]:
        rows = [_changes(one.id, _place(one, piece, creators)) for one, piece in moved]
        await write_rows(connection, _MOVE, rows)
    if touched:
        await write_rows(connection, _COUNT, [_changes(one.id, _counts(one, now)) for one in touched])
    if plan.new:
        for item, item_id in zip(plan.new, await _take_ids(connection, len(plan.new)), strict=True):
            item.id = item_id
        rows = [_new_item(one, creators, now) for one in plan.new]
        await write_rows(connection, _ADD_ITEMS, rows)
    await _write_versions_of_this_batch(connection, plan, now)


async def _take_ids(connection: AsyncConnection, count: int) -> Sequence[int]:
    """Ids for new items. On SQLite this transaction is the only one that writes, so the next ones are free."""
    if connection.dialect.name == "postgresql":
        return (await connection.execute(_TAKE_IDS_POSTGRESQL, {"count": count})).scalars().all()
    last = max((await connection.execute(_LAST_ID)).one())
    return range(last + 1, last + 1 + count)


def _new_item(item: KnownItem, creators: Mapping[CreatorKey, int], now: datetime) -> dict[str, Any]:
    if item.piece is None or item.main_piece is None:
        raise ValueError("a new item has a piece")
    return {
        "id": item.id,
        **_said(item, item.piece),
        **_place(item, item.main_piece, creators),
        **_counts(item, now),
        "media_hidden": False,
        "found_at": now,
    }


async def _write_versions_of_this_batch(connection: AsyncConnection, plan: Plan, now: datetime) -> None:
    """Versions that came and went within the batch, and so never stood in the item."""
    rows = [
        {
            "item_id": item.id,
            "number": old.number,
            "title": old.piece.found.title,
            "text": old.piece.found.text,
            "rating": old.piece.found.rating,
            "superseded_at": now,
        }
        for item in plan.items
        for old in item.past
        if old.piece is not None
    ]
    if rows:
        await write_rows(connection, _ADD_VERSIONS, rows)


async def write_sightings(connection: AsyncConnection, plan: Plan, now: datetime) -> None:
    """Insert new sightings, update changed ones, and note that the rest was seen."""
    seen = plan.seen.values()
    # An id may have passed from one sighting to another: free every such id before it is given.
    stored = {one.stored_as for one in seen}
    if any(one.external_id != one.stored_as and one.external_id in stored for one in seen):
        moved = [one.id for one in seen if one.external_id != one.stored_as]
        await connection.execute(_PARK, {"ids": moved})
    if reworded := [one for one in seen if one.changed and one.piece]:
        await write_rows(
            connection, _REWORD, [_reworded(one, one.piece, now) for one in reworded if one.piece]
        )
    if changed := [one for one in seen if one.changed and not one.piece]:
        await write_rows(connection, _RESTATE, [_state(one) for one in changed])
    if again := [one.id for one in seen if one.seen]:
        await connection.execute(_SEEN, {"ids": again, "now": now})
    if plan.new_sightings:
        rows = [_new_sighting(one, now) for one in plan.new_sightings]
        await write_rows(connection, _ADD_SIGHTINGS, rows)


def _state(one: KnownSighting) -> dict[str, Any]:
    values = {"external_id": one.external_id, "piece_key": one.piece_key, "removed_at": one.removed_at}
    return _changes(one.id, values)


def _reworded(one: KnownSighting, piece: Piece, now: datetime) -> dict[str, Any]:
    return _changes(
        one.id,
        {
            "external_id": one.external_id,
            "url": piece.found.url,
            "url_key": piece.url_key,
            "content_hash": one.content_hash,
            "piece_key": one.piece_key,
            "removed_at": one.removed_at,
            "last_seen_at": now,
        },
    )


def _new_sighting(one: KnownSighting, now: datetime) -> dict[str, Any]:
    piece = one.piece
    if piece is None:
        raise ValueError("a new sighting has a piece")
    return {
        "item_id": one.item.id,
        "source": one.source,
        "external_id": one.external_id,
        "platform": piece.found.platform,
        "url": piece.found.url,
        "url_key": piece.url_key,
        "piece_key": one.piece_key,
        "content_hash": one.content_hash,
        "first_seen_at": now,
        "last_seen_at": now,
        "removed_at": one.removed_at,
    }


async def write_events(connection: AsyncConnection, plan: Plan, source: str, now: datetime) -> None:
    """Keep what happened, in its order."""
    if plan.events:
        rows = [
            {
                "item_id": one.item.id,
                "event": one.event,
                "actor": f"source:{source}",
                "via": "source",
                "data": one.data,
                "at": now,
            }
            for one in plan.events
        ]
        await write_rows(connection, _ADD_EVENTS, rows)
