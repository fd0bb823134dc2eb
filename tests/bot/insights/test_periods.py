"""Periods are moments in people's own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.insights.periods import Cadence, before, custom, last_complete, midnight, parse, period_of, series
from bot.kernel.errors import TellUser

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)  # a Monday
ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone and "right" not in zone))
DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("said", "name", "first", "last"),
    [
        ("week", "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("  Last   WEEK ", "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("this week", "2026-W48", date(2026, 11, 23), date(2026, 11, 29)),
        ("2026-W01", "2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2020w53", "2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        ("month", "2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", "2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-q4", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-11-18", "2026-W47", date(2026, 11, 16), date(2026, 11, 22)),
        ("30d", "30d", date(2026, 10, 25), date(2026, 11, 23)),
    ],
)
def test_what_people_write(said: str, name: str, first: date, last: date) -> None:
    found = parse(said, NOW, "Europe/Stockholm")
    assert (found.name, found.first_day, found.last_day) == (name, first, last)


@pytest.mark.parametrize(
    "said", ["", "soon", "2026-W54", "2025-W53", "2026-13", "0d", "999d", "2026-02-30", "w" * 999]
)
def test_what_is_no_period_is_refused_with_what_to_write(said: str) -> None:
    with pytest.raises(TellUser) as refused:
        parse(said, NOW, "UTC")
    assert "2026-W47" in str(refused.value.remedy)


@pytest.mark.parametrize(
    ("name", "hours"),
    [("2026-W13", 167), ("2026-W43", 169), ("2026-W47", 168)],
    ids=["spring", "autumn", "plain"],
)
def test_a_week_in_which_the_clocks_change_is_as_long_as_it_is(name: str, hours: int) -> None:
    week = parse(name, NOW, "Europe/Stockholm")
    assert week.end - week.start == timedelta(hours=hours)


@given(zone=ZONES, day=DAYS, cadence=st.sampled_from([Cadence.WEEK, Cadence.MONTH, Cadence.QUARTER]))
def test_periods_follow_each_other_without_a_gap(zone: str, day: date, cadence: Cadence) -> None:
    period = period_of(cadence, day, zone)
    assert period.first_day <= day <= period.last_day
    last = before(period)
    assert last.end == period.start
    assert last.cadence == period.cadence
    assert period_of(cadence, last.first_day, zone) == last
    assert [one.end for one in series(period, 4)][:-1] == [one.start for one in series(period, 4)][1:]


@given(zone=ZONES, day=DAYS)
def test_a_day_begins_with_its_first_moment(zone: str, day: date) -> None:
    start = midnight(day, zone)
    there = start.astimezone(ZoneInfo(zone))
    earlier = (start - timedelta(microseconds=1)).astimezone(ZoneInfo(zone))
    assert earlier.date() < day or there.hour == earlier.hour == 0  # an hour after midnight may come twice
    assert there.date() >= day


@given(zone=ZONES, seconds=st.integers(950_000_000, 2_050_000_000))
def test_the_last_complete_period_is_over(zone: str, seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    for cadence in (Cadence.WEEK, Cadence.MONTH, Cadence.QUARTER):
        found = last_complete(cadence, moment, zone)
        assert found.end <= moment
        assert moment - found.end < timedelta(days=93)


def test_a_contest_is_compared_with_as_long_a_time_before_it() -> None:
    contest = custom("Leaf of the week", NOW, NOW + timedelta(days=3, hours=5), "UTC")
    assert before(contest).start == NOW - timedelta(days=3, hours=5)
    with pytest.raises(ValueError, match="ends before it begins"):
        custom("Odd", NOW, NOW, "UTC")
