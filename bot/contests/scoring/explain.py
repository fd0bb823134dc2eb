"""How a score came about, in parts that add up to it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.definition import read_definition
from bot.contests.rules import Kind
from bot.contests.scoring.parts.queries import accounts_of
from bot.contests.scoring.parts.queries import latest_metrics as latest
from bot.contests.scoring.rules import PARTS, mix_share
from bot.contests.scoring.season import queries as season
from bot.contests.scoring.standings import Row
from bot.contests.scoring.totals.queries import best_parts
from bot.contests.tables import Contest


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a score. ``part`` says what ``amount`` is of:

    votes; jury (hundredths of a mark out of 100); engagement (points), or a platform's count by its own name; task
    (points for an entry), given (points by a manager). ``name`` is the task's title or the manager's reason, ``each``
    what one of a count gives. ``adds`` is what the part adds to the score. In a mix, ``best`` is the best amount in
    the contest and ``weight`` the part's percentage.
    """

    part: str
    amount: int
    adds: int
    name: str = ""
    each: int = 1
    best: int | None = None
    weight: int | None = None


async def explain(session: AsyncSession, contest: Contest, row: Row) -> list[Line]:
    """The parts of a standing's score; none in a draw, where all stand alike."""
    kind = Kind(contest.kind)
    if kind is Kind.MIX:
        return await _mix(session, contest, row)
    if kind is Kind.POINTS:
        return await _points(session, contest, row)
    if kind is Kind.ENGAGEMENT:
        return await _engagement(session, contest, row)
    return [Line(kind.value, row.score, row.score)] if kind.value in PARTS else []


async def _mix(session: AsyncSession, contest: Contest, row: Row) -> list[Line]:
    bests = await best_parts(await session.connection(), contest.id or 0)
    amounts = {"votes": row.votes, "jury": row.jury, "engagement": row.engagement}
    return [
        Line(
            part,
            amounts[part],
            mix_share(amounts[part], bests[part], weight),
            best=bests[part],
            weight=weight,
        )
        for part, weight in read_definition(contest.definition).weights.model_dump().items()
        if weight > 0
    ]


async def _points(session: AsyncSession, contest: Contest, row: Row) -> list[Line]:
    connection = await session.connection()
    people = list(await accounts_of(connection, row.account_id))
    titles = {task.key: task.title for task in read_definition(contest.definition).tasks}
    return [
        Line("task", count, count, titles.get(task, task))
        if entry_id is not None
        else Line("given", count, count, reason or "")
        for task, entry_id, count, reason in await season.listed_points(connection, contest.id or 0, people)
    ]


async def _engagement(session: AsyncSession, contest: Contest, row: Row) -> list[Line]:
    if row.entry_id is None:
        return []
    metrics = (await latest(await session.connection(), [row.entry_id])).get(row.entry_id, {})
    points = read_definition(contest.definition).engagement_points.model_dump()
    return [
        Line(name, metrics[name], metrics[name] * each, each=each)
        for name, each in points.items()
        if each and name in metrics
    ]
