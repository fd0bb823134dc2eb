from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.errors import NeverWorks, TellUser, TryLater
from bot.work.rules import (
    URGENT_MAX,
    Outcome,
    after_error,
    back_off,
    place_in_line,
    priority_of,
    wake_up_key,
    work_id,
)


def after(error: Exception, *, tries: int = 0, failures: int = 0, days: float = 0) -> Outcome:
    return after_error(error, tries=tries, failures=failures, attempts=3, waited=timedelta(days=days))


def test_pauses_grow_to_five_minutes() -> None:
    assert [back_off(n) for n in (0, 1, 2, 5, 9, 50)] == [1, 1, 2, 16, 256, 300]


def test_try_later_says_when() -> None:
    assert after(TryLater("busy", retry_after=30)) == Outcome("wait", 30.0, False, "busy")
    assert after(TryLater("busy"), tries=3).pause == 8
    assert after(TryLater("busy", retry_after=10**9)).pause == 3600
    assert after(TryLater("busy", retry_after=-5)).pause == 0


def test_try_later_is_not_waited_for_longer_than_a_week() -> None:
    assert after(TryLater("busy"), tries=500, days=6.9).state == "wait"
    assert after(TryLater("busy"), days=7).state == "failed"


def test_attempts_end() -> None:
    assert [after(ValueError(), failures=n).state for n in range(3)] == ["wait", "wait", "failed"]
    assert [after(TellUser("no"), failures=n).state for n in range(3)] == ["wait", "wait", "failed"]
    assert after(NeverWorks("gone")).state == "failed"


@pytest.mark.parametrize("key", ["k", "k" * 120, "k" * 121, "k" * 10_000, "\u202e\U0001f9f5"])
def test_ids_stay_short_and_differ(key: str) -> None:
    assert len(work_id("a.b", key)) <= 124
    assert work_id("a.b", key) != work_id("a.b", key + "x")


@given(st.lists(st.integers() | st.text(), max_size=3), st.lists(st.integers() | st.text(), max_size=3))
def test_different_arguments_are_different_wishes(one: list[object], other: list[object]) -> None:
    assert (wake_up_key("a.b", one) == wake_up_key("a.b", other)) == (one == other)


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2090, 1, 1)))  # noqa: DTZ001
def test_places_fit_the_engine_and_stand_behind_urgent_work(moment: datetime) -> None:
    place = place_in_line(moment.replace(tzinfo=UTC))
    assert URGENT_MAX < priority_of(place) <= 2**31 - 1
    later = place_in_line(moment.replace(tzinfo=UTC) + timedelta(seconds=1))
    assert later - place == 50
