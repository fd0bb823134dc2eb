"""What can be said of a number, given how few things it counts. Pure.

Two figures differ only where the difference is larger than chance alone would often make it (two-sided, 5 %); a share
has an interval; a time is told by its median and its 90th percentile, kept in logarithmic bins.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
"""Standard deviations on either side that hold 95 %."""

SMALL = 10
"""Of fewer than so many, a share or a median is called a small sample."""

ACCURACY = 0.02
"""Relative error of a time read from bins."""

_GAMMA = (1 + ACCURACY) / (1 - ACCURACY)
_LOG_GAMMA = math.log(_GAMMA)


def wilson(of: int, among: int) -> tuple[float, float] | None:
    """The 95 % interval of a share (Wilson 1927; without continuity correction). None among nothing. Raises
    ValueError where more are counted than there are."""
    if among <= 0:
        return None
    if not 0 <= of <= among:
        raise ValueError(f"{of} of {among} is no share")
    share, square = of / among, Z * Z
    middle = (share + square / (2 * among)) / (1 + square / among)
    spread = Z / (1 + square / among) * math.sqrt(share * (1 - share) / among + square / (4 * among**2))
    # At the ends the interval reaches them exactly; what is computed may miss them by rounding.
    low = 0.0 if of == 0 else max(0.0, middle - spread)
    high = 1.0 if of == among else min(1.0, middle + spread)
    return low, high


def counts_differ(now: float, before: float) -> bool:
    """Whether two counts of independent events over equally long times differ by more than chance: given their sum,
    each event is as likely in either (Przyborowski and Wilenski 1940, by the normal approximation)."""
    total = now + before
    return total > 0 and abs(now - before) > Z * math.sqrt(total)


def sums_differ(now: float, before: float, squares: float) -> bool:
    """Whether two sums of what single pieces brought differ by more than chance. ``squares`` is the sum of the
    squares of what each piece brought, in both times: the variance of a compound Poisson sum, so that one piece that
    went far makes no trend."""
    return squares > 0 and abs(now - before) > Z * math.sqrt(squares)


def shares_differ(of: int, among: int, of_before: int, among_before: int) -> bool:
    """Whether two independent shares differ by more than chance: zero lies outside the interval of their difference
    (Newcombe 1998, method 10)."""
    one, other = wilson(of, among), wilson(of_before, among_before)
    if one is None or other is None:
        return False
    share, before = of / among, of_before / among_before
    difference = share - before
    low = difference - math.hypot(share - one[0], other[1] - before)
    high = difference + math.hypot(one[1] - share, before - other[0])
    return low > 0 or high < 0


def bin_of(seconds: float) -> int:
    """The bin of a time. What takes less than a second counts as one."""
    return math.ceil(math.log(max(seconds, 1.0)) / _LOG_GAMMA)


def seconds_of(number: int) -> float:
    """The time that stands for a bin: at most ``ACCURACY`` away from each time in it (DDSketch: Masson, Rim and Lee
    2019)."""
    return 2 * _GAMMA**number / (_GAMMA + 1)


def quantile(bins: Mapping[int, int], share: float) -> float | None:
    """The time that a share of all stays at or under; None of nothing."""
    total = sum(bins.values())
    return None if total <= 0 else _ranked(bins, max(1, math.ceil(share * total)))


def medians_differ(now: Mapping[int, int], before: Mapping[int, int]) -> bool:
    """Whether two medians differ by more than chance: the distribution-free 95 % intervals of both, from order
    statistics, have nothing in common. Strict, so what is called a change is one."""
    one, other = _median_interval(now), _median_interval(before)
    return one is not None and other is not None and (one[0] > other[1] or one[1] < other[0])


def _median_interval(bins: Mapping[int, int]) -> tuple[float, float] | None:
    total = sum(bins.values())
    reach = Z * math.sqrt(total) / 2
    first, last = math.floor(total / 2 - reach), math.ceil(total / 2 + reach + 1)
    if first < 1 or last > total:
        return None  # too few to have an interval
    return _ranked(bins, first), _ranked(bins, last)


def _ranked(bins: Mapping[int, int], rank: int) -> float:
    """The time at a rank, from 1."""
    passed = 0
    for number in sorted(bins):
        passed += bins[number]
        if passed >= rank:
            return seconds_of(number)
    raise ValueError(f"there are only {passed}, not {rank}")
