"""The rule of asks: one live ask an item, and no means no."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.rules import Person, Right, Role
from bot.review.rules import LIVE, Status
from bot.rights.limits import next_due, warning_due
from bot.rights.rules import (
    BY_CREATOR,
    BY_TIME,
    LIVE_ASKS,
    RECORDABLE,
    AskAction,
    AskRefusal,
    AskState,
    AskStatus,
    AskStep,
    Subject,
    advance,
    apply,
    derive,
    leads_somewhere,
    open_actions,
    the_creator,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MIA = Person("U0MIA00001", "Mia", Role.MANAGER)
NOAH = Person("U0NOAH0001", "Noah", Role.MODERATOR)
VERA = Person("U0VERA0001", "Vera", Role.VIEWER)
OPEN = Subject(LIVE, Status.QUEUED)
STANDING = [action for action in AskAction if leads_somewhere(action)]


def after(*actions: AskAction, actor: Person = MIA) -> AskState:
    state = AskState()
    for action in actions:
        step = apply(state, action, actor, NOW, OPEN, text="Hello" if action is AskAction.SENT else None)
        assert isinstance(step, AskStep), step
        state = advance(state, step)
    return state


def kind(state: AskState, action: AskAction, actor: Person = NOAH, subject: Subject = OPEN) -> str:
    answer = apply(state, action, actor, NOW, subject)
    return answer.kind if isinstance(answer, AskRefusal) else "done"


def test_the_life_of_an_ask() -> None:
    state = after(AskAction.DRAFT, AskAction.SENT, AskAction.GRANTED)
    assert (state.status, state.revision, state.asked_by_name, state.answered_at, state.text) == (
        AskStatus.GRANTED,
        3,
        "Mia",
        NOW,
        "Hello",
    )


def test_nobody_is_asked_twice() -> None:
    sent = after(AskAction.SENT)
    assert kind(sent, AskAction.SENT) == kind(sent, AskAction.DRAFT) == "already_asked"
    assert kind(after(AskAction.GRANTED), AskAction.SENT) == "already_answered"
    refusal = apply(sent, AskAction.SENT, NOAH, NOW, OPEN)
    assert isinstance(refusal, AskRefusal)
    assert (refusal.by_name, refusal.at, refusal.status) == ("Mia", NOW, AskStatus.ASKED)


def test_after_a_no_only_a_manager_reopens() -> None:
    declined = after(AskAction.SENT, AskAction.DECLINED)
    for action in RECORDABLE - {AskAction.REOPEN}:
        assert kind(declined, action, MIA) == "declined_before"
    refusal = apply(declined, AskAction.REOPEN, NOAH, NOW, OPEN)
    assert isinstance(refusal, AskRefusal)
    assert (refusal.kind, refusal.right) == ("no_right", Right.OVERRULE)
    again = after(AskAction.SENT, AskAction.DECLINED, AskAction.REOPEN)
    assert (again.status, again.asked_by, again.answered_at, again.text) == (AskStatus.NONE, None, None, "")
    assert kind(again, AskAction.DRAFT) == "done"


def test_a_yes_can_be_taken_back() -> None:
    assert after(AskAction.GRANTED, AskAction.DECLINED).status is AskStatus.DECLINED


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (Subject("deleted", Status.CLOSED), "gone"),
        (Subject(LIVE, Status.REJECTED), "not_open"),
        (Subject(LIVE, Status.CLOSED), "not_open"),
        (Subject(LIVE, Status.QUEUED, creator_blocked=True), "blocked"),
    ],
)
def test_whom_nobody_contacts(subject: Subject, expected: str) -> None:
    assert kind(AskState(), AskAction.DRAFT, subject=subject) == expected
    assert kind(AskState(), AskAction.SENT, subject=subject) == expected
    assert kind(AskState(), AskAction.DECLINED, subject=subject) == "done"


def test_viewers_do_not_ask() -> None:
    assert {kind(AskState(), action, VERA) for action in AskAction} == {"no_right"}
    assert open_actions(AskState(), VERA, OPEN) == frozenset()


@given(st.lists(st.tuples(st.sampled_from(STANDING), st.sampled_from([MIA, NOAH, VERA])), max_size=30))
def test_any_attempts_leave_one_ask_that_its_steps_explain(
    attempts: list[tuple[AskAction, Person]],
) -> None:
    state, steps = AskState(), []
    for action, person in attempts:
        offered = open_actions(state, person, OPEN)
        answer = apply(state, action, person, NOW, OPEN)
        assert isinstance(answer, AskStep) == (action in offered)
        if isinstance(answer, AskStep):
            steps.append(answer)
            state = advance(state, answer)
    assert derive(steps) == state
    assert state.revision == len(steps)
    last = 0
    for number, step in enumerate(steps):
        if step.action is AskAction.SENT:
            between = [s.action for s in steps[last:number]]
            assert AskAction.SENT not in between or AskAction.REOPEN in between
            last = number


ANNA = the_creator(7, "Anna")


@pytest.mark.parametrize("status", list(AskStatus))
def test_who_may_do_what(status: AskStatus) -> None:
    """A creator only answers, only the system lets time pass, and a yes that stands is changed by its creator."""
    state = AskState(status=status, revision=1, asked_at=NOW, was_granted=status is AskStatus.GRANTED)
    assert open_actions(state, ANNA, OPEN) <= BY_CREATOR
    assert not open_actions(state, MIA, OPEN) & BY_TIME
    assert not open_actions(state, NOAH, OPEN) & {AskAction.REOPEN, AskAction.WITHDRAWN}
    assert (AskAction.GRANTED in open_actions(state, ANNA, OPEN)) == (
        status
        in (
            AskStatus.NONE,
            AskStatus.DRAFT,
            AskStatus.ASKED,
            AskStatus.REMINDED,
            AskStatus.ANSWERED,
            AskStatus.GRANTED,
        )
    )
    if status is AskStatus.GRANTED:
        assert AskAction.GRANTED not in open_actions(state, MIA, OPEN)
    assert (state.status in LIVE_ASKS) == state.live


def test_what_is_over_lets_another_begin() -> None:
    over = {
        AskState(AskStatus.EXPIRED, 2, was_granted=True): True,
        AskState(AskStatus.EXPIRED, 2): False,
        AskState(AskStatus.SUPERSEDED, 2): True,
        AskState(AskStatus.NONE, 2): True,
        AskState(): False,
        AskState(AskStatus.DECLINED, 2): False,
        AskState(AskStatus.WITHDRAWN, 2): False,
        AskState(AskStatus.GRANTED, 2): False,
    }
    assert {state: state.over for state in over} == over


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (replace(OPEN, do_not_contact=True), "do_not_contact"),
        (replace(OPEN, clearance="paid"), "no_need"),
        (replace(OPEN, asked_lately=2, most=2), "asked_often"),
        (replace(OPEN, asked_lately=1, most=2), "done"),
    ],
)
def test_who_is_left_alone(subject: Subject, expected: str) -> None:
    assert kind(AskState(), AskAction.SENT, subject=subject) == expected
    assert kind(AskState(), AskAction.GRANTED, subject=subject) == "done", "what they said unasked counts"
    reminder = kind(after(AskAction.SENT), AskAction.REMINDED, subject=subject)
    assert reminder == ("do_not_contact" if expected == "do_not_contact" else "done")


@given(
    st.integers(0, 900),
    st.lists(st.sampled_from([90, 60, 30, 14, 1]), unique=True),
    st.integers(1, 800),
)
def test_each_warning_is_told_once_and_the_end_always_comes(day: int, days: list[int], length: int) -> None:
    until = NOW + timedelta(days=length)
    warned = [one for one in days if one >= length]
    told = 0
    while True:
        due = next_due(
            AskStatus.GRANTED,
            remind_at=None,
            ends_at=None,
            licence_until=until,
            warned=warned,
            warn_days=days,
        )
        assert due is not None
        if due == until:
            break
        found = warning_due(max(due, NOW + timedelta(days=day)), until, warned, days)
        if found is None:
            assert NOW + timedelta(days=day) >= until, "too late to warn: it has ended"
            break
        assert found not in warned
        warned = [one for one in days if one >= found]
        told += 1
    assert told <= len(days)
