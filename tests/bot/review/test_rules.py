"""The rule: what is open, what is refused, what events add up to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.rules import Person, Right, Role
from bot.review.rules import (
    BLOCKED,
    DECISIONS,
    LIVE,
    RIGHT_FOR,
    Action,
    Event,
    Refusal,
    State,
    Status,
    apply,
    derive,
    open_actions,
    step,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MIA = Person("U0MIA00001", "Mia", Role.MANAGER)
NOAH = Person("U0NOAH0001", "Noah", Role.MODERATOR)
OLE = Person("U0OLE00001", "Ole", Role.MODERATOR)
VERA = Person("U0VERA0001", "Vera", Role.VIEWER)
PEOPLE = (MIA, NOAH, OLE, VERA)


def done(state: State, action: Action, actor: Person = NOAH, **more: object) -> State:
    event = apply(state, action, actor, NOW, LIVE, **more)  # type: ignore[arg-type]
    assert isinstance(event, Event), event
    return step(state, event)


def refused(state: State, action: Action, actor: Person = NOAH, life: str = LIVE, **more: object) -> Refusal:
    refusal = apply(state, action, actor, NOW, life, **more)  # type: ignore[arg-type]
    assert isinstance(refusal, Refusal), refusal
    return refusal


QUEUED = done(State(), Action.ARRIVED, MIA)


def test_a_decision_says_who_when_and_why() -> None:
    state = done(QUEUED, Action.REJECT, reason="Off topic")
    assert (state.status, state.decided_by_name, state.decided_at, state.reason, state.revision) == (
        Status.REJECTED,
        "Noah",
        NOW,
        "Off topic",
        2,
    )


def test_the_second_is_told_who_was_first() -> None:
    refusal = refused(done(QUEUED, Action.APPROVE), Action.REJECT, OLE)
    assert (refusal.kind, refusal.by_name, refusal.at) == ("already_decided", "Noah", NOW)
    assert refusal.status is Status.APPROVED


def test_an_escalated_item_is_decided_by_whoever_comes_first() -> None:
    escalated = done(QUEUED, Action.ESCALATE, data={"to": MIA.id})
    assert escalated.escalated_to == MIA.id
    approved = done(escalated, Action.APPROVE, OLE)
    assert (approved.status, approved.escalated_to) == (Status.APPROVED, None)
    back = done(approved, Action.UNDO, OLE)
    assert (back.status, back.escalated_to, back.decided_by) == (Status.ESCALATED, MIA.id, NOAH.id)
    assert done(back, Action.UNDO).status is Status.QUEUED


def test_undo_is_for_the_decider_and_managers() -> None:
    rejected = done(QUEUED, Action.REJECT)
    refusal = refused(rejected, Action.UNDO, OLE)
    assert (refusal.kind, refusal.right, refusal.by) == ("no_right", Right.OVERRULE, NOAH.id)
    for person in (NOAH, MIA):
        assert done(rejected, Action.UNDO, person).status is Status.QUEUED


def test_an_undo_meant_for_an_older_decision_is_refused() -> None:
    first = done(QUEUED, Action.APPROVE)
    second = done(done(first, Action.UNDO), Action.REJECT, OLE)
    refusal = refused(second, Action.UNDO, MIA, seen=first.revision)
    assert (refusal.kind, refusal.by) == ("already_decided", OLE.id)
    assert done(second, Action.UNDO, MIA, seen=second.revision).status is Status.QUEUED


def test_an_undo_after_a_note_still_means_the_decision() -> None:
    approved = done(QUEUED, Action.APPROVE)
    noted = done(approved, Action.NOTE, OLE, note="nice")
    assert done(noted, Action.UNDO, seen=approved.revision).status is Status.QUEUED


def test_nothing_to_undo() -> None:
    assert refused(QUEUED, Action.UNDO, MIA).kind == "nothing_to_undo"


def test_what_is_gone_can_not_be_decided_or_undone() -> None:
    for state in (QUEUED, done(QUEUED, Action.APPROVE)):
        for action in (Action.APPROVE, Action.REJECT, Action.ESCALATE, Action.UNDO, Action.CAMPAIGN):
            assert refused(state, action, MIA, "deleted").kind == "gone"
    closed = done(QUEUED, Action.CLOSE, reason="withdrawn")
    assert refused(closed, Action.APPROVE, life="withdrawn").life == "withdrawn"
    assert refused(closed, Action.REOPEN, MIA, "withdrawn").kind == "gone"


def test_a_closed_item_that_exists_comes_back_undecided() -> None:
    closed = done(done(QUEUED, Action.APPROVE), Action.CLOSE, reason="deleted")
    assert refused(closed, Action.APPROVE).kind == "not_open"
    assert refused(closed, Action.CLOSE).kind == "not_open"
    back = done(closed, Action.REOPEN, MIA)
    assert back == State(revision=closed.revision + 1)


def test_blocking_closes_what_waits_and_leaves_what_was_decided() -> None:
    assert done(QUEUED, Action.BLOCK_CREATOR, MIA).reason == BLOCKED
    approved = done(QUEUED, Action.APPROVE)
    assert done(approved, Action.BLOCK_CREATOR, MIA).status is Status.APPROVED


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.ARRIVED])
def test_who_lacks_the_right_is_told_which(action: Action) -> None:
    refusal = refused(QUEUED, action, VERA)
    assert (refusal.kind, refusal.right) == ("no_right", RIGHT_FOR[action])


def states() -> st.SearchStrategy[tuple[State, list[Event]]]:
    """States reached by any sequence of attempts by any people at any life, with their events."""
    attempt = st.tuples(
        st.sampled_from(list(Action)), st.sampled_from(PEOPLE), st.sampled_from([LIVE, LIVE, LIVE, "deleted"])
    )

    def run(attempts: list[tuple[Action, Person, str]]) -> tuple[State, list[Event]]:
        state, events = State(), []
        for number, (action, person, life) in enumerate([(Action.ARRIVED, MIA, LIVE), *attempts]):
            answer = apply(state, action, person, NOW + timedelta(seconds=number), life, data={"to": MIA.id})
            if isinstance(answer, Event):
                events.append(answer)
                state = step(state, answer)
        return state, events

    return st.lists(attempt, max_size=25).map(run)


@given(states())
def test_the_revision_counts_the_events(reached: tuple[State, list[Event]]) -> None:
    state, events = reached
    assert state.revision == len(events)
    assert [event.revision for event in events] == list(range(1, len(events) + 1))
    assert derive(events) == state


@given(states())
def test_at_most_one_decision_stands(reached: tuple[State, list[Event]]) -> None:
    state, events = reached
    if state.status in DECISIONS.values():
        standing = events[state.decided_revision - 1]
        assert DECISIONS[standing.action] is state.status
        assert (standing.actor, standing.at) == (state.decided_by, state.decided_at)
    if state.status is Status.QUEUED:
        assert (state.decided_by, state.decided_at, state.reason, state.escalated_to) == (None,) * 4


@given(states(), st.sampled_from(list(DECISIONS)))
def test_undo_returns_exactly_to_the_state_before(reached: tuple[State, list[Event]], action: Action) -> None:
    state, _ = reached
    answer = apply(state, action, NOAH, NOW, LIVE, reason="r", data={"to": MIA.id})
    if isinstance(answer, Refusal):
        return
    after = done(step(state, answer), Action.UNDO)
    assert after == State(
        **{name: getattr(state, name) for name in State.__dataclass_fields__ if name != "revision"},
        revision=state.revision + 2,
    )


@given(states(), st.sampled_from(PEOPLE), st.sampled_from([LIVE, "deleted"]))
def test_what_is_offered_is_done_and_what_is_not_is_refused(
    reached: tuple[State, list[Event]], person: Person, life: str
) -> None:
    state, _ = reached
    offered = open_actions(state, person.role, life, person.id)
    for action in set(Action) - {Action.ARRIVED, Action.CLOSE, Action.ASKED}:
        answer = apply(state, action, person, NOW, life, data={"to": MIA.id})
        assert isinstance(answer, Event) == (action in offered), (action, answer)
