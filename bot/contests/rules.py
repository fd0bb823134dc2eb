"""What a contest is and what it may become: words and pure rules.

A contest's phase follows from its events; times are UTC and whole seconds. A moment belongs to a phase up to and
including the second in which it ends: with closing at 18:00:00 a vote at 18:00:00.9 counts, one at 18:00:01 doesn't.
The server's clock decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SECOND = timedelta(seconds=1)


class Kind(StrEnum):
    """What decides who wins."""

    VOTES = "votes"  # members' votes
    JURY = "jury"  # judges' marks against named criteria
    ENGAGEMENT = "engagement"  # what the platforms count: likes, comments, shares
    POINTS = "points"  # a season of challenges: points for tasks; people are ranked, not pieces
    LOT = "lot"  # a draw among all accepted entries
    MIX = "mix"  # votes, jury and engagement, each with a weight


class Phase(StrEnum):
    """Where a contest stands."""

    DRAFT = "draft"  # only managers see it
    ANNOUNCED = "announced"  # shown, opens at its time
    OPEN = "open"  # entries and votes are taken
    VOTING = "voting"  # entries are closed, votes (or marks) are taken still
    CLOSED = "closed"  # the entry list is frozen; standings are final or the draw is awaited
    DECIDED = "decided"  # the order of winners is known; managers haven't awarded it yet
    AWARDED = "awarded"  # winners are told and announced; prizes are being claimed
    FINISHED = "finished"  # every prize is claimed or given up
    CANCELLED = "cancelled"


class EntryStatus(StrEnum):
    """Where an entry stands. Only accepted ones are ranked, voted on and drawn."""

    WAITING = "waiting"  # in the review queue
    ACCEPTED = "accepted"
    REJECTED = "rejected"  # by review, or by a rule: the reason says
    WITHDRAWN = "withdrawn"  # by its entrant, or its content is gone
    DISQUALIFIED = "disqualified"  # by a manager, with a reason the entrant sees


class ContestAction(StrEnum):
    """What a manager does with a contest."""

    CREATE = "create"
    EDIT = "edit"
    ANNOUNCE = "announce"
    OPEN = "open"  # now, whatever the time set
    EXTEND = "extend"  # a later closing, while it runs
    CLOSE_ENTRIES = "close_entries"
    CLOSE = "close"
    FREEZE = "freeze"  # the entry list, with the hashes that are published
    TWO_PEOPLE = "two_people"  # no beacon can be had: freeze anew, with two people's words for the chance
    PROMISE = "promise"  # one of the two hands in the hash of their words
    REVEAL = "reveal"  # and later the words
    DECIDE = "decide"  # final standings, or the draw
    REDRAW = "redraw"  # a further winner in place of one who doesn't count
    AWARD = "award"
    FINISH = "finish"
    CANCEL = "cancel"


class AwardStatus(StrEnum):
    """Where a prize stands."""

    PLANNED = "planned"  # decided, not announced
    OFFERED = "offered"  # the winner was told and may claim it until its deadline
    CLAIMED = "claimed"
    LAPSED = "lapsed"  # not claimed in time: goes to the next in order
    DECLINED = "declined"
    PASSED = "passed"  # the winner has left, was disqualified, or the like: the reason says
    NOBODY = "nobody"  # there is nobody left to give it to


class Ties(StrEnum):
    """How entries with the same score are put in order. Stated in the rules everybody reads."""

    EARLIEST = "earliest"  # whoever entered earlier stands first
    LOT = "lot"  # by the tickets of the draw
    SHARED = "shared"  # they share the place and the prize is given to each of them


class Draw(StrEnum):
    """Where a draw's chance comes from, besides the organiser's secret."""

    BEACON = "beacon"  # a round of a public randomness beacon (drand), named before it is known
    TWO_PEOPLE = "two people"  # two people commit to a phrase each, then reveal it


# What a contest is after an action; an action that isn't named changes no phase.
LEADS_TO: Mapping[ContestAction, Phase] = {
    ContestAction.CREATE: Phase.DRAFT,
    ContestAction.ANNOUNCE: Phase.ANNOUNCED,
    ContestAction.OPEN: Phase.OPEN,
    ContestAction.CLOSE_ENTRIES: Phase.VOTING,
    ContestAction.CLOSE: Phase.CLOSED,
    ContestAction.DECIDE: Phase.DECIDED,
    ContestAction.AWARD: Phase.AWARDED,
    ContestAction.FINISH: Phase.FINISHED,
    ContestAction.CANCEL: Phase.CANCELLED,
}

_RUNNING = frozenset({ContestAction.EXTEND, ContestAction.CLOSE, ContestAction.CANCEL})
_MAY: Mapping[Phase, frozenset[ContestAction]] = {
    Phase.DRAFT: frozenset(
        {ContestAction.EDIT, ContestAction.ANNOUNCE, ContestAction.OPEN, ContestAction.CANCEL}
    ),
    Phase.ANNOUNCED: frozenset({ContestAction.EDIT, ContestAction.OPEN, ContestAction.CANCEL}),
    Phase.OPEN: _RUNNING | {ContestAction.CLOSE_ENTRIES},
    Phase.VOTING: _RUNNING,
    Phase.CLOSED: frozenset({ContestAction.FREEZE, ContestAction.CANCEL}),
    Phase.DECIDED: frozenset({ContestAction.AWARD, ContestAction.REDRAW, ContestAction.CANCEL}),
    Phase.AWARDED: frozenset({ContestAction.REDRAW, ContestAction.FINISH}),
}
_DRAWING = frozenset(
    {
        ContestAction.TWO_PEOPLE,
        ContestAction.PROMISE,
        ContestAction.REVEAL,
        ContestAction.DECIDE,
        ContestAction.CANCEL,
    }
)
SHOWN = frozenset(Phase) - {Phase.DRAFT}
"""Phases in which participants see a contest."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A contest as far as its phases go. ``votes`` says whether there is anything to vote on or mark, ``waiting``
    how many entries nobody has reviewed, ``draws`` whether chance decides something."""

    phase: Phase
    opens_at: datetime
    entries_close_at: datetime
    closes_at: datetime
    grace: timedelta
    votes: bool = False
    waiting: int = 0
    frozen: bool = False
    draws: bool = False


def passed(moment: datetime, now: datetime) -> bool:
    """Whether the second of a moment is over."""
    return now >= moment + SECOND


def derive(actions: Iterable[ContestAction]) -> Phase:
    """The phase that events add up to."""
    phase = Phase.DRAFT
    for action in actions:
        phase = LEADS_TO.get(action, phase)
    return phase


def open_actions(phase: Phase, *, frozen: bool = False, winners: bool = True) -> frozenset[ContestAction]:
    """What a manager may do now. ``winners`` says, of a contest that is decided, whether anybody is to be awarded:
    where nobody is, it can only be finished."""
    if phase is Phase.CLOSED and frozen:
        return _DRAWING
    if phase is Phase.DECIDED and not winners:
        return frozenset({ContestAction.FINISH, ContestAction.CANCEL})
    return _MAY.get(phase, frozenset())


def next_step(standing: Standing, now: datetime) -> ContestAction | None:
    """The phase change that is due, if one is. What comes after the freeze is the draw's business."""
    match standing.phase:
        case Phase.ANNOUNCED if now >= standing.opens_at:
            return ContestAction.OPEN
        case Phase.OPEN | Phase.VOTING if passed(standing.closes_at, now):
            return ContestAction.CLOSE
        case Phase.OPEN if _has_voting(standing) and passed(standing.entries_close_at, now):
            return ContestAction.CLOSE_ENTRIES
        case Phase.CLOSED if not standing.frozen and (
            standing.waiting == 0 or passed(standing.closes_at + standing.grace, now)
        ):
            return ContestAction.FREEZE
    return None


