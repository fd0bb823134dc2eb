"""Storing costs the same whatever is there already: a fixed number of statements, none of which scans a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from bot.content.service import Contents
from bot.sources.base import FoundMedia, Removed
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.content.pieces import LONG, NOW, post, store

BIG = ("item", "sighting", "creator", "media", "content_event", "item_version")


@contextmanager
def _statements(database: Database) -> Iterator[list[tuple[str, object]]]:
    """Every statement and its first parameters, while the block runs."""
    seen: list[tuple[str, object]] = []

    def note(
        _conn: object, _cursor: object, sql: str, parameters: object, _context: object, many: bool
    ) -> None:
        seen.append((sql, parameters[0] if many and isinstance(parameters, list) else parameters))

    sa.event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(database.engine.sync_engine, "before_cursor_execute", note)


def _mixed(count: int, edition: str) -> list[object]:
    """New pieces, edits, re-issued ids, second sightings and removals."""
    batch: list[object] = [post(f"new-{edition}-{n}", f"{LONG}, piece {edition} {n}") for n in range(count)]
    batch += [post(f"known-{n}", f"{LONG}, edited {edition} {n}") for n in range(count)]
    again = "https://social.example/@mia/reissued-{}"
    batch += [post(f"{edition}-{n}", f"{LONG}, stays {n}", url=again.format(n)) for n in range(count)]
    batch += [Removed(f"gone-{n}") for n in range(count)]
    return batch


async def _fill(database: Database, count: int) -> None:
    media = (FoundMedia("image", "https://pictures.example/1.jpg"),)
    await store(
        database, "masto", *(post(f"known-{n}", f"{LONG}, known {n}", media=media) for n in range(count))
    )
    urls = [f"https://social.example/@mia/reissued-{n}" for n in range(count)]
    await store(
        database, "masto", *(post(f"old-{n}", f"{LONG}, stays {n}", url=url) for n, url in enumerate(urls))
    )
    await store(database, "masto", *(post(f"gone-{n}", f"{LONG}, goes {n}") for n in range(count)))


async def test_a_batch_is_a_fixed_number_of_statements(database: Database) -> None:
    await _fill(database, 40)
    counts = []
    for count, edition in ((3, "a"), (40, "b")):
        with _statements(database) as seen:
            async with unit_of_work(database) as session:
                stored = await Contents().store(session, "masto", _mixed(count, edition), NOW)  # type: ignore[arg-type]
        assert (len(stored.new), len(stored.edited)) == (count, count)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 24


async def test_no_statement_scans_a_table(sqlite_database: Database) -> None:
    await _fill(sqlite_database, 5)
    with _statements(sqlite_database) as seen:
        async with unit_of_work(sqlite_database) as session:
            await Contents().store(session, "masto", _mixed(5, "x"), NOW)  # type: ignore[arg-type]
    checked = 0
    with sqlite_database.sync_engine.connect() as connection:
        for sql, parameters in seen:
            if sql.split()[0] not in ("SELECT", "UPDATE", "DELETE"):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)  # type: ignore[arg-type]
            for step in plan:
                assert not any(step[3].startswith(f"SCAN {table}") for table in BIG), f"{step[3]}\n{sql}"
            checked += 1
    assert checked >= 6


@pytest.mark.parametrize("count", [1, 200])
async def test_batches_of_any_size_are_taken(database: Database, count: int) -> None:
    stored = await store(database, "masto", *(post(str(n), f"{LONG} {n}") for n in range(count)))
    assert len({one.item_id for one in stored.new}) == count
