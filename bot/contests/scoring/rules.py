"""Whether a vote counts, what a judge's marks and a mix come to: pure, and all in whole numbers, so that a database
adds up the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import lcm
from typing import Any

from bot.contests.definition import Criterion
from bot.contests.rules import Kind, Phase, passed
from bot.contests.scoring.refusals import Why

VOTED_ON = frozenset({Phase.OPEN, Phase.VOTING})
"""Phases in which votes, marks, points and measures are taken."""
FULL_SHARE = 100_000
"""A mixed score's highest value: 100 percent in thousandths."""
FULL_JURY = 10_000
"""A jury's highest value: 100 marks in hundredths."""
PARTS = ("votes", "jury", "engagement")
"""What a mix is made of, named as the kinds that count nothing else."""

Refusal = tuple[Why, Mapping[str, Any]]


MANAGED_IN = VOTED_ON | {Phase.CLOSED}
"""Phases in which managers may still void votes and give or take points: until it is decided."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contest says about voting. ``budget`` 0: one vote for each entry, however many."""

    kind: Kind
    phase: Phase
    closes_at: datetime
    votes_count: bool
    budget: int = 0
    per_entry: int = 1
    account_days: int = 0
    member_days: int = 0


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote as the rules judge it. ``held`` is the weight of the voter's vote for this entry so far (0 when a
    manager voided it, None when there is none), ``elsewhere`` what the person, by any account, gave other entries,
    ``twin`` whether another account of the person votes for this entry,
    ``barred`` whether a manager voided a vote of the person for it, cast from whichever account."""

    terms: Terms
    accepted: bool
    own: bool
    linked: bool
    held: int | None
    made_at: datetime | None
    joined_at: datetime | None
    left_at: datetime | None
    elsewhere: int = 0
    twin: bool = False
    barred: bool = False


def refuse_phase(phase: Phase, closes_at: datetime, now: datetime) -> Refusal | None:
    """Why nothing that changes a score is taken now. The second of closing still counts."""
    if phase in (Phase.DRAFT, Phase.ANNOUNCED):
        return Why.NOT_OPEN, {}
    if phase not in VOTED_ON or passed(closes_at, now):
        return Why.CLOSED, {}
    return None


def refuse_vote(ballot: Ballot, weight: int, now: datetime) -> Refusal | None:
    """Why this vote isn't taken, or None. Taking a vote back (0) is possible while the contest runs, whatever became
    of the entry; the same vote again is no change."""
    terms = ballot.terms
    if not terms.votes_count:
        return Why.NOT_BY_VOTES, {}
    if (closed := refuse_phase(terms.phase, terms.closes_at, now)) is not None:
        return closed
    if weight == 0 or ballot.held == weight:
        return None
    if ballot.held == 0 or ballot.barred:
        return Why.VOIDED, {}
    return _refuse_voter(ballot, now) or _refuse_weight(ballot, weight)


def _refuse_voter(ballot: Ballot, now: datetime) -> Refusal | None:
    if ballot.left_at is not None:
        return Why.LEFT, {}
    if not ballot.accepted:
        return Why.NOT_ACCEPTED, {}
    if ballot.own:
        return Why.OWN_ENTRY, {}
    if ballot.linked:
        return Why.LINKED_ENTRY, {}
    return _too_young(Why.ACCOUNT_YOUNG, ballot.made_at, ballot.terms.account_days, now) or _too_young(
        Why.MEMBER_YOUNG, ballot.joined_at, ballot.terms.member_days, now
    )


def _too_young(why: Why, since: datetime | None, days: int, now: datetime) -> Refusal | None:
    if days <= 0:
        return None
    if since is None:
        return Why.AGE_UNKNOWN, {"days": days}
    old_enough = since + timedelta(days=days)
    return (why, {"days": days, "when": old_enough}) if now < old_enough else None


def _refuse_weight(ballot: Ballot, weight: int) -> Refusal | None:
    terms = ballot.terms
    if not 0 < weight <= terms.per_entry:
        return Why.TOO_MANY, {"most": terms.per_entry}
    if ballot.twin:
        return Why.TWIN, {}
    if terms.budget and ballot.elsewhere + weight > terms.budget:
        left = max(0, terms.budget - ballot.elsewhere - (ballot.held or 0))
        return Why.BUDGET, {"left": left, "budget": terms.budget}
    return None


def score_of(kind: Kind, votes: int, jury: int, engagement: int, points: int) -> int:
    """What ranks a standing. A mix depends on the others in the contest too and is worked out apart."""
    parts = {
        Kind.VOTES: votes,
        Kind.JURY: jury,
        Kind.ENGAGEMENT: engagement,
        Kind.POINTS: points,
    }
    return parts.get(kind, 0)


def mix_share(part: int, best: int, weight: int) -> int:
    """What a part adds to a mixed score: its share of the best in the contest, times its weight in percent, in
    thousandths of a percent, halves up."""
    return (2000 * weight * part + best) // (2 * best) if best > 0 else 0


@dataclass(frozen=True, slots=True)
class Scale:
    """How a judge's marks become one number. ``factors`` is what one mark of each criterion counts, ``full`` what the
    best marks in all of them come to."""

    factors: Mapping[str, int]
    full: int


def scale_of(criteria: Sequence[Criterion]) -> Scale:
    """The scale of these criteria, without fractions."""
    whole = lcm(*(each.best for each in criteria))
    factors = {each.key: each.weight * whole // each.best for each in criteria}
    return Scale(factors, whole * sum(each.weight for each in criteria))


def jury_mean(total: int, judges: int, full: int) -> int:
    """The mean of the judges' results, in hundredths of a mark out of 100, halves up. ``total`` adds up marks times
    factors over all judges."""
    if judges == 0 or full == 0:
        return 0
    return (2 * FULL_JURY * total + judges * full) // (2 * judges * full)


def engagement_of(metrics: Mapping[str, int], points: Mapping[str, int]) -> int:
    """What a platform's counts come to."""
    return sum(metrics.get(name, 0) * each for name, each in points.items())
