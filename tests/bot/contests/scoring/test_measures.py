"""Engagement is what the sources last counted, kept when it changes, and told when it falls."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from bot.content.tables import Item
from bot.contests.rules import EntryStatus, Kind
from bot.contests.scoring import jobs, measures
from bot.contests.scoring.service import MIX, SHOW, TELL
from bot.contests.tables import Contest, ContestEntry, ContestMeasure
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.contests.scoring.support import CLOSES, Arena, days

POINTS = {"likes": 1, "comments": 2, "shares": 3, "views": 0}


async def count(arena: Arena, entry: int, **metrics: Any) -> None:
    """What the source says of the entry's item from now on."""
    async with unit_of_work(arena.database) as session:
        item_id = (await session.get_one(ContestEntry, entry)).item_id
        await session.exec(sa.update(Item).where(col(Item.id) == item_id).values(metrics=metrics))


async def rows(arena: Arena) -> list[tuple[int, dict[str, int], int]]:
    async with reading(arena.database) as session:
        found = await session.exec(select(ContestMeasure).order_by(col(ContestMeasure.id)))
        return [(row.entry_id, row.metrics, row.value) for row in found]


async def test_what_platforms_count_gives_points(arena: Arena) -> None:
    await arena.contest(Kind.ENGAGEMENT, engagement_points=POINTS)
    one, two = await arena.entry(), await arena.entry()
    await count(arena, one, likes=10, comments=3, views=900, odd="many")
    await jobs.measure(arena)
    assert await rows(arena) == [(one, {"comments": 3, "likes": 10}, 16)]
    assert await arena.scores() == {16: 1, 0: 1}
    await jobs.measure(arena, arena.contest_id)
    await count(arena, one, likes=10, comments=3, views=1000)
    await jobs.measure(arena)
    assert len(await rows(arena)) == 1, "nothing that counts has changed"
    await count(arena, two, shares=9)
    await jobs.measure(arena)
    assert [(row.entry_id, row.rank, row.score) for row in (await arena.page()).rows] == [
        (two, 1, 27),
        (one, 2, 16),
    ]
    assert await arena.recount() == []
    assert await arena.asked_for(SHOW) == 1
    async with reading(arena.database) as session:
        contest = await session.get_one(Contest, arena.contest_id)
        lines = await arena.scoring.explain(session, contest, (await arena.page()).rows[1])
    assert [(line.part, line.amount, line.each, line.adds) for line in lines] == [
        ("likes", 10, 1, 10),
        ("comments", 3, 2, 6),
    ]


async def test_a_count_that_falls_is_kept_and_told(arena: Arena) -> None:
    await arena.contest(Kind.ENGAGEMENT, engagement_points=POINTS)
    entry = await arena.entry()
    await count(arena, entry, likes=100, comments=1)
    await jobs.measure(arena)
    await count(arena, entry, likes=7)
    await jobs.measure(arena)
    assert [value for _, _, value in await rows(arena)] == [102, 7]
    assert await arena.scores() == {7: 1}
    assert await arena.asked_for(TELL) == 2, "the likes and the comments"


@pytest.mark.parametrize(("metrics", "value"), [({"likes": -5}, 0), ({"likes": 10**15}, 10**12), ({}, 0)])
async def test_absurd_counts_do_no_harm(arena: Arena, metrics: dict[str, int], value: int) -> None:
    await arena.contest(Kind.ENGAGEMENT, engagement_points=POINTS)
    entry = await arena.entry()
    await count(arena, entry, **metrics)
    await jobs.measure(arena)
    assert await arena.scores() == {value: 1}


async def test_many_entries_are_measured_in_pages(arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "PAGE", 3)
    await arena.contest(Kind.ENGAGEMENT, engagement_points=POINTS)
    entries = [await arena.entry() for _ in range(7)]
    for likes, entry in enumerate(entries):
        await count(arena, entry, likes=likes)
    await jobs.measure(arena)
    assert await arena.scores() == dict.fromkeys(range(7), 1)


async def test_an_entry_is_measured_when_it_is_ranked(arena: Arena) -> None:
    await arena.contest(Kind.ENGAGEMENT, engagement_points=POINTS)
    entry = await arena.entry(metrics={"likes": 4})
    assert await rows(arena) == [(entry, {"likes": 4}, 4)]
    assert await arena.scores() == {4: 1}
    await arena.set_status(entry, EntryStatus.WITHDRAWN)
    await count(arena, entry, likes=9)
    await arena.set_status(entry, EntryStatus.ACCEPTED)
    assert await arena.scores() == {4: 1}, "as it was measured last"
    await jobs.measure(arena)
    assert await arena.scores() == {9: 1}


async def test_a_contest_that_is_over_is_not_measured(arena: Arena) -> None:
    await arena.contest(Kind.ENGAGEMENT, engagement_points=POINTS)
    entry = await arena.entry()
    await count(arena, entry, likes=5)
    async with unit_of_work(arena.database) as session:
        contest = await session.get_one(Contest, arena.contest_id)
        late = await measures.measure_page(session, contest, 0, CLOSES + days(1))
    assert late == measures.Measured()
    await arena.set_phase("closed")
    await jobs.measure(arena, arena.contest_id)
    assert await rows(arena) == []


async def test_in_a_mix_measures_wait_for_the_mixing(arena: Arena) -> None:
    await arena.contest(
        Kind.MIX, engagement_points=POINTS, weights={"votes": 50, "jury": 0, "engagement": 50}
    )
    entry = await arena.entry()
    await count(arena, entry, likes=5)
    await jobs.measure(arena)
    assert await arena.scores() == {0: 1}
    assert await arena.asked_for(MIX) == 1
    await jobs.mix(arena, arena.contest_id)
    assert await arena.scores() == {50_000: 1}
