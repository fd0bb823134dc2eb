"""Prizes, criteria, tasks and weights as people type them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contests.definition import Criterion, EngagementPoints, Prize, Task, Weights
from cogs.contest import lines
from cogs.contest.lines import Unreadable


def test_prizes_one_a_line_with_how_many_win_them() -> None:
    typed = "2 × Tea box\n\n  1x Mug \n3 * Sticker\nA 100 kr card"
    assert lines.read_prizes(typed) == (
        Prize(name="Tea box", winners=2),
        Prize(name="Mug", winners=1),
        Prize(name="Sticker", winners=3),
        Prize(name="A 100 kr card", winners=1),
    )


def test_criteria_with_best_mark_and_weight() -> None:
    assert lines.read_criteria("Taste 10\nLooks\nStory 5, weight 2") == (
        Criterion(key="taste", name="Taste", best=10),
        Criterion(key="looks", name="Looks", best=10),
        Criterion(key="story", name="Story", best=5, weight=2),
    )


def test_a_criterion_known_by_its_name_keeps_its_key() -> None:
    known = [Criterion(key="smak", name="Taste")]
    assert [one.key for one in lines.read_criteria("Taste 5\nTaste!", known)] == ["smak", "taste"]


def test_names_of_any_script_get_keys_of_their_own() -> None:
    found = lines.read_criteria("味 10\n見た目 10\nÄpple 3\nÄpple 4")
    assert [one.key for one in found] == ["c", "c-2", "apple", "apple-2"]


def test_tasks_with_points_and_how_often_they_count() -> None:
    assert lines.read_tasks("latte 50×3 Post your latte art\nTea-1 10 Brew") == (
        Task(key="latte", title="Post your latte art", points=50, times=3),
        Task(key="tea-1", title="Brew", points=10),
    )


def test_weights_and_engagement_by_name() -> None:
    assert lines.read_weights("Votes 60%, jury: 40") == Weights(votes=60, jury=40, engagement=0)
    assert lines.read_engagement("likes 1\ncomments=5") == EngagementPoints(
        likes=1, comments=5, shares=0, saves=0, views=0
    )


@pytest.mark.parametrize(
    ("reader", "typed", "told"),
    [
        (lines.read_prizes, "0 × Tea", "Line 1: winners must be from 1 to 100, not 0"),
        (lines.read_prizes, "Tea\n" * 11, "11 prizes; at most 10"),
        (lines.read_prizes, "Mug\n" + "x" * 101, "Line 2: a prize takes 100 characters; this one has 101"),
        (lines.read_criteria, "Taste 25", "Line 1: the best mark must be from 1 to 20, not 25"),
        (lines.read_criteria, "a\nb\nc\nd\ne", "5 criteria; at most 4"),
        (lines.read_tasks, "latte Post it", "Line 1: write a short key, the points and a title"),
        (lines.read_tasks, "lätte 5 Post it", "Line 1: a key is letters a to z"),
        (lines.read_tasks, "a 5 One\na 5 Two", "Line 2: there is a task a above"),
        (lines.read_tasks, "a 100001 One", "points must be from 1 to 100,000"),
        (lines.read_weights, "votes 50, jury 40", "add up to 90; they must add up to 100"),
        (lines.read_weights, "vote 100", "“vote 100” can't be read"),
        (lines.read_weights, "votes 50, votes 50", "votes stands there twice"),
        (lines.read_engagement, "", "Something must count"),
        (lines.read_engagement, "likes 1001", "likes must be from 0 to 1,000"),
    ],
)
def test_what_cannot_be_read_says_where_and_how(reader: object, typed: str, told: str) -> None:
    assert callable(reader)
    with pytest.raises(Unreadable) as refused:
        reader(typed)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("value", "write", "read"),
    [
        ((Prize(name="Tea box", winners=2), Prize(name="Mug")), lines.write_prizes, lines.read_prizes),
        (
            (Criterion(key="taste", name="Taste", best=5, weight=3), Criterion(key="looks", name="Looks")),
            lines.write_criteria,
            lines.read_criteria,
        ),
        (
            (
                Task(key="latte", title="Latte art", points=50, times=3),
                Task(key="tea", title="Tea", points=1),
            ),
            lines.write_tasks,
            lines.read_tasks,
        ),
        (Weights(votes=10, jury=30, engagement=60), lines.write_weights, lines.read_weights),
        (EngagementPoints(likes=0, views=1000), lines.write_engagement, lines.read_engagement),
    ],
)
def test_what_is_written_is_read_as_the_same(value: object, write: object, read: object) -> None:
    assert callable(write)
    assert callable(read)
    assert read(write(value)) == value


@given(st.text(max_size=400))
def test_anything_typed_is_read_or_refused_in_words(typed: str) -> None:
    for reader in (
        lines.read_prizes, lines.read_criteria, lines.read_tasks, lines.read_weights, lines.read_engagement,
    ):  # fmt: skip
        with suppress(Unreadable):
            assert reader(typed) is not None
