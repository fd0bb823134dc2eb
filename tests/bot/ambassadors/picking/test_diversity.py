"""How much picks differ, measured against the plain order of scores, over people and over weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from statistics import fmean

import pytest

from bot.ambassadors.picking.features import features_of, likeness
from bot.ambassadors.picking.rules import Candidate, Taste, pick, score
from tests.bot.ambassadors.picking.pieces import NOW, many

PEOPLE, COUNT, ROUNDS, A_ROUND = 12, 10, 24, 3
FOLLOWED, LOOKED_BACK = 1000, 50
Choose = Callable[[Sequence[Candidate], Taste, int, int], list[Candidate]]


def by_score(candidates: Sequence[Candidate], taste: Taste, count: int, seed: int) -> list[Candidate]:
    return sorted(candidates, key=lambda one: -score(one, taste, NOW, seed))[:count]


def by_pick(candidates: Sequence[Candidate], taste: Taste, count: int, seed: int) -> list[Candidate]:
    by_id = {one.item_id: one for one in candidates}
    return [by_id[one.item_id] for one in pick(candidates, taste, count, NOW, seed)]


def alike(chosen: Sequence[Candidate]) -> float:
    """How alike two of them are on the average."""
    return fmean(likeness(features_of(one), features_of(other)) for one, other in combinations(chosen, 2))


@pytest.fixture(scope="module")
def turns() -> list[tuple[list[Candidate], list[Candidate]]]:
    """What people of one interest get at once: by score alone, and as picked."""
    taste = Taste(tags=frozenset({"tea"}))
    found = []
    for person in range(PEOPLE):
        candidates = many(person)
        found.append((by_score(candidates, taste, COUNT, person), by_pick(candidates, taste, COUNT, person)))
    return found


@pytest.mark.parametrize("what", ["creator_id", "kind", "platform", "tags"])
def test_picks_vary_in_each_respect(turns: list[tuple[list[Candidate], list[Candidate]]], what: str) -> None:
    plain = fmean(len({getattr(one, what) for one in first}) for first, _ in turns)
    varied = fmean(len({getattr(one, what) for one in second}) for _, second in turns)
    assert varied > plain
    if what in ("kind", "platform"):
        assert varied > {"kind": 3.75, "platform": 2.9}[what]


def test_picks_are_less_alike_and_hardly_worse(
    turns: list[tuple[list[Candidate], list[Candidate]]],
) -> None:
    taste = Taste(tags=frozenset({"tea"}))
    assert fmean(alike(second) for _, second in turns) < 0.75 * fmean(alike(first) for first, _ in turns)
    worth = [fmean(score(one, taste, NOW, 0) for one in side) for pair in turns for side in pair]
    assert fmean(worth[1::2]) > 0.85 * fmean(worth[::2])


def over_weeks(choose: Choose, candidates: Sequence[Candidate]) -> list[Candidate]:
    """What one person is offered, round after round, never the same twice."""
    shown: list[Candidate] = []
    for number in range(ROUNDS):
        taste = Taste(
            recent_creators=tuple(one.creator_id for one in reversed(shown[-LOOKED_BACK:])),
            recent_kinds=tuple(one.kind for one in reversed(shown[-LOOKED_BACK:])),
        )
        seen = {one.item_id for one in shown}
        left = [one for one in candidates if one.item_id not in seen]
        shown += choose(left, taste, A_ROUND, number)
    return shown


def test_small_creators_get_their_turn() -> None:
    """Of 40 creators with a piece or two each, beside four with 60 much liked ones, four of five and more are seen
    in 24 rounds of three; in the order of their engagement and quality alone hardly one would be."""

    def usual(candidates: Sequence[Candidate], _taste: Taste, count: int, _seed: int) -> list[Candidate]:
        return sorted(candidates, key=lambda one: -(one.engagement + one.quality))[:count]

    for seed in range(3):
        candidates = many(seed)
        small = {one.creator_id for one in candidates if (one.followers or 0) < FOLLOWED}
        seen = {one.creator_id for one in over_weeks(by_pick, candidates)} & small
        usually = {one.creator_id for one in over_weeks(usual, candidates)} & small
        assert len(seen) >= 0.8 * len(small), len(seen)
        assert len(usually) < 0.2 * len(small), len(usually)


def test_the_large_are_not_shut_out() -> None:
    shown = over_weeks(by_pick, many(1))
    large = [one for one in shown if (one.followers or 0) >= FOLLOWED]
    assert len({one.creator_id for one in large}) == 4
    assert len(large) > len(shown) / 8


def test_over_weeks_no_creator_comes_thrice_running_and_formats_change() -> None:
    shown = over_weeks(by_pick, many(2))
    assert len(shown) == ROUNDS * A_ROUND
    for three in zip(shown, shown[1:], shown[2:], strict=False):
        assert len({one.creator_id for one in three}) > 1
    changes = sum(one.kind != other.kind for one, other in pairwise(shown))
    assert changes > 0.7 * len(shown)
    assert min(Counter(one.kind for one in shown).values()) >= len(shown) // 12


def test_a_small_creator_goes_before_a_large_one_of_the_same_worth() -> None:
    small, large = many(3, large=0, small=1)[0], many(3, large=1, small=0, each=9)[0]
    alike_but = replace(large, creator_id=5, creator_pieces=1, followers=80)
    assert pick([large, replace(alike_but, item_id=99, text="other words")], Taste(), 1, NOW)[0].item_id == 99
    assert small.followers is not None
