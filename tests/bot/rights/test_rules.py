"""The rule of asks: one live ask an item, and no means no."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.rules import Person, Right, Role
from bot.review.rules import LIVE, Status
from bot.rights.rules import (
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
