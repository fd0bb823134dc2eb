"""Statements of standings. A page costs the rows it shows and a look at how many standings have which score."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.tables import Item
from bot.contests.tables import Contest, ContestEntry, ContestScore, ContestStanding
from bot.people.tables import Account
from bot.storage.lean import fetch
from bot.storage.types import table_of

_CONTEST = table_of(Contest)
_STANDING = table_of(ContestStanding)
_SCORE = table_of(ContestScore)
_ENTRY = table_of(ContestEntry)
_ITEM = table_of(Item)
_ACCOUNT = table_of(Account)
_TEXT = 200  # characters of an item's text, where it has no title
_CHUNK = 100

_IN_CONTEST = _STANDING.c.contest_id == sa.bindparam("contest")
_FIRST_TO_LAST = (_STANDING.c.score.desc(), _STANDING.c.tie.desc())


class Standing(NamedTuple):
    """A standing with what people call it by. ``name`` and ``title`` are anybody's text."""

    id: int
    entry_id: int | None
    number: int | None
    account_id: int
    name: str
    title: str
    score: int
    votes: int
    jury: int
    engagement: int
    points: int
    tie: int


_NAMED = (
    _STANDING.c.id,
    _STANDING.c.entry_id,
    _ENTRY.c.number,
    _STANDING.c.account_id,
    sa.func.coalesce(_ACCOUNT.c.name, _ACCOUNT.c.handle, ""),
    sa.func.coalesce(_ITEM.c.title, sa.func.substr(_ITEM.c.text, 1, _TEXT), ""),
    _STANDING.c.score,
    _STANDING.c.votes,
    _STANDING.c.jury,
    _STANDING.c.engagement,
    _STANDING.c.points,
    _STANDING.c.tie,
)


def _with_names(standings: sa.FromClause) -> sa.FromClause:
    return (
        standings.outerjoin(_ENTRY, _ENTRY.c.id == _STANDING.c.entry_id)
        .outerjoin(_ITEM, _ITEM.c.id == _ENTRY.c.item_id)
        .outerjoin(_ACCOUNT, _ACCOUNT.c.id == _STANDING.c.account_id)
    )


_TOTAL = sa.select(_CONTEST.c.ranked).where(_CONTEST.c.id == sa.bindparam("contest")).scalar_subquery()


def _rows_wanted(size: int) -> sa.ColumnElement[int]:
    """In the text: where it can't tell how many rows are wanted, PostgreSQL plans a statement anew each time, which
    takes longer than running it."""
    return sa.literal_column(str(int(size)), sa.Integer)


@lru_cache(maxsize=128)
def _top(size: int) -> sa.Select[Any]:
    return (
        sa.select(*_NAMED, _TOTAL)
        .select_from(_with_names(_STANDING))
        .where(_IN_CONTEST)
        .order_by(*_FIRST_TO_LAST)
        .limit(_rows_wanted(size))
    )


@lru_cache(maxsize=128)
def _further(size: int) -> sa.Select[Any]:
    """The ids first: what is skipped is skipped in the index, and only what is shown is looked up."""
    chosen = (
        sa.select(_STANDING.c.id)
        .where(_IN_CONTEST, _STANDING.c.score <= sa.bindparam("score"))
        .order_by(*_FIRST_TO_LAST)
        .limit(_rows_wanted(size))
        .offset(sa.bindparam("skip"))
        .subquery("chosen")
    )
    return (
        sa.select(*_NAMED, _TOTAL)
        .select_from(_with_names(chosen.join(_STANDING, _STANDING.c.id == chosen.c.id)))
        .order_by(*_FIRST_TO_LAST)
    )


async def first_standings(
    connection: AsyncConnection, contest_id: int, size: int, skip: int = 0, score: int | None = None
) -> tuple[list[Standing], int]:
    """Standings in order, of those with at most this score, after ``skip`` of them; and how many there are in all.
    The number is 0 when nothing was found."""
    if score is None:
        rows = await fetch(connection, _top(size), {"contest": contest_id})
    else:
        values = {"contest": contest_id, "skip": skip, "score": score}
        rows = await fetch(connection, _further(size), values)
    return [Standing(*row[:-1]) for row in rows], int(rows[0][-1]) if rows else 0


_COUNTED = (
    sa.select(
        _SCORE.c.score,
        _SCORE.c.standings,
        sa.func.sum(_SCORE.c.standings).over(order_by=_SCORE.c.score.desc()).label("upto"),
        sa.func.sum(_SCORE.c.standings).over().label("total"),
    )
    .where(_SCORE.c.contest_id == sa.bindparam("contest"), _SCORE.c.standings > 0)
    .subquery("counted")
)
_AT = (
    sa.select(_COUNTED.c.score, _COUNTED.c.upto - _COUNTED.c.standings, _COUNTED.c.total)
    .where(_COUNTED.c.upto > sa.bindparam("skip"))
    .order_by(_COUNTED.c.upto)
    .limit(1)
)
_COUNT = sa.select(_CONTEST.c.ranked).where(_CONTEST.c.id == sa.bindparam("contest"))


@dataclass(frozen=True, slots=True)
class Place:
    """The score found after so many standings, how many have a higher one, and how many standings there are."""

    score: int
    before: int
    total: int


