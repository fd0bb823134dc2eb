"""Statements over all standings of a contest. The database adds up; what comes back is a handful of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.definition import Criterion, Definition, Task
from bot.contests.rules import EntryStatus, Kind
from bot.contests.scoring.parts.queries import judged
from bot.contests.scoring.queries import hold_contest
from bot.contests.scoring.rules import FULL_JURY, PARTS, scale_of
from bot.contests.tables import (
    Contest,
    ContestEntry,
    ContestMeasure,
    ContestPoint,
    ContestScore,
    ContestStanding,
    ContestVote,
)
from bot.people.tables import Account
from bot.storage.types import table_of

_CONTEST = table_of(Contest)
_STANDING = table_of(ContestStanding)
_SCORE = table_of(ContestScore)
_ENTRY = table_of(ContestEntry)
_VOTE = table_of(ContestVote)
_MEASURE = table_of(ContestMeasure)
_POINT = table_of(ContestPoint)
_ACCOUNT = table_of(Account)


async def one_state(session: AsyncSession) -> AsyncConnection:
    """The session's connection, seeing one committed state throughout; nothing may have been asked of it before.
    On SQLite every transaction does."""
    if session.get_bind().dialect.name == "sqlite":
        return await session.connection()
    return await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


# ---- mixed scores ----


def _bests(contest_id: int) -> sa.Select[Any]:
    return sa.select(*(sa.func.coalesce(sa.func.max(_STANDING.c[part]), 0) for part in PARTS)).where(
        _STANDING.c.contest_id == contest_id
    )


async def best_parts(connection: AsyncConnection, contest_id: int) -> dict[str, int]:
    """The most votes, jury and engagement that anything in the contest has."""
    row = (await connection.execute(_bests(contest_id))).one()
    return {part: int(best) for part, best in zip(PARTS, row, strict=True)}


def mixed(bests: Mapping[str, int], weights: Mapping[str, int]) -> sa.ColumnElement[int]:
    """``rules.mix_share`` of all parts as the database works it out."""
    total: sa.ColumnElement[int] = sa.literal(0, sa.BigInteger)
    for part in PARTS:
        if bests[part] > 0 and weights[part] > 0:
            numerator = _big(2000 * weights[part]) * _STANDING.c[part] + _big(bests[part])
            total = total + numerator // _big(2 * bests[part])
    return total


def _big(value: int) -> sa.ColumnElement[int]:
    return sa.literal(value, sa.BigInteger)


async def set_mixed(
    connection: AsyncConnection, contest_id: int, bests: Mapping[str, int], weights: Mapping[str, int]
) -> bool:
    """Write the mixed scores and count them anew. Whether any has changed."""
    score = mixed(bests, weights)
    changed = await connection.execute(
        sa.update(_STANDING)
        .where(_STANDING.c.contest_id == contest_id, _STANDING.c.score != score)
        .values(score=score)
    )
    if changed.rowcount == 0:
        return False
    await connection.execute(sa.delete(_SCORE).where(_SCORE.c.contest_id == contest_id))
    await connection.execute(
        sa.insert(_SCORE).from_select(["contest_id", "score", "standings"], _counted(contest_id))
    )
    return True


def _counted(contest_id: int) -> sa.Select[Any]:
    return (
        sa.select(_STANDING.c.contest_id, _STANDING.c.score, sa.func.count())
        .where(_STANDING.c.contest_id == contest_id)
        .group_by(_STANDING.c.contest_id, _STANDING.c.score)
    )


_TIDY = sa.delete(_SCORE).where(_SCORE.c.contest_id == sa.bindparam("contest"), _SCORE.c.standings == 0)


async def tidy_scores(session: AsyncSession, contest_id: int) -> None:
    """Forget scores that nobody has any more. The contest is held: a vote may be about to use one."""
    connection = await session.connection()
    await hold_contest(connection, contest_id)
    await connection.execute(_TIDY, {"contest": contest_id})


# ---- adding up anew ----


def differences(
    contest_id: int, definition: Definition, mix: tuple[Mapping[str, int], Mapping[str, int]] | None
) -> Iterator[tuple[str, sa.Select[Any]]]:
    """What is compared, and a select of what differs: which entry (or account), what is kept, what is right."""
    kind = definition.kind
    if kind is Kind.POINTS:
        yield "points", _points_differ(contest_id, definition.tasks)
        yield "score", _score_differs(contest_id, _STANDING.c.points)
    else:
        yield "ranked", _ranked_differ(contest_id)
        yield "votes", _votes_differ(contest_id)
        yield "jury", _jury_differs(contest_id, definition.criteria)
        yield "engagement", _engagement_differs(contest_id)
        if mix is not None:
            yield "score", _score_differs(contest_id, mixed(*mix))
        elif kind.value in PARTS:
            yield "score", _score_differs(contest_id, _STANDING.c[kind.value])
    yield "standings by score", _counts_differ(contest_id)
    yield "standings", _ranked_number_differs(contest_id)


async def some_differences(
    connection: AsyncConnection, statement: sa.Select[Any], limit: int
) -> list[tuple[int, int, int]]:
    """The first of them."""
    rows = await connection.execute(statement.limit(limit))
    return [(int(row[0]), int(row[1]), int(row[2])) for row in rows]


def _part_differs(contest_id: int, part: str, right: sa.Subquery) -> sa.Select[Any]:
    """Standings of entries whose part isn't what ``right`` (entry and value) says; 0 where it says nothing."""
    value = sa.func.coalesce(right.c.value, 0)
    return (
        sa.select(_STANDING.c.entry_id, _STANDING.c[part], value)
        .select_from(_STANDING.outerjoin(right, right.c.entry_id == _STANDING.c.entry_id))
        .where(
            _STANDING.c.contest_id == contest_id,
            _STANDING.c.entry_id.is_not(None),
            _STANDING.c[part] != value,
        )
        .order_by(_STANDING.c.entry_id)
    )


