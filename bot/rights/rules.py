"""A permission ask, by hand: the bot drafts, a person sends it and records what came of it. Pure.

One ask an item, and a creator who declined is not asked again about it unless a manager reopens the ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import reduce
from typing import Literal

from bot.people.rules import Person, Right, may
from bot.review.rules import LIVE, Life, Status


class AskStatus(StrEnum):
    """How far an ask has come."""

    NONE = "none"
    DRAFTED = "drafted"
    SENT = "sent"
    GRANTED = "granted"
    DECLINED = "declined"


class AskAction(StrEnum):
    """What somebody did about an ask. The value is stored: never rename one."""

    DRAFT = "draft"  # took a (or another) wording
    SENT = "sent"  # sent it to the creator; also without a draft, in their own words
    GRANTED = "granted"  # the creator said yes; also unasked
    DECLINED = "declined"  # the creator said no, or took back an earlier yes
    REOPEN = "reopen"  # a manager starts over, after a no or a mistake


_LEADS_TO: Mapping[AskAction, AskStatus] = {
    AskAction.DRAFT: AskStatus.DRAFTED,
    AskAction.SENT: AskStatus.SENT,
    AskAction.GRANTED: AskStatus.GRANTED,
    AskAction.DECLINED: AskStatus.DECLINED,
    AskAction.REOPEN: AskStatus.NONE,
}
_OPEN: Mapping[AskStatus, frozenset[AskAction]] = {
    AskStatus.NONE: frozenset({AskAction.DRAFT, AskAction.SENT, AskAction.GRANTED, AskAction.DECLINED}),
    AskStatus.DRAFTED: frozenset({AskAction.DRAFT, AskAction.SENT, AskAction.GRANTED, AskAction.DECLINED}),
    AskStatus.SENT: frozenset({AskAction.GRANTED, AskAction.DECLINED, AskAction.REOPEN}),
    AskStatus.GRANTED: frozenset({AskAction.DECLINED, AskAction.REOPEN}),
    AskStatus.DECLINED: frozenset({AskAction.REOPEN}),
}
_CONTACTS_CREATOR = frozenset({AskAction.DRAFT, AskAction.SENT, AskAction.REOPEN})

AskRefusalKind = Literal[
    "no_right",
    "already_asked",
    "already_answered",
    "declined_before",
    "not_open",
    "gone",
    "blocked",
    "unknown_item",
]


@dataclass(frozen=True, slots=True)
class AskStep:
    """One step of an ask, as kept. ``revision`` counts the ask's steps from 1."""

    action: AskAction
    actor: str
    actor_name: str
    at: datetime
    revision: int
    note: str | None = None
    text: str | None = None  # the message as drafted or sent
    via: str = "slack"
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class AskState:
    """What the steps so far add up to. ``changed_*`` tell of the last step that changed the status."""

    status: AskStatus = AskStatus.NONE
    revision: int = 0
    text: str = ""
    asked_by: str | None = None
    asked_by_name: str | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    changed_by: str | None = None
    changed_by_name: str | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rule needs to know of the item that is asked about."""

    life: Life
    review: Status
    creator_blocked: bool = False


@dataclass(frozen=True, slots=True)
class AskRefusal:
    """Why a step was not done. ``by``, ``by_name``, ``at`` and ``status`` tell of the step that stands;
    ``no_right``: ``right`` is missing, and ``ask`` are people and groups to turn to."""

    kind: AskRefusalKind
    by: str | None = None
    by_name: str | None = None
    at: datetime | None = None
    status: AskStatus | None = None
    ask: tuple[str, ...] = ()
    right: Right | None = None


def derive(steps: Iterable[AskStep]) -> AskState:
    """Where an ask stands after these steps, oldest first."""
    return reduce(advance, steps, AskState())


def advance(state: AskState, step: AskStep) -> AskState:
    """The state after one more step."""
    sent = step.action is AskAction.SENT
    answered = step.action in (AskAction.GRANTED, AskAction.DECLINED)
    over = step.action is AskAction.REOPEN
    return AskState(
        status=_LEADS_TO[step.action],
        revision=step.revision,
        text=step.text or ("" if over else state.text),
        asked_by=step.actor if sent else (None if over else state.asked_by),
        asked_by_name=step.actor_name if sent else (None if over else state.asked_by_name),
        asked_at=step.at if sent else (None if over else state.asked_at),
        answered_at=step.at if answered else (None if over else state.answered_at),
        changed_by=step.actor,
        changed_by_name=step.actor_name,
        changed_at=step.at,
    )


def right_for(action: AskAction) -> Right:
    """The right a step needs. Starting over is a manager's: it means bothering somebody again."""
    return Right.OVERRULE if action is AskAction.REOPEN else Right.ASK


def apply(
    state: AskState,
    action: AskAction,
    actor: Person,
    now: datetime,
    subject: Subject,
    note: str | None = None,
    text: str | None = None,
) -> AskStep | AskRefusal:
    """The step that this action leads to, or why it is refused."""
    right = right_for(action)
    if not may(actor.role, right):
        return AskRefusal("no_right", status=state.status, right=right)
    kind = _closed_by_subject(action, subject) or _closed_by_state(state, action)
    if kind is not None:
        by, name, at = state.changed_by, state.changed_by_name, state.changed_at
        return AskRefusal(kind, by, name, at, state.status)
    return AskStep(action, actor.id, actor.name, now, state.revision + 1, note, text)


def _closed_by_subject(action: AskAction, subject: Subject) -> AskRefusalKind | None:
    """A no can always be recorded; nobody is asked, and no yes counts, for what is gone."""
    if action is AskAction.DECLINED:
        return None
    if subject.life != LIVE:
        return "gone"
    if action not in _CONTACTS_CREATOR:
        return None
    if subject.creator_blocked:
        return "blocked"
    return "not_open" if subject.review in (Status.REJECTED, Status.CLOSED) else None


def _closed_by_state(state: AskState, action: AskAction) -> AskRefusalKind | None:
    if action in _OPEN[state.status]:
        return None
    if state.status is AskStatus.DECLINED:
        return "declined_before"
    if state.status is AskStatus.GRANTED:
        return "already_answered"
    return "already_asked" if state.status is AskStatus.SENT else "not_open"


def open_actions(state: AskState, actor: Person, subject: Subject) -> frozenset[AskAction]:
    """What to offer this person."""
    return frozenset(
        action
        for action in _OPEN[state.status]
        if may(actor.role, right_for(action)) and _closed_by_subject(action, subject) is None
    )
