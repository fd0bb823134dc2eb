"""A board as people look at it. Equal scores share a rank; among them whoever joined last stands first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.boards import queries
from bot.ambassadors.boards.queries import Line
from bot.ambassadors.rules import Measure
from bot.kernel.text import clean_line

SIZE = 10
LARGEST = 100
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its rank. ``name`` is one line of anybody's text: a face escapes it. ``shared``: others have the
    same score and so the same rank."""

    rank: int
    shared: bool
    ambassador_id: int
    account_id: int | None
    name: str
    score: int


@dataclass(frozen=True, slots=True)
class Board:
    """Some of a board. ``page`` counts from 1; a page after the last is the last."""

    period: str
    measure: Measure
    rows: Sequence[Row]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Own:
    """Somebody's own view. ``rank`` is None where they stay off the board, or have nothing there; ``near`` are those
    next to them, themselves among them."""

    score: int
    rank: int | None
    total: int
    near: Sequence[Row] = field(default=())


async def board(
    session: AsyncSession, period: str, measure: Measure, page: int = 1, size: int = SIZE
) -> Board:
    """A page of a board, best first."""
    connection = await session.connection()
    size = max(1, min(size, LARGEST))
    everybody = await queries.place(connection, period, measure, 0)
    pages = max(1, -(-everybody.total // size))
    number = max(1, min(page, pages))
    lines = await queries.page(connection, period, measure, size, (number - 1) * size)
    rows = await _ranked(session, period, measure, lines)
    return Board(period, measure, rows, number, pages, everybody.total)


async def own(
    session: AsyncSession, period: str, measure: Measure, ambassador_id: int, around: int = NEIGHBOURS
) -> Own:
    """Where somebody stands, with those next to them."""
    connection = await session.connection()
    found = await queries.own(connection, period, measure, ambassador_id)
    if found is None or not found[1]:
        score = found[0].score if found else 0
        return Own(score, None, (await queries.place(connection, period, measure, 0)).total)
    line = found[0]
    lines = await queries.neighbours(connection, period, measure, line, around)
    place = await queries.place(connection, period, measure, line.score)
    rows = await _ranked(session, period, measure, lines)
    return Own(line.score, place.higher + 1, place.total, rows)


async def _ranked(session: AsyncSession, period: str, measure: Measure, lines: Sequence[Line]) -> list[Row]:
    """Lines that follow one another. The places of the first and the last are looked up: others may share them who
    are none of these lines. Those in between are all here."""
    if not lines:
        return []
    connection = await session.connection()
    places = {}
    for score in {lines[0].score, lines[-1].score}:
        places[score] = await queries.place(connection, period, measure, score)
    first = places[lines[0].score]
    rows: list[Row] = []
    for line in lines:
        if (place := places.get(line.score)) is not None:
            rank, alike = place.higher + 1, place.alike
        else:
            between = sum(line.score < one.score < lines[0].score for one in lines)
            rank = first.higher + first.alike + between + 1
            alike = sum(one.score == line.score for one in lines)
        name = clean_line(line.name, 80)
        rows.append(Row(rank, alike > 1, line.ambassador_id, line.account_id, name, line.score))
    return rows