def _votes_differ(contest_id: int) -> sa.Select[Any]:
    right = (
        sa.select(_VOTE.c.entry_id, sa.func.sum(_VOTE.c.weight).label("value"))
        .where(_VOTE.c.contest_id == contest_id, _VOTE.c.ended_at.is_(None))
        .group_by(_VOTE.c.entry_id)
        .subquery("right_votes")
    )
    return _part_differs(contest_id, "votes", right)


def _jury_differs(contest_id: int, criteria: Sequence[Criterion]) -> sa.Select[Any]:
    if not criteria:
        right = sa.select(_STANDING.c.entry_id, sa.literal(0).label("value")).where(sa.false())
        return _part_differs(contest_id, "jury", right.subquery("right_jury"))
    full = scale_of(criteria).full
    each = judged(criteria, contest_id).subquery("judged")
    judges = sa.cast(sa.func.count(), sa.BigInteger)
    total = sa.cast(sa.func.sum(each.c.result), sa.BigInteger)
    value = (_big(2 * FULL_JURY) * total + judges * _big(full)) // (_big(2 * full) * judges)
    right = sa.select(each.c.entry_id, value.label("value")).group_by(each.c.entry_id)
    return _part_differs(contest_id, "jury", right.subquery("right_jury"))


def _engagement_differs(contest_id: int) -> sa.Select[Any]:
    last = (
        sa.select(sa.func.max(_MEASURE.c.id))
        .where(_MEASURE.c.contest_id == contest_id)
        .group_by(_MEASURE.c.entry_id)
    )
    right = sa.select(_MEASURE.c.entry_id, _MEASURE.c.value.label("value")).where(_MEASURE.c.id.in_(last))
    return _part_differs(contest_id, "engagement", right.subquery("right_engagement"))


def _score_differs(contest_id: int, right: sa.ColumnElement[int]) -> sa.Select[Any]:
    who = sa.func.coalesce(_STANDING.c.entry_id, _STANDING.c.account_id)
    return (
        sa.select(who, _STANDING.c.score, right)
        .where(_STANDING.c.contest_id == contest_id, _STANDING.c.score != right)
        .order_by(_STANDING.c.id)
    )


def _ranked_differ(contest_id: int) -> sa.Select[Any]:
    """Accepted entries that aren't ranked, and ranked ones that aren't accepted: is it ranked, should it be."""
    accepted = _ENTRY.c.status == EntryStatus.ACCEPTED.value
    missing = (
        sa.select(_ENTRY.c.id.label("entry"), sa.literal(0).label("kept"), sa.literal(1).label("correct"))
        .select_from(
            _ENTRY.outerjoin(
                _STANDING,
                sa.and_(_STANDING.c.contest_id == contest_id, _STANDING.c.entry_id == _ENTRY.c.id),
            )
        )
        .where(_ENTRY.c.contest_id == contest_id, accepted, _STANDING.c.id.is_(None))
    )
    stray = (
        sa.select(_STANDING.c.entry_id, sa.literal(1), sa.literal(0))
        .select_from(_STANDING.outerjoin(_ENTRY, _ENTRY.c.id == _STANDING.c.entry_id))
        .where(_STANDING.c.contest_id == contest_id, sa.or_(_ENTRY.c.id.is_(None), sa.not_(accepted)))
    )
    both = missing.union_all(stray).subquery("ranked")
    return sa.select(both.c.entry, both.c.kept, both.c.correct).order_by(both.c.entry)


