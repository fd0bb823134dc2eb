"""What is asked each time a person opens a page must not cost all that was ever found."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.intake.queries import arrivals
from bot.storage.database import Database
from bot.storage.unit_of_work import reading


async def test_a_months_arrivals_are_found_by_their_time(sqlite_database: Database) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    engine = sqlite_database.read_engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    async with reading(sqlite_database) as session:
        await arrivals(session, datetime(2026, 11, 1, tzinfo=UTC))
    sa.event.remove(engine, "before_cursor_execute", note)
    statement, values = next(one for one in asked if "sighting" in one[0])
    with sqlite_database.sync_engine.connect() as connection:
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert any("ix_item_found_at" in step for step in plan), plan
    assert not any(step.startswith("SCAN sighting") for step in plan), plan
