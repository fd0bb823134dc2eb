"""What platforms count, under one name, and what was gained between two looks: by rules that nothing can break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.metrics import (
    KEPT_DAYS,
    METRICS,
    MOST,
    RESET_FROM,
    Gained,
    canonical,
    expires,
    first_gains,
    gains,
)
from bot.content.tables import Measurement
from bot.intake.privacy.retained.periods import PERIODS
from bot.storage.types import table_of
from tests.bot.content.pieces import NOW

COUNTS = st.integers(min_value=0, max_value=MOST)
LEVELS = st.dictionaries(st.sampled_from(METRICS), COUNTS)
ANYTHING = st.one_of(
    st.integers(), st.floats(), st.booleans(), st.none(), st.text(max_size=5), st.lists(st.integers())
)


@pytest.mark.parametrize(
    ("platform", "given_counts", "ours"),
    [
        ("mastodon", {"likes": 3, "shares": 2, "comments": 1}, {"likes": 3, "comments": 1, "shares": 2}),
        ("mastodon", {"favourites_count": 3, "reblogs_count": 2, "replies_count": 1}, None),
        ("bluesky", {"likeCount": 3, "repostCount": 2, "replyCount": 1}, None),
        ("hackernews", {"points": 9, "num_comments": 4}, {"likes": 9, "comments": 4}),
        (
            "reddit",
            {"score": 9, "num_comments": 4, "num_crossposts": 1},
            {"likes": 9, "comments": 4, "shares": 1},
        ),
        ("youtube", {"viewCount": 900, "likeCount": 9, "favoriteCount": 0}, {"likes": 9, "views": 900}),
        ("instagram", {"like_count": 5, "saved": 2, "reach": 70}, {"likes": 5, "saves": 2, "reach": 70}),
        ("tiktok", {"like_count": 5, "favorites_count": 2}, {"likes": 5, "saves": 2}),
        ("x", {"bookmark_count": 2, "impression_count": 70}, {"saves": 2, "views": 70}),
        ("", {"Likes": 5, "odd": 4, "discounts": 3}, {"likes": 5}),
    ],
)
def test_each_platforms_words_mean_ours(
    platform: str, given_counts: Mapping[str, int], ours: Mapping[str, int] | None
) -> None:
    assert canonical(platform, given_counts) == (ours or {"likes": 3, "comments": 1, "shares": 2})


def test_shares_with_and_without_words_are_added() -> None:
    assert canonical("bluesky", {"shares": 2, "quotes": 3}) == {"shares": 5}
    assert canonical("bluesky", {"quotes": 3}) == {"shares": 3}
    assert canonical("bluesky", {"quotes": MOST, "shares": MOST}) == {"shares": MOST}


def test_what_is_no_count_is_missing_and_not_zero() -> None:
    odd: dict[str, Any] = {"likes": -1, "comments": MOST + 1, "shares": True, "views": 2.5, "saves": "3"}
    assert canonical("mastodon", {**odd, "reach": 0}) == {"reach": 0}


@given(st.text(max_size=12), st.dictionaries(st.text(max_size=80), ANYTHING, max_size=6))
def test_nothing_that_a_source_says_breaks_it(platform: str, metrics: Mapping[str, object]) -> None:
    found = canonical(platform, metrics)
    assert set(found) <= set(METRICS)
    assert all(type(count) is int and 0 <= count <= MOST for count in found.values())


@given(st.sampled_from(METRICS), COUNTS)
def test_our_own_names_are_understood_everywhere(name: str, count: int) -> None:
    for platform in ("mastodon", "tiktok", "pinterest", "unheard of"):
        assert canonical(platform, {name: count}) == {name: count}


def test_what_is_gained() -> None:
    before = {"likes": 10, "comments": 4}
    assert gains(before, {"likes": 15, "comments": 4}) == Gained({"likes": 15, "comments": 4}, {"likes": 5})
    assert gains(before, {"likes": 8}).gained == {"likes": -2}


def test_a_metric_that_was_never_counted_is_a_baseline() -> None:
    measured = gains({"likes": 10}, {"likes": 10, "views": 5000})
    assert (measured.counts, measured.gained, measured.reset) == ({"likes": 10, "views": 5000}, {}, False)


def test_a_metric_that_was_left_out_once_loses_nothing() -> None:
    away = gains({"likes": 10, "views": 3}, {"views": 4})
    assert (away.counts, away.gained) == ({"likes": 10, "views": 4}, {"views": 1})
    assert gains(away.counts, {"likes": 13, "views": 4}, away.stood).gained == {"likes": 3}


def run(counts: Sequence[int]) -> list[Gained]:
    """What looks one after the other come to."""
    measured = [first_gains({"views": counts[0]}, None, NOW)]
    for count in counts[1:]:
        measured.append(gains(measured[-1].counts, {"views": count}, measured[-1].stood))
    return measured


def gained(counts: Sequence[int]) -> list[int]:
    return [one.gained.get("views", 0) for one in run(counts)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((100, 120, 3, 8), [100, 20, 0, 5]),  # counted anew
        ((100, 0, 105), [100, 0, 5]),  # trouble, over at the next look
        ((100, 0, 3, 98), [100, 0, 3, -2]),
        ((100, 0, 45, 52, 97, 103), [100, 0, 45, 7, 45, 6]),  # counted anew, and grown to where it was
        ((100, 40, 2, 104), [100, 0, 0, 4]),  # anew twice, then as it was
        ((100, 50, 49), [100, -50, -1]),  # half is a fall
        ((9, 0, 9), [9, -9, 9]),  # few: people change their minds
        ((RESET_FROM, 4), [RESET_FROM, 0]),
    ],
)
def test_a_platform_that_counts_anew_neither_wipes_out_nor_doubles(
    counts: Sequence[int], expected: list[int]
) -> None:
    assert gained(counts) == expected


def test_a_reset_is_marked_once() -> None:
    assert [one.reset for one in run((100, 3, 8, 60))] == [False, True, False, False]
    assert [dict(one.stood) for one in run((100, 3, 8, 60))] == [{}, {"views": 100}, {"views": 100}, {}]


def test_only_what_fell_is_counted_anew() -> None:
    measured = gains({"likes": 40, "views": 900}, {"likes": 42, "views": 5})
    assert (measured.gained, measured.reset, measured.stood) == ({"likes": 2}, True, {"views": 900})


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_what_only_grows_gained_all_that_it_has(counts: list[int]) -> None:
    assert sum(gained(sorted(counts))) == max(counts)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=12))
def test_what_is_gained_is_bounded_by_the_steps(counts: list[int]) -> None:
    measured = run(counts)
    for (before, after), one in zip(pairwise(counts), measured[1:], strict=True):
        got = one.gained.get("views", 0)
        assert got <= max(after - before, 0)
        assert got >= -max(before, RESET_FROM, max(counts) // 10)
        assert one.counts == {"views": after}


@given(LEVELS, LEVELS, LEVELS)
def test_the_same_counts_again_are_nothing_new(
    before: Mapping[str, int], after: Mapping[str, int], stood: Mapping[str, int]
) -> None:
    once = gains(before, after, stood)
    again = gains(once.counts, after, once.stood)
    assert again.counts == once.counts == {name: {**before, **after}[name] for name in once.counts}
    assert set(once.counts) == set(before) | set(after)
    if not set(once.stood) & set(after):
        assert (again.gained, again.reset) == ({}, False)


def test_the_first_measurement_gained_all_of_a_fresh_piece() -> None:
    counts = {"likes": 7, "shares": 0}
    for published, new, fresh in (
        (NOW - timedelta(days=6, hours=23), True, True),
        (NOW - timedelta(days=6, hours=23), False, True),
        (NOW - timedelta(days=7), True, False),
        (NOW + timedelta(days=900), True, True),
        (None, True, True),
        (None, False, False),
    ):
        measured = first_gains(counts, published, NOW, new=new)
        assert measured == Gained(counts, {"likes": 7} if fresh else {})


def test_terms_that_limit_past_counts_are_those_that_limit_pieces() -> None:
    assert {name: PERIODS[name][0] for name in KEPT_DAYS} == dict(KEPT_DAYS)
    assert expires("YouTube", NOW) == NOW + timedelta(days=30)
    assert expires("mastodon", NOW) is None


def test_there_is_a_column_for_each_metric() -> None:
    columns = set(table_of(Measurement).c.keys())
    assert {*METRICS, *(f"gained_{name}" for name in METRICS)} <= columns
