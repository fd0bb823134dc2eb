"""Figures are what somebody else counts from the same rows, and days add up to the whole."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.insights.counting.queries import SUMS
from bot.insights.counting.tally import Tally, tally
from bot.insights.periods import midnight
from bot.insights.rollups import queries
from bot.insights.rollups.service import check, count_up, follow, read
from bot.review.tables import ReviewEvent
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.insights.history import BEGIN, frames, recount, write_history

LATER = BEGIN + timedelta(days=90)
PERIODS = [
    (BEGIN, LATER),
    (BEGIN + timedelta(days=2), BEGIN + timedelta(days=9)),
    (BEGIN + timedelta(days=5, hours=7, minutes=13), BEGIN + timedelta(days=5, hours=19)),
    (LATER, LATER + timedelta(days=7)),
]
COUNTED = {
    *("found", "positive", "neutral", "negative", "unjudged", "approved", "rejected", "asked", "granted"),
    *("declined", "withdrawn", "unanswered", "answered", "published"),
    *SUMS,
    "followers",
}


async def _tally(database: Database, start: datetime, end: datetime) -> Tally:
    async with reading(database) as session:
        return await tally(session, start, end)


async def _read(database: Database, start: datetime, end: datetime) -> Tally:
    async with reading(database) as session:
        return await read(session, start, end)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_figures_are_what_pandas_counts(database: Database, seed: int) -> None:
    await write_history(database, seed, pieces=60)
    tables = await frames(database)
    for start, end in PERIODS:
        mine = (await _tally(database, start, end)).counts.get("", Counter())
        assert {key: number for key, number in mine.items() if key in COUNTED} == recount(tables, start, end)


async def test_a_history_without_anything_counts_nothing(database: Database) -> None:
    assert await _tally(database, *PERIODS[0]) == Tally()
    assert await count_up(database, "UTC", LATER) == 0
    assert await _read(database, *PERIODS[0]) == Tally()


async def test_slices_add_up_to_the_whole(database: Database) -> None:
    await write_history(database, 4, pieces=80)
    found = await _tally(database, BEGIN, LATER)
    for kind in ("platform", "kind"):
        for measure in ("found", "approved", "granted", "gained"):
            parts = sum(each[measure] for slice, each in found.counts.items() if slice.startswith(f"{kind}:"))
            assert parts == found.counts[""][measure]
    persons = sum(each["decisions"] for slice, each in found.counts.items() if slice.startswith("person:"))
    assert persons == found.counts[""]["decided"]
    tables = await frames(database)
    ours = tables["Item"][tables["Item"].origin == "ugc"]
    for tag in ("tea", "ö'\"<b>"):
        assert found.counts[f"tag:{tag}"]["found"] == sum(tag in tags for tags in ours.tags)
    paid = tables["Item"][tables["Item"].origin == "paid"]
    assert found.counts["origin:paid"]["found"] == len(paid)
    assert sum(one.found for one in found.creators.values()) == int(ours.creator_id.notna().sum())
    assert all(one.first for one in found.creators.values() if one.found)
    first = tables["Sighting"].sort_values("id").drop_duplicates("item_id")
    from_shop = set(first[first.source == "shop"].item_id) & set(ours.id)
    assert from_shop
    assert found.counts["source:shop"]["found"] == len(from_shop)
    in_campaign = set(tables["CampaignItem"][tables["CampaignItem"].campaign_id == 2].item_id) & set(ours.id)
    assert found.counts["campaign:2"]["found"] == len(in_campaign)


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "Asia/Kathmandu", "America/Los_Angeles"])
async def test_days_that_were_counted_add_up_to_what_the_events_say(database: Database, zone: str) -> None:
    await write_history(database, 5, pieces=60)
    assert await count_up(database, zone, LATER) > 20
    assert await count_up(database, zone, LATER) == 0, "each day is counted once"
    for start, end in PERIODS:
        assert await _read(database, start, end) == await _tally(database, start, end)
    checked = await check(database, LATER, BEGIN - timedelta(days=2))
    assert (checked.days > 20, checked.mended) == (True, ())


async def test_another_time_zone_in_the_middle_leaves_no_gap(database: Database) -> None:
    await write_history(database, 6, pieces=60)
    await count_up(database, "Asia/Kathmandu", BEGIN + timedelta(days=8))
    await count_up(database, "America/Los_Angeles", LATER)
    start, end = midnight(BEGIN.date(), "UTC"), LATER
    async with reading(database) as session:
        days = await queries.stretches(session, start - timedelta(days=2), end)
    assert [one.end for one in days[:-1]] == [one.start for one in days[1:]]
    for period in PERIODS:
        assert await _read(database, *period) == await _tally(database, *period)


async def test_a_decision_that_is_undone_later_leaves_its_day(database: Database) -> None:
    await write_history(database, 7, pieces=40)
    now = BEGIN + timedelta(days=70)
    await count_up(database, "UTC", now)
    await follow(database, now)
    tables = await frames(database)
    approved = tables["ReviewEvent"][tables["ReviewEvent"].action == "approve"].sort_values("revision")
    last = tables["ReviewEvent"].sort_values("revision").drop_duplicates("item_id", keep="last")
    item_id = int(approved[approved.id.isin(last.id)].iloc[0].item_id)
    before = (await _read(database, BEGIN, now)).counts[""]["approved"]
    async with unit_of_work(database) as session:
        session.add(
            ReviewEvent(
                id=9_999,
                item_id=item_id,
                revision=99,
                action="undo",
                actor="U1",
                actor_name="Somebody",
                via="slack",
                at=now + timedelta(minutes=1),
            )
        )
    assert await follow(database, now + timedelta(minutes=5)) > 0
    tables = await frames(database)
    after = await _read(database, BEGIN, now)
    assert after.counts[""]["approved"] == recount(tables, BEGIN, now)["approved"]
    own = tables["Item"][tables["Item"].id == item_id].iloc[0].origin == "ugc"
    assert after.counts[""]["approved"] == before - int(own)
    assert after == await _tally(database, BEGIN, now)


async def test_a_day_that_went_wrong_is_found_and_mended(database: Database) -> None:
    await write_history(database, 8, pieces=40)
    now = BEGIN + timedelta(days=20)
    await count_up(database, "UTC", now)
    async with reading(database) as session:
        days = await queries.stretches(session, BEGIN - timedelta(days=1), now)
    async with unit_of_work(database) as session:
        await queries.fill(session, days[1].id, Tally())
    checked = await check(database, now, BEGIN - timedelta(days=1))
    assert checked.mended == (days[1].start,)
    assert await _read(database, BEGIN, now) == await _tally(database, BEGIN, now)
