"""Mixed scores, and the check that says so when something kept isn't what it adds up to."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.contests.definition import Criterion
from bot.contests.rules import EntryStatus, Kind
from bot.contests.scoring import jobs
from bot.contests.scoring.recount import Difference
from bot.contests.scoring.rules import jury_mean, mix_share, scale_of
from bot.contests.scoring.service import SHOW
from bot.contests.tables import Contest
from bot.kernel.errors import NeverWorks
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.contests.scoring.support import NOW, Arena


async def mixed(arena: Arena) -> list[int]:
    """Two entries: one leads in votes, the other in the judges' marks."""
    judge = await arena.member(external_id="judge")
    await arena.contest(
        Kind.MIX,
        weights={"votes": 60, "jury": 40, "engagement": 0},
    )
    entries = [await arena.entry() for _ in range(3)]
    voters = await arena.members(3)
    for voter in voters:
        await arena.vote(voter, entries[0])
    await arena.vote(voters[0], entries[1])
    async with unit_of_work(arena.database) as session:
        await arena.scoring.mark(session, entries[0], judge, {"idea": 3}, NOW)
        await arena.scoring.mark(session, entries[1], judge, {"idea": 9}, NOW)
    return entries


async def test_a_mix_is_shares_of_the_best_by_weight(arena: Arena) -> None:
    entries = await mixed(arena)
    await jobs.mix(arena, arena.contest_id)
    rows = (await arena.page()).rows
    assert [(row.entry_id, row.score) for row in rows] == [
        (entries[0], 60_000 + 13_333),
        (entries[1], 20_000 + 40_000),
        (entries[2], 0),
    ]
    assert await arena.scores() == {73_333: 1, 60_000: 1, 0: 1}
    async with reading(arena.database) as session:
        contest = await session.get_one(Contest, arena.contest_id)
        lines = await arena.scoring.explain(session, contest, rows[0])
    assert [(line.part, line.amount, line.best, line.weight, line.adds) for line in lines] == [
        ("votes", 3, 3, 60, 60_000),
        ("jury", 3_000, 9_000, 40, 13_333),
    ]


async def test_mixing_again_shows_nothing_new(arena: Arena) -> None:
    await mixed(arena)
    await jobs.mix(arena, arena.contest_id)
    shown = await arena.asked_for(SHOW)
    await jobs.mix(arena, arena.contest_id)
    assert shown == await arena.asked_for(SHOW) == 1


async def test_whoever_leaves_the_top_raises_the_others(arena: Arena) -> None:
    entries = await mixed(arena)
    await arena.set_status(entries[0], EntryStatus.DISQUALIFIED)
    async with unit_of_work(arena.database) as session:
        await arena.scoring.finish(session, await session.get_one(Contest, arena.contest_id))
    assert await arena.scores() == {100_000: 1, 0: 1}
    assert await arena.recount() == []


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 100)), min_size=1, max_size=4),
    st.data(),
)
def test_judges_are_added_up_without_rounding_on_the_way(
    shapes: list[tuple[int, int]], data: st.DataObject
) -> None:
    criteria = [
        Criterion(key=f"c{n}", name="C", best=best, weight=weight) for n, (best, weight) in enumerate(shapes)
    ]
    scale = scale_of(criteria)
    judges = data.draw(st.lists(st.tuples(*(st.integers(0, each.best) for each in criteria)), max_size=5))
    total = sum(
        value * scale.factors[each.key]
        for marks in judges
        for each, value in zip(criteria, marks, strict=True)
    )
    weights = sum(each.weight for each in criteria)
    found = jury_mean(total, len(judges), scale.full)
    if not judges:
        assert found == 0
        return
    exact = sum(
        Fraction(value * each.weight, each.best)
        for marks in judges
        for each, value in zip(criteria, marks, strict=True)
    ) / (weights * len(judges))
    assert abs(found - exact * 10_000) <= Fraction(1, 2)
    assert 0 <= found <= 10_000


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 100))
def test_a_share_is_rounded_once(part: int, best: int, weight: int) -> None:
    part = min(part, best)
    found = mix_share(part, best, weight)
    exact = Fraction(part * weight * 1000, best) if best else Fraction(0)
    assert abs(found - exact) <= Fraction(1, 2)


# ---- the check ----

SPOILED = [
    ("UPDATE contest_standing SET votes = votes + 1", Difference("votes", 1, 2, 1)),
    ("UPDATE contest_standing SET score = 9", Difference("score", 1, 9, 1)),
    ("UPDATE contest_standing SET jury = 5", Difference("jury", 1, 5, 0)),
    ("UPDATE contest_standing SET engagement = 5", Difference("engagement", 1, 5, 0)),
    ("UPDATE contest_score SET standings = 7 WHERE score = 1", Difference("standings by score", 1, 7, 1)),
    ("INSERT INTO contest_score VALUES ({contest}, 44, 1)", Difference("standings by score", 44, 1, 0)),
    ("UPDATE contest_entry SET status = 'rejected'", Difference("ranked", 1, 1, 0)),
    ("DELETE FROM contest_standing", Difference("ranked", 1, 0, 1)),
    ("UPDATE contest SET ranked = 5", Difference("standings", 1, 5, 1)),
    ("DELETE FROM contest_vote", Difference("votes", 1, 1, 0)),
    ("UPDATE contest_vote SET weight = 3", Difference("votes", 1, 1, 3)),
]


@pytest.mark.parametrize(("spoil", "difference"), SPOILED)
async def test_whatever_was_changed_by_hand_is_found(
    arena: Arena, spoil: str, difference: Difference
) -> None:
    await arena.contest()
    await arena.vote(await arena.member(), await arena.entry())
    assert await arena.recount() == []
    await jobs.check(arena)
    async with unit_of_work(arena.database) as session:
        await (await session.connection()).execute(sa.text(spoil.format(contest=arena.contest_id)))
    assert difference in await arena.recount()
    with pytest.raises(NeverWorks, match=f"contest {arena.contest_id}: {difference.what} of") as problem:
        await jobs.check(arena)
    assert str(difference) in str(problem.value) or "..." in str(problem.value)


async def test_points_changed_by_hand_are_found(arena: Arena) -> None:
    await arena.contest(Kind.POINTS, tasks=[{"key": "brew", "title": "Brew", "points": 10}])
    ann = await arena.member()
    await arena.entry(ann, "brew")
    await jobs.check(arena)
    async with unit_of_work(arena.database) as session:
        await (await session.connection()).execute(sa.text("UPDATE contest_standing SET points = 99"))
    assert await arena.recount() == [
        Difference("points", ann.id, 99, 10),
        Difference("score", ann.id, 10, 99),
    ]


async def test_the_check_forgets_scores_that_nobody_has(arena: Arena) -> None:
    await arena.contest()
    await arena.vote(await arena.member(), await arena.entry())
    await jobs.check(arena)
    async with reading(arena.database) as session:
        found = await (await session.connection()).execute(sa.text("SELECT score FROM contest_score"))
        assert list(found.scalars()) == [1]


async def test_an_unknown_contest_has_no_differences(arena: Arena) -> None:
    arena.contest_id = 4711
    assert await arena.recount() == []
