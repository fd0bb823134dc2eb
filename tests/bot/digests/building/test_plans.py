"""Building a digest costs what its week holds, not all that ever was: no statement walks through the history."""

from __future__ import annotations

from datetime import timedelta

from bot.digests.building import build
from bot.insights.periods import Cadence, period_of
from bot.insights.rollups.service import count_up
from bot.settings import Settings
from bot.storage.database import Database
from tests.bot.digests.building.test_building import Running
from tests.bot.insights.history import BEGIN, write_history
from tests.support.plans import watching

WEEK = period_of(Cadence.WEEK, BEGIN.date() + timedelta(days=7), "UTC")
GROWING = (
    "item",
    "sighting",
    "review",
    "review_event",
    "ask",
    "ask_event",
    "measurement",
    "creator",
    "takedown",
)
FEW = ("ix_ask_answered",)
"""Indexes of some rows only, of which there are few."""
ROLLUPS = ("insight_bucket", "insight_count", "insight_item", "insight_creator")


async def test_no_statement_of_a_digest_walks_through_a_table_that_grows(sqlite_database: Database) -> None:
    await write_history(sqlite_database, 21, pieces=60)
    now = WEEK.end + timedelta(hours=9)
    await count_up(sqlite_database, "UTC", now)
    running = Running(sqlite_database, Settings.model_validate({"digest": {"time_zone": "UTC"}}), lambda: now)
    with watching(sqlite_database) as asked:
        document = await build(running, WEEK)
    assert (document.missing, bool(document.pieces), bool(document.creators)) == ([], True, True)
    walked = {
        step: statement
        for (statement, _), plan in zip(asked.statements, asked.plans("SELECT"), strict=True)
        for step in plan
        if step.startswith("SCAN") and step.split()[1] in (*GROWING, *ROLLUPS) and step.split()[-1] not in FEW
    }
    assert not walked
