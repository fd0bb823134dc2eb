"""Contests in a digest."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries as contest_queries
from bot.contests.definition import read_definition
from bot.contests.rules import Phase
from bot.contests.scoring.standings import Row, page
from bot.contests.tables import Contest
from bot.digests.building import queries
from bot.digests.document import ContestLine, Number
from bot.insights.periods import Period
from bot.kernel.errors import TellUser
from bot.storage.personal import SOMEBODY

LEADERS = 3
_SHOWN = (Phase.OPEN, Phase.VOTING, Phase.AWARDED, Phase.FINISHED)
"""Between the end of votes and the awards nobody is named: winners hear it first."""


async def held(session: AsyncSession, contest_id: int) -> Contest:
    """Raises TellUser for one that isn't there."""
    found = await contest_queries.get(session, contest_id)
    if found is None:
        raise TellUser(f"There is no contest {contest_id}.", remedy="Look at /goodword contest.")
    return found


async def line(session: AsyncSession, contest: Contest, period: Period) -> ContestLine:
    """A contest with what it took in in the period. Who leads is said of contests by votes, whose standings every
    member can see."""
    contest_id = contest.id or 0
    slice = f"contest:{contest_id}"
    entries = await queries.entered(session, contest_id, period.start, period.end)
    votes = await queries.voted(session, contest_id, period.start, period.end)
    leaders: list[Row] = []
    if read_definition(contest.definition).counts_votes and Phase(contest.phase) in _SHOWN:
        leaders = list((await page(session, contest_id, 1, LEADERS)).rows)
    return ContestLine(
        contest_id=contest_id,
        title=contest.name,
        phase=contest.phase,
        entries=Number(figure="entries", slice=slice, value=entries),
        votes=Number(figure="votes", slice=slice, value=votes),
        starts_at=contest.opens_at,
        ends_at=contest.closes_at,
        leaders=[one.name or f"[{SOMEBODY}]" for one in leaders],
        leader_ids=[one.account_id for one in leaders],
    )
