"""Scoring as the rest of the product uses it: every change wakes what shows it. It flushes; whoever opened the unit
of work commits. What each does and refuses is said where it is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.rules import Kind
from bot.contests.scoring import explain, flags, marks, points, standings, votes, watch
from bot.contests.scoring.events import get
from bot.contests.scoring.explain import Line
from bot.contests.scoring.flagging.queries import Flag
from bot.contests.scoring.marks import Marked
from bot.contests.scoring.mix import mix
from bot.contests.scoring.parts.queries import ToJudge
from bot.contests.scoring.standings import SIZE, Row, StandingsPage
from bot.contests.scoring.votes import Voted, Voter
from bot.contests.scoring.watch import Finding
from bot.contests.scoring.watching import queries as watching
from bot.contests.tables import Contest, ContestEntry
from bot.people.rules import Person
from bot.work import Enqueuer

SHOW = "contests.show"
"""Draws what people see of a contest; declared by the cog. Its argument is the contest."""
TELL = "contests.tell"
"""Tells managers something once; declared by the cog. Its arguments: contest, kind, data, key."""
MIX = "contests.mix"
"""Works out the mixed scores of a contest, its argument."""
SHOW_AFTER = 1.0
MIX_AFTER = 2.0
"""Seconds in which further changes gather."""


class Scoring:
    """Votes, marks, points and measures, and the standings they add up to."""

    def __init__(self, work: Enqueuer) -> None:
        self._work = work

    # ---- what people do ----

    async def vote(
        self, session: AsyncSession, entry_id: int, voter: Voter, weight: int, now: datetime, via: str
    ) -> Voted:
        """Give an entry ``weight`` votes in place of those it had from this voter; 0 takes them back."""
        voted = await votes.vote(session, entry_id, voter, weight, now, via)
        if voted.changed:
            await self._wake(session, voted.contest_id, mixed=voted.mixed)
        return voted

    async def cast_by(self, session: AsyncSession, contest_id: int, account_id: int) -> dict[int, int]:
        """What a person gave each entry in a contest, by any of their accounts."""
        return await votes.cast_by(session, contest_id, account_id)

    async def mark(
        self, session: AsyncSession, entry_id: int, judge: Voter, given: Mapping[str, int], now: datetime
    ) -> Marked:
        """Mark an entry by these criteria; others keep the mark they had."""
        marked = await marks.mark(session, entry_id, judge, given, now)
        if marked.changed:
            await self._wake(session, marked.contest_id, mixed=marked.mixed)
        return marked

    async def judging(self, session: AsyncSession, contest: Contest, judge: Voter) -> tuple[int, int] | None:
        """How many entries a judge has marked in full, and of how many; None for somebody who is no judge."""
        return await marks.progress(session, contest, judge)

    async def to_judge(
        self, session: AsyncSession, contest: Contest, judge: Voter, now: datetime
    ) -> list[ToJudge]:
        """Every entry that a judge may mark now, by number. Raises Refused for somebody who is no judge, and where
        marks aren't taken."""
        return await marks.to_judge(session, contest, judge, now)

    async def give_points(
        self,
        session: AsyncSession,
        contest_id: int,
        account_id: int,
        count: int,
        reason: str,
        actor: Person,
        now: datetime,
        via: str,
        request_id: str | None = None,
    ) -> int:
        """Give somebody points in a season, with a reason; a negative number takes some. Their points then. The same
        request gives once."""
        total = await points.give(session, contest_id, account_id, count, reason, actor, now, via, request_id)
        await self._wake(session, contest_id, mixed=False)
        return total

    # ---- who is ranked ----

    async def include(
        self, session: AsyncSession, contest: Contest, entry: ContestEntry, now: datetime
    ) -> None:
        """Rank an entry that is accepted now; in a season, give the entrant what it earns."""
        await self._count(session, contest, entry, now, accepted=True)

    async def exclude(
        self, session: AsyncSession, contest: Contest, entry: ContestEntry, now: datetime
    ) -> None:
        """Stop ranking an entry that isn't accepted any more."""
        await self._count(session, contest, entry, now, accepted=False)

    async def _count(
        self, session: AsyncSession, contest: Contest, entry: ContestEntry, now: datetime, *, accepted: bool
    ) -> None:
        if contest.kind == Kind.POINTS:
            changed = await points.settle_entry(session, contest, entry, now)
        elif accepted:
            changed = await standings.include(session, contest, entry, now)
        else:
            changed = await standings.exclude(session, contest, entry)
        if changed:
            await self._wake(session, contest.id or 0, mixed=contest.kind == Kind.MIX)

    async def finish(self, session: AsyncSession, contest: Contest) -> None:
        """Bring scores up to the last moment when a contest is frozen; the contest is held by whoever freezes it."""
        await mix(session, contest)

    async def identity_changed(
        self, session: AsyncSession, account_ids: Collection[int], now: datetime
    ) -> list[Finding]:
        """After accounts were linked or unlinked (all that were or are one person): flag votes that are votes for
        oneself by now, and put the standings of seasons in line."""
        connection = await session.connection()
        for contest_id in await watching.seasons_of(connection, account_ids):
            contest = await get(session, contest_id)
            if await points.regroup(session, contest, account_ids, now):
                await self._wake(session, contest_id, mixed=False)
        found: list[Finding] = []
        for identity_id in await watching.identities_of(connection, account_ids):
            found += await watch.recheck_identity(session, identity_id, now)
        await self.tell(session, found)
        return found

    # ---- looking ----

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

    async def explain(self, session: AsyncSession, contest: Contest, row: Row) -> list[Line]:
        """How a score came about."""
        return await explain.explain(session, contest, row)

    # ---- what is odd, and what managers do about it ----

    async def find(self, session: AsyncSession, contest: Contest, now: datetime) -> list[Finding]:
        """Look for what is odd about the votes of the last day, and tell managers what is new."""
        found = await watch.find(session, contest, now)
        await self.tell(session, found)
        return found

    async def flags(
        self, session: AsyncSession, contest_id: int, *, waiting: bool = True, limit: int = 50
    ) -> list[Flag]:
        """A contest's flags, the newest first; those nobody has settled, or all."""
        return await flags.flags(session, contest_id, waiting=waiting, limit=limit)

    async def settle(
        self, session: AsyncSession, flag_id: int, outcome: str, actor: Person, now: datetime, via: str
    ) -> Flag:
        """Say what came of a flag, in words. Changes no vote."""
        return await flags.settle(session, flag_id, outcome, actor, now, via)

    async def void_votes(
        self,
        session: AsyncSession,
        contest_id: int,
        vote_ids: Sequence[int],
        reason: str,
        actor: Person,
        now: datetime,
        via: str,
    ) -> dict[int, int]:
        """Let votes count no more, with a reason: by entry, how many votes it lost."""
        lost = await flags.void_votes(session, contest_id, vote_ids, reason, actor, now, via)
        contest = await get(session, contest_id)
        await self._wake(session, contest_id, mixed=contest.kind == Kind.MIX)
        return lost

    async def tell(self, session: AsyncSession, found: Sequence[Finding]) -> None:
        """Tell managers of each finding, once."""
        for each in found:
            data = {
                "flag_id": each.flag_id,
                "entry_id": each.entry_id,
                "kind": each.kind,
                "count": each.evidence.get("count", 0),
            }
            key = f"{each.contest_id}:{each.key}"
            await self._work.enqueue(session, TELL, each.contest_id, "flag", data, key, key=key)

    async def _wake(self, session: AsyncSession, contest_id: int, *, mixed: bool) -> None:
        """Have the change shown, or in a mix, worked out first."""
        if mixed:
            await self._work.enqueue_soon(session, MIX, contest_id, window=MIX_AFTER)
        else:
            await self._work.enqueue_soon(session, SHOW, contest_id, window=SHOW_AFTER)
