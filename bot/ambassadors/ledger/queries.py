"""Statements of points and scores. One award is a handful of short ones, however much was awarded before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ambassadors.rules import ALL_TIME, WIDTHS, Kind, Measure, buckets
from bot.ambassadors.tables import Ambassador, Point, Score, ScoreCount, Share
from bot.storage.types import table_of

_AMBASSADOR = table_of(Ambassador)
_POINT = table_of(Point)
_SHARE = table_of(Share)
_SCORE = table_of(Score)
_COUNT = table_of(ScoreCount)
_LOCK = 0x676F6F645F616D62  # of the ledger, among PostgreSQL's advisory locks
_ADVISORY = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("key", type_=sa.BigInteger)))

Key = tuple[str, str]
"""A board: its period and what it ranks by."""


async def hold(connection: AsyncConnection) -> None:
    """One award at a time, until the end: awards of several people change the same counts. SQLite has one writer."""
    if connection.dialect.name != "sqlite":
        await connection.execute(_ADVISORY, {"key": _LOCK})


def _insert(dialect: Any) -> Any:
    return dialect.insert(_POINT).on_conflict_do_nothing(index_elements=["key"]).returning(_POINT.c.id)


_ADD_POINT = {"sqlite": _insert(sqlite), "postgresql": _insert(postgresql)}


async def add_point(connection: AsyncConnection, row: Mapping[str, Any]) -> bool:
    """False where that key counts already."""
    found = await connection.execute(_ADD_POINT[connection.dialect.name], dict(row))
    return found.first() is not None


@dataclass(frozen=True, slots=True)
class Counted:
    """A point as it was given."""

    id: int
    ambassador_id: int | None
    kind: Kind
    count: int
    points: int
    week: str
    season: str


_OF_SHARE = sa.select(
    _POINT.c.id,
    _POINT.c.ambassador_id,
    _POINT.c.kind,
    _POINT.c.count,
    _POINT.c.points,
    _POINT.c.week,
    _POINT.c.season,
).where(_POINT.c.share_id == sa.bindparam("share"))


async def points_of_share(connection: AsyncConnection, share_id: int) -> list[Counted]:
    """What a share gave so far."""
    rows = await connection.execute(_OF_SHARE, {"share": share_id})
    return [Counted(row[0], row[1], Kind(row[2]), *row[3:]) for row in rows]


async def drop_points(connection: AsyncConnection, ids: Sequence[int]) -> None:
    await connection.execute(sa.delete(_POINT).where(_POINT.c.id.in_(list(ids))))


_CLICKS_SINCE = sa.select(sa.func.coalesce(sa.func.sum(_POINT.c.points), 0)).where(
    _POINT.c.ambassador_id == sa.bindparam("ambassador"),
    _POINT.c.kind == Kind.CLICK.value,
    _POINT.c.at >= sa.bindparam("since", type_=_POINT.c.at.type),
)


async def click_points_since(connection: AsyncConnection, ambassador_id: int, since: datetime) -> int:
    """Points that somebody got for clicks since then."""
    values = {"ambassador": ambassador_id, "since": since}
    return int((await connection.execute(_CLICKS_SINCE, values)).scalar_one())


_WITH_POINTS = sa.select(sa.func.count()).where(
    _POINT.c.ambassador_id == sa.bindparam("ambassador"),
    _POINT.c.kind == Kind.SHARE.value,
    _POINT.c.at >= sa.bindparam("since", type_=_POINT.c.at.type),
    _POINT.c.points > 0,
)


async def shares_with_points(connection: AsyncConnection, ambassador_id: int, since: datetime) -> int:
    """Shares that gave somebody points since then."""
    values = {"ambassador": ambassador_id, "since": since}
    return int((await connection.execute(_WITH_POINTS, values)).scalar_one())


_ON_WORD = (
    sa.select(sa.func.count())
    .select_from(_POINT.join(_SHARE, _SHARE.c.id == _POINT.c.share_id))
    .where(
        _POINT.c.ambassador_id == sa.bindparam("ambassador"),
        _POINT.c.kind == Kind.SHARE.value,
        _POINT.c.at >= sa.bindparam("since", type_=_POINT.c.at.type),
        _SHARE.c.visitors == 0,
    )
)


async def shares_on_word(connection: AsyncConnection, ambassador_id: int, since: datetime) -> int:
    """Shares that count since then though nobody has followed their links yet."""
    values = {"ambassador": ambassador_id, "since": since}
    return int((await connection.execute(_ON_WORD, values)).scalar_one())


async def is_on_board(connection: AsyncConnection, ambassador_id: int) -> bool:
    statement = sa.select(_AMBASSADOR.c.on_board).where(_AMBASSADOR.c.id == ambassador_id)
    return bool((await connection.execute(statement)).scalar())


async def scores_of(connection: AsyncConnection, ambassador_id: int) -> dict[Key, int]:
    """Somebody's scores on every board."""
    statement = sa.select(_SCORE.c.period, _SCORE.c.measure, _SCORE.c.score).where(
        _SCORE.c.ambassador_id == ambassador_id
    )
    rows = await connection.execute(statement)
    return {(period, measure): int(score) for period, measure, score in rows}


