"""What few numbers can't say isn't said."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.insights.statistics import (
    ACCURACY,
    bin_of,
    counts_differ,
    medians_differ,
    quantile,
    seconds_of,
    shares_differ,
    sums_differ,
    wilson,
)


@pytest.mark.parametrize(
    ("of", "among", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(of: int, among: int, low: float, high: float) -> None:
    found = wilson(of, among)
    assert found is not None
    assert found == pytest.approx((low, high), abs=5e-5)


@given(among=st.integers(1, 10**7), share=st.floats(0, 1))
def test_an_interval_holds_its_share(among: int, share: float) -> None:
    of = round(share * among)
    found = wilson(of, among)
    assert found is not None
    assert 0 <= found[0] <= of / among <= found[1] <= 1


def test_nothing_has_no_share() -> None:
    assert wilson(0, 0) is None
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


@pytest.mark.parametrize(
    ("now", "before", "differ"),
    [
        (0, 0, False),
        (41, 36, False),
        (5, 0, True),
        (3, 0, False),
        (120, 80, True),
        (0, 9, True),
        (1_000_100, 1_000_000, False),
    ],
)
def test_a_change_of_a_count_is_larger_than_chance(now: int, before: int, differ: bool) -> None:
    assert counts_differ(now, before) is differ


def test_one_piece_that_went_far_makes_no_trend() -> None:
    assert not sums_differ(1_000, 10, squares=990**2 + 10)
    assert sums_differ(1_000, 10, squares=101 * 10**2)


def test_shares_of_few_say_little() -> None:
    assert not shares_differ(3, 4, 1, 4)
    assert shares_differ(300, 400, 100, 400)
    assert not shares_differ(1, 1, 0, 0)
    # Newcombe 1998, Statistics in Medicine 17:873, table II: 56/70 and 48/80, method 10: 0.0524 to 0.3339
    assert shares_differ(56, 70, 48, 80)


@given(st.lists(st.floats(1, 10**7), min_size=1, max_size=200), st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_times_are_exact_to_two_percent(seconds: list[float], share: float) -> None:
    found = quantile(Counter(bin_of(one) for one in seconds), share)
    ranked = sorted(seconds)[max(1, math.ceil(share * len(seconds))) - 1]
    assert found == pytest.approx(ranked, rel=ACCURACY + 1e-9)


def test_the_shortest_times_share_a_bin() -> None:
    assert bin_of(0) == bin_of(-5) == bin_of(1) == 0
    assert seconds_of(0) == pytest.approx(1, rel=ACCURACY + 1e-9)
    assert quantile({}, 0.5) is None


def test_medians_differ_only_where_their_intervals_do() -> None:
    dice = random.Random(4)
    hour = Counter(bin_of(dice.expovariate(1 / 3600)) for _ in range(200))
    again = Counter(bin_of(dice.expovariate(1 / 3600)) for _ in range(200))
    day = Counter(bin_of(dice.expovariate(1 / 86_400)) for _ in range(200))
    assert medians_differ(hour, day)
    assert not medians_differ(hour, again)
    assert not medians_differ({bin_of(10): 2}, {bin_of(10_000): 2}), "two are too few"
