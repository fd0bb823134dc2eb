"""Whatever is awarded, taken back and left, boards are what counting says."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.ambassadors.boards import queries as boards
from bot.ambassadors.ledger.service import Award, award, take_back
from bot.ambassadors.rules import ALL_TIME, Kind, Measure, periods_of
from bot.storage.database import Database
from bot.storage.lean import _prepared
from bot.storage.unit_of_work import unit_of_work
from tests.bot.ambassadors.support import FRIDAY, PLAIN, Programmed, programmed
from tests.support.databases import SqliteTemplate
from tests.support.machine import DatabaseMachine, explore

PEOPLE = 5
who = st.integers(0, PEOPLE - 1)


class Counting(DatabaseMachine):
    """Five people who are awarded this and that, over weeks; a model beside it that only adds up."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = programmed(self.database, self.place)
        self.stage: Programmed = self.run(self.opened.__aenter__())
        self.people: list[int] = []
        self.off: set[int] = set()
        self.given: dict[str, tuple[int, Kind, int, int, tuple[str, ...], int]] = {}
        self.gone: set[int] = set()

    def teardown(self) -> None:
        self.run(self.opened.__aexit__(None, None, None))
        super().teardown()

    @initialize()
    def begin(self) -> None:
        self.people = [self.run(self.stage.join(f"Person {n}")) for n in range(PEOPLE)]

    @rule(
        at=who,
        kind=st.sampled_from(list(Kind)),
        key=st.integers(0, 30),
        points=st.sampled_from([0, 1, 5, 63, 64, 65, 4096, 5000]),
        count=st.integers(1, 70),
        share=st.integers(1, 4),
    )
    def give(self, at: int, kind: Kind, key: int, points: int, count: int, share: int) -> None:
        if at in self.gone:
            return
        name, person = f"{kind}:{key}", self.people[at]
        count = count if kind is Kind.CLICK else 1
        new = self.run(self._give(Award(kind, name, person, points, "bluesky", share, count)))
        assert new == (name not in self.given)
        if new:
            periods = periods_of(self.stage.now, "UTC").boards
            self.given[name] = (at, kind, points, count, periods, share)

    async def _give(self, given: Award) -> bool:
        async with unit_of_work(self.database) as session:
            return await award(session, given, "UTC", self.stage.now)

    @rule(share=st.integers(1, 4))
    def undo(self, share: int) -> None:
        self.run(self._undo(share))
        self.given = {name: one for name, one in self.given.items() if one[5] != share}

    async def _undo(self, share: int) -> None:
        async with unit_of_work(self.database) as session:
            await take_back(session, share)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.stage.now += timedelta(days=days)

    @rule(at=who)
    def turn(self, at: int) -> None:
        """Off the boards, or on again."""
        if at in self.gone:
            return
        self.off ^= {at}
        self.run(self._want(at))

    async def _want(self, at: int) -> None:
        async with unit_of_work(self.database) as session:
            wanted = replace(PLAIN, on_board=at not in self.off)
            await self.stage.programme_of.membership.change(session, self.people[at], wanted, self.stage.now)

    @rule(at=who)
    def leave(self, at: int) -> None:
        if at not in self.gone and len(self.gone) < 2:
            self.gone.add(at)
            self.run(self.stage.leave(self.people[at]))
            for name in [name for name, one in self.given.items() if one[0] == at]:
                # Its key is free again, and what it counted is nobody's.
                del self.given[name]

    def score(self, at: int, measure: Measure, period: str) -> int:
        total = 0
        for owner, kind, points, count, periods, _ in self.given.values():
            if owner == at and period in periods:
                amount = {Measure.POINTS: points, Measure.SHARES: 1, Measure.CLICKS: count}[measure]
                fits = {Measure.SHARES: Kind.SHARE, Measure.CLICKS: Kind.CLICK}.get(measure, kind)
                total += amount if kind is fits else 0
        return total

    @invariant()
    def boards_are_what_counting_says(self) -> None:
        if not self.people:
            return
        assert self.run(self.stage.differences()) == []
        for measure in Measure:
            for period in periods_of(self.stage.now, "UTC").boards:
                scores = {at: self.score(at, measure, period) for at in range(PEOPLE) if at not in self.gone}
                shown = {at: score for at, score in scores.items() if score and at not in self.off}
                board = self.run(self.stage.board(measure, period, size=100))
                expected = sorted(shown, key=lambda at: (-shown[at], -at))
                assert [row.ambassador_id for row in board.rows] == [self.people[at] for at in expected]
                assert [row.score for row in board.rows] == [shown[at] for at in expected]
                assert board.total == len(shown)
                for row in board.rows:
                    assert row.rank == 1 + sum(score > row.score for score in shown.values())
                    assert row.shared == (list(shown.values()).count(row.score) > 1)
                self.check_own(measure, period, scores, shown, expected)

    def check_own(
        self,
        measure: Measure,
        period: str,
        scores: dict[int, int],
        shown: dict[int, int],
        expected: list[int],
    ) -> None:
        for at, score in scores.items():
            own = self.run(self.stage.own(self.people[at], measure, period))
            assert own.score == score
            if at not in shown:
                assert own.rank is None
                continue
            assert own.rank == 1 + sum(other > score for other in shown.values())
            place = expected.index(at)
            near = expected[max(0, place - 2) : place + 3]
            assert [row.ambassador_id for row in own.near] == [self.people[one] for one in near]
            assert [row.rank for row in own.near] == [
                1 + sum(other > shown[one] for other in shown.values()) for one in near
            ]