async def place_at(connection: AsyncConnection, contest_id: int, skip: int) -> Place | None:
    """None where there aren't that many standings."""
    rows = await fetch(connection, _AT, {"contest": contest_id, "skip": skip})
    return Place(*(int(value) for value in rows[0])) if rows else None


async def count_standings(connection: AsyncConnection, contest_id: int) -> int:
    """How many are ranked."""
    rows = await fetch(connection, _COUNT, {"contest": contest_id})
    return int(rows[0][0]) if rows else 0


_NEAR = 64
_OF_SCORES = _SCORE.c.contest_id == _STANDING.c.contest_id
_NEXT_LOWER = (
    sa.select(_SCORE.c.standings.label("standings"))
    .where(_OF_SCORES, _SCORE.c.score <= _STANDING.c.score)
    .order_by(_SCORE.c.score.desc())
    .limit(sa.literal_column(str(_NEAR), sa.Integer))
    .correlate(_STANDING)
    .subquery("next_lower")
)
_NOT_HIGHER = sa.select(
    sa.case((sa.func.count() < _NEAR, sa.func.sum(_NEXT_LOWER.c.standings)))
).scalar_subquery()
_ABOVE = (
    sa.select(sa.func.coalesce(sa.func.sum(_SCORE.c.standings), 0))
    .where(_OF_SCORES, _SCORE.c.score > _STANDING.c.score)
    .correlate(_STANDING)
    .scalar_subquery()
)
# Most have a low score, with few different ones below it and many above: those below are counted, where they are few,
# and taken from all.
_HIGHER = sa.func.coalesce(
    sa.select(_CONTEST.c.ranked)
    .where(_CONTEST.c.id == _STANDING.c.contest_id)
    .correlate(_STANDING)
    .scalar_subquery()
    - _NOT_HIGHER,
    _ABOVE,
)
_ALIKE = (
    sa.select(sa.func.coalesce(sa.func.sum(_SCORE.c.standings), 0))
    .where(_OF_SCORES, _SCORE.c.score == _STANDING.c.score)
    .correlate(_STANDING)
    .scalar_subquery()
)
_RANKED = sa.select(*_NAMED, _HIGHER, _ALIKE).select_from(_with_names(_STANDING)).where(_IN_CONTEST)


@lru_cache(maxsize=256)
def _ranked_with(column: str, count: int) -> sa.Select[Any]:
    """Those with one of so many values. Put in order afterwards: told to do it, SQLite would walk all standings
    rather than sort a handful."""
    return _RANKED.where(_STANDING.c[column].in_([sa.bindparam(f"one{at}") for at in range(count)]))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A standing, how many have a higher score and how many the same (itself with them)."""

    standing: Standing
    higher: int
    alike: int


async def ranked(
    connection: AsyncConnection, contest_id: int, column: str, ids: Collection[int]
) -> list[Ranked]:
    """The standings of accounts (``account_id``) or of entries (``entry_id``), best first."""
    found: list[Ranked] = []
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        values = {f"one{at}": value for at, value in enumerate(chunk)} | {"contest": contest_id}
        rows = await fetch(connection, _ranked_with(column, len(chunk)), values)
        found += [Ranked(Standing(*row[:-2]), int(row[-2]), int(row[-1])) for row in rows]
    return sorted(found, key=lambda each: (-each.standing.score, -each.standing.tie))


# ---- who is ranked ----


def _include(dialect: Any) -> Any:
    return (
        dialect.insert(_STANDING)
        .on_conflict_do_nothing(index_elements=["contest_id", "entry_id"])
        .returning(_STANDING.c.id)
    )


_INCLUDE = {"sqlite": _include(sqlite), "postgresql": _include(postgresql)}
_EXCLUDE = (
    sa.delete(_STANDING)
    .where(_IN_CONTEST, _STANDING.c.entry_id == sa.bindparam("entry"))
    .returning(_STANDING.c.score)
)


async def include(connection: AsyncConnection, values: Mapping[str, Any]) -> bool:
    """Rank an entry; the contest is held. False when it is ranked already."""
    added = await connection.execute(_INCLUDE[connection.dialect.name], dict(values))
    if added.first() is None:
        return False
    await count_ranked(connection, values["contest_id"], 1)
    return True


async def exclude(connection: AsyncConnection, contest_id: int, entry_id: int) -> int | None:
    """Take an entry out; the contest is held. The score it had; None when it wasn't ranked."""
    found = (await connection.execute(_EXCLUDE, {"contest": contest_id, "entry": entry_id})).scalar()
    if found is None:
        return None
    await count_ranked(connection, contest_id, -1)
    return int(found)


_COUNT_RANKED = (
    sa.update(_CONTEST)
    .where(_CONTEST.c.id == sa.bindparam("contest"))
    .values(ranked=_CONTEST.c.ranked + sa.bindparam("more"))
)


async def count_ranked(connection: AsyncConnection, contest_id: int, more: int) -> None:
    """Add to how many are ranked; the contest is held."""
    if more:
        await connection.execute(_COUNT_RANKED, {"contest": contest_id, "more": more})