async def scores_on_board(connection: AsyncConnection, ambassador_id: int) -> dict[Key, int]:
    """Those of somebody's scores that stand on boards."""
    statement = sa.select(_SCORE.c.period, _SCORE.c.measure, _SCORE.c.score).where(
        _SCORE.c.ambassador_id == ambassador_id, _SCORE.c.on_board
    )
    rows = await connection.execute(statement)
    return {(period, measure): int(score) for period, measure, score in rows}


_SOME = sa.select(_SCORE.c.period, _SCORE.c.measure, _SCORE.c.score).where(
    _SCORE.c.ambassador_id == sa.bindparam("ambassador"),
    _SCORE.c.period.in_([sa.bindparam("week"), sa.bindparam("season"), ALL_TIME]),
)


async def scores_in(
    connection: AsyncConnection, ambassador_id: int, week: str, season: str
) -> dict[Key, int]:
    """Somebody's scores on the boards of a week, a season and of all time."""
    values = {"ambassador": ambassador_id, "week": week, "season": season}
    rows = await connection.execute(_SOME, values)
    return {(period, measure): int(score) for period, measure, score in rows}


def _set(dialect: Any) -> Any:
    insert = dialect.insert(_SCORE)
    return insert.on_conflict_do_update(
        index_elements=["period", "measure", "ambassador_id"], set_={"score": insert.excluded.score}
    )


_SET_SCORE = {"sqlite": _set(sqlite), "postgresql": _set(postgresql)}


_DROP_SCORE = sa.delete(_SCORE).where(
    _SCORE.c.period == sa.bindparam("period"),
    _SCORE.c.measure == sa.bindparam("measure"),
    _SCORE.c.ambassador_id == sa.bindparam("ambassador"),
)


def _shift(dialect: Any) -> Any:
    insert = dialect.insert(_COUNT)
    return insert.on_conflict_do_update(
        index_elements=["period", "measure", "width", "bucket"],
        set_={"people": _COUNT.c.people + insert.excluded.people},
    )


_SHIFT = {"sqlite": _shift(sqlite), "postgresql": _shift(postgresql)}


async def set_scores(
    connection: AsyncConnection, ambassador_id: int, scores: Mapping[Key, int], *, on_board: bool
) -> None:
    """Somebody's scores as they are now. Who has nothing on a board doesn't stand there."""
    rows = [
        {
            "period": period,
            "measure": measure,
            "ambassador_id": ambassador_id,
            "score": score,
            "on_board": on_board,
        }
        for (period, measure), score in sorted(scores.items())
        if score
    ]
    if rows:
        await connection.execute(_SET_SCORE[connection.dialect.name], rows)
    for (period, measure), score in scores.items():
        if not score:
            values = {"period": period, "measure": measure, "ambassador": ambassador_id}
            await connection.execute(_DROP_SCORE, values)


async def shift_counts(
    connection: AsyncConnection, moved: Sequence[tuple[Key, int | None, int | None]]
) -> None:
    """Somebody's score on boards has changed from the first to the second; None: they don't stand there."""
    more: dict[tuple[str, str, int, int], int] = {}
    for (period, measure), old, new in moved:
        for score, by in ((old, -1), (new, 1)):
            for width, bucket in buckets(score) if score is not None else ():
                place = (period, measure, width, bucket)
                more[place] = more.get(place, 0) + by
    columns = ("period", "measure", "width", "bucket")
    rows = [
        dict(zip(columns, place, strict=True)) | {"people": people}
        for place, people in sorted(more.items())
        if people
    ]
    if rows:
        await connection.execute(_SHIFT[connection.dialect.name], rows)


async def drop_scores(connection: AsyncConnection, ambassador_id: int) -> None:
    await connection.execute(sa.delete(_SCORE).where(_SCORE.c.ambassador_id == ambassador_id))


async def set_on_board(connection: AsyncConnection, ambassador_id: int, *, on_board: bool) -> None:
    change = sa.update(_SCORE).where(_SCORE.c.ambassador_id == ambassador_id)
    await connection.execute(change.values(on_board=on_board))