def test_no_sequence_breaks_a_board(sqlite_template: SqliteTemplate, tmp_path: Path) -> None:
    explore(Counting, sqlite_template, tmp_path, runs=8, steps=25)


async def fill(stage: Programmed, scores: list[int]) -> list[int]:
    people = [await stage.join(f"P{n}") for n in range(len(scores))]
    async with unit_of_work(stage.database) as session:
        for person, score in zip(people, scores, strict=True):
            given = Award(Kind.CONVERSION, f"conversion:{person}", person, score)
            await award(session, given, "UTC", stage.now)
    return people


async def test_pages_and_ranks_hold_together(stage: Programmed) -> None:
    scores = [1, 1, 70, 70, 70, 64, 63, 5000, 4095, 4096, 128, 1]
    people = await fill(stage, scores)
    seen = []
    for number in (1, 2, 3, 4):
        page = await stage.board(page=number, size=5)
        assert (page.pages, page.total) == (3, 12)
        assert page.page == min(number, 3)
        seen += [(row.rank, row.score) for row in page.rows] if number < 4 else []
    ranked = sorted(scores, reverse=True)
    assert seen == [(1 + sum(one > score for one in scores), score) for score in ranked]
    own = await stage.own(people[3])
    assert (own.rank, own.total, len(own.near)) == (5, 12, 5)
    assert [row.score for row in own.near] == [128, 70, 70, 70, 64] or own.near[2].ambassador_id == people[3]


async def test_who_stays_off_the_board_still_sees_their_own(stage: Programmed) -> None:
    [one, other] = await fill(stage, [9, 5])
    async with unit_of_work(stage.database) as session:
        await stage.programme_of.membership.change(session, one, replace(PLAIN, on_board=False), stage.now)
    board = await stage.board()
    assert [(row.ambassador_id, row.rank) for row in board.rows] == [(other, 1)]
    mine = await stage.own(one)
    assert (mine.score, mine.rank, mine.total) == (9, None, 1)
    await fill(stage, [1])
    assert await stage.differences() == []


async def test_a_changed_row_is_found(stage: Programmed) -> None:
    await fill(stage, [9, 70])
    async with unit_of_work(stage.database) as session:
        connection = await session.connection()
        await connection.exec_driver_sql("UPDATE ambassador_score SET score = 8 WHERE score = 9")
    found = await stage.differences()
    assert "points of 1 in all: kept 8, adds up to 9" in found
    assert "people with points 9 to 9 in all: kept 1, adds up to 0" in found


async def test_awards_at_once_all_count_once(stage: Programmed) -> None:
    people = [await stage.join(f"P{n}") for n in range(4)]

    async def give(person: int, key: str) -> bool:
        async with unit_of_work(stage.database) as session:
            return await award(session, Award(Kind.SHARE, key, person, 10), "UTC", stage.now)

    done = await asyncio.gather(
        *(give(person, f"k{n % 6}:{person}") for n in range(12) for person in people),
    )
    assert sum(done) == 24
    assert [row.score for row in (await stage.board()).rows] == [60] * 4
    assert await stage.differences() == []


STATEMENTS = {
    "page": (boards._page(10), "ix_ambassador_score_rank (period=? AND measure=? AND on_board=?)"),
    "own": (
        boards._OWN_LINE,
        "sqlite_autoindex_ambassador_score_1 (period=? AND measure=? AND ambassador_id=?)",
    ),
    "above": (
        boards._near(2, above=True),
        "ix_ambassador_score_rank (period=? AND measure=? AND on_board=? AND score>?)",
    ),
    "below": (
        boards._near(2, above=False),
        "ix_ambassador_score_rank (period=? AND measure=? AND on_board=? AND score<?)",
    ),
    "place": (boards._HIGHER, "(period=? AND measure=? AND width=? AND bucket>? AND bucket<?)"),
}


@pytest.mark.parametrize("name", STATEMENTS)
async def test_rows_are_found_by_an_index(sqlite_database: Database, name: str) -> None:
    statement, index = STATEMENTS[name]
    prepared = _prepared(statement, sqlite_database.engine.dialect)
    with sqlite_database.sync_engine.connect() as connection:
        nothing = tuple(None for _ in prepared.values)
        plan = [
            str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {prepared.text}", nothing)
        ]
    assert any(index in step for step in plan), plan
    assert all(step in ("SCAN chosen", "SCAN CONSTANT ROW") for step in plan if step.startswith("SCAN ")), (
        plan
    )
    if name != "page":
        assert not any("TEMP B-TREE" in step for step in plan), plan


async def test_weeks_and_seasons_have_boards_of_their_own(stage: Programmed) -> None:
    [one] = await fill(stage, [9])
    stage.now = FRIDAY + timedelta(days=50)
    async with unit_of_work(stage.database) as session:
        await award(session, Award(Kind.SHARE, "later", one, 10), "UTC", stage.now)
    for period, score in (("2026-W47", 9), ("2026-Q4", 9), ("2027-W01", 10), ("2027-Q1", 10), (ALL_TIME, 19)):
        board = await stage.board(period=period)
        assert [row.score for row in board.rows] == [score], period
