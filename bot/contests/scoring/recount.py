"""The check that what is kept is what votes, marks, points and measures add up to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.definition import read_definition
from bot.contests.rules import Kind
from bot.contests.scoring.totals import queries as totals
from bot.contests.tables import Contest

NAMED = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """Something kept that isn't what the rows add up to. ``of`` is an entry, in a season of points an account, and
    for ``standings by score`` the score, for
    ``standings`` the contest."""

    what: str
    of: int
    kept: int
    right: int

    def __str__(self) -> str:
        return f"{self.what} of {self.of}: kept {self.kept}, adds up to {self.right}"


async def recount(session: AsyncSession, contest_id: int) -> list[Difference]:
    """The first differences of each kind in a contest; none is what must be. Ask with a session that has asked
    nothing yet, for all is compared in one state of the database. A mix is compared as if it had just been mixed."""
    connection = await totals.one_state(session)
    contest = await session.get(Contest, contest_id)
    if contest is None:
        return []
    definition = read_definition(contest.definition)
    mix = None
    if definition.kind is Kind.MIX:
        mix = (await totals.best_parts(connection, contest_id), definition.weights.model_dump())
    found: list[Difference] = []
    compared = totals.differences(contest_id, definition, mix)
    for what, statement in compared:
        rows = await totals.some_differences(connection, statement, NAMED)
        found += [Difference(what, *row) for row in rows]
    return found
