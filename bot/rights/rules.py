"""The life of a permission: who may do what about it now, and what that leads to. Pure.

One live ask an item, and beside it at most one renewal. A creator who declined or withdrew is not asked again about
it unless a manager reopens the ask; a no is honoured whatever stands, a yes only where somebody asked for it or a
person of the team heard it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import reduce
from typing import Any, Literal

from bot.people.rules import SYSTEM, Person, Right, Role, may
from bot.review.rules import LIVE, Life, Status


class AskStatus(StrEnum):
    """How far an ask has come."""

    NONE = "none"  # nobody asked, or a manager started over
    DRAFT = "draft"
    ASKED = "asked"
    REMINDED = "reminded"
    ANSWERED = "answered"  # the creator said something that a person has to read
    GRANTED = "granted"
    DECLINED = "declined"
    EXPIRED = "expired"  # nobody answered in time, or the licence ran out
    WITHDRAWN = "withdrawn"  # the creator took back their yes
    SUPERSEDED = "superseded"  # a renewal was granted in its place


LIVE_ASKS = frozenset(
    {AskStatus.DRAFT, AskStatus.ASKED, AskStatus.REMINDED, AskStatus.ANSWERED, AskStatus.GRANTED}
)
WAITING = frozenset({AskStatus.ASKED, AskStatus.REMINDED})
"""The creator was asked and has said nothing yet."""


class AskAction(StrEnum):
    """What somebody did about an ask. The value is stored: never rename one."""

    DRAFT = "draft"  # took a (or another) wording
    SENT = "sent"  # sent it to the creator; also without a draft, in their own words
    DELIVERED = "delivered"  # the platform took the message. data: reference
    REMINDED = "reminded"  # once
    ANSWERED = "answered"  # the creator said something unclear, or said it too late
    GRANTED = "granted"  # the creator said yes; also unasked; also less than before
    DECLINED = "declined"  # the creator said no, or took back an earlier yes
    WITHDRAWN = "withdrawn"  # what was granted is taken back
    EXPIRED = "expired"  # nobody answered in time, or the licence ran out
    SUPERSEDED = "superseded"  # data: by
    REOPEN = "reopen"  # a manager starts over, after a no or a mistake
    NOTED = "noted"  # something to be kept that changes nothing. data: what
    WARNED = "warned"  # the team was told that the licence ends soon. data: days
    REMOVED = "removed"  # it is gone from every place of ours, and was looked for. data: surfaces
    ERASED = "erased"  # personal words were erased from earlier steps. data: steps
    TAKEN_DOWN = "taken_down"  # somebody demands that the item goes: it is licensed for nothing until
    LIFTED = "lifted"  # a manager ended that


_LEADS_TO: Mapping[AskAction, AskStatus] = {
    AskAction.DRAFT: AskStatus.DRAFT,
    AskAction.SENT: AskStatus.ASKED,
    AskAction.REMINDED: AskStatus.REMINDED,
    AskAction.ANSWERED: AskStatus.ANSWERED,
    AskAction.GRANTED: AskStatus.GRANTED,
    AskAction.DECLINED: AskStatus.DECLINED,
    AskAction.WITHDRAWN: AskStatus.WITHDRAWN,
    AskAction.EXPIRED: AskStatus.EXPIRED,
    AskAction.SUPERSEDED: AskStatus.SUPERSEDED,
    AskAction.REOPEN: AskStatus.NONE,
}
"""Actions that are not here change nothing of where an ask stands."""
_FIRST = frozenset({AskAction.DRAFT, AskAction.SENT, AskAction.GRANTED, AskAction.DECLINED})
_HEARD = frozenset({AskAction.ANSWERED, AskAction.GRANTED, AskAction.DECLINED})
_OPEN: Mapping[AskStatus, frozenset[AskAction]] = {
    AskStatus.NONE: _FIRST,
    AskStatus.DRAFT: _FIRST,
    AskStatus.ASKED: _HEARD | {AskAction.REMINDED, AskAction.EXPIRED, AskAction.REOPEN},
    AskStatus.REMINDED: _HEARD | {AskAction.EXPIRED, AskAction.REOPEN},
    AskStatus.ANSWERED: _HEARD | {AskAction.REOPEN},
    AskStatus.GRANTED: frozenset(
        {
            AskAction.GRANTED,
            AskAction.DECLINED,
            AskAction.WITHDRAWN,
            AskAction.EXPIRED,
            AskAction.SUPERSEDED,
            AskAction.REOPEN,
        }
    ),
    AskStatus.DECLINED: frozenset({AskAction.REOPEN}),
    AskStatus.EXPIRED: frozenset({AskAction.ANSWERED, AskAction.DECLINED, AskAction.REOPEN}),
    AskStatus.WITHDRAWN: frozenset({AskAction.REOPEN}),
    AskStatus.SUPERSEDED: frozenset(),
}
KEPT_ALWAYS = frozenset(
    {
        AskAction.NOTED,
        AskAction.WARNED,
        AskAction.REMOVED,
        AskAction.DELIVERED,
        AskAction.ERASED,
        AskAction.TAKEN_DOWN,
        AskAction.LIFTED,
    }
)
BY_TIME = frozenset({AskAction.EXPIRED, AskAction.SUPERSEDED, AskAction.WARNED, AskAction.REMOVED})
"""What only the system does."""
BY_CREATOR = frozenset({*_HEARD, AskAction.WITHDRAWN, AskAction.NOTED})
RECORDABLE = frozenset(
    {AskAction.DRAFT, AskAction.SENT, AskAction.GRANTED, AskAction.DECLINED, AskAction.REOPEN}
)
"""What a person of the team may record by hand in the permission window."""
_CONTACTS_CREATOR = frozenset({AskAction.DRAFT, AskAction.SENT, AskAction.REMINDED, AskAction.REOPEN})
_ASKS = frozenset({AskAction.DRAFT, AskAction.SENT, AskAction.REMINDED})
_MANAGERS = frozenset({AskAction.REOPEN, AskAction.WITHDRAWN, AskAction.TAKEN_DOWN, AskAction.LIFTED})
CREATOR_PREFIX = "creator:"

AskRefusalKind = Literal[
    "no_right",
    "already_asked",
    "already_answered",
    "declined_before",
    "not_open",
    "gone",
    "blocked",
    "unknown_item",
    "do_not_contact",
    "asked_often",
    "no_need",
    "other_account",
    "needs_proof",
    "nothing_granted",
    "taken_down",
    "not_taken_down",
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
    text: str | None = None  # the message as drafted or sent; the creator's words, as they gave them
    via: str = "slack"
    request_id: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskState:
    """What the steps so far add up to. ``changed_*`` tell of the last step that changed the status; ``answer`` are
    the creator's last words; ``was_granted``: a licence began at some time."""

    status: AskStatus = AskStatus.NONE
    revision: int = 0
    text: str = ""
    asked_by: str | None = None
    asked_by_name: str | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    answer: str = ""
    was_granted: bool = False
    changed_by: str | None = None
    changed_by_name: str | None = None
    changed_at: datetime | None = None

    @property
    def live(self) -> bool:
        return self.status in LIVE_ASKS

    @property
    def over(self) -> bool:
        """Whether the next step about the item begins another ask: a manager started over, or the licence that
        this one gave has run out."""
        if self.status is AskStatus.EXPIRED:
            return self.was_granted
        return self.status is AskStatus.SUPERSEDED or (self.status is AskStatus.NONE and self.revision > 0)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rule needs to know of the item that is asked about and of its creator. ``asked_lately`` counts the
    asks to this creator within the settings' days, ``most`` is how many there may be; ``clearance`` is the kind of
    one that makes asking needless; ``taken_down``: a takedown notice stands against the item."""

    life: Life
    review: Status
    creator_blocked: bool = False
    do_not_contact: bool = False
    asked_lately: int = 0
    most: int | None = None
    clearance: str | None = None
    taken_down: bool = False


@dataclass(frozen=True, slots=True)
class AskRefusal:
    """Why a step was not done. ``by``, ``by_name``, ``at`` and ``status`` tell of the step that stands;
    ``no_right``: ``right`` is missing, and ``ask`` are people and groups to turn to; ``detail`` says more, such as
    the kind of clearance."""

    kind: AskRefusalKind
    by: str | None = None
    by_name: str | None = None
    at: datetime | None = None
    status: AskStatus | None = None
    ask: tuple[str, ...] = ()
    right: Right | None = None
    detail: str = ""


def the_creator(creator_id: int | None, name: str = "") -> Person:
    """The creator as the one who acts. They have no role of the team: what is open to them is theirs alone."""
    return Person(f"{CREATOR_PREFIX}{creator_id or 0}", name or "The creator", Role.NONE)


def is_creator(actor: Person) -> bool:
    return actor.id.startswith(CREATOR_PREFIX)


def leads_somewhere(action: AskAction) -> bool:
    """Whether a step of this kind changes where an ask stands."""
    return action in _LEADS_TO


def derive(steps: Iterable[AskStep]) -> AskState:
    """Where an ask stands after these steps, oldest first."""
    return reduce(advance, steps, AskState())


def advance(state: AskState, step: AskStep) -> AskState:
    """The state after one more step."""
    if step.action not in _LEADS_TO:
        heard = step.action is AskAction.NOTED and step.text  # a late or contrary answer is kept as well
        return replace(
            state, revision=step.revision, answer=step.text if heard and step.text else state.answer
        )
    after = replace(
        state,
        status=_LEADS_TO[step.action],
        revision=step.revision,
        was_granted=state.was_granted or step.action is AskAction.GRANTED,
        changed_by=step.actor,
        changed_by_name=step.actor_name,
        changed_at=step.at,
    )
    if step.action is AskAction.REOPEN:
        return replace(
            after, text="", asked_by=None, asked_by_name=None, asked_at=None, answered_at=None, answer=""
        )
    if step.action in (AskAction.DRAFT, AskAction.SENT):
        after = replace(after, text=step.text or state.text)
    if step.action is AskAction.SENT:
        return replace(after, asked_by=step.actor, asked_by_name=step.actor_name, asked_at=step.at)
    if step.action in _HEARD:
        return replace(after, answered_at=step.at, answer=step.text or state.answer)
    if step.action is AskAction.WITHDRAWN:
        return replace(after, answer=step.text or state.answer)
    return after


def right_for(action: AskAction) -> Right:
    """The right a step needs. Starting over is a manager's: it means bothering somebody again; so is taking down
    what a creator granted, and lifting a takedown notice."""
    return Right.OVERRULE if action in _MANAGERS else Right.ASK


def apply(
    state: AskState,
    action: AskAction,
    actor: Person,
    now: datetime,
    subject: Subject,
    note: str | None = None,
    text: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> AskStep | AskRefusal:
    """The step that this action leads to, or why it is refused."""
    if not _permitted(action, actor):
        return AskRefusal("no_right", status=state.status, right=right_for(action))
    kind = _closed_by_subject(action, subject) or _closed_by_state(state, action, actor)
    if kind is not None:
        by, name, at = state.changed_by, state.changed_by_name, state.changed_at
        return AskRefusal(kind, by, name, at, state.status, detail=subject.clearance or "")
    return AskStep(action, actor.id, actor.name, now, state.revision + 1, note, text, data=data or {})


def _permitted(action: AskAction, actor: Person) -> bool:
    if is_creator(actor):
        return action in BY_CREATOR
    if action in BY_TIME:
        return actor.id == SYSTEM.id
    return may(actor.role, right_for(action))


def _closed_by_subject(action: AskAction, subject: Subject) -> AskRefusalKind | None:
    """A no can always be recorded; nobody is asked, and no yes counts, for what is gone."""
    if action not in _CONTACTS_CREATOR and action is not AskAction.GRANTED:
        return None
    if subject.life != LIVE:
        return "gone"
    if action not in _CONTACTS_CREATOR:
        return None
    if subject.creator_blocked:
        return "blocked"
    if subject.review in (Status.REJECTED, Status.CLOSED):
        return "not_open"
    return _leave_alone(action, subject) if action in _ASKS else None


def _leave_alone(action: AskAction, subject: Subject) -> AskRefusalKind | None:
    """Why this creator is not to be written to, though the item would be worth it."""
    if subject.do_not_contact:
        return "do_not_contact"
    if subject.taken_down:
        return "taken_down"
    if action is AskAction.REMINDED:
        return None
    if subject.clearance is not None:
        return "no_need"
    often = subject.most is not None and subject.asked_lately >= subject.most
    return "asked_often" if often else None


def _closed_by_state(state: AskState, action: AskAction, actor: Person) -> AskRefusalKind | None:
    if action in KEPT_ALWAYS or action in _open_to(state, actor):
        return None
    if state.status in (AskStatus.DECLINED, AskStatus.WITHDRAWN):
        return "declined_before"
    if action is AskAction.WITHDRAWN:
        return "nothing_granted"
    if state.status is AskStatus.GRANTED:
        return "already_answered"
    return "already_asked" if state.status in WAITING or state.asked_at is not None else "not_open"


def _open_to(state: AskState, actor: Person) -> frozenset[AskAction]:
    """What the state leaves open. A yes that stands is changed by its creator alone, and by time."""
    found = _OPEN[state.status]
    if state.status is AskStatus.GRANTED and not is_creator(actor) and actor.id != SYSTEM.id:
        found -= {AskAction.GRANTED}
    return found


def open_actions(state: AskState, actor: Person, subject: Subject) -> frozenset[AskAction]:
    """What to offer this person: of the actions that change where the ask stands."""
    return frozenset(
        action
        for action in _open_to(state, actor)
        if _permitted(action, actor) and _closed_by_subject(action, subject) is None
    )
