"""What a contest is and what it may become: words and pure rules.

A contest's phase follows from its events; times are UTC and whole seconds. A moment belongs to a phase up to and
including the second in which it ends: with closing at 18:00:00 a vote at 18:00:00.9 counts, one at 18:00:01 doesn't.
The server's clock decides.
"""

from __future__ import annotations

from enum import StrEnum


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
    REJECTED = "rejected"  # by review
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
