"""Looks for stale messages leave history alone and still miss nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.faces.slack import queries
from bot.faces.slack.looks import LATE, Looks
from bot.faces.slack.tables import SlackMessage, SlackMessageItem
from bot.review.tables import Review
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


async def _message(
    database: Database,
    number: int,
    changed: datetime,
    *,
    shown: int = 0,
    kind: str = "card",
    posted: datetime = NOW - 7 * DAY,
    rendered: str = "drawn",
) -> None:
    async with unit_of_work(database) as session:
        ts = f"{posted.timestamp():.6f}"
        session.add(
            SlackMessage(id=number, key=str(number), kind=kind, channel="C1", ts=ts, rendered=rendered)
        )
        session.add(Review(item_id=number, display_revision=1, queued_at=changed, changed_at=changed))
        session.add(SlackMessageItem(message_id=number, item_id=number, shown_revision=shown))


async def _look(database: Database, looks: Looks) -> int | None:
    async with reading(database) as session:
        found = await looks.stale(session, "C1")
    return None if found is None else found.id


async def _drawn(database: Database, number: int) -> None:
    async with unit_of_work(database) as session:
        await queries.save_drawn(session, number, "now", {number: 1})


async def test_the_first_look_finds_what_changed_long_ago_oldest_first(database: Database) -> None:
    await _message(database, 1, NOW - DAY)
    await _message(database, 2, NOW - 3 * DAY)
    looks = Looks(lambda: NOW)
    assert await _look(database, looks) == 2
    await _drawn(database, 2)
    assert await _look(database, looks) == 1
    await _drawn(database, 1)
    assert await _look(database, looks) is None


async def test_a_change_that_is_committed_late_is_found(database: Database) -> None:
    looks = Looks(lambda: NOW)
    assert await _look(database, looks) is None
    await _message(database, 1, NOW - LATE + timedelta(seconds=1))
    assert await _look(database, looks) == 1


@pytest.mark.parametrize(("kind", "rendered"), [("summary", "drawn"), ("list", "")])
async def test_old_items_that_joined_or_were_found_again_are_drawn(
    database: Database, kind: str, rendered: str
) -> None:
    looks = Looks(lambda: NOW)
    assert await _look(database, looks) is None
    posted = NOW - timedelta(minutes=59)
    await _message(database, 1, NOW - 5 * DAY, shown=-1, kind=kind, posted=posted, rendered=rendered)
    assert await _look(database, looks) == 1
    await _drawn(database, 1)
    assert await _look(database, looks) is None


async def test_later_looks_leave_history_alone(database: Database) -> None:
    looks = Looks(lambda: NOW)
    assert await _look(database, looks) is None
    await _message(database, 1, NOW - DAY)
    assert await _look(database, looks) is None
    assert await _look(database, Looks(lambda: NOW)) == 1
