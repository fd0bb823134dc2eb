"""Scoring as the rest of the product uses it: every change wakes what shows it. It flushes; whoever opened the unit
of work commits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.rules import Kind
from bot.contests.scoring import standings, votes
from bot.contests.scoring.standings import SIZE, Row, StandingsPage
from bot.contests.scoring.votes import Voted, Voter
from bot.contests.tables import Contest, ContestEntry
from bot.work import Enqueuer

SHOW = "contests.show"
"""Draws what people see of a contest; declared by the cog."""
MIX = "contests.mix"
"""Works out the mixed scores of a contest."""
JOB_NAMES = (SHOW, MIX)
SHOW_AFTER = 1.0
MIX_AFTER = 2.0
"""Seconds in which further changes gather."""


class Scoring:
    """Votes, marks, points and measures, and the standings they add up to."""

    def __init__(self, work: Enqueuer) -> None:
        self._work = work

    async def vote(
        self, session: AsyncSession, entry_id: int, voter: Voter, weight: int, now: datetime, via: str
    ) -> Voted:
        """See ``votes.vote``."""
        voted = await votes.vote(session, entry_id, voter, weight, now, via)
        if voted.changed:
            await self._wake(session, voted.contest_id, mixed=voted.mixed)
        return voted

    async def cast_by(self, session: AsyncSession, contest_id: int, account_id: int) -> dict[int, int]:
        """What a person gave each entry in a contest, by any of their accounts."""
        return await votes.cast_by(session, contest_id, account_id)

    async def include(
        self, session: AsyncSession, contest: Contest, entry: ContestEntry, now: datetime
    ) -> None:
        """Rank an entry that is accepted."""
        if await standings.include(session, contest, entry, now):
            await self._wake_for(session, contest)

    async def exclude(
        self, session: AsyncSession, contest: Contest, entry: ContestEntry, now: datetime
    ) -> None:
        """Stop ranking an entry that isn't accepted any more."""
        if await standings.exclude(session, contest, entry, now):
            await self._wake_for(session, contest)

    async def page(
        self, session: AsyncSession, contest_id: int, number: int = 1, size: int = SIZE
    ) -> StandingsPage:
        """A page of the standings, best first."""
        return await standings.page(session, contest_id, number, size)

    async def own(self, session: AsyncSession, contest_id: int, account_ids: Collection[int]) -> list[Row]:
        """Where these accounts stand, best first."""
        return await standings.own(session, contest_id, account_ids)

    async def of_entries(
        self, session: AsyncSession, contest_id: int, entry_ids: Collection[int]
    ) -> list[Row]:
        """Where these entries stand, best first; those that don't count are left out."""
        return await standings.of_entries(session, contest_id, entry_ids)

    async def _wake_for(self, session: AsyncSession, contest: Contest) -> None:
        await self._wake(session, contest.id or 0, mixed=contest.kind == Kind.MIX)

    async def _wake(self, session: AsyncSession, contest_id: int, *, mixed: bool) -> None:
        """Have the change shown, or in a mix, worked out first."""
        if mixed:
            await self._work.enqueue_soon(session, MIX, contest_id, window=MIX_AFTER)
        else:
            await self._work.enqueue_soon(session, SHOW, contest_id, window=SHOW_AFTER)
