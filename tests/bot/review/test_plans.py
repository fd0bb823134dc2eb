"""The queue at a glance must cost what waits, not all that was ever decided."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.review import queries
from bot.review.claims.queries import claims_of
from bot.review.rules import WAITING
from bot.review.tables import WAITING_ROWS
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.support.plans import watching

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", ["counts", "claims_of"])
async def test_sqlite_looks_at_what_waits_only(sqlite_database: Database, name: str) -> None:
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            if name == "counts":
                await queries.counts(session, NOW)
            else:
                await claims_of(session, "U1", NOW)
    index = "COVERING INDEX ix_review_waiting" if name == "counts" else "INDEX ix_review_claimed_by"
    for plan in asked.plans("review"):
        assert [step for step in plan if "review" in step] == [
            step for step in plan if "review" in step and index in step
        ], plan
        assert any(index in step for step in plan), plan
        assert not any(step.startswith("SCAN sighting") for step in plan), plan


def test_the_index_of_what_waits_means_what_the_rules_mean() -> None:
    assert all(f"'{status.value}'" in WAITING_ROWS for status in WAITING)
    assert WAITING_ROWS.count("'") == 2 * len(WAITING) + 2
