"""Looking again measures: what pieces gained, for how long, and how often."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from bot.content.measuring.queries import measurements_of
from bot.intake.poll import poll
from bot.intake.queries import claim_approved_looks, published_due
from bot.intake.recheck import (
    BATCH,
    FIRST,
    LONGEST,
    LONGEST_APPROVED,
    LONGEST_PUBLISHED,
    WATCHED,
    WATCHED_APPROVED,
    gap,
    recheck,
)
from bot.people.rules import Person, Role
from bot.review.rules import Action
from bot.review.service import Decision
from bot.rights import contacts
from bot.rights.scope import Use
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.content.pieces import NOW, everything, rows
from tests.bot.intake.home import Home
from tests.bot.intake.rechecking.support import after_pause, found
from tests.bot.intake.support import Line
from tests.sources.server import Answer
from tests.support.plans import watching


async def _measured(line: Line, item_id: int = 1) -> list[tuple[int | None, int, int | None, int, bool]]:
    async with reading(line.database) as session:
        found = await measurements_of(session, item_id)
    return [(one.likes, one.gained_likes, one.shares, one.gained_shares, one.reset) for one in found]


async def _look_again(line: Line, home: Home, *, hours: float = 1, **counts: Any) -> None:
    line.forward(hours=hours)
    home.publish(100, **counts)
    await asyncio.gather(recheck(line, "social"), recheck(line, "social"))


async def test_counts_that_changed_are_measured_with_what_was_gained(line: Line, home: Home) -> None:
    home.publish(100, favourites_count=40, reblogs_count=5)
    await poll(line, "social")
    await _look_again(line, home, favourites_count=47, reblogs_count=5)
    await _look_again(line, home, favourites_count=47, reblogs_count=5)  # as it was: no measurement
    await _look_again(line, home, favourites_count=0, reblogs_count=6)
    await _look_again(line, home, favourites_count=3, reblogs_count=6)
    await _look_again(line, home, hours=3, favourites_count=50, reblogs_count=4)
    await poll(line, "social")  # the timeline shows it once more
    assert len(home.looks()) == 5
    first, *later = await _measured(line)
    assert first[0] == 40
    assert later == [
        (47, 7, 5, 0, False),
        (0, 0, 6, 1, True),
        (3, 3, 6, 0, False),
        (50, 3, 4, -2, False),
    ]


async def test_a_look_that_failed_or_found_nothing_measures_nothing(line: Line, home: Home) -> None:
    home.publish(100, favourites_count=40)
    await poll(line, "social")
    line.forward(hours=1)
    for answer in (Answer(status=503), Answer(status=404)):
        home.answer(100, answer)
        await recheck(line, "social")
        await after_pause(line, home)
    assert [one.life for one in await everything(line.database)] == ["deleted"]
    assert [one[0] for one in await _measured(line)] == [40]


async def _approve(line: Line, *items: int) -> None:
    mia = Person("U1", "Mia", Role.MANAGER)
    wanted = [Decision(item, Action.APPROVE, mia, None) for item in items]
    async with unit_of_work(line.database) as session:
        assert len(await line.reviews.decide(session, wanted, line.now)) == len(items)


async def test_approved_pieces_are_measured_for_months_ever_less(line: Line, home: Home) -> None:
    await found(line, home, 2)
    await _approve(line, 1)
    days: list[int] = []
    for day in range(100):
        home.publish(100, favourites_count=day)
        before = len(home.looks())
        for _ in range(2):
            await recheck(line, "social")
            line.forward(hours=12)
        days += [day for one in home.looks()[before:] if day >= WATCHED.days and one == "100"]
    assert days == sorted(set(days))
    assert 10 <= len(days) <= 16
    assert days[0] <= WATCHED.days + 2
    gaps = [later - earlier for earlier, later in pairwise(days)]
    assert gaps[1] < gaps[3] <= gaps[5]
    assert set(gaps[5:]) == {LONGEST_APPROVED.days}
    assert days[-1] <= WATCHED_APPROVED.days
    measured = await _measured(line)
    assert measured[-1][0] == days[-1]
    assert sum(one[1] for one in measured[1:]) == days[-1] - (measured[0][0] or 0)
    assert home.looks().count("101") < home.looks().count("100") - 9


async def test_old_approved_pieces_take_what_room_a_run_has(line: Line, home: Home) -> None:
    await found(line, home, 40)
    await _approve(line, *range(1, 41))
    line.forward(seconds=WATCHED.total_seconds())
    for number in range(200, 220):
        home.publish(number)
    await poll(line, "social")
    line.forward(seconds=FIRST.total_seconds())
    await recheck(line, "social")
    assert len(home.looks()) == BATCH
    assert {one for one in home.looks() if one >= "200"} == {str(one) for one in range(200, 220)}
    for _ in range(3):
        await recheck(line, "social")
    assert len(home.looks()) == len(set(home.looks())) == 60


async def _license(line: Line) -> None:
    """What their creator made may be shown for the next months."""
    [(creator,)] = await rows(line.database, "select creator_id from item where id = 1")
    mia = Person("U1", "Mia", Role.MANAGER)
    until = NOW + timedelta(days=120)
    async with unit_of_work(line.database) as session:
        for use in (Use.EMPLOYEES, Use.WEBSITE):
            await contacts.clear(
                session, creator, "paid", frozenset({use}), line.now, until, mia, line.now, credit=""
            )


async def test_published_pieces_are_looked_at_each_day_as_long_as_they_may_be_shown(
    line: Line, home: Home
) -> None:
    await found(line, home, 2)
    await _approve(line, 1)
    await _license(line)
    line.forward(days=WATCHED.days)
    days: list[int] = []
    for day in range(WATCHED.days, 130):
        before = len(home.looks())
        for _ in range(2):
            await recheck(line, "social")
            line.forward(hours=12)
        days += [day] * (len(home.looks()) - before)
    assert days == list(range(days[0], days[-1] + 1)), "one look a day"
    assert days[0] <= WATCHED.days + 1
    assert WATCHED_APPROVED.days < 118 <= days[-1] <= 121
    assert set(home.looks()) == {"100"}, "the other was never approved"


async def test_what_is_licensed_late_is_looked_at_soon_and_each_day_from_then_on(
    line: Line, home: Home
) -> None:
    await found(line, home)
    await _approve(line, 1)
    line.forward(days=30)
    await recheck(line, "social")
    assert len(home.looks()) == 1, "the next look is a week away"
    line.forward(hours=1)
    await _license(line)
    looks: list[int] = []
    for hour in range(72):
        before = len(home.looks())
        line.forward(hours=1)
        await recheck(line, "social")
        looks += [hour] * (len(home.looks()) - before)
    assert len(looks) == 4, looks
    assert looks[0] == 0
    assert max(later - sooner for sooner, later in pairwise(looks)) <= 24


async def test_many_published_pieces_have_their_look_each_day_and_are_searched_for_each_hour(
    line: Line, home: Home
) -> None:
    await found(line, home, 40)
    await _approve(line, *range(1, 41))
    line.forward(days=WATCHED.days + 1)
    await _license(line)
    for _ in range(2):
        await recheck(line, "social")
        line.forward(minutes=2)
    assert len(home.looks()) == len(set(home.looks())) == 40
    searched = 0
    for _ in range(60):
        with _searches(line.database) as asked:
            await recheck(line, "social")
        searched += len(asked)
        line.forward(minutes=2)
    assert 1 <= searched <= 3
    assert len(home.looks()) == 40


@contextmanager
def _searches(database: Database) -> Iterator[list[str]]:
    """The statements meanwhile that go through all that is licensed."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "UNION" in statement and "sighting" in statement:
            asked.append(statement)

    engines = {database.read_engine.sync_engine, database.engine.sync_engine}
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in engines:
            sa.event.remove(engine, "before_cursor_execute", note)


