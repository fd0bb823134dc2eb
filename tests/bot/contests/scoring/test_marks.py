"""Judges that the contest names mark criteria; the mean of those who marked all of them is what counts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from sqlmodel import col, select

from bot.contests.refusals import Refused
from bot.contests.rules import EntryStatus, Kind
from bot.contests.scoring.marks import Marked, marks_by
from bot.contests.scoring.service import MIX, SHOW
from bot.contests.tables import Contest, ContestMark
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.contests.scoring.support import NOW, Arena, Member, days

CRITERIA = [
    {"key": "idea", "name": "Idea", "best": 10, "weight": 2},
    {"key": "craft", "name": "Craft", "best": 5, "weight": 1},
]


class Jury:
    """A contest by jury with three judges."""

    def __init__(self, arena: Arena, judges: list[Member]) -> None:
        self.arena = arena
        self.judges = judges

    async def mark(self, judge: Member, entry: int, marks: Mapping[str, Any], now: Any = NOW) -> Marked:
        async with unit_of_work(self.arena.database) as session:
            return await self.arena.scoring.mark(session, entry, judge, marks, now)

    async def to_mark(self, judge: Member, now: Any = NOW) -> list[tuple[int, bool]]:
        async with reading(self.arena.database) as session:
            contest = await session.get_one(Contest, self.arena.contest_id)
            found = await self.arena.scoring.to_judge(session, contest, judge, now)
        return [(one.entry_id, one.whole) for one in found]

    async def judging(self, judge: Member) -> tuple[int, int] | None:
        async with reading(self.arena.database) as session:
            contest = await session.get_one(Contest, self.arena.contest_id)
            return await self.arena.scoring.judging(session, contest, judge)


async def jury_of(arena: Arena, kind: Kind = Kind.JURY, **definition: Any) -> Jury:
    judges = await arena.members(3)  # their ids on Discord are 1, 2, 3
    names = ["discord:1", "discord:2", "discord:3", "slack:U0JURY0001"]
    await arena.contest(kind, judges=names, criteria=CRITERIA, **definition)
    return Jury(arena, judges)


async def test_the_mean_of_the_judges_in_hundredths_of_a_hundred(arena: Arena) -> None:
    jury = await jury_of(arena)
    entry = await arena.entry()
    one, two, three = jury.judges
    first = await jury.mark(one, entry, {"idea": 10, "craft": 5})
    assert (first.jury, first.complete, first.done, first.of) == (10_000, True, 1, 1)
    second = await jury.mark(two, entry, {"idea": 7, "craft": 2})
    # (2 * 70 + 40) / 3 = 60; with the hundred of the first: 80
    assert second.jury == 8_000
    # (2 * 0 + 20) / 3 = 6.67: the mean of 100, 60 and 6 2/3 is 55.56
    assert (await jury.mark(three, entry, {"idea": 0, "craft": 1})).jury == 5_556
    (row,) = (await arena.page()).rows
    assert (row.score, row.jury, row.votes) == (5_556, 5_556, 0)
    assert await arena.scores() == {5_556: 1}
    assert await arena.recount() == []
    assert await arena.asked_for(SHOW) == 1


async def test_a_judge_counts_once_all_is_marked(arena: Arena) -> None:
    jury = await jury_of(arena)
    entry, other = await arena.entry(), await arena.entry()
    one = jury.judges[0]
    half = await jury.mark(one, entry, {"idea": 9})
    assert (half.jury, half.complete, half.done, half.of) == (0, False, 0, 2)
    whole = await jury.mark(one, entry, {"craft": 5})
    assert (whole.jury, whole.complete, whole.done, whole.of) == (9_333, True, 1, 2)
    assert await jury.judging(one) == (1, 2)
    assert await jury.judging(jury.judges[1]) == (0, 2)
    assert await jury.judging(await arena.member()) is None
    await arena.set_status(other, EntryStatus.DISQUALIFIED)
    assert await jury.judging(one) == (1, 1)


async def test_a_changed_mark_is_an_ended_row_and_a_new_one(arena: Arena) -> None:
    jury = await jury_of(arena)
    entry, one = await arena.entry(), jury.judges[0]
    await jury.mark(one, entry, {"idea": 5, "craft": 5})
    changed = await jury.mark(one, entry, {"idea": 6, "craft": 5})
    assert changed.changed
    assert not (await jury.mark(one, entry, {"idea": 6})).changed
    async with reading(arena.database) as session:
        rows = list(await session.exec(select(ContestMark).order_by(col(ContestMark.id))))
        contest = await session.get_one(Contest, arena.contest_id)
        assert await marks_by(session, contest, entry, one) == {"idea": 6, "craft": 5}
        assert await marks_by(session, contest, entry, await _somebody(arena)) == {}
    assert [(row.criterion, row.value, row.ended_at is None) for row in rows] == [
        ("idea", 5, False),
        ("craft", 5, True),
        ("idea", 6, True),
    ]


async def _somebody(arena: Arena) -> Member:
    return Member(id=4711)


async def test_a_judge_by_two_accounts_is_one_judge(arena: Arena) -> None:
    jury = await jury_of(arena)
    entry = await arena.entry()
    slack = await arena.member(platform="slack", external_id="U0JURY0001")
    private = await arena.member()
    await arena.link(jury.judges[0], slack, private)
    await jury.mark(slack, entry, {"idea": 10, "craft": 5})
    assert (await jury.mark(private, entry, {"idea": 5})).jury == 6_667
    assert await jury.judging(jury.judges[0]) == (1, 1)


async def test_what_a_judge_has_to_mark(arena: Arena) -> None:
    jury = await jury_of(arena)
    one, two, _ = jury.judges
    entries = [await arena.entry() for _ in range(3)]
    own = await arena.entry(one)
    await jury.mark(one, entries[0], {"idea": 9, "craft": 5})
    await jury.mark(one, entries[1], {"idea": 9})
    await jury.mark(two, entries[2], {"idea": 9, "craft": 5})
    await arena.set_status(entries[2], EntryStatus.REJECTED)
    assert await jury.to_mark(one) == [(entries[0], True), (entries[1], False)]
    assert await jury.to_mark(two) == [(entries[0], False), (entries[1], False), (own, False)]
    for judge, now, key in (
        (await arena.member(), NOW, "mark-not-a-judge"),
        (one, NOW + days(30), "vote-closed"),
    ):
        with pytest.raises(Refused) as refusal:
            await jury.to_mark(judge, now)
        assert refusal.value.key == key


@pytest.mark.parametrize(
    ("marks", "key"),
    [
        ({"idea": 11}, "mark-range"),
        ({"idea": -1}, "mark-range"),
        ({"idea": True}, "mark-range"),
        ({"idea": 2.5}, "mark-range"),
        ({"beauty": 1}, "mark-criterion"),
    ],
)
async def test_marks_out_of_range_are_refused(arena: Arena, marks: dict[str, Any], key: str) -> None:
    jury = await jury_of(arena)
    entry = await arena.entry()
    assert await refusal_of(jury, jury.judges[0], entry, marks) == key
    async with reading(arena.database) as session:
        assert not list(await session.exec(select(ContestMark)))


async def refusal_of(jury: Jury, judge: Member, entry: int, marks: Mapping[str, Any], now: Any = NOW) -> str:
    with pytest.raises(Refused) as refusal:
        await jury.mark(judge, entry, marks, now)
    assert refusal.value.remedy
    return refusal.value.key


async def test_who_may_not_judge(arena: Arena) -> None:
    jury = await jury_of(arena)
    entrant = await arena.member()
    entry, own = await arena.entry(entrant), await arena.entry(jury.judges[0])
    marks = {"idea": 5, "craft": 5}
    assert await refusal_of(jury, await arena.member(), entry, marks) == "mark-not-a-judge"
    assert await refusal_of(jury, jury.judges[0], own, marks) == "mark-own-entry"
    await arena.link(entrant, jury.judges[1])
    assert await refusal_of(jury, jury.judges[1], entry, marks) == "mark-own-entry"
    assert await refusal_of(jury, jury.judges[2], entry, marks, NOW + days(30)) == "vote-closed"
    assert await refusal_of(jury, jury.judges[2], 4711, marks) == "unknown-entry"
    await arena.set_status(entry, EntryStatus.REJECTED)
    assert await refusal_of(jury, jury.judges[2], entry, marks) == "vote-not-accepted"


async def test_a_contest_by_votes_has_no_jury(arena: Arena) -> None:
    jury = await jury_of(arena, Kind.VOTES)
    entry = await arena.entry()
    assert await refusal_of(jury, jury.judges[0], entry, {"idea": 5}) == "mark-not-by-jury"


async def test_judges_at_the_same_moment_are_all_counted(arena: Arena) -> None:
    jury = await jury_of(arena)
    entry = await arena.entry()
    await asyncio.gather(
        *(jury.mark(judge, entry, {"idea": 2 * n, "craft": n}) for n, judge in enumerate(jury.judges, 1))
    )
    assert await arena.scores() == {4_000: 1}
    assert await arena.recount() == []


async def test_in_a_mix_marks_wait_for_the_mixing(arena: Arena) -> None:
    jury = await jury_of(arena, Kind.MIX, weights={"votes": 50, "jury": 50, "engagement": 0})
    entry = await arena.entry()
    marked = await jury.mark(jury.judges[0], entry, {"idea": 10, "craft": 5})
    assert (marked.jury, marked.mixed) == (10_000, True)
    assert await arena.scores() == {0: 1}
    assert await arena.asked_for(MIX) == 1


async def test_a_reinstated_entry_has_its_marks_again(arena: Arena) -> None:
    jury = await jury_of(arena)
    entry = await arena.entry()
    await jury.mark(jury.judges[0], entry, {"idea": 10, "craft": 5})
    await arena.set_status(entry, EntryStatus.WITHDRAWN)
    await arena.set_status(entry, EntryStatus.ACCEPTED)
    assert await arena.scores() == {10_000: 1}
