"""The queue at a glance must cost what waits, not all that was ever decided."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.review import queries
from bot.review.rules import WAITING
from bot.review.tables import WAITING_ROWS
from bot.storage.database import Database
from bot.storage.unit_of_work import reading

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", ["counts", "claims_of"])
async def test_sqlite_looks_at_what_waits_only(sqlite_database: Database, name: str) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    engine = sqlite_database.read_engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    async with reading(sqlite_database) as session:
        if name == "counts":
            await queries.counts(session, NOW)
        else:
            await queries.claims_of(session, "U1", NOW)
    sa.event.remove(engine, "before_cursor_execute", note)
    index = "COVERING INDEX ix_review_waiting" if name == "counts" else "INDEX ix_review_claimed_by"
    for statement, values in (one for one in asked if "review" in one[0]):
        with sqlite_database.sync_engine.connect() as connection:
            found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            plan = [str(row[3]) for row in found]
        assert [step for step in plan if "review" in step] == [
            step for step in plan if "review" in step and index in step
        ], plan
        assert any(index in step for step in plan), plan
        assert not any(step.startswith("SCAN sighting") for step in plan), plan


def test_the_index_of_what_waits_means_what_the_rules_mean() -> None:
    assert all(f"'{status.value}'" in WAITING_ROWS for status in WAITING)
    assert WAITING_ROWS.count("'") == 2 * len(WAITING) + 2
