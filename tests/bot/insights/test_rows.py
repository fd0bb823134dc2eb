"""Every number opens: the rows behind a figure are as many as it says, in every slice."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.content.tables import Item
from bot.contests.tables import ContestEntry, ContestVote
from bot.digests.building.queries import entered, voted
from bot.insights.counting.tally import tally
from bot.insights.figures import FIGURES, Rows, Unit
from bot.insights.rows import all_rows, count, opened, rows, value
from bot.insights.statistics import bin_of
from bot.kernel.errors import TellUser
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.insights.history import BEGIN, frames, write_history

LATER = BEGIN + timedelta(days=90)
WEEK = (BEGIN + timedelta(days=2), BEGIN + timedelta(days=9))
UNTALLIED = {"waiting", "entries", "votes", "creators", "first_timers", "returning", "reach_estimate"}
COUNTED = [
    key
    for key, one in FIGURES.items()
    if one.unit is Unit.COUNT and key not in UNTALLIED and key != "decisions"
]


@pytest.mark.parametrize(("seed", "period"), [(1, (BEGIN, LATER)), (2, WEEK)])
async def test_a_figure_is_what_its_rows_come_to_in_every_slice(
    database: Database, seed: int, period: tuple[datetime, datetime]
) -> None:
    await write_history(database, seed, pieces=60)
    start, end = period
    async with reading(database) as session:
        found = await tally(session, start, end)
        for slice, counter in found.counts.items():
            keys = ["decisions"] if slice.startswith("person:") else COUNTED
            for key in keys:
                opens = await value(session, key, slice, start, end)
                assert (slice, key, opens) == (slice, key, counter[key])
    assert {slice.partition(":")[0] for slice in found.counts} >= {
        *("", "source", "platform", "kind", "campaign", "tag", "person", "origin")
    }


async def test_waits_are_what_the_tally_put_into_bins(database: Database) -> None:
    await write_history(database, 3, pieces=60)
    async with reading(database) as session:
        found = await tally(session, BEGIN, LATER)
        for key in ("decided_in", "answered_in"):
            waits = [one.value async for one in all_rows(session, key, "", BEGIN, LATER)]
            bins = Counter(f"{key}#{bin_of(one)}" for one in waits if one is not None)
            assert bins
            assert bins == {k: n for k, n in found.counts[""].items() if k.startswith(f"{key}#")}


async def test_a_row_says_what_its_piece_is(database: Database) -> None:
    await write_history(database, 3, pieces=20)
    async with reading(database) as session:
        found = await rows(session, "found", "", BEGIN, LATER, limit=500)
    assert {one.kind for one in found} == {"post", "review"}


async def test_creators_open(database: Database) -> None:
    await write_history(database, 4, pieces=60)
    tables = await frames(database)
    async with reading(database) as session:
        found = await tally(session, *WEEK)
        mine = {key: one for key, one in found.creators.items() if one.found}
        page = await rows(session, "creators", "", *WEEK, limit=500)
        assert {one.creator_id: one.value for one in page} == {key: one.found for key, one in mine.items()}
        first = await rows(session, "first_timers", "", *WEEK, limit=500)
        assert {one.creator_id for one in first} == {key for key, one in mine.items() if one.first}
        again = await count(session, "returning", "", *WEEK)
        assert again == len(mine) - len(first)
        estimate = await value(session, "reach_estimate", "", BEGIN, LATER)
        one = next(iter(mine))
        of_one = await count(session, "found", f"creator:{one}", *WEEK)
        assert of_one == mine[one].found
    measured = tables["Measurement"]
    reached = set(measured[measured.reach.notna()].item_id)
    items = tables["Item"]
    ours = items[(items.origin == "ugc") & ~items.id.isin(reached)]
    creators = tables["Creator"]
    assert estimate == int(creators[creators.id.isin(ours.creator_id)].followers.fillna(0).sum())
    assert estimate > 0


async def test_pages_follow_each_other_and_every_figure_opens(database: Database) -> None:
    await write_history(database, 5, pieces=60)
    async with reading(database) as session:
        for key, figure in FIGURES.items():
            whole = [one async for one in all_rows(session, key, "", BEGIN, LATER)]
            assert len(whole) == await count(session, key, "", BEGIN, LATER)
            paged = []
            for skip in range(0, len(whole) + 7, 7):
                paged += await rows(session, key, "", BEGIN, LATER, skip=skip, limit=7)
            assert paged == whole, key
            if figure.rows is Rows.GAINS and FIGURES[opened(key)].rows is Rows.GAINS:
                assert [one.value for one in whole] == sorted((one.value or 0 for one in whole), reverse=True)
            elif key != "reach_estimate":
                moments = [one.at for one in whole if one.at is not None]
                assert moments == sorted(moments, reverse=True)


async def test_nothing_is_shown_of_what_is_gone(database: Database) -> None:
    await write_history(database, 6, pieces=20)
    async with unit_of_work(database) as session:
        gone = sa.update(table_of(Item)).values(life="withdrawn", title="secret", url="https://example.org/x")
        await (await session.connection()).execute(gone)
    async with reading(database) as session:
        shown = await rows(session, "found", "", BEGIN, LATER)
    assert shown
    assert {(one.title, one.creator, one.url, one.creator_id) for one in shown} == {("", "", None, None)}


async def test_a_piece_and_a_contest_open_by_their_numbers(database: Database) -> None:
    await write_history(database, 8, pieces=20)
    async with reading(database) as session:
        first, second, other = [
            one.item_id for one in await rows(session, "found", "", BEGIN, LATER, limit=3)
        ]
    at = BEGIN + timedelta(days=3)
    entries = [
        ContestEntry(contest_id=contest, number=number, item_id=item or 0, account_id=number, entered_at=at)
        for contest, number, item in ((1, 1, first), (1, 2, second), (2, 3, first))
    ]
    async with unit_of_work(database) as session:
        session.add_all(entries)
        await session.flush()
        for voter, weight in ((7, 1), (8, 0)):  # 0: voided by a manager
            vote = ContestVote(
                contest_id=1, entry_id=entries[0].id or 0, account_id=voter, via="slack", at=at
            )
            vote.weight = weight
            session.add(vote)
    async with reading(database) as session:
        for figure, slice, wanted in (
            ("found", f"item:{other}", [other]),
            ("entries", "contest:1", [first, second]),
            ("entries", "contest:2", [first]),
            ("votes", "contest:1", [first]),
            ("votes", "contest:2", []),
        ):
            found = await rows(session, figure, slice, BEGIN, LATER)
            assert sorted(one.item_id or 0 for one in found) == sorted(one or 0 for one in wanted), slice
            assert await count(session, figure, slice, BEGIN, LATER) == len(wanted)
        assert await entered(session, 1, BEGIN, LATER) == 2
        assert await voted(session, 1, BEGIN, LATER) == 1


async def test_what_there_is_not_opens_as_nothing_or_is_said(database: Database) -> None:
    await write_history(database, 7, pieces=10)
    async with reading(database) as session:
        for slice in (
            "moon:1",
            "campaign:x'; DROP TABLE item",
            "creator:99999999999999999999",
            "item:9" * 9,
            "tag:",
        ):
            assert await rows(session, "found", slice, BEGIN, LATER) == []
            assert await count(session, "found", slice, BEGIN, LATER) == 0
        with pytest.raises(TellUser, match="no figure"):
            await rows(session, "nonsense", "", BEGIN, LATER)
