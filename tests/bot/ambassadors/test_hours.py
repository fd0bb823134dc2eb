"""Picks come in working hours, whatever clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ambassadors.rules import (
    Cadence,
    Preferences,
    at_work,
    interest,
    next_due,
    periods_of,
    server_of,
    week_start,
    works_at,
)
from bot.kernel.errors import Refused

ZONES = [
    "UTC",
    "Europe/Stockholm",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
]
days = st.sets(st.integers(0, 6), min_size=1).map(lambda some: tuple(sorted(some)))
hours = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda pair: pair[0] < pair[1])
moments = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
)


def wants(**more: object) -> Preferences:
    return Preferences(networks=("copy",), **more)  # type: ignore[arg-type]  # values that a test chooses


@settings(max_examples=300, deadline=None)
@given(
    zone=st.sampled_from(ZONES), hours=hours, days=days, now=moments, cadence=st.sampled_from(list(Cadence))
)
def test_whatever_is_wanted_picks_are_due_at_work(
    zone: str, hours: tuple[int, int], days: tuple[int, ...], now: datetime, cadence: Cadence
) -> None:
    wanted = wants(zone=zone, hours=hours, days=days, cadence=cadence)
    due = next_due(wanted, now)
    assert works_at(wanted, due)
    assert now < due < now + timedelta(days=22), (
        "a day on which clocks jump over all working hours is left out"
    )
    local, before = due.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    if cadence is Cadence.DAILY:
        assert local.date() > before.date()
    if cadence is Cadence.WEEKLY:
        assert local.isocalendar()[:2] != before.isocalendar()[:2]
    assert works_at(wanted, at_work(wanted, now))
    assert at_work(wanted, due) == due


def test_an_hour_that_clocks_jump_over_comes_an_hour_later() -> None:
    wanted = wants(zone="Europe/Stockholm", hours=(150, 600), days=(0, 1, 2, 3, 4, 5, 6))
    before = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert next_due(wanted, before) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "03:30 there"
    night = wants(zone="Europe/Stockholm", hours=(130, 170), days=(0, 1, 2, 3, 4, 5, 6))
    assert next_due(night, before) == datetime(2026, 3, 30, 0, 10, tzinfo=UTC), "there was no such hour"


def test_an_hour_that_comes_twice_is_the_first() -> None:
    wanted = wants(zone="Europe/Stockholm", hours=(150, 600), days=(6,))
    assert next_due(wanted, datetime(2026, 10, 24, tzinfo=UTC)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_public_holidays_are_days_off() -> None:
    wanted = wants(zone="Europe/Stockholm", country="SE")
    assert next_due(wanted, datetime(2026, 12, 24, 12, tzinfo=UTC)) > datetime(2026, 12, 27, tzinfo=UTC)
    assert next_due(wants(), datetime(2026, 12, 24, 12, tzinfo=UTC)).day == 25


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"networks": ()}, "ambassador-no-network"),
        ({"networks": ("mastodon",)}, "ambassador-no-server"),
        ({"networks": ("mastodon",), "mastodon": "evil.example/x?"}, "ambassador-no-server"),
        ({"zone": "Mars/Olympus"}, "ambassador-no-zone"),
        ({"hours": (600, 540)}, "ambassador-hours"),
        ({"hours": (0, 1441)}, "ambassador-hours"),
        ({"days": ()}, "ambassador-days"),
        ({"days": (7,)}, "ambassador-days"),
        ({"languages": ("English please",)}, "ambassador-no-language"),
        ({"country": "Sweden"}, "ambassador-country"),
        ({"place": "everywhere"}, "ambassador-no-place"),
        ({"interests": tuple(f"#{n}" for n in range(31))}, "ambassador-too-many-interests"),
    ],
)
def test_what_cannot_be_is_refused_in_words(more: dict[str, object], key: str) -> None:
    with pytest.raises(Refused) as error:
        Preferences(**({"networks": ("copy",)} | more))  # type: ignore[arg-type]  # wrong values are the point
    assert error.value.key == key
    assert error.value.remedy


@pytest.mark.parametrize(
    ("said", "host"),
    [
        ("mastodon.social", "mastodon.social"),
        (" https://Mastodon.Social/@anna ", "mastodon.social"),
        ("@anna@hachyderm.io", "hachyderm.io"),
        ("anna@bücher.example", "xn--bcher-kva.example"),
        ("localhost", ""),
        ("127.0.0.1", ""),
        ("10.0.0.1.nip.local", ""),
        ("evil.example:8080", ""),
        ("evil.example\\@mastodon.social", "mastodon.social"),
        ("a.example?x=1", ""),
        ("", ""),
        ("x" * 300 + ".example", ""),
    ],
)
def test_the_server_of_an_account(said: str, host: str) -> None:
    assert server_of(said) == host


def test_interests_are_kept_in_one_spelling() -> None:
    assert [
        interest(one) for one in ("Tea", "#tea ", "campaign: Autumn", "COLLECTION:summer", "  ", "#")
    ] == [
        "#tea",
        "#tea",
        "campaign:Autumn",
        "collection:summer",
        "",
        "",
    ]


def test_weeks_and_seasons_are_those_of_the_zone() -> None:
    night = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert periods_of(night, "UTC").boards == ("2026-W53", "2026-Q4", "all")
    assert periods_of(night, "Europe/Stockholm").boards == ("2026-W53", "2027-Q1", "all")
    assert week_start(night, "Europe/Stockholm") == datetime(2026, 12, 27, 23, tzinfo=UTC)
