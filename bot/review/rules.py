"""What may be decided about an item, by whom, and what it leads to. Pure: no database, no clock, no settings.

Everything somebody does is an event; where an item stands is what its events add up to (``derive``). The rule
offers the open actions (``open_actions``), the screen only draws them, and the click asks the rule again
(``apply``), because the world may have moved in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import reduce
from typing import Any, Literal

from bot.people.rules import Person, Right, Role, may

Life = str  # "live", "deleted", "withdrawn" or "erased": whether the item still exists where it was found
LIVE: Life = "live"
COUNTED = "counted only"  # the reason of an item closed because it is the team's own
BLOCKED = "blocked"  # the reason of an item closed because its creator is blocked


class Status(StrEnum):
    """Where an item stands."""

    QUEUED = "queued"
    APPROVED = "approved"
    REJECTED = "rejected"
    ESCALATED = "escalated"  # waits for one person; whoever may decide still may
    CLOSED = "closed"  # gone at its source, its creator is blocked, or it is the team's own


class Action(StrEnum):
    """What can happen to an item in review. The value is stored: never rename one."""

    ARRIVED = "arrived"
    APPROVE = "approve"
    REJECT = "reject"
    ESCALATE = "escalate"  # data: to (chat id), to_name
    UNDO = "undo"
    NOTE = "note"
    CLOSE = "close"
    REOPEN = "reopen"
    CAMPAIGN = "campaign"  # data: name
    HIDE_MEDIA = "hide_media"
    SHOW_MEDIA = "show_media"
    BLOCK_CREATOR = "block_creator"
    ASKED = "asked"  # only offered, never an event here: the steps of an ask are kept in rights


RIGHT_FOR: Mapping[Action, Right] = {
    Action.ARRIVED: Right.ADD,
    Action.APPROVE: Right.DECIDE,
    Action.REJECT: Right.DECIDE,
    Action.ESCALATE: Right.ESCALATE,
    Action.UNDO: Right.DECIDE,
    Action.NOTE: Right.NOTE,
    Action.CLOSE: Right.DECIDE,
    Action.REOPEN: Right.BLOCK,
    Action.CAMPAIGN: Right.CAMPAIGN,
    Action.HIDE_MEDIA: Right.HIDE_MEDIA,
    Action.SHOW_MEDIA: Right.HIDE_MEDIA,
    Action.BLOCK_CREATOR: Right.BLOCK,
    Action.ASKED: Right.ASK,
}

WAITING = frozenset({Status.QUEUED, Status.ESCALATED})
DECISIONS: Mapping[Action, Status] = {
    Action.APPROVE: Status.APPROVED,
    Action.REJECT: Status.REJECTED,
    Action.ESCALATE: Status.ESCALATED,
}

RefusalKind = Literal["already_decided", "no_right", "gone", "nothing_to_undo", "unknown_item", "not_open"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, as kept. ``revision`` counts the item's events from 1."""

    action: Action
    actor: str
    actor_name: str
    at: datetime
    revision: int
    reason: str | None = None
    note: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    via: str = "slack"  # slack | cli | system | ...
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What the events so far add up to.

    ``decided_*`` tell of the standing decision (or of the closing), and ``before`` is the state that an undo
    returns to: None where there is nothing to undo, and in a state read from its row, which does not keep it.
    """

    status: Status = Status.QUEUED
    revision: int = 0
    decided_by: str | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    escalated_to: str | None = None
    decided_revision: int = 0
    before: State | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done, with what is needed to say so to the person.

    ``already_decided``: by, by_name, at, status of the standing decision. ``no_right``: ``right`` that is
    missing and ``ask``, people and groups to turn to. ``gone``: the item was deleted or withdrawn where it was
    found (``life``). ``not_open``: its present status does not allow the action.
    """

    kind: RefusalKind
    by: str | None = None
    by_name: str | None = None
    at: datetime | None = None
    status: Status | None = None
    ask: tuple[str, ...] = ()
    right: Right | None = None
    life: Life | None = None


def derive(events: Iterable[Event]) -> State:
    """Where an item stands after these events, oldest first."""
    return reduce(step, events, State())


def step(state: State, event: Event) -> State:
    """The state after one more event. Total: it asks no questions, ``apply`` asked them."""
    if event.action in DECISIONS:
        return _decided(state, event)
    if event.action is Action.UNDO and state.before is not None:
        return _at(state.before, event.revision)
    if event.action is Action.CLOSE or (event.action is Action.BLOCK_CREATOR and state.status in WAITING):
        return _closed(event)
    if event.action is Action.REOPEN:
        return State(revision=event.revision)
    return _at(state, event.revision)


def _decided(state: State, event: Event) -> State:
    return State(
        status=DECISIONS[event.action],
        revision=event.revision,
        decided_by=event.actor,
        decided_by_name=event.actor_name,
        decided_at=event.at,
        reason=event.reason,
        escalated_to=event.data.get("to") if event.action is Action.ESCALATE else None,
        decided_revision=event.revision,
        before=state,
    )


