"""Mixed scores: each part's share of the best in the contest, times its weight. One more vote for the leader lowers
everybody's share, so all are worked out together, by the database, a moment after something changed."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.definition import read_definition
from bot.contests.rules import Kind
from bot.contests.scoring import queries
from bot.contests.scoring.rules import MANAGED_IN
from bot.contests.scoring.totals import queries as totals
from bot.contests.tables import Contest


async def mix(session: AsyncSession, contest: Contest) -> bool:
    """Work out the scores of a mix from its parts as they are. Whether any has changed; doing it twice changes
    nothing more. Another kind has no mixed scores, and a decided contest keeps those it was decided by."""
    if contest.kind != Kind.MIX or contest.phase not in MANAGED_IN:
        return False
    connection, contest_id = await session.connection(), contest.id or 0
    await queries.hold_mix(connection, contest_id)
    bests = await totals.best_parts(connection, contest_id)
    weights = read_definition(contest.definition).weights
    return await totals.set_mixed(connection, contest_id, bests, weights.model_dump())
