"""What a contest may be: times in zones whose clocks change, the required words, every error at its field."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contests.definition import local_time, read_definition
from bot.contests.refusals import Refused

GOOD: dict[str, Any] = {
    "name": "Autumn of tea",
    "kind": "votes",
    "rules_text": "A contest for everybody.",
    "opens_at": "2026-11-01T12:00:00+00:00",
    "entries_close_at": "2026-11-20T18:00:00+00:00",
    "closes_at": "2026-11-30T18:00:00+00:00",
}


@pytest.mark.parametrize(
    ("day", "clock", "zone", "moment", "note"),
    [
        (date(2026, 7, 1), time(18), "Europe/Stockholm", "2026-07-01T16:00", ""),
        (date(2026, 12, 1), time(18), "Europe/Stockholm", "2026-12-01T17:00", ""),
        # The clocks go forward: there is no 02:30, and 03:30 is meant.
        (date(2026, 3, 29), time(2, 30), "Europe/Stockholm", "2026-03-29T01:30", "03:30 is meant"),
        # They go back: 02:30 comes twice, and the first is meant.
        (date(2026, 10, 25), time(2, 30), "Europe/Stockholm", "2026-10-25T00:30", "comes twice"),
        # Half an hour of daylight saving, far from ours.
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "2026-10-03T15:45", "02:45 is meant"),
        (date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", "2026-04-04T14:45", "comes twice"),
        # A day that never was, on the other side of the date line.
        (date(2011, 12, 30), time(12), "Pacific/Apia", "2011-12-30T22:00", "is meant"),
    ],
)
def test_local_times(day: date, clock: time, zone: str, moment: str, note: str) -> None:
    found, said = local_time(day, clock, zone)
    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert note in said if note else said == ""


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_a_local_time_is_said_back_unless_a_note_says_why_not(day: date, clock: time, zone: str) -> None:
    moment, note = local_time(day, clock, zone)
    shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(day, clock)
    assert (shown == wanted) or "is meant" in note
    assert abs(shown - wanted) <= timedelta(hours=1)
    if "comes twice" in note:
        assert moment.astimezone(ZoneInfo(zone)).fold == 0


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": " "}, "name", "write something that can be read"),
        ({"rules_text": "A competition."}, "rules_text", "“contest” or “sweepstakes”"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "not a time zone"),
        ({"opens_at": "2026-11-01T12:00:00"}, "opens_at", "needs its zone"),
        ({"entries_close_at": "2026-10-01T12:00:00Z"}, "entries_close_at", "after the contest opens"),
        ({"closes_at": "2026-11-19T12:00:00Z"}, "closes_at", "before entries do"),
        ({"closes_at": "2029-11-19T12:00:00Z"}, "closes_at", "two years"),
        ({"kind": "jury"}, "judges", "needs judges"),
        ({"kind": "points"}, "tasks", "at least one task"),
        ({"kind": "mix", "weights": {"votes": 50, "jury": 0, "engagement": 49}}, "weights", "add up to 99"),
        ({"votes_per_entry": 3}, "votes_per_entry", "need a budget"),
        ({"kind": "lot", "ties": "shared"}, "ties", "a lot has none"),
        ({"kind": "lot", "draw": "two people"}, "draw_people", "two people"),
        ({"judges": ["@everyone"]}, "judges.0", "names nobody"),
        ({"prizes": [{"name": "Tea"}] * 11}, "prizes", "at most 10 fit"),
        ({"opens_at": "soon"}, "opens_at", "write a day and a time with its zone"),
        ({"claim_days": "a week"}, "claim_days", "write a whole number"),
        ({"kind": "race"}, "kind", "choose one of these: 'votes'"),
        ({"leavers_may_win": "perhaps"}, "leavers_may_win", "say yes or no"),
        (
            {"criteria": [{"key": "a", "name": "A", "best": 99}]},
            "criteria.0.best",
            "a whole number, at most 20",
        ),
        ({"surprise": 1}, "surprise", "leave it out"),
    ],
)
def test_what_a_contest_may_not_be_is_said_at_its_field(
    changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refused) as refusal:
        read_definition({**GOOD, **changes})
    assert words in refusal.value.values["fields"][field]


def test_either_required_word_does_in_whatever_letters() -> None:
    for text in ("The SWEEPSTAKES of tea", "Contest"):
        assert read_definition({**GOOD, "rules_text": text}).rules_text == text


def test_a_definition_is_read_back_as_it_was_written() -> None:
    definition = read_definition(
        {**GOOD, "prizes": [{"name": "Tea", "winners": 2}], "closes_at": GOOD["closes_at"]}
    )
    assert read_definition(definition.model_dump(mode="json")) == definition
    assert definition.winners == 2
