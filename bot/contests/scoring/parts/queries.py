"""Statements about the parts of a score. Rows are ended, never changed: what counts is what isn't ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contests.scoring.rules import Criterion, jury_mean, scale_of
from bot.contests.tables import ContestMark, ContestMeasure, ContestStanding, ContestVote
from bot.storage.types import UtcDateTime, table_of

_VOTE = table_of(ContestVote)
_MARK = table_of(ContestMark)
_MEASURE = table_of(ContestMeasure)
_STANDING = table_of(ContestStanding)
_TIME = UtcDateTime()

_VOTES_SUM = sa.select(sa.func.coalesce(sa.func.sum(_VOTE.c.weight), 0)).where(
    _VOTE.c.contest_id == sa.bindparam("contest"),
    _VOTE.c.entry_id == sa.bindparam("entry"),
    _VOTE.c.ended_at.is_(None),
)


async def votes_sum(connection: AsyncConnection, contest_id: int, entry_id: int) -> int:
    """What the votes for an entry add up to."""
    return int(
        (await connection.execute(_VOTES_SUM, {"contest": contest_id, "entry": entry_id})).scalar_one()
    )


# ---- judges' marks ----


def judged(criteria: Sequence[Criterion]) -> sa.Select[Any]:
    """Contest, entry, judge and what the judge's marks come to, for judges who have marked every criterion."""
    scale = scale_of(criteria)
    factor = sa.case(dict(scale.factors), value=_MARK.c.criterion, else_=0)
    return (
        sa.select(
            _MARK.c.contest_id,
            _MARK.c.entry_id,
            _MARK.c.account_id,
            sa.func.sum(_MARK.c.value * factor).label("result"),
        )
        .where(_MARK.c.ended_at.is_(None), _MARK.c.criterion.in_(list(scale.factors)))
        .group_by(_MARK.c.contest_id, _MARK.c.entry_id, _MARK.c.account_id)
        .having(sa.func.count() == len(scale.factors))
    )


async def jury_of(
    connection: AsyncConnection, contest_id: int, entry_id: int, criteria: Sequence[Criterion]
) -> int:
    """The judges' mean for an entry, in hundredths of a mark out of 100."""
    if not criteria:
        return 0
    results = judged(criteria).where(_MARK.c.contest_id == contest_id, _MARK.c.entry_id == entry_id)
    found = [int(row.result) for row in await connection.execute(results)]
    return jury_mean(sum(found), len(found), scale_of(criteria).full)


# ---- measures ----

_LAST_MEASURE = (
    sa.select(_MEASURE.c.value)
    .where(_MEASURE.c.entry_id == sa.bindparam("entry"))
    .order_by(_MEASURE.c.id.desc())
    .limit(1)
)


async def last_measure(connection: AsyncConnection, entry_id: int) -> int:
    """What was counted last for an entry."""
    return int((await connection.execute(_LAST_MEASURE, {"entry": entry_id})).scalar() or 0)
