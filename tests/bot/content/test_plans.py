"""What is asked of pictures must cost those it concerns, not all that were ever found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.media import queries
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.support.plans import watching

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
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            await _ask(await session.connection(), name)
    plan = asked.plans("FROM media")[0]
    assert f"INDEX {INDEX[name]}" in plan[0], plan
    assert not any("TEMP B-TREE" in step for step in plan), plan