def _closed(event: Event) -> State:
    return State(
        status=Status.CLOSED,
        revision=event.revision,
        decided_by=event.actor,
        decided_by_name=event.actor_name,
        decided_at=event.at,
        reason=BLOCKED if event.action is Action.BLOCK_CREATOR else event.reason,
        decided_revision=event.revision,
    )


def _at(state: State, revision: int) -> State:
    return State(
        status=state.status,
        revision=revision,
        decided_by=state.decided_by,
        decided_by_name=state.decided_by_name,
        decided_at=state.decided_at,
        reason=state.reason,
        escalated_to=state.escalated_to,
        decided_revision=state.decided_revision,
        before=state.before,
    )


def open_actions(state: State, role: Role, life: Life, person_id: str | None = None) -> frozenset[Action]:
    """What to offer to somebody with this role. Undo is offered to the decider and to managers; without
    ``person_id`` (a card everybody sees) it is offered to whoever may decide, and the click is asked again."""
    return frozenset(
        action
        for action in _open_to_all(state, life)
        if may(role, RIGHT_FOR[action]) and (action is not Action.UNDO or _may_undo(state, role, person_id))
    )


def _open_to_all(state: State, life: Life) -> set[Action]:
    """What the item's standing allows, whoever asks."""
    if life != LIVE:
        return {Action.NOTE, Action.BLOCK_CREATOR}
    if state.status is Status.CLOSED:
        return {Action.NOTE, Action.REOPEN, Action.BLOCK_CREATOR}
    actions = {Action.NOTE, Action.BLOCK_CREATOR, Action.HIDE_MEDIA, Action.SHOW_MEDIA}
    if state.status in WAITING:
        actions |= {Action.APPROVE, Action.REJECT, Action.ESCALATE}
    if state.status is not Status.QUEUED:
        actions.add(Action.UNDO)
    if state.status is not Status.REJECTED:
        actions |= {Action.CAMPAIGN, Action.ASKED}
    return actions


def _may_undo(state: State, role: Role, person_id: str | None) -> bool:
    return person_id is None or person_id == state.decided_by or may(role, Right.OVERRULE)


def apply(
    state: State,
    action: Action,
    actor: Person,
    now: datetime,
    life: Life,
    reason: str | None = None,
    note: str | None = None,
    data: Mapping[str, Any] | None = None,
    *,
    seen: int | None = None,
) -> Event | Refusal:
    """The event that this action leads to, or why it is refused.

    An undo needs a state made by ``derive``. ``seen`` is the revision on the screen of the person who clicks: an
    undo of a decision that is newer than that is refused, since it is not the one they meant.
    """
    right = RIGHT_FOR[action]
    if not may(actor.role, right):
        return Refusal("no_right", right=right, status=state.status)
    refusal = _refuse(state, action, actor, life, seen)
    if refusal is not None:
        return refusal
    details = dict(data or {})
    if action is Action.UNDO:
        details |= {"undone": state.status.value, "undone_by": state.decided_by_name}
    return Event(action, actor.id, actor.name, now, state.revision + 1, reason, note, details)


def _refuse(state: State, action: Action, actor: Person, life: Life, seen: int | None) -> Refusal | None:
    match action:
        case Action.APPROVE | Action.REJECT | Action.ESCALATE | Action.ASKED:
            return _refuse_decision(state, action, life)
        case Action.UNDO:
            return _refuse_undo(state, actor, life, seen)
        case Action.CAMPAIGN | Action.HIDE_MEDIA | Action.SHOW_MEDIA:
            return None if action in _open_to_all(state, life) else _not_open(state, life)
        case Action.CLOSE:
            return _standing("not_open", state) if state.status is Status.CLOSED else None
        case Action.REOPEN:
            return None if life == LIVE and state.status is Status.CLOSED else _not_open(state, life)
        case Action.ARRIVED:
            return _standing("not_open", state) if state.revision else None
        case Action.NOTE | Action.BLOCK_CREATOR:
            return None


def _refuse_decision(state: State, action: Action, life: Life) -> Refusal | None:
    if action in _open_to_all(state, life):
        return None
    if life == LIVE and state.status in (Status.APPROVED, Status.REJECTED):
        return _standing("already_decided", state)
    return _not_open(state, life)


def _refuse_undo(state: State, actor: Person, life: Life, seen: int | None) -> Refusal | None:
    if life != LIVE or state.status is Status.CLOSED:
        return _not_open(state, life)
    if state.before is None:
        return _standing("nothing_to_undo", state)
    if seen is not None and seen < state.decided_revision:
        return _standing("already_decided", state)
    if not _may_undo(state, actor.role, actor.id):
        return _standing("no_right", state, right=Right.OVERRULE)
    return None


def _not_open(state: State, life: Life) -> Refusal:
    return _standing("not_open" if life == LIVE else "gone", state, life=life)


def _standing(
    kind: RefusalKind, state: State, *, right: Right | None = None, life: Life | None = None
) -> Refusal:
    """A refusal that tells of the decision (or closing) that stands."""
    return Refusal(
        kind, state.decided_by, state.decided_by_name, state.decided_at, state.status, right=right, life=life
    )
