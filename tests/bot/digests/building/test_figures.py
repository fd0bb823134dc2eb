"""Numbers say what was counted, and a change only where there is one."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.digests.building.building import origins
from bot.digests.building.figures import Figures
from bot.digests.building.money import value
from bot.digests.building.reading import engagement
from bot.insights.counting.tally import CreatorTally, ItemTally, Tally
from bot.insights.rollups.sums import Sums
from bot.insights.statistics import bin_of
from bot.settings.digest import Prices
from tests.support.documents import WEEK


def _figures(now: dict[str, int], was: dict[str, int] | None, slice: str = "") -> Figures:
    before = None if was is None else Sums(counts={slice: Counter(was)})
    return Figures(Sums(counts={slice: Counter(now)}), before)


@pytest.mark.parametrize(
    ("now", "was", "change"),
    [(41, 36, "level"), (60, 20, "up"), (20, 60, "down"), (0, 0, "level"), (3, 0, "level"), (5, 0, "up")],
)
def test_a_count_changed_where_chance_does_not_explain_it(now: int, was: int, change: str) -> None:
    number = _figures({"found": now}, {"found": was}).count("found")
    assert (number.value, number.before, number.change) == (now, was, change)


def test_where_nothing_was_found_before_nothing_is_compared() -> None:
    figures = _figures({"found": 9, "approved": 3, "decided": 4}, None)
    for number in (figures.count("found"), figures.gain("gained"), figures.share("approval_rate")):
        assert (number.before, number.change) == (None, "unknown")


def test_a_share_has_its_interval_and_says_how_few_it_is_of() -> None:
    number = _figures({"granted": 9, "ended": 12}, {"granted": 1, "ended": 12}).share("permission_rate")
    assert (number.value, number.sample, number.small, number.change) == (0.75, 12, False, "up")
    # scipy.stats.binomtest(9, 12).proportion_ci(method="wilson")
    assert number.low == pytest.approx(0.4677, abs=1e-4)
    assert number.high == pytest.approx(0.9111, abs=1e-4)
    assert _figures({"granted": 2, "ended": 3}, None).share("permission_rate").small
    nothing = _figures({}, {"granted": 1, "ended": 2}).share("permission_rate")
    assert (nothing.value, nothing.before, nothing.sample, nothing.change) == (None, 0.5, 0, "unknown")


def test_one_piece_that_went_far_makes_no_trend() -> None:
    def gained(pieces: list[int]) -> Sums:
        items = {number: ItemTally(gained=one) for number, one in enumerate(pieces)}
        return Sums.of(Tally(counts={"": Counter(gained=sum(pieces))}, items=items))

    assert Figures(gained([1000, *[1] * 30]), gained([1] * 30)).gain("gained").change == "level"
    assert Figures(gained([20] * 50), gained([1] * 30)).gain("gained").change == "up"
    part = Figures(gained([20] * 50), gained([1] * 30)).gain("gained", "tag:tea")
    assert (part.value, part.change) == (0, "unknown")


def test_times_are_medians_and_ninetieth_percentiles() -> None:
    bins = Counter({f"decided_in#{bin_of(hours * 3600)}": 1 for hours in range(1, 21)})
    times = Figures(Sums(counts={"": bins}), Sums()).times("decided_in")
    assert times is not None
    assert times.median.value == pytest.approx(10 * 3600, rel=0.03)
    assert times.p90.value == pytest.approx(18 * 3600, rel=0.03)
    assert (times.median.sample, times.median.small, times.median.before) == (20, False, None)
    assert _figures({"found": 3}, None).times("decided_in") is None


def test_creators_are_new_or_returning() -> None:
    now = {1: CreatorTally(found=2, first=True), 2: CreatorTally(found=1), 3: CreatorTally(gained=5)}
    was = {2: CreatorTally(found=1, first=True)}
    figures = Figures(Sums.of(Tally(creators=now)), Sums.of(Tally(creators=was)))
    assert [(one.figure, one.value, one.before) for one in figures.people()] == [
        ("creators", 2, 1),
        ("first_timers", 1, 1),
        ("returning", 1, 0),
    ]


@pytest.mark.parametrize(
    ("counted", "rate", "expected"),
    [
        ({"gained_views": 200, "gained_viewed": 10, "gained_reach": 5}, "engagement_rate_views", 0.05),
        ({"gained_reach": 50, "gained_reached": 10, "followers": 1000}, "engagement_rate_reach", 0.2),
        ({"gained_likes": 3, "followers": 300, "gained_followed": 3}, "engagement_rate_followers", 0.01),
        ({"gained_views": -3, "gained_viewed": 3}, "engagement_rate_views", -1.0),
    ],
)
def test_the_rate_of_engagement_is_per_view_before_reach_before_followers(
    counted: dict[str, int], rate: str, expected: float
) -> None:
    rates = [one for one in engagement(_figures(counted, None)) if one.figure.startswith("engagement_rate")]
    assert [one.figure for one in rates] == [rate]
    assert rates[0].value == pytest.approx(expected)


def test_without_metrics_there_is_no_engagement() -> None:
    assert engagement(_figures({"found": 4, "followers": 100}, None)) == []


def test_origins_are_compared_where_others_than_customers_are_there() -> None:
    now = Sums(counts={"": Counter(found=9, gained=4), "origin:paid": Counter(found=2, gained=70)})
    assert [(one.slice, one.name) for one in origins(Figures(now, None))] == [
        ("", "ugc"),
        ("origin:paid", "paid"),
    ]
    assert origins(_figures({"found": 9}, None)) == []


def test_money_is_spoken_of_only_at_the_operators_prices() -> None:
    figures = _figures({"approved": 10, "gained_views": 4000, "gained": 20}, {"approved": 0})
    assert value(figures, "", WEEK, Prices()) == []
    prices = Prices(currency="EUR", per_month=3043.68, per_1000_views=5, per_engagement=0.5)
    cost, worth = value(figures, "", WEEK, prices)
    assert (cost.figure, cost.before) == ("cost_per_approved", None)
    assert cost.value == pytest.approx(70, rel=1e-3)
    assert (worth.figure, worth.estimate) == ("media_value", True)
    assert worth.value == pytest.approx(30)
    [alone] = value(_figures({}, None), "", WEEK, Prices(per_month=100))
    assert alone.value is None
