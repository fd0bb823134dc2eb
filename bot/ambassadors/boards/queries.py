"""Statements of boards. A page costs the rows it shows; a rank costs a few dozen, whatever the number of people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ambassadors.rules import WIDTHS
from bot.ambassadors.tables import Ambassador, Score, ScoreCount
from bot.storage.lean import fetch
from bot.storage.types import table_of

_SCORE = table_of(Score)
_COUNT = table_of(ScoreCount)
_AMBASSADOR = table_of(Ambassador)
_BOARD = (_SCORE.c.period == sa.bindparam("period"), _SCORE.c.measure == sa.bindparam("measure"))
_ON_BOARD = _SCORE.c.on_board
_ORDER = (_SCORE.c.score.desc(), _SCORE.c.ambassador_id.desc())


class Line(NamedTuple):
    """A line of a board. ``name`` is anybody's text."""

    ambassador_id: int
    account_id: int | None
    name: str
    score: int


_OF_LINE = (_SCORE.c.ambassador_id, _AMBASSADOR.c.account_id, _AMBASSADOR.c.name, _SCORE.c.score)


@lru_cache(maxsize=64)
def _page(size: int) -> sa.Select[Any]:
    """The ids first: what is skipped is skipped in the index, and only what is shown is looked up."""
    chosen = (
        sa.select(_SCORE.c.ambassador_id, _SCORE.c.score)
        .where(*_BOARD, _ON_BOARD)
        .order_by(*_ORDER)
        .limit(sa.literal_column(str(int(size)), sa.Integer))
        .offset(sa.bindparam("skip"))
        .subquery("chosen")
    )
    return (
        sa.select(chosen.c.ambassador_id, _AMBASSADOR.c.account_id, _AMBASSADOR.c.name, chosen.c.score)
        .select_from(chosen.join(_AMBASSADOR, _AMBASSADOR.c.id == chosen.c.ambassador_id))
        .order_by(chosen.c.score.desc(), chosen.c.ambassador_id.desc())
    )


async def page(connection: AsyncConnection, period: str, measure: str, size: int, skip: int) -> list[Line]:
    """Lines of a board, best first."""
    values = {"period": period, "measure": measure, "skip": skip}
    return [Line(*row) for row in await fetch(connection, _page(size), values)]


_OWN = sa.select(*_OF_LINE, _SCORE.c.on_board).select_from(
    _SCORE.join(_AMBASSADOR, _AMBASSADOR.c.id == _SCORE.c.ambassador_id)
)
_OWN_LINE = _OWN.where(*_BOARD, _SCORE.c.ambassador_id == sa.bindparam("ambassador"))


async def own(
    connection: AsyncConnection, period: str, measure: str, ambassador_id: int
) -> tuple[Line, bool] | None:
    """Somebody's line, and whether they stand on the board; None where they have no score there."""
    values = {"period": period, "measure": measure, "ambassador": ambassador_id}
    rows = await fetch(connection, _OWN_LINE, values)
    return (Line(*rows[0][:-1]), bool(rows[0][-1])) if rows else None


_BEFORE = sa.or_(
    _SCORE.c.score > sa.bindparam("score"),
    sa.and_(_SCORE.c.score == sa.bindparam("score"), _SCORE.c.ambassador_id > sa.bindparam("ambassador")),
)
_AFTER = sa.or_(
    _SCORE.c.score < sa.bindparam("score"),
    sa.and_(_SCORE.c.score == sa.bindparam("score"), _SCORE.c.ambassador_id < sa.bindparam("ambassador")),
)


@lru_cache(maxsize=64)
def _near(size: int, *, above: bool) -> sa.Select[Any]:
    """The index's own range on the score first: an ``OR`` alone would be looked for from the end."""
    side = _SCORE.c.score >= sa.bindparam("score") if above else _SCORE.c.score <= sa.bindparam("score")
    order = (_SCORE.c.score.asc(), _SCORE.c.ambassador_id.asc()) if above else _ORDER
    chosen = (
        sa.select(_SCORE.c.ambassador_id, _SCORE.c.score)
        .where(*_BOARD, _ON_BOARD, side, _BEFORE if above else _AFTER)
        .order_by(*order)
        .limit(sa.literal_column(str(int(size)), sa.Integer))
        .subquery("chosen")
    )
    return sa.select(
        chosen.c.ambassador_id, _AMBASSADOR.c.account_id, _AMBASSADOR.c.name, chosen.c.score
    ).select_from(chosen.join(_AMBASSADOR, _AMBASSADOR.c.id == chosen.c.ambassador_id))


async def neighbours(
    connection: AsyncConnection, period: str, measure: str, line: Line, size: int
) -> list[Line]:
    """Those next to a line of the board, itself among them, best first."""
    values: dict[str, Any] = {
        "period": period,
        "measure": measure,
        "score": line.score,
        "ambassador": line.ambassador_id,
    }
    above = [Line(*row) for row in await fetch(connection, _near(size, above=True), values)]
    below = [Line(*row) for row in await fetch(connection, _near(size, above=False), values)]
    return sorted([*above, line, *below], key=lambda one: (-one.score, -one.ambassador_id))


def _counted(*conditions: Any) -> sa.Select[Any]:
    return sa.select(sa.func.coalesce(sa.func.sum(_COUNT.c.people), 0)).where(
        _COUNT.c.period == sa.bindparam("period"), _COUNT.c.measure == sa.bindparam("measure"), *conditions
    )


def _higher() -> sa.Select[Any]:
    """Those above in wide stretches, then in the narrower ones of the stretch that the score itself lies in."""
    parts = []
    for at, width in enumerate(WIDTHS):
        own = sa.bindparam(f"bucket{width}", type_=sa.BigInteger)
        conditions: list[Any] = [_COUNT.c.width == sa.literal_column(str(width)), _COUNT.c.bucket > own]
        if at + 1 < len(WIDTHS):
            each = WIDTHS[at + 1] // width
            wider = sa.bindparam(f"bucket{WIDTHS[at + 1]}", type_=sa.BigInteger)
            conditions.append(_COUNT.c.bucket < (wider + 1) * each)
        parts.append(_counted(*conditions).scalar_subquery())
    alike = _counted(
        _COUNT.c.width == sa.literal_column("1"),
        _COUNT.c.bucket == sa.bindparam("bucket1", type_=sa.BigInteger),
    ).scalar_subquery()
    total = _counted(_COUNT.c.width == sa.literal_column(str(WIDTHS[-1]))).scalar_subquery()
    return sa.select(sum(parts[1:], parts[0]), alike, total)


_HIGHER = _higher()


class Place(NamedTuple):
    """How many on a board have a higher score, how many the same, and how many there are."""

    higher: int
    alike: int
    total: int


async def place(connection: AsyncConnection, period: str, measure: str, score: int) -> Place:
    """Where a score stands on a board."""
    values: dict[str, Any] = {"period": period, "measure": measure}
    values |= {f"bucket{width}": score // width for width in WIDTHS}
    rows: Sequence[Any] = await fetch(connection, _HIGHER, values)
    return Place(*(int(value) for value in rows[0]))
