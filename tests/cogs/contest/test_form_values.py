"""From a filled form to a contest and back; what is wrong is said at its field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.contests.definition import REQUIRED_WORDS, DrawPerson, read_definition
from bot.contests.rules import Kind
from cogs.contest.form_values import (
    RULES,
    FormProblem,
    blank,
    draft_rules,
    pieces,
    placed,
    read,
    values_of,
)
from tests.cogs.contest.slack_stage import NOW, definition

STOCKHOLM = "Europe/Stockholm"


def filled(**changes: Any) -> dict[str, Any]:
    return blank(NOW, STOCKHOLM, "Glow Tea") | {"name": "Autumn of tea"} | changes


def problems(**changes: Any) -> dict[str, str]:
    with pytest.raises(FormProblem) as refused:
        read(filled(**changes), {}, now=NOW)
    return refused.value.errors


def test_a_blank_form_with_a_name_is_a_contest() -> None:
    made = read(filled(), {}, now=NOW).definition
    assert made.time_zone == STOCKHOLM
    assert made.opens_at == datetime(2026, 11, 29, 8, tzinfo=UTC)
    assert made.entries_close_at < made.closes_at
    assert "Glow Tea runs this contest" in made.rules_text


def test_the_drafted_rules_say_the_word_that_must_stand_in_them() -> None:
    assert any(word in draft_rules("X").casefold() for word in REQUIRED_WORDS)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_goes_through_the_form_and_back(kind: Kind) -> None:
    known = definition(
        kind=kind,
        judges=["slack:U0NOAH0001", "discord:123"],
        criteria=[{"key": "smak", "name": "Taste"}],
        tasks=[{"key": "latte", "title": "Latte", "points": 5}],
        prizes=[{"name": "Tea box", "winners": 2}],
        min_account_days=30,
        leavers_may_win=True,
        one_prize_each=False,
        **(
            {"closes_at": definition().entries_close_at.isoformat()}
            if kind in (Kind.LOT, Kind.POINTS)
            else {}
        ),
    )
    again = read(values_of(known), {}, known).definition
    unused = {"judges", "criteria", "tasks", "weights", "engagement_points"}
    same = set(again.model_dump()) - unused
    assert again.model_dump(include=same) == known.model_dump(include=same)
    if kind is Kind.JURY:
        assert (again.judges, again.criteria) == (known.judges, known.criteria)
    if kind is Kind.POINTS:
        assert again.tasks == known.tasks


def test_a_draw_by_two_people_keeps_who_they_are_and_names_them() -> None:
    known = definition(
        kind="lot",
        draw="two people",
        draw_people=[{"account": "discord:1", "name": "Dee"}, {"account": "slack:U0NOAH0001", "name": "Old"}],
        closes_at=definition().entries_close_at.isoformat(),
    )
    again = read(values_of(known), {"U0NOAH0001": "Noah Berg"}, known).definition
    assert again.draw_people == (
        DrawPerson(account="discord:1", name="Dee"),
        DrawPerson(account="slack:U0NOAH0001", name="Noah Berg"),
    )


def test_a_time_that_does_not_exist_moves_on_and_is_told() -> None:
    done = read(
        filled(
            opens_day="2027-03-28", opens_clock="02:30", entries_day="2027-04-10", closes_day="2027-04-20"
        ),
        {},
    )
    assert done.definition.opens_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert done.notes == (
        "28 March 2027: There is no 02:30 on that day (the clocks go forward): 03:30 is meant.",
    )


def test_of_a_time_that_comes_twice_the_first_is_meant_and_told() -> None:
    done = read(filled(closes_day="2027-10-31", closes_clock="02:30"), {})
    assert done.definition.closes_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert "comes twice" in done.notes[0]


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"name": " "}, "name", "Give it a name"),
        ({"name": "\u200b\u202e"}, "name", "Give it a name"),
        ({"rules": "Send us your picture."}, "rules", "“contest” or “sweepstakes”"),
        ({"entries_day": "2026-11-29", "entries_clock": "09:00"}, "entries_day", "must close after"),
        ({"entries_day": "2026-11-28", "entries_clock": "12:00"}, "entries_day", "must close after"),
        ({"closes_day": "2026-12-01"}, "closes_day", "can't close before entries"),
        ({"closes_day": None}, "closes_day", "Choose a day and a time"),
        ({"opens_clock": None}, "opens_day", "Choose a day and a time"),
        ({"entries_day": "2026-11-20"}, "entries_day", "That has passed"),
        ({"closes_day": "2030-01-01"}, "closes_day", "two years at most"),
        ({"zone": "Mars/Olympus"}, "zone", "not a time zone"),
        ({"kind": "jury"}, "judges", "name at least one"),
        ({"kind": "jury", "judges": ["U0NOAH0001"]}, "criteria", "such as “Taste 10”"),
        ({"kind": "jury", "judges": ["U0NOAH0001"], "criteria": "Taste 99"}, "criteria", "from 1 to 20"),
        (
            {"kind": "jury", "judges_discord": "@dee", "criteria": "Taste"},
            "judges_discord",
            "“@dee” is no Discord id. Write",
        ),
        ({"kind": "points"}, "tasks", "at least one task"),
        ({"kind": "mix", "weights": "votes 90"}, "weights", "add up to 90"),
        ({"per_entry": "3"}, "per_entry", "need a budget"),
        ({"budget": "lots"}, "budget", "whole number"),
        ({"claim_days": "0"}, "claim_days", "Write a whole number from 1 to 365."),
        ({"brief": "x" * 2001}, "brief", "Write at most 2,000 characters."),
        ({"grace": "999"}, "grace", "Write a whole number from 0 to 168."),
        ({"kind": "lot", "draw": "two people"}, "draw_people", "needs two people"),
        ({"prizes": "0 × Tea"}, "prizes", "Line 1"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, Any], field: str, told: str) -> None:
    assert told in problems(**changes)[field]


def test_several_problems_are_told_at_once() -> None:
    assert set(problems(prizes="0 × Tea", budget="x", closes_day=None)) == {"prizes", "budget", "closes_day"}


def test_a_problem_of_a_field_that_is_not_shown_stands_at_the_name() -> None:
    assert placed({"draw_people": "Two.", "name": "No name."}, {"name", "kind"}) == {"name": "Two. No name."}


def test_a_closing_that_passed_before_an_edit_stays_as_it_was() -> None:
    known = definition()
    values = values_of(known) | {"name": "Other"}
    assert read(values, {}, known, now=known.entries_close_at).definition.name == "Other"


def test_long_rules_are_spread_over_fields_and_come_back_whole() -> None:
    text = "This contest has many words.\n" * 270
    known = definition(rules_text=text)
    values = values_of(known)
    assert all(len(values[name]) <= 3000 for name in RULES)
    assert read(values, {}, known).definition.rules_text == known.rules_text
    assert read_definition(known.model_dump(mode="json")) == known


@pytest.mark.parametrize("text", ["x" * 8000, "word " * 1600, "a\n" * 4000, "line\n" * 3 + "y" * 7000])
def test_pieces_lose_no_letter(text: str) -> None:
    found = pieces(text)
    assert all(len(piece) <= 3000 for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_rules_and_dates_that_do_not_fit_are_told_together() -> None:
    told = problems(rules="Send it.", entries_day="2026-12-20", closes_day="2026-12-19")
    assert set(told) == {"rules", "closes_day"}
    assert "“contest”" in told["rules"]
    told = problems(rules="Send it.", opens_day="2026-12-20", entries_day="2026-12-19")
    assert set(told) == {"rules", "entries_day"}


def test_an_opening_in_the_past_is_said() -> None:
    late = read(filled(opens_day="2026-11-01"), {}, now=NOW)
    assert late.notes == ("Its opening has passed: it opens as soon as it is announced.",)
    assert read(filled(opens_day="2026-11-01"), {}, late.definition, now=NOW).notes == ()
