"""What is asked twenty times a second costs the same however many links there are."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from bot.links import queries
from bot.storage.database import Database
from bot.storage.unit_of_work import reading


async def test_the_latest_change_of_a_link_is_the_end_of_an_index(database: Database) -> None:
    statement = queries._last_change()  # a part of what is asked, which alone grows with links
    async with reading(database) as session:
        connection = await session.connection()
        text = str(statement.compile(dialect=connection.dialect))
        if database.is_sqlite:
            plan = [row[3] for row in await connection.execute(sa.text(f"EXPLAIN QUERY PLAN {text}"))]
        else:
            await connection.exec_driver_sql("SET enable_seqscan = off")
            plan = [row[0] for row in await connection.execute(sa.text(f"EXPLAIN {text}"))]
    assert any("ix_link_changed" in step for step in plan), plan


async def test_marks_are_equal_while_nothing_happens(database: Database) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    first, second = await queries.marks(database, now), await queries.marks(database, now)
    assert first.happened == second.happened
    assert len(first.happened) == 7
    assert (second.following > 0) is not database.is_sqlite