# ---- the check ----


def _right() -> sa.CompoundSelect[Any]:
    """What the points of people add up to, board by board."""
    measures = {
        Measure.POINTS: (sa.func.sum(_POINT.c.points), None),
        Measure.SHARES: (sa.func.sum(_POINT.c.count), Kind.SHARE),
        Measure.CLICKS: (sa.func.sum(_POINT.c.count), Kind.CLICK),
    }
    parts = []
    for period in (_POINT.c.week, _POINT.c.season, sa.literal(ALL_TIME)):
        for measure, (total, kind) in measures.items():
            part = sa.select(
                period.label("period"),
                sa.literal(measure.value).label("measure"),
                _POINT.c.ambassador_id.label("ambassador_id"),
                sa.literal(0, sa.BigInteger).label("kept"),
                sa.cast(total, sa.BigInteger).label("correct"),
            ).where(_POINT.c.ambassador_id.is_not(None))
            if kind is not None:
                part = part.where(_POINT.c.kind == kind.value)
            by = (
                [_POINT.c.ambassador_id]
                if isinstance(period, sa.BindParameter)
                else [period, _POINT.c.ambassador_id]
            )
            parts.append(part.group_by(*by).having(total > 0))
    return sa.union_all(*parts)


async def wrong_scores(connection: AsyncConnection, limit: int) -> list[tuple[str, str, int, int, int]]:
    """Scores that aren't what the points add up to: board, person, as kept, as it should be. Who has nothing on a
    board stands not on it."""
    zero = sa.literal(0, sa.BigInteger)
    kept = sa.select(_SCORE.c.period, _SCORE.c.measure, _SCORE.c.ambassador_id, _SCORE.c.score, zero)
    right = _right().subquery("right_scores")
    both = sa.union_all(sa.select(right), kept).subquery("both_scores")
    statement = (
        sa.select(
            both.c.period,
            both.c.measure,
            both.c.ambassador_id,
            sa.func.sum(both.c.kept),
            sa.func.sum(both.c.correct),
        )
        .group_by(both.c.period, both.c.measure, both.c.ambassador_id)
        .having(sa.func.sum(both.c.kept) != sa.func.sum(both.c.correct))
        .order_by(both.c.period, both.c.measure, both.c.ambassador_id)
        .limit(limit)
    )
    return [(*row[:3], int(row[3]), int(row[4])) for row in await connection.execute(statement)]


async def wrong_counts(connection: AsyncConnection, limit: int) -> list[tuple[str, str, int, int, int, int]]:
    """Counts of people that aren't how many scores there are: board, width, bucket, as kept, as it should be."""
    zero = sa.literal(0, sa.BigInteger)
    parts: list[Any] = [
        sa.select(
            _COUNT.c.period,
            _COUNT.c.measure,
            _COUNT.c.width,
            _COUNT.c.bucket,
            sa.cast(_COUNT.c.people, sa.BigInteger).label("kept"),
            zero.label("correct"),
        )
    ]
    for width in WIDTHS:
        bucket = (_SCORE.c.score - _SCORE.c.score % width) / width if width > 1 else _SCORE.c.score
        parts.append(
            sa.select(
                _SCORE.c.period,
                _SCORE.c.measure,
                sa.literal(width, sa.BigInteger),
                sa.cast(bucket, sa.BigInteger),
                zero,
                sa.literal(1, sa.BigInteger),
            ).where(_SCORE.c.on_board)
        )
    both = sa.union_all(*parts).subquery("both_counts")
    place = (both.c.period, both.c.measure, both.c.width, both.c.bucket)
    statement = (
        sa.select(*place, sa.func.sum(both.c.kept), sa.func.sum(both.c.correct))
        .group_by(*place)
        .having(sa.func.sum(both.c.kept) != sa.func.sum(both.c.correct))
        .order_by(*place)
        .limit(limit)
    )
    return [(*row[:4], int(row[4]), int(row[5])) for row in await connection.execute(statement)]


async def wrong_boards(connection: AsyncConnection, limit: int) -> list[tuple[str, str, int]]:
    """Scores that stand on a board though the person stays off it, or the other way round."""
    statement = (
        sa.select(_SCORE.c.period, _SCORE.c.measure, _SCORE.c.ambassador_id)
        .join(_AMBASSADOR, _AMBASSADOR.c.id == _SCORE.c.ambassador_id)
        .where(_SCORE.c.on_board != _AMBASSADOR.c.on_board)
        .limit(limit)
    )
    return [(row[0], row[1], int(row[2])) for row in await connection.execute(statement)]