async def test_an_approved_piece_that_is_gone_is_asked_for_no_more(line: Line, home: Home) -> None:
    await found(line, home)
    await _approve(line, 1)
    line.forward(days=20)
    home.answer(100, Answer(status=410))
    await recheck(line, "social")
    assert [one.life for one in await everything(line.database)] == ["deleted"]
    line.forward(days=10)
    await recheck(line, "social")
    assert home.looks() == ["100"]


async def test_sqlite_finds_old_looks_from_what_was_approved(sqlite_database: Database) -> None:
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            await claim_approved_looks(
                session, "social", NOW, youngest=WATCHED, oldest=WATCHED_APPROVED, limit=BATCH, gap=gap
            )
    [plan] = asked.plans("sighting")
    assert "ix_review_status_changed" in plan[0], plan
    assert not any(step.startswith("SCAN") for step in plan), plan


async def test_sqlite_finds_published_looks_from_what_is_licensed(sqlite_database: Database) -> None:
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            await published_due(
                session, "social", NOW, youngest=WATCHED, longest=LONGEST_PUBLISHED, limit=BATCH
            )
    [plan] = asked.plans("sighting")
    assert not any(step.startswith(("SCAN sighting", "SCAN item")) for step in plan), plan
    assert any("ix_ask_granted" in step for step in plan), plan


def test_gaps_widen() -> None:
    ages = [timedelta(0), timedelta(minutes=10), timedelta(hours=4), timedelta(days=2), timedelta(days=13)]
    assert [gap(age) for age in ages] == [
        FIRST,
        FIRST,
        timedelta(hours=1),
        timedelta(hours=12),
        LONGEST,
    ]
    assert gap(timedelta(0), timedelta(seconds=3)) == timedelta(seconds=3)
    kept = [gap(timedelta(days=age), longest=LONGEST_APPROVED) for age in (14, 20, 60)]
    assert kept == [timedelta(days=3.5), timedelta(days=5), LONGEST_APPROVED]
    assert LONGEST_PUBLISHED == LONGEST < WATCHED < WATCHED_APPROVED
