"""What suddenly vanishes in a mass is not believed at once; a single deletion is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.doubt import (
    CHECKS,
    EVERYTHING,
    FEWEST,
    REMEMBERED,
    Look,
    Memory,
    from_json,
    implausible,
    judge,
    to_json,
)
from bot.intake.poll import poll
from bot.intake.recheck import FIRST, WATCHED, recheck
from bot.intake.standing import standings
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from bot.work.notices import NOTICE
from cogs.sources.blocks import listing
from tests.bot.content.pieces import NOW, everything
from tests.bot.intake.home import Home, opened
from tests.bot.intake.support import Line
from tests.sources.hackernews.world import Search, story
from tests.sources.server import Answer, local_server

MISSING = Answer(status=404)


@pytest_asyncio.fixture
async def home() -> AsyncIterator[Home]:
    async with local_server() as server:
        yield Home(server)


@pytest_asyncio.fixture
async def line(database: Database, home: Home, tmp_path: Path) -> AsyncIterator[Line]:
    settings = {"kind": "mastodon", "servers": [home.server.url], "hashtags": ["TrailBottle"]}
    async with opened(database, tmp_path, home.server, **settings) as made:
        yield made


def by(name: str) -> dict[str, Any]:
    return {"account": {"id": name, "username": name, "acct": name, "display_name": name, "note": ""}}


async def _found(line: Line, home: Home, count: int = 8, *, by_one: bool = False) -> None:
    """So many statuses of different people, found just now; then the time of their first look."""
    for number in range(100, 100 + count):
        home.publish(number, **by("ana" if by_one else f"walker{number}"))
    await poll(line, "social")
    assert len(await everything(line.database)) == count
    line.forward(seconds=FIRST.total_seconds())


def _all_missing(home: Home, answer: Answer = MISSING, count: int = 8) -> None:
    for number in range(100, 100 + count):
        home.answer(number, answer)


async def _lives(line: Line) -> list[str]:
    return [one.life for one in await everything(line.database)]


async def _told(line: Line) -> list[str]:
    return [str(what) for what, *_ in await line.asked_for(NOTICE)]


async def _watch(line: Line, hours: int) -> None:
    for _ in range(hours):
        line.forward(hours=1)
        await recheck(line, "social")


async def test_a_host_that_answers_404_for_everything_closes_nothing_and_is_told_once(
    line: Line, home: Home
) -> None:
    await _found(line, home)
    _all_missing(home)
    await recheck(line, "social")
    await _watch(line, 6)
    assert await _lives(line) == ["live"] * 8
    [told] = await _told(line)
    assert "suddenly not found" in told
    async with reading(line.database) as session:
        [standing] = await standings(session, line.settings, line.now)
    assert "They stay until that is certain" in str(listing([standing], line.now))


async def test_what_comes_back_is_told_once_and_was_never_touched(line: Line, home: Home) -> None:
    await _found(line, home)
    _all_missing(home)
    await recheck(line, "social")
    for number in range(100, 108):
        home.publish(number, **by(f"walker{number}"))
    home.answer(107, MISSING)  # this one was deleted in earnest, meanwhile
    await _watch(line, 24)
    assert await _lives(line) == ["live"] * 7 + ["deleted"]
    assert [("suddenly" in one, "found again after" in one) for one in await _told(line)] == [
        (True, False),
        (False, True),
    ]
    async with reading(line.database) as session:
        assert (await standings(session, line.settings, line.now))[0].doubted_since is None


async def test_what_is_still_gone_after_a_day_is_closed(line: Line, home: Home) -> None:
    await _found(line, home)
    _all_missing(home)
    await recheck(line, "social")
    await _watch(line, 22)
    assert await _lives(line) == ["live"] * 8
    await _watch(line, 40)
    assert await _lives(line) == ["deleted"] * 8
    assert ["closed now" in one for one in await _told(line)] == [False, True]
    looked = len(home.looks())
    await _watch(line, 24)
    assert len(home.looks()) == looked


async def test_a_piece_that_is_not_watched_any_more_is_settled_all_the_same(line: Line, home: Home) -> None:
    await _found(line, home)
    line.forward(seconds=(WATCHED - timedelta(hours=2)).total_seconds())
    _all_missing(home)
    await recheck(line, "social")
    assert await _lives(line) == ["live"] * 8
    await _watch(line, 72)
    assert await _lives(line) == ["deleted"] * 8


async def test_one_deletion_among_many_is_honoured_at_once(line: Line, home: Home) -> None:
    await _found(line, home)
    home.answer(103, MISSING)
    await recheck(line, "social")
    assert (await _lives(line)).count("deleted") == 1
    assert await _told(line) == []


@pytest.mark.parametrize("answer", [Answer(status=410), None], ids=["410", "private"])
async def test_what_is_said_on_purpose_is_honoured_at_once(
    line: Line, home: Home, answer: Answer | None
) -> None:
    await _found(line, home)
    for number in range(100, 108):
        if answer is not None:
            home.answer(number, answer)
        else:
            home.publish(number, visibility="private", **by(f"walker{number}"))
    await recheck(line, "social")
    assert "live" not in await _lives(line)
    assert await _told(line) == []


async def test_an_account_that_its_creator_deleted_is_honoured_at_once(line: Line, home: Home) -> None:
    await _found(line, home, by_one=True)
    _all_missing(home)
    await recheck(line, "social")
    assert await _lives(line) == ["deleted"] * 8
    assert await _told(line) == []


async def test_pieces_that_are_due_one_after_the_other_are_judged_together(line: Line, home: Home) -> None:
    for number in range(100, 108):
        home.publish(number, **by(f"walker{number}"))
        await poll(line, "social")
        line.forward(minutes=1)
    line.forward(minutes=2)
    _all_missing(home)
    for _ in range(12):
        await recheck(line, "social")
        line.forward(minutes=1)
    assert len(set(home.looks())) == 8
    assert (await _lives(line)).count("deleted") < FEWEST
    assert len(await _told(line)) == 1


async def test_a_source_that_only_tells_what_is_there_is_doubted_too(
    database: Database, tmp_path: Path
) -> None:
    async with local_server() as server:
        numbers = range(1001, 1009)
        Search(server).hits = [
            story(n, 300 - (n - 1000), title=f"Trail bottle {n}", author=f"w{n}", url=None) for n in numbers
        ]
        source = {"kind": "hackernews", "keywords": ["trail bottle"], "api": server.url}
        async with opened(database, tmp_path, server, **source) as line:
            await poll(line, "social")
            assert len(await everything(database)) == 8
            line.forward(seconds=FIRST.total_seconds())
            await recheck(line, "social")  # the server knows no such address
            assert await _lives(line) == ["live"] * 8
            for number in numbers:
                server.routes[f"/items/{number}"] = lambda _: Answer(b'{"author": "w"}')
            await _watch(line, 3)
            assert await _lives(line) == ["live"] * 8
            assert ["found again" in one for one in await _told(line)] == [False, True]


# ---- the rule ----


def looks(gone: int, there: int = 0, host: str = "a.example", minutes: int = 0) -> list[Look]:
    at = NOW + timedelta(minutes=minutes)
    return [Look(f"https://{host}/{n}{minutes}", at, n < gone, f"creator {n}") for n in range(gone + there)]


@pytest.mark.parametrize(
    ("gone", "there", "expected"), [(4, 0, False), (5, 0, True), (3, 3, False), (4, 3, True), (1, 29, False)]
)
def test_more_than_half_of_several_is_implausible(gone: int, there: int, expected: bool) -> None:
    assert implausible(looks(gone, there)) is expected


def test_one_host_is_doubted_while_the_others_are_believed() -> None:
    batch = looks(6, 0, "down.example") + looks(1, 20, "well.example")
    judgement = judge(Memory(), batch, "social", NOW)
    assert {one.split("/")[2] for one in judgement.held} == {"down.example"}
    assert len(judgement.held) == 6
    assert [one.what.count("down.example") for one in judgement.notices] == [1]


def test_many_hosts_at_once_are_one_occasion() -> None:
    batch = [one for n in range(8) for one in looks(2, 0, f"h{n}.example")]
    judgement = judge(Memory(), batch, "social", NOW)
    assert (len(judgement.held), len(judgement.notices)) == (16, 1)
    assert set(judgement.memory.doubts) == {EVERYTHING}


def test_checks_count_only_when_they_lie_apart() -> None:
    memory, told = Memory(), 0
    for hour in range(60):
        judgement = judge(memory, looks(8), "social", NOW + timedelta(hours=hour))
        memory, told = judgement.memory, told + len(judgement.notices)
        assert bool(judgement.held) is (hour < 24)
    assert told == 2
    assert memory.doubts[EVERYTHING].checks > CHECKS
    # Looked at once a day: the first check, one after a day, one after two.
    memory = Memory()
    held = []
    for day in range(3):
        judgement = judge(memory, looks(8), "social", NOW + timedelta(days=day))
        memory = judgement.memory
        held.append(len(judgement.held))
    assert held == [8, 8, 0]


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans(), st.integers(0, 600)), max_size=40))
def test_only_what_is_gone_is_held_and_memory_stays_small(made: list[tuple[int, bool, int]]) -> None:
    memory, now = Memory(), NOW
    for number, gone, minutes in made:
        now += timedelta(minutes=minutes)
        one = Look(f"https://h{number % 3}.example/{number}", now, gone, f"creator {number % 7}")
        judgement = judge(memory, [one], "social", now)
        assert judgement.held <= ({one.piece} if gone else set())
        assert from_json(to_json(judgement.memory)) == judgement.memory
        memory = judgement.memory
    assert len(memory.recent) == len({one.piece for one in memory.recent}) <= REMEMBERED
