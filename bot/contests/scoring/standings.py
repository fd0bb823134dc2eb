"""Who stands where. Ranks count those with a higher score, so equal scores share one; the order among them is that of
the contest's rule for ties."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.definition import read_definition
from bot.contests.rules import Kind
from bot.contests.scoring import queries
from bot.contests.scoring.board import queries as board
from bot.contests.scoring.board.queries import Ranked, Standing
from bot.contests.scoring.measures import last_or_first
from bot.contests.scoring.parts import queries as parts
from bot.contests.scoring.rules import score_of
from bot.contests.tables import Contest, ContestEntry
from bot.kernel.text import clean_line

SIZE = 10
LARGEST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the standings. ``name`` and ``title`` are one line of anybody's text each: a face escapes them.
    ``shared``: others have the same score and so the same rank."""

    rank: int
    shared: bool
    standing_id: int
    entry_id: int | None  # None: a person in a season of points
    number: int | None
    account_id: int
    name: str
    title: str
    score: int
    votes: int
    jury: int
    engagement: int
    points: int


@dataclass(frozen=True, slots=True)
class StandingsPage:
    """Some of the standings. ``page`` counts from 1; a page after the last is the last."""

    rows: Sequence[Row]
    page: int
    pages: int
    total: int


async def page(session: AsyncSession, contest_id: int, number: int = 1, size: int = SIZE) -> StandingsPage:
    """A page of the standings, best first."""
    connection = await session.connection()
    size, number = max(1, min(size, LARGEST)), max(1, number)
    # One more than is shown tells whether the last one shares its rank.
    if number == 1:
        found, total = await board.first_standings(connection, contest_id, size + 1)
        return StandingsPage(_rows(found, 0, 0)[:size], 1, _pages(total, size), total)
    place = await board.place_at(connection, contest_id, (number - 1) * size)
    if place is None:
        last = _pages(await board.count_standings(connection, contest_id), size)
        return await page(session, contest_id, last, size)
    skip = (number - 1) * size
    found, _ = await board.first_standings(connection, contest_id, size + 1, skip - place.before, place.score)
    rows = _rows(found, skip, place.before)[:size]
    return StandingsPage(rows, number, _pages(place.total, size), place.total)


def _pages(total: int, size: int) -> int:
    return max(1, -(-total // size))


def _rows(found: Sequence[Standing], skipped: int, before: int) -> list[Row]:
    """Ranked rows. ``skipped`` stand before the first of them, ``before`` of those with a higher score."""
    rows: list[Row] = []
    for at, standing in enumerate(found):
        same = at > 0 and found[at - 1].score == standing.score
        rank = rows[-1].rank if same else 1 + (skipped + at if at else before)
        shared = same or (at == 0 and before < skipped)
        shared = shared or (at + 1 < len(found) and found[at + 1].score == standing.score)
        rows.append(_row(standing, rank, shared=shared))
    return rows


def _row(standing: Standing, rank: int, *, shared: bool) -> Row:
    return Row(
        rank=rank,
        shared=shared,
        standing_id=standing.id,
        entry_id=standing.entry_id,
        number=standing.number,
        account_id=standing.account_id,
        name=clean_line(standing.name, 80),
        title=clean_line(standing.title, 120),
        score=standing.score,
        votes=standing.votes,
        jury=standing.jury,
        engagement=standing.engagement,
        points=standing.points,
    )


def _ranked(found: Sequence[Ranked]) -> list[Row]:
    return [_row(one.standing, one.higher + 1, shared=one.alike > 1) for one in found]


async def own(session: AsyncSession, contest_id: int, account_ids: Collection[int]) -> list[Row]:
    """Where these accounts stand, best first, whatever page that is on."""
    if not account_ids:
        return []
    return _ranked(await board.ranked(await session.connection(), contest_id, "account_id", account_ids))


async def of_entries(session: AsyncSession, contest_id: int, entry_ids: Collection[int]) -> list[Row]:
    """Where these entries stand, best first; those that don't count are left out."""
    if not entry_ids:
        return []
    return _ranked(await board.ranked(await session.connection(), contest_id, "entry_id", entry_ids))


# ---- who is ranked ----


async def include(session: AsyncSession, contest: Contest, entry: ContestEntry, now: datetime) -> bool:
    """Rank an accepted entry with what it has from before, if it was ranked once. False when it is ranked already.

    Not for a season of points: there ``points.settle_entry`` gives the person points.
    """
    connection, contest_id, entry_id = await session.connection(), contest.id or 0, entry.id or 0
    await _hold(connection, contest)
    votes = await parts.votes_sum(connection, contest_id, entry_id)
    definition = read_definition(contest.definition)
    jury = await parts.jury_of(connection, contest_id, entry_id, definition.criteria)
    engagement = await last_or_first(connection, contest_id, entry_id, definition, now)
    score = score_of(Kind(contest.kind), votes, jury, engagement, 0)
    values = {
        "contest_id": contest_id,
        "entry_id": entry_id,
        "account_id": entry.account_id,
        "votes": votes,
        "jury": jury,
        "engagement": engagement,
        "points": 0,
        "score": score,
        "tie": -entry.number,  # whoever entered earlier stands first
    }
    if not await board.include(connection, values):
        return False
    await queries.shift_scores(connection, contest_id, {score: 1})
    return True


async def exclude(session: AsyncSession, contest: Contest, entry: ContestEntry) -> bool:
    """Stop ranking an entry; its votes, marks and measures are kept. False when it wasn't ranked."""
    connection, contest_id = await session.connection(), contest.id or 0
    await _hold(connection, contest)
    score = await board.exclude(connection, contest_id, entry.id or 0)
    if score is None:
        return False
    await queries.shift_scores(connection, contest_id, {score: -1})
    return True


async def _hold(connection: AsyncConnection, contest: Contest) -> None:
    await queries.hold_contest(connection, contest.id or 0)
    if contest.kind == Kind.MIX:
        await queries.hold_mix(connection, contest.id or 0)