def next_due(standing: Standing) -> datetime | None:
    """When the next phase change is due by itself; None where none is."""
    match standing.phase:
        case Phase.ANNOUNCED:
            return standing.opens_at
        case Phase.OPEN:
            first = standing.entries_close_at if _has_voting(standing) else standing.closes_at
            return min(first, standing.closes_at) + SECOND
        case Phase.VOTING:
            return standing.closes_at + SECOND
        case Phase.CLOSED if not standing.frozen:
            return standing.closes_at + standing.grace + SECOND
    return None


def _has_voting(standing: Standing) -> bool:
    return standing.votes and standing.entries_close_at < standing.closes_at


class EntryEvent(StrEnum):
    """What happens to an entry, as events of a contest name it; where it leads stands in ``ENTRY_LEADS_TO``."""

    ENTER = "entry.enter"
    WAITING = "entry.waiting"
    ACCEPTED = "entry.accepted"
    REJECTED = "entry.rejected"
    WITHDRAWN = "entry.withdrawn"
    DISQUALIFIED = "entry.disqualified"
    REINSTATE = "entry.reinstate"
    EDITED = "entry.edited"


ENTRY_LEADS_TO: Mapping[EntryEvent, EntryStatus] = {
    EntryEvent.ENTER: EntryStatus.WAITING,
    EntryEvent.REINSTATE: EntryStatus.WAITING,
    **{EntryEvent(f"entry.{status.value}"): status for status in EntryStatus},
}
COUNTING = frozenset({EntryStatus.WAITING, EntryStatus.ACCEPTED})
"""Entries that take one of the places a person has."""
