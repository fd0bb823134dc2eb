"""What is asked each time a person opens a page must not cost all that was ever found."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.intake.queries import arrivals
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.support.plans import watching


async def test_a_months_arrivals_are_found_by_their_time(sqlite_database: Database) -> None:
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            await arrivals(session, datetime(2026, 11, 1, tzinfo=UTC))
    plan = asked.plans("sighting")[0]
    assert any("ix_item_found_at" in step for step in plan), plan
    assert not any(step.startswith("SCAN sighting") for step in plan), plan
