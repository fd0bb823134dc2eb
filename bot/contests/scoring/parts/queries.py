"""Statements about the parts of a score. Rows are ended, never changed: what counts is what isn't ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.tables import Item
from bot.contests.definition import Criterion, Definition, read_definition
from bot.contests.rules import EntryStatus, Kind, Phase
from bot.contests.scoring.queries import own_identity
from bot.contests.scoring.rules import jury_mean, scale_of
from bot.contests.tables import (
    Contest,
    ContestEntry,
    ContestMark,
    ContestMeasure,
    ContestStanding,
    ContestVote,
)
from bot.people.tables import Account
from bot.storage.types import UtcDateTime, table_of

_VOTE = table_of(ContestVote)
_MARK = table_of(ContestMark)
_MEASURE = table_of(ContestMeasure)
_STANDING = table_of(ContestStanding)
_CONTEST = table_of(Contest)
_ENTRY = table_of(ContestEntry)
_ITEM = table_of(Item)
_ACCOUNT = table_of(Account)
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


def judged(criteria: Sequence[Criterion], contest_id: int) -> sa.Select[Any]:
    """Entry, judge and what the judge's marks come to, for judges who have marked every criterion."""
    scale = scale_of(criteria)
    factor = sa.case(dict(scale.factors), value=_MARK.c.criterion, else_=0)
    return (
        sa.select(_MARK.c.entry_id, _MARK.c.account_id, sa.func.sum(_MARK.c.value * factor).label("result"))
        .where(
            _MARK.c.contest_id == contest_id,
            _MARK.c.ended_at.is_(None),
            _MARK.c.criterion.in_(list(scale.factors)),
        )
        .group_by(_MARK.c.entry_id, _MARK.c.account_id)
        .having(sa.func.count() == len(scale.factors))
    )


async def jury_of(
    connection: AsyncConnection, contest_id: int, entry_id: int, criteria: Sequence[Criterion]
) -> int:
    """The judges' mean for an entry, in hundredths of a mark out of 100."""
    if not criteria:
        return 0
    results = judged(criteria, contest_id).where(_MARK.c.entry_id == entry_id)
    found = [int(row.result) for row in await connection.execute(results)]
    return jury_mean(sum(found), len(found), scale_of(criteria).full)


_JUDGING = (
    sa.select(
        _CONTEST.c.id,
        _CONTEST.c.kind,
        _CONTEST.c.phase,
        _CONTEST.c.closes_at,
        _CONTEST.c.definition,
        _ENTRY.c.status,
        _ENTRY.c.account_id,
    )
    .join_from(_ENTRY, _CONTEST, _CONTEST.c.id == _ENTRY.c.contest_id)
    .where(_ENTRY.c.id == sa.bindparam("entry"))
    .with_for_update(read=True, of=_CONTEST)
)


@dataclass(frozen=True, slots=True)
class Judging:
    """What marks are about, the contest held open until the end."""

    contest_id: int
    kind: Kind
    phase: Phase
    closes_at: datetime
    definition: Definition
    accepted: bool
    entrant: int


async def find_judging(connection: AsyncConnection, entry_id: int) -> Judging | None:
    """None for an unknown entry."""
    row = (await connection.execute(_JUDGING, {"entry": entry_id})).first()
    if row is None:
        return None
    contest_id, kind, phase, closes_at, definition, status, entrant = row
    accepted = status == EntryStatus.ACCEPTED
    return Judging(
        contest_id, Kind(kind), Phase(phase), closes_at, read_definition(definition), accepted, entrant
    )


_PERSON = (
    sa.select(_ACCOUNT.c.id, _ACCOUNT.c.platform, _ACCOUNT.c.external_id)
    .where(
        sa.or_(
            _ACCOUNT.c.id == sa.bindparam("account"),
            _ACCOUNT.c.identity_id == own_identity("account"),
        )
    )
    .order_by(_ACCOUNT.c.id)
)


