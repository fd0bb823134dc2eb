"""When digests are due, against a computation of its own that looks at every minute's wall clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.rules import Wanted, ahead, begin, due_at, next_due, turn
from bot.insights.periods import Cadence, period_of
from bot.kernel.errors import TellUser

ZONES = [
    "Europe/Stockholm",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Santiago",
    "UTC",
]
NO_QUIET: tuple[int, ...] = ()


def naive(wanted: Wanted, end: datetime) -> datetime:
    """Walk through the days after the period's end; of each the first moment whose wall clock says the time, or where
    the time is jumped over, as long after midnight as the clock would have gone."""
    zone = ZoneInfo(wanted.zone)
    day = end.astimezone(zone).date()
    while day.weekday() != wanted.day or at(wanted, day) < end:
        day += timedelta(days=1)
    calendar = holidays.country_holidays(wanted.holidays) if wanted.holidays else {}
    for later in range(7):
        chosen = day + timedelta(days=later)
        if chosen.weekday() not in wanted.quiet_days and chosen not in calendar:
            return at(wanted, chosen)
    return at(wanted, day)


def at(wanted: Wanted, day: date) -> datetime:
    zone = ZoneInfo(wanted.zone)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=20)
    for _ in range(45 * 60):
        local = moment.astimezone(zone)
        if (local.date(), local.hour, local.minute) == (day, wanted.hour, wanted.minute):
            return moment
        moment += timedelta(minutes=1)
    noon_before = datetime(day.year, day.month, day.day, 12, tzinfo=zone) - timedelta(days=1)
    offset = noon_before.utcoffset()
    assert offset is not None
    return datetime(day.year, day.month, day.day, wanted.hour, wanted.minute, tzinfo=UTC) - offset


@settings(max_examples=60, deadline=None)
@given(
    day=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    minute=st.sampled_from([0, 15, 30, 59]),
    zone=st.sampled_from(ZONES),
    quiet=st.sets(st.integers(0, 6), max_size=6),
    country=st.sampled_from(["", "SE", "DE", "US"]),
)
def test_a_weeks_digest_is_due_when_the_wall_clock_says(
    day: date, weekday: int, hour: int, minute: int, zone: str, quiet: set[int], country: str
) -> None:
    wanted = Wanted(Cadence.WEEK, weekday, hour, minute, zone, "en", tuple(quiet), country)
    week = period_of(Cadence.WEEK, day, zone)
    assert due_at(wanted, week) == naive(wanted, week.end)


def test_a_time_that_is_jumped_over_and_one_that_comes_twice() -> None:
    wanted = Wanted(day=6, hour=2, minute=30, zone="Europe/Stockholm", quiet_days=NO_QUIET)
    spring = period_of(Cadence.WEEK, date(2026, 3, 16), "Europe/Stockholm")
    autumn = period_of(Cadence.WEEK, date(2026, 10, 12), "Europe/Stockholm")
    assert due_at(wanted, spring) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert due_at(wanted, autumn) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    first = begin(wanted, datetime(2026, 10, 25, 0, 29, tzinfo=UTC))
    sent = turn(wanted, first, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert sent.send is not None
    assert sent.send.name == "2026-W42"
    again = turn(wanted, sent.handled, datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert again.send is None


def test_quiet_days_and_holidays_move_it_and_keep_its_period() -> None:
    """Easter Monday of 2026 is 6 April; Epiphany of 2026 is a Tuesday, in Bavaria alone."""
    easter = Wanted(zone="Europe/Stockholm", holidays="SE")
    week = period_of(Cadence.WEEK, date(2026, 4, 5), "Europe/Stockholm")
    assert due_at(easter, week) == datetime(2026, 4, 7, 7, tzinfo=UTC)
    found = turn(easter, date(2026, 3, 23), datetime(2026, 4, 7, 7, tzinfo=UTC))
    assert found.send is not None
    assert (found.send.name, found.skip) == ("2026-W14", ())
    epiphany = period_of(Cadence.WEEK, date(2026, 1, 1), "Europe/Berlin")
    days = [
        due_at(Wanted(day=1, zone="Europe/Berlin", holidays=code), epiphany).date().day
        for code in ("DE", "DE-BY")
    ]
    assert days == [6, 7]


def test_where_no_day_is_free_it_comes_on_its_own_day() -> None:
    wanted = Wanted(quiet_days=(1, 2, 3, 4, 5, 6), holidays="SE")
    week = period_of(Cadence.WEEK, date(2026, 4, 5), "UTC")
    assert due_at(wanted, week) == datetime(2026, 4, 6, 9, tzinfo=UTC)


def test_after_a_downtime_only_the_latest_is_sent() -> None:
    wanted = Wanted()
    found = turn(wanted, date(2026, 10, 5), datetime(2026, 11, 25, tzinfo=UTC))
    assert found.send is not None
    assert found.send.name == "2026-W47"
    assert [one.name for one in found.skip] == [f"2026-W{week}" for week in range(42, 47)]
    assert found.next_due_at == datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_clocks_that_go_back_and_zones_that_change_send_nothing_twice() -> None:
    wanted, now = Wanted(), datetime(2026, 11, 23, 9, tzinfo=UTC)
    sent = turn(wanted, date(2026, 11, 9), now)
    assert sent.send is not None
    for back in (timedelta(minutes=1), timedelta(days=3), timedelta(days=40)):
        assert turn(wanted, sent.handled, now - back).send is None
    for zone in ZONES:
        elsewhere = Wanted(zone=zone)
        assert turn(elsewhere, sent.handled, now + timedelta(days=2)).send is None
        assert next_due(elsewhere, sent.handled) > now
    assert ahead(wanted, sent.handled, now - timedelta(days=5))
    assert not ahead(wanted, sent.handled, now)


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Europe/Atlantis"},
        {"holidays": "XX"},
        {"holidays": "DE-ZZ"},
        {"quiet_days": (0, 1, 2, 3, 4, 5, 6)},
        {"day": 7},
        {"hour": 24},
        {"language": "xx"},
        {"cadence": Cadence.MONTH, "day": 31},
        {"cadence": Cadence.CUSTOM},
    ],
)
def test_what_a_schedule_may_not_say(wrong: dict[str, object]) -> None:
    with pytest.raises(TellUser) as refused:
        Wanted(**wrong)  # type: ignore[arg-type]  # wrong on purpose
    assert refused.value.remedy


def test_months_and_quarters() -> None:
    month = Wanted(Cadence.MONTH, 1, quiet_days=(5, 6))
    assert due_at(month, period_of(Cadence.MONTH, date(2026, 7, 5), "UTC")) == datetime(
        2026, 8, 3, 9, tzinfo=UTC
    )
    quarter = Wanted(Cadence.QUARTER, 2)
    assert due_at(quarter, period_of(Cadence.QUARTER, date(2026, 7, 5), "UTC")) == datetime(
        2026, 10, 2, 9, tzinfo=UTC
    )
