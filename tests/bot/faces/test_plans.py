"""What a delivery asks of the database must cost what waits, not all that was ever posted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.slack import queries
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.support.plans import watching

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


async def _ask(session: AsyncSession, name: str) -> None:
    match name:
        case "uncarded":
            await queries.uncarded(session, "C1", 10)
        case "still_uncarded":
            await queries.still_uncarded(session, "C1", [1, 2, 3])
        case "open_priorities":
            await queries.open_priorities(session, "C1", ("card", "list"), LONG_AGO)


@pytest.mark.parametrize("name", ["uncarded", "still_uncarded", "open_priorities"])
async def test_sqlite_looks_from_what_waits(sqlite_database: Database, name: str) -> None:
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            await _ask(session, name)
    plan = asked.plans("slack_message")[0]
    assert any("ix_slack_message_item_item" in step for step in plan), plan
    assert any("SEARCH slack_message USING INTEGER PRIMARY KEY" in step for step in plan), plan


@pytest.mark.parametrize("name", ["stale_message", "open_summary", "unconfirmed", "open_priorities"])
async def test_no_statement_of_a_step_walks_through_a_table(sqlite_database: Database, name: str) -> None:
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            match name:
                case "stale_message":
                    assert await queries.stale_message(session, "C1", LONG_AGO) is None
                case "open_summary":
                    assert await queries.open_summary(session, "C1", LONG_AGO) is None
                case "unconfirmed":
                    assert await queries.unconfirmed(session, "C1") == []
                case _:
                    await _ask(session, name)
    plan = asked.plans("slack_message")[0]
    assert not [step for step in plan if step.startswith("SCAN") and "anon" not in step], plan
    if name == "stale_message":
        assert any("ix_review_status_changed (status=? AND changed_at>?)" in step for step in plan), plan
    if name in ("stale_message", "open_summary"):
        assert any("ix_slack_message_place (channel=? AND ts>?)" in step for step in plan), plan
