"""What is asked of pictures must cost those it concerns, not all that were ever found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.media import queries
from bot.storage.database import Database
from bot.storage.unit_of_work import reading

NOW = datetime(2026, 11, 1, tzinfo=UTC)
INDEX = {
    "wanted": "ix_media_pending",
    "expired": "ix_media_expires_at",
    "oldest_cached": "ix_media_cached",
    "files_in_use": "ix_media_file",
}


async def _ask(connection: AsyncConnection, name: str) -> None:
    match name:
        case "wanted":
            await queries.wanted(connection, 4, NOW)
        case "expired":
            await queries.expired(connection, NOW)
        case "oldest_cached":
            await queries.oldest_cached(connection)
        case _:
            await queries.files_in_use(connection, ["a.jpg", "b.jpg"])


@pytest.mark.parametrize("name", INDEX)
async def test_sqlite_finds_pictures_by_an_index(sqlite_database: Database, name: str) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    engine = sqlite_database.read_engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    async with reading(sqlite_database) as session:
        await _ask(await session.connection(), name)
    sa.event.remove(engine, "before_cursor_execute", note)
    statement, values = next(one for one in asked if "FROM media" in one[0])
    with sqlite_database.sync_engine.connect() as connection:
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert f"INDEX {INDEX[name]}" in plan[0], plan
    assert not any("TEMP B-TREE" in step for step in plan), plan
