"""Finding duplicates among many: what a batch costs when the database holds many items, and when it holds few."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import count

from bot.content.service import Contents
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bench import material, product
from tests.bench.harness import Goal, Plan, Result, compare, cpu_time
from tests.bench.product import Folder
from tests.bench.scale import Scale

BATCH = 100
ASKED = 1_000_000
_NEW = count(10_000_000)
_INDEXES = """SELECT name, sql FROM sqlite_master
    WHERE type = 'index' AND tbl_name IN ('item', 'sighting') AND sql > ''"""
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
_ITEMS = f"""{_NUMBERS} INSERT INTO item (id, kind, platform, creator_id, creator_identity, name_identity,
    title, text, url, metrics, tags, why, notes, fingerprint, match_key, name_match_key, version, life, origin,
    media_hidden, found_at, updated_at)
    SELECT i, 'blog', 'blog', i % 1000, 'name:' || (i % 1000), 'shown:' || (i % 1000),
    'Title ' || i, 'Text of the piece number ' || i,
    'https://old.example/p/' || i, '{{}}', '[]', '[]', '[]', hex(randomblob(16)), hex(randomblob(16)),
    hex(randomblob(16)), 1, 'live', 'ugc', 0,
    '2026-11-01 00:00:00.000000', '2026-11-01 00:00:00.000000' FROM n"""
_SIGHTINGS = f"""{_NUMBERS} INSERT INTO sighting (item_id, source, external_id, platform, url, url_key, piece_key,
    content_hash, first_seen_at, last_seen_at)
    SELECT i, 'bench', 'old:' || i, 'blog', 'https://old.example/p/' || i, hex(randomblob(16)), hex(randomblob(16)),
    hex(randomblob(16)), '2026-11-01 00:00:00.000000', '2026-11-01 00:00:00.000000' FROM n"""


def fill(database: Database, items: int) -> None:
    """Put so many items with their sightings in, fast: the indexes are built afterwards."""
    connection = sqlite3.connect(str(database.path), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-200000")
    indexes = connection.execute(_INDEXES).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("BEGIN")
    connection.execute(_ITEMS, (items,))
    connection.execute(_SIGHTINGS, (items,))
    connection.execute("COMMIT")
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


async def grown(plan: Plan, scale: Scale, folder: Folder) -> AsyncIterator[Result]:
    """A batch of 100 new pieces, then the same again, with many items stored against few."""
    async with AsyncExitStack() as stack:
        small = await stack.enter_async_context(product.opened(folder.fresh()))
        large = await stack.enter_async_context(product.opened(folder.fresh()))
        fill(small, scale.few)
        fill(large, scale.many)
        about = f"the product's own store with {scale.few:,} items in the database"

        async def at_few() -> float:
            return await _store_twice(small, scale.batches)

        async def at_many() -> float:
            return await _store_twice(large, scale.batches)

        what = f"duplicates looked for, {scale.many:,} items stored"
        result = await compare(
            "ingest",
            what,
            at_few,
            at_many,
            Goal(at_most=1.5),
            plan=plan,
            unit="CPU µs an item",
            floor_is=about,
        )
        if scale.many < ASKED:
            result.notes["size"] = f"BENCH_FULL=1 takes {ASKED:,} items"
        yield result


async def _store_twice(database: Database, batches: int) -> float:
    """New pieces, and the same pieces once more. CPU µs an item and store."""
    contents, numbers = Contents(), [next(_NEW) for _ in range(batches)]
    written = [material.pieces(BATCH, seed=number) for number in numbers]
    found = [
        [material.found(one, f"n{number}") for one in each]
        for number, each in zip(numbers, written, strict=True)
    ]
    with cpu_time() as so_far:
        for expected_new in (BATCH, 0):
            for batch in found:
                async with unit_of_work(database) as session:
                    stored = await contents.store(session, "bench", batch, material.NOW)
                assert len(stored.new) == expected_new
        return so_far() / (batches * BATCH * 2) * 1e6