def _counts_differ(contest_id: int) -> sa.Select[Any]:
    """By score, how many standings are said to have it, and how many have."""
    zero = sa.literal(0, sa.BigInteger)
    said = sa.select(
        _SCORE.c.score.label("score"), _SCORE.c.standings.label("said"), zero.label("found")
    ).where(_SCORE.c.contest_id == contest_id)
    counted = _counted(contest_id).subquery("counted")
    found = sa.select(counted.c.score, zero, list(counted.c)[2])
    both = said.union_all(found).subquery("scores")
    kept, right = sa.func.sum(both.c.said), sa.func.sum(both.c.found)
    return (
        sa.select(both.c.score, kept, right)
        .group_by(both.c.score)
        .having(kept != right)
        .order_by(both.c.score)
    )


def _ranked_number_differs(contest_id: int) -> sa.Select[Any]:
    """The contest, how many are said to be ranked, and how many are."""
    counted = sa.select(sa.func.count()).where(_STANDING.c.contest_id == contest_id).scalar_subquery()
    return sa.select(_CONTEST.c.id, _CONTEST.c.ranked, counted).where(
        _CONTEST.c.id == contest_id, _CONTEST.c.ranked != counted
    )


def _points_differ(contest_id: int, tasks: Sequence[Task]) -> sa.Select[Any]:
    """People whose points aren't what their accepted entries and managers gave them: the account that stands for
    them, their points as kept and as they should be."""
    person = (
        sa.func.coalesce(_ACCOUNT.c.identity_id, 0).label("identity"),
        sa.case((_ACCOUNT.c.identity_id.is_(None), _ACCOUNT.c.id), else_=0).label("alone"),
    )
    nth = sa.func.row_number().over(partition_by=[*person, _ENTRY.c.task], order_by=_ENTRY.c.number)
    entered = (
        sa.select(*person, _ENTRY.c.account_id, _ENTRY.c.task, nth.label("nth"))
        .join_from(_ENTRY, _ACCOUNT, _ACCOUNT.c.id == _ENTRY.c.account_id)
        .where(_ENTRY.c.contest_id == contest_id, _ENTRY.c.status == EntryStatus.ACCEPTED.value)
        .subquery("entered")
    )
    whens = [
        (sa.and_(entered.c.task == task.key, entered.c.nth <= task.times), _big(task.points))
        for task in tasks
    ]
    earns = sa.case(*whens, else_=_big(0)) if whens else _big(0)
    earned = sa.select(entered.c.identity, entered.c.alone, entered.c.account_id, earns.label("points"))
    given = (
        sa.select(*person, _POINT.c.account_id, sa.cast(_POINT.c.points, sa.BigInteger))
        .join_from(_POINT, _ACCOUNT, _ACCOUNT.c.id == _POINT.c.account_id)
        .where(_POINT.c.contest_id == contest_id, _POINT.c.ended_at.is_(None), _POINT.c.entry_id.is_(None))
    )
    zero = sa.literal(0, sa.BigInteger)
    both = earned.union_all(given).subquery("both_points")
    right = (
        sa.select(
            sa.func.min(both.c.account_id).label("account"),
            zero.label("kept"),
            sa.func.sum(both.c.points).label("correct"),
        )
        .group_by(both.c.identity, both.c.alone)
        .subquery("right_points")
    )
    kept = sa.select(_STANDING.c.account_id, _STANDING.c.points, zero).where(
        _STANDING.c.contest_id == contest_id
    )
    rows = sa.select(right.c.account, right.c.kept, right.c.correct).union_all(kept).subquery("points")
    kept_sum, right_sum = sa.func.sum(rows.c.kept), sa.func.sum(rows.c.correct)
    return (
        sa.select(rows.c.account, kept_sum, right_sum)
        .group_by(rows.c.account)
        .having(kept_sum != right_sum)
        .order_by(rows.c.account)
    )
