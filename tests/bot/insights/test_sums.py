"""What is read of a period is what the whole of it says, whether its days were counted or not."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.content.tables import CampaignItem
from bot.insights.counting.tally import ItemTally, Tally, tally
from bot.insights.periods import Cadence, Period, midnight, period_of
from bot.insights.rollups import queries
from bot.insights.rollups import sums as rolled
from bot.insights.rollups.service import count_up, read_each, sums, sums_of_slice
from bot.insights.rollups.sums import Sums
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.insights.history import BEGIN, write_history

LATER = BEGIN + timedelta(days=90)
DAY = midnight(BEGIN.date(), "UTC")
WHOLE = (DAY, DAY + timedelta(days=14))
_JOINED = table_of(CampaignItem)
CAMPAIGN = sa.select(_JOINED.c.item_id).where(_JOINED.c.campaign_id == 2)
RAGGED = (DAY + timedelta(hours=7), DAY + timedelta(days=14, hours=3))


async def _expected(database: Database, start: datetime, end: datetime) -> Sums:
    async with reading(database) as session:
        return Sums.of(await tally(session, start, end))


def _told(found: Sums) -> tuple[object, ...]:
    pieces = [(key, one.gained, one.views) for key, one in found.pieces.items()]
    creators = [(key, one.found, one.gained, one.first) for key, one in found.creators.items()]
    return found.counts, found.creators_found, found.first_timers, found.squares, pieces, creators


def _timeless(counts: dict[str, Counter[str]], slice: str) -> dict[str, int]:
    """Measures without how long anything took."""
    return {key: number for key, number in counts.get(slice, Counter()).items() if "#" not in key}


@pytest.mark.parametrize("most", [300, 4])
@pytest.mark.parametrize("period", [WHOLE, RAGGED, (DAY + timedelta(days=91), DAY + timedelta(days=98))])
async def test_the_sums_of_counted_days_are_those_of_the_events(
    database: Database, monkeypatch: pytest.MonkeyPatch, period: tuple[datetime, datetime], most: int
) -> None:
    monkeypatch.setattr(rolled, "LEADING", most)
    await write_history(database, 11, pieces=80)
    await count_up(database, "UTC", LATER + timedelta(days=8))
    expected = await _expected(database, *period)
    async with reading(database) as session:
        found = await sums(session, *period)
        assert (found.whole is None) is (period != RAGGED), "whole days are read without every piece"
        assert _told(found) == _told(expected)
        whole = expected.whole or Tally()
        assert await found.pieces_of(session, [*whole.items, 10**9]) == whole.items
        assert await found.creators_of(session, [*whole.creators, 10**9]) == whole.creators
        assert await found.pieces_of(session, []) == {}
        assert await found.creators_of(session, []) == {}
        inside = await found.pieces_within(session, CAMPAIGN)
        assert list(inside) == list(await expected.pieces_within(session, CAMPAIGN))
        assert len(inside) <= most
        for slice in ("", "tag:tea", "platform:mastodon"):
            one = await sums_of_slice(session, *period, slice)
            assert _timeless(one.counts, slice) == _timeless(whole.counts, slice)


async def test_gains_that_no_integer_holds_when_squared_are_added_up(database: Database) -> None:
    await write_history(database, 12, pieces=3)
    held = Tally()
    async with unit_of_work(database) as session:
        held.items = {1: ItemTally(4_000_000_000, 1), 2: ItemTally(-4_000_000_000, 2), 3: ItemTally(0, 5)}
        number = await queries.add_bucket(session, *WHOLE, LATER)
        await queries.fill(session, number or 0, held)
    async with reading(database) as session:
        found = await sums(session, *WHOLE)
    assert found.squares == pytest.approx(3.2e19)
    assert list(found.pieces) == [1], "what lost or gained nothing leads nothing"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu"])
async def test_each_of_many_weeks_is_what_its_events_say(database: Database, zone: str) -> None:
    """Days counted in another zone leave both ends of a week to the events; the first weeks were never counted."""
    await write_history(database, 13, pieces=80)
    await count_up(database, "UTC", BEGIN + timedelta(days=40))
    weeks: list[Period] = [
        period_of(Cadence.WEEK, (BEGIN + timedelta(weeks=number)).date(), zone) for number in range(-1, 8)
    ]
    measures = ("found", "approved", "granted", "positive")
    async with reading(database) as session:
        for slice in ("", "platform:mastodon", "tag:tea"):
            found = await read_each(session, weeks, slice, measures)
            for week, counted in zip(weeks, found, strict=True):
                every = (await tally(session, week.start, week.end)).counts.get(slice, Counter())
                assert {key: n for key, n in counted.items() if n} == {
                    key: every[key] for key in measures if every[key]
                }
            assert any(found)
