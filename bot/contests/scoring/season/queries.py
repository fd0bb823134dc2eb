"""Statements of a season of points, always about one person's accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contests.rules import EntryStatus
from bot.contests.tables import ContestEntry, ContestPoint, ContestStanding
from bot.storage.types import UtcDateTime, table_of

_POINT = table_of(ContestPoint)
_ENTRY = table_of(ContestEntry)
_STANDING = table_of(ContestStanding)
_LIVE = _POINT.c.ended_at.is_(None)
_CONTEST: sa.BindParameter[int] = sa.bindparam("contest")


def _people() -> Any:
    return sa.bindparam("people", expanding=True)


@dataclass(frozen=True, slots=True)
class Entered:
    """An accepted entry of somebody's; ``task`` is empty where it is for none."""

    entry_id: int
    number: int
    task: str
    account_id: int


_ACCEPTED = (
    sa.select(_ENTRY.c.id, _ENTRY.c.number, sa.func.coalesce(_ENTRY.c.task, ""), _ENTRY.c.account_id)
    .where(
        _ENTRY.c.account_id.in_(_people()),
        _ENTRY.c.contest_id == _CONTEST,
        _ENTRY.c.status == EntryStatus.ACCEPTED.value,
    )
    .order_by(_ENTRY.c.number)
)


async def accepted_entries(
    connection: AsyncConnection, contest_id: int, people: Sequence[int]
) -> list[Entered]:
    """A person's accepted entries, the earliest first."""
    rows = await connection.execute(_ACCEPTED, {"contest": contest_id, "people": list(people)})
    return [Entered(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Kept:
    """Points for an entry that count."""

    id: int
    entry_id: int
    account_id: int
    points: int


@dataclass(frozen=True, slots=True)
class Point:
    """Points to be given."""

    account_id: int
    entry_id: int | None
    task: str
    points: int
    by: str
    reason: str | None = None


_OF_PEOPLE = (_POINT.c.account_id.in_(_people()), _POINT.c.contest_id == _CONTEST, _LIVE)
_TASK_POINTS = sa.select(_POINT.c.id, _POINT.c.entry_id, _POINT.c.account_id, _POINT.c.points).where(
    *_OF_PEOPLE, _POINT.c.entry_id.is_not(None)
)
_BY_ACCOUNT = (
    sa.select(_POINT.c.account_id, sa.func.sum(_POINT.c.points))
    .where(*_OF_PEOPLE)
    .group_by(_POINT.c.account_id)
)
_LISTED = (
    sa.select(_POINT.c.task, _POINT.c.entry_id, _POINT.c.points, _POINT.c.reason)
    .where(*_OF_PEOPLE)
    .order_by(_POINT.c.id)
)
_ADD = sa.insert(_POINT)
_END = (
    sa.update(_POINT)
    .where(_POINT.c.id == sa.bindparam("point"))
    .values(ended_at=sa.bindparam("now", type_=UtcDateTime()))
)


async def task_points(connection: AsyncConnection, contest_id: int, people: Sequence[int]) -> list[Kept]:
    """What a person's entries have given them."""
    rows = await connection.execute(_TASK_POINTS, {"contest": contest_id, "people": list(people)})
    return [Kept(*row) for row in rows]


async def points_by_account(
    connection: AsyncConnection, contest_id: int, people: Sequence[int]
) -> dict[int, int]:
    """What counts of each account's points."""
    rows = await connection.execute(_BY_ACCOUNT, {"contest": contest_id, "people": list(people)})
    return {account_id: int(points) for account_id, points in rows}


async def points_sum(connection: AsyncConnection, contest_id: int, people: Sequence[int]) -> int:
    """A person's points."""
    return sum((await points_by_account(connection, contest_id, people)).values())


async def listed_points(
    connection: AsyncConnection, contest_id: int, people: Sequence[int]
) -> list[tuple[str, int | None, int, str | None]]:
    """A person's points one by one: task, entry, how many, and a manager's reason."""
    rows = await connection.execute(_LISTED, {"contest": contest_id, "people": list(people)})
    return [tuple(row) for row in rows]


async def add_points(
    connection: AsyncConnection, contest_id: int, points: Sequence[Point], now: datetime
) -> None:
    """Give points."""
    if points:
        rows = [{"contest_id": contest_id, "at": now, **asdict(each)} for each in points]
        await connection.execute(_ADD, rows)


async def end_points(connection: AsyncConnection, ids: Sequence[int], now: datetime) -> None:
    """Let points count no more."""
    if ids:
        await connection.execute(_END, [{"point": each, "now": now} for each in ids])


_STANDINGS = sa.select(_STANDING.c.id, _STANDING.c.account_id, _STANDING.c.score, _STANDING.c.tie).where(
    _STANDING.c.account_id.in_(_people()), _STANDING.c.contest_id == _CONTEST
)
_REMOVE = sa.delete(_STANDING).where(_STANDING.c.id == sa.bindparam("standing"))
_STAND = sa.insert(_STANDING)


async def standings_of(
    connection: AsyncConnection, contest_id: int, people: Sequence[int]
) -> list[tuple[int, int, int, int]]:
    """The standings of these accounts: id, account, score, tie."""
    rows = await connection.execute(_STANDINGS, {"contest": contest_id, "people": list(people)})
    return [(row.id, row.account_id, row.score, row.tie) for row in rows]


async def replace_standings(
    connection: AsyncConnection,
    contest_id: int,
    gone: Sequence[int],
    wanted: Mapping[int, tuple[int, int]],
) -> None:
    """Put standings (by account: points and tie) in the place of others."""
    if gone:
        await connection.execute(_REMOVE, [{"standing": each} for each in gone])
    rows = [
        {
            "contest_id": contest_id,
            "entry_id": None,
            "account_id": account_id,
            "votes": 0,
            "jury": 0,
            "engagement": 0,
            "points": points,
            "score": points,
            "tie": tie,
        }
        for account_id, (points, tie) in wanted.items()
    ]
    if rows:
        await connection.execute(_STAND, rows)
