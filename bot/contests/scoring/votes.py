"""Casting, changing and taking back votes.

The contest's row is held shared from the first read to the commit, and whoever freezes the contest holds it alone:
a vote is either in before the freeze or refused.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.rules import Kind
from bot.contests.scoring import queries
from bot.contests.scoring.queries import Change, Found
from bot.contests.scoring.refusals import Why, refused
from bot.contests.scoring.rules import refuse_vote
from bot.kernel.errors import TryLater

CHANGED = "changed"
TAKEN_BACK = "taken back"
_TRIES = 3  # a second click of the same person at the same moment makes the first look again


class Voter(Protocol):
    """Whoever votes or judges, as the accounts know them."""

    @property
    def id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Voted:
    """What a vote came to. ``weight`` is what the voter now gives the entry, ``left`` what remains of a budget (None
    without one), ``votes`` and ``score`` are the entry's."""

    contest_id: int
    weight: int
    left: int | None
    votes: int
    score: int
    changed: bool
    mixed: bool  # whether the score is a mix, and follows a moment later


async def vote(
    session: AsyncSession, entry_id: int, voter: Voter, weight: int, now: datetime, via: str
) -> Voted:
    """Give an entry ``weight`` votes in place of those it had from this voter; 0 takes them back.

    Raises Refused with the reason when the vote doesn't count.
    """
    connection = await session.connection()
    for _ in range(_TRIES):
        voted = await _attempt(connection, entry_id, voter.id, weight, now, via)
        if voted is not None:
            return voted
    raise TryLater("Several votes of yours came at the same moment.", remedy="Vote again.")


async def _attempt(
    connection: AsyncConnection, entry_id: int, voter_id: int, weight: int, now: datetime, via: str
) -> Voted | None:
    """None when another click of the same voter was sooner."""
    found = await queries.find_ballot(connection, entry_id, voter_id)
    if found is None:
        raise refused(Why.UNKNOWN_ENTRY)
    budget = found.ballot.terms.budget
    if budget or found.several:
        found = await _with_what_was_spent(connection, found, entry_id, voter_id)
    ballot, contest_id = found.ballot, found.contest_id
    refusal = refuse_vote(ballot, weight, now)
    if refusal is not None:
        raise refused(refusal[0], **refusal[1])
    held = ballot.held or 0
    left = budget - ballot.elsewhere - weight if budget else None
    mixed = ballot.terms.kind is Kind.MIX
    if held == weight:
        votes, score = await queries.votes_of(connection, contest_id, entry_id)
        return Voted(contest_id, weight, left, votes, score, changed=False, mixed=mixed)
    change = Change(
        contest_id=contest_id,
        entry_id=entry_id,
        account_id=voter_id,
        weight=weight,
        more=weight - held,
        ends=found.vote_id,
        mixed=mixed,
        via=via,
        why=CHANGED if weight else TAKEN_BACK,
        now=now,
    )
    first, counted = await queries.change_vote(connection, change)
    if not first:
        return None
    if counted is None and weight:
        raise refused(Why.NOT_ACCEPTED)
    return Voted(contest_id, weight, left, *(counted or (0, 0)), changed=True, mixed=mixed)


async def _with_what_was_spent(
    connection: AsyncConnection, found: Found, entry_id: int, voter_id: int
) -> Found:
    await queries.hold_voter(connection, found.contest_id, found.person)
    spent = await queries.spent(connection, found.contest_id, entry_id, voter_id)
    ballot = replace(
        found.ballot, elsewhere=spent.elsewhere, twin=spent.twin, held=spent.held, barred=spent.barred
    )
    return replace(found, ballot=ballot, vote_id=spent.vote_id)


async def cast_by(session: AsyncSession, contest_id: int, account_id: int) -> dict[int, int]:
    """What a person gave each entry in a contest, by any of their accounts."""
    return await queries.votes_cast(await session.connection(), contest_id, account_id)
