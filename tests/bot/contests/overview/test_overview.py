"""Contests as managers look at them, on both databases."""

from __future__ import annotations

import csv
import io

import orjson
import pytest

from bot.contests.overview import queries as overview
from bot.contests.overview.export import COLUMNS, as_csv, as_json, cell, every_entry
from bot.contests.overview.queries import Numbers
from bot.contests.rules import EntryStatus
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bot.contests.life.stage import MIA, Stage


@pytest.fixture
def stage(database: Database) -> Stage:
    """On SQLite and on PostgreSQL."""
    return Stage(database)


async def numbers(stage: Stage) -> Numbers:
    async with reading(stage.database) as session:
        return (await overview.numbers(session, [stage.id]))[stage.id]


async def test_numbers_of_a_contest_and_of_an_empty_one(stage: Stage) -> None:
    await stage.open()
    assert await numbers(stage) == Numbers()
    first, second = await stage.entries(2)
    await stage.enter()
    await stage.votes((first, 3), (second, 1))
    async with stage.change() as session:
        await stage.contests.disqualify(session, second.id or 0, "A copy.", MIA, stage.now, "slack")
    assert await numbers(stage) == Numbers(waiting=1, accepted=1, others=1, votes=3, ranked=1)
    assert (await numbers(stage)).entries == 3


async def test_entries_by_number_with_who_made_them_and_their_score(stage: Stage) -> None:
    await stage.open()
    entries = await stage.entries(5)
    await stage.votes((entries[1], 2))
    waiting = await stage.enter(await stage.member(name="Ada"))
    async with reading(stage.database) as session:
        after = await overview.number_before(session, stage.id, 2, None)
        page = await overview.entries(session, stage.id, after=after, limit=3)
        second = (await overview.entries_of_ids(session, [entries[1].id or 0]))[entries[1].id or 0]
        left = await overview.entries(session, stage.id, statuses=[EntryStatus.WAITING])
        skipped = await overview.number_before(session, stage.id, 1, EntryStatus.WAITING)
    assert [row.number for row in page] == [3, 4, 5]
    assert (second.votes, second.score, second.status) == (2, 2, EntryStatus.ACCEPTED)
    assert [(row.number, row.name, row.votes, row.text) for row in left] == [(6, "Ada", None, "A cup")]
    assert skipped == waiting.number


async def test_people_are_found_by_any_part_of_their_name_entrants_first(stage: Stage) -> None:
    await stage.open()
    other = await stage.member(name="Ada Wong")
    entrant = await stage.member(name="Nevada 50%")
    await stage.enter(entrant)
    async with reading(stage.database) as session:
        found = await overview.people_named(session, stage.id, "ADA")
        literal = await overview.people_named(session, stage.id, "%")
        nothing_typed = await overview.people_named(session, stage.id, "")
        by_id = await overview.people_named(session, stage.id, other.external_id)
    assert [one[0] for one in found] == [entrant.id, other.id]
    assert [one[0] for one in literal] == [entrant.id]
    assert [one[0] for one in nothing_typed] == [entrant.id]
    assert by_id == [(other.id, "Ada Wong", "discord")]


async def test_files_hold_every_entry_once_and_no_secret(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.contests.overview.export.BATCH", 3)
    await stage.open()
    entries = await stage.entries(7)
    await stage.votes((entries[0], 1))
    await stage.close()
    async with reading(stage.database) as session:
        rows = await every_entry(session, stage.id)
        everything = orjson.loads(await as_json(session, await stage.contest(), rows, stage.now))
    table = list(csv.reader(io.StringIO(as_csv(rows).decode("utf-8-sig"))))
    assert tuple(table[0]) == COLUMNS
    assert [line[0] for line in table[1:]] == [str(number) for number in range(1, 8)]
    assert [one["number"] for one in everything["entries"]] == list(range(1, 8))
    assert everything["record"]["frozen_hash"] == (await stage.record()).frozen_hash
    secret = (await stage.contest()).secret
    assert secret is not None
    assert secret not in orjson.dumps(everything).decode()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("A cup", "A cup"),
        ("=1+1", "'=1+1"),
        ("  @SUM(A1)", "'  @SUM(A1)"),
        ("-2", "'-2"),
        ("+46 70", "'+46 70"),
        ("a=b", "a=b"),
        ("\x00\x1b[31mred", "[31mred"),
        (None, ""),
    ],
)
def test_a_cell_is_never_a_formula(typed: str | None, shown: str) -> None:
    assert cell(typed) == shown