async def accounts_of(connection: AsyncConnection, account_id: int) -> dict[int, str]:
    """A person's accounts by id, as the definition names judges: ``discord:123``."""
    rows = await connection.execute(_PERSON, {"account": account_id})
    return {row.id: f"{row.platform}:{row.external_id}" for row in rows}


_MARKS = sa.select(_MARK.c.id, _MARK.c.criterion, _MARK.c.value).where(
    _MARK.c.entry_id == sa.bindparam("entry"),
    _MARK.c.account_id == sa.bindparam("judge"),
    _MARK.c.ended_at.is_(None),
)
_END_MARK = (
    sa.update(_MARK)
    .where(_MARK.c.id == sa.bindparam("mark"))
    .values(ended_at=sa.bindparam("now", type_=_TIME))
)
_ADD_MARK = sa.insert(_MARK)


async def marks_of(connection: AsyncConnection, entry_id: int, judge_id: int) -> dict[str, tuple[int, int]]:
    """A judge's marks for an entry: by criterion, the row and the value."""
    rows = await connection.execute(_MARKS, {"entry": entry_id, "judge": judge_id})
    return {row.criterion: (row.id, row.value) for row in rows}


async def save_marks(
    connection: AsyncConnection, ended: Sequence[int], added: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    """End marks and add those in their place."""
    if ended:
        await connection.execute(_END_MARK, [{"mark": each, "now": now} for each in ended])
    if added:
        await connection.execute(_ADD_MARK, list(added))


_LOCKED = (
    sa.select(_STANDING.c.id, _STANDING.c.score)
    .where(_STANDING.c.contest_id == sa.bindparam("contest"), _STANDING.c.entry_id == sa.bindparam("entry"))
    .with_for_update()
)
_SET_JURY = (
    sa.update(_STANDING)
    .where(_STANDING.c.id == sa.bindparam("standing"))
    .values(jury=sa.bindparam("new_jury"), score=sa.bindparam("new_score"))
)


async def lock_standing(
    connection: AsyncConnection, contest_id: int, entry_id: int
) -> tuple[int, int] | None:
    """An entry's standing and score, which stay so until the end; None when it isn't ranked."""
    row = (await connection.execute(_LOCKED, {"contest": contest_id, "entry": entry_id})).first()
    return None if row is None else (row.id, row.score)


async def set_jury(connection: AsyncConnection, standing_id: int, jury: int, score: int) -> None:
    """Write what the judges' marks come to."""
    await connection.execute(_SET_JURY, {"standing": standing_id, "new_jury": jury, "new_score": score})


async def judged_by(
    connection: AsyncConnection, contest_id: int, judge_id: int, criteria: Sequence[Criterion]
) -> int:
    """How many of the entries that count a judge has marked in full."""
    if not criteria:
        return 0
    theirs = judged(criteria, contest_id).where(
        _MARK.c.account_id == judge_id,
        _MARK.c.entry_id.in_(sa.select(_STANDING.c.entry_id).where(_STANDING.c.contest_id == contest_id)),
    )
    found = await connection.execute(sa.select(sa.func.count()).select_from(theirs.subquery()))
    return int(found.scalar_one())


_OWN = sa.select(sa.func.count()).where(
    _STANDING.c.account_id.in_(sa.bindparam("accounts", expanding=True)),
    _STANDING.c.contest_id == sa.bindparam("contest"),
)


async def count_own(connection: AsyncConnection, contest_id: int, account_ids: Collection[int]) -> int:
    """How many standings these accounts have."""
    values = {"contest": contest_id, "accounts": list(account_ids)}
    return int((await connection.execute(_OWN, values)).scalar_one())


@dataclass(frozen=True, slots=True)
class ToJudge:
    """An entry that a judge may mark; ``whole`` once they have marked every criterion."""

    entry_id: int
    number: int
    item_id: int
    whole: bool


async def to_judge(
    connection: AsyncConnection,
    contest_id: int,
    judge_id: int,
    account_ids: Collection[int],
    criteria: Sequence[Criterion],
) -> list[ToJudge]:
    """The entries that count and are nobody's of these accounts, by number: as few as people can look at."""
    theirs = judged(criteria, contest_id).where(_MARK.c.account_id == judge_id).subquery()
    statement = (
        sa.select(_ENTRY.c.id, _ENTRY.c.number, _ENTRY.c.item_id, theirs.c.entry_id.is_not(None))
        .select_from(
            _STANDING.join(_ENTRY, _ENTRY.c.id == _STANDING.c.entry_id).outerjoin(
                theirs, theirs.c.entry_id == _ENTRY.c.id
            )
        )
        .where(_STANDING.c.contest_id == contest_id, _STANDING.c.account_id.not_in(list(account_ids)))
        .order_by(_ENTRY.c.number)
    )
    return [ToJudge(row[0], row[1], row[2], bool(row[3])) for row in await connection.execute(statement)]


# ---- measures ----

_METRICS = (
    sa.select(_ITEM.c.metrics)
    .join_from(_ENTRY, _ITEM, _ITEM.c.id == _ENTRY.c.item_id)
    .where(_ENTRY.c.id == sa.bindparam("entry"))
)


async def metrics_of(connection: AsyncConnection, entry_id: int) -> Mapping[str, Any]:
    """What an entry's platform counts now, as the source last gave it."""
    return (await connection.execute(_METRICS, {"entry": entry_id})).scalar() or {}


_MEASURED = (
    sa.select(
        _STANDING.c.id,
        _STANDING.c.entry_id,
        _STANDING.c.engagement,
        _STANDING.c.score,
        _ENTRY.c.number,
        _ITEM.c.metrics,
    )
    .select_from(
        _STANDING.join(_ENTRY, _ENTRY.c.id == _STANDING.c.entry_id).join(
            _ITEM, _ITEM.c.id == _ENTRY.c.item_id
        )
    )
    .where(_STANDING.c.contest_id == sa.bindparam("contest"), _STANDING.c.entry_id > sa.bindparam("after"))
    .order_by(_STANDING.c.entry_id)
    .limit(sa.bindparam("size"))
)
_LATEST = sa.select(_MEASURE.c.entry_id, _MEASURE.c.metrics).where(
    _MEASURE.c.id.in_(
        sa.select(sa.func.max(_MEASURE.c.id))
        .where(_MEASURE.c.entry_id.in_(sa.bindparam("entries", expanding=True)))
        .group_by(_MEASURE.c.entry_id)
    )
)
_ADD_MEASURE = sa.insert(_MEASURE)
_SET_ENGAGEMENT = (
    sa.update(_STANDING)
    .where(_STANDING.c.id == sa.bindparam("standing"))
    .values(engagement=sa.bindparam("new_engagement"), score=sa.bindparam("new_score"))
)


@dataclass(frozen=True, slots=True)
class Measurable:
    """A ranked entry with what its platform counts now, as the source last gave it."""

    standing_id: int
    entry_id: int
    engagement: int
    score: int
    number: int
    metrics: Mapping[str, Any]


async def measurable(connection: AsyncConnection, contest_id: int, after: int, size: int) -> list[Measurable]:
    """Ranked entries after this one, in the order of their ids."""
    rows = await connection.execute(_MEASURED, {"contest": contest_id, "after": after, "size": size})
    return [Measurable(*row[:-1], row[-1] or {}) for row in rows]


async def latest_metrics(connection: AsyncConnection, entry_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """What was counted last, by entry."""
    rows = await connection.execute(_LATEST, {"entries": list(entry_ids)})
    return {row.entry_id: row.metrics for row in rows}


async def save_measures(
    connection: AsyncConnection, measures: Sequence[Mapping[str, Any]], standings: Sequence[Mapping[str, int]]
) -> None:
    """Keep measures and write what they come to."""
    if measures:
        await connection.execute(_ADD_MEASURE, list(measures))
    if standings:
        await connection.execute(_SET_ENGAGEMENT, list(standings))
