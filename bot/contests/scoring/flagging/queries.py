"""Statements of flags and of voided votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contests.tables import ContestFlag, ContestVote
from bot.storage.types import table_of

_VOTE = table_of(ContestVote)
_FLAG = table_of(ContestFlag)
_COUNTS = (_VOTE.c.ended_at.is_(None), _VOTE.c.weight > 0)


def _add_flag(dialect: Any) -> Any:
    insert = dialect.insert(_FLAG)
    return insert.on_conflict_do_nothing(index_elements=["contest_id", "key"]).returning(_FLAG.c.id)


_ADD_FLAG = {"sqlite": _add_flag(sqlite), "postgresql": _add_flag(postgresql)}


async def add_flag(connection: AsyncConnection, values: Mapping[str, Any]) -> int | None:
    """Keep a flag; None when it was told before."""
    found = (await connection.execute(_ADD_FLAG[connection.dialect.name], dict(values))).scalar()
    return None if found is None else int(found)


async def settle_flag(
    connection: AsyncConnection, flag_id: int, outcome: str, by: str, now: datetime
) -> bool:
    """False when somebody has settled it before."""
    settled = await connection.execute(
        sa.update(_FLAG)
        .where(_FLAG.c.id == flag_id, _FLAG.c.settled_at.is_(None))
        .values(settled_at=now, settled_by=by, outcome=outcome)
    )
    return settled.rowcount > 0


@dataclass(frozen=True, slots=True)
class Flag:
    """Something odd, told to managers. ``evidence`` is plain values: see ``watch``."""

    id: int
    contest_id: int
    kind: str
    entry_id: int | None
    evidence: Mapping[str, Any]
    found_at: datetime
    settled_at: datetime | None
    settled_by: str | None
    outcome: str | None


_FLAGS = sa.select(*(_FLAG.c[name] for name in Flag.__dataclass_fields__))


async def flags(connection: AsyncConnection, contest_id: int, *, waiting: bool, limit: int) -> list[Flag]:
    """A contest's flags, the newest first."""
    statement = _FLAGS.where(_FLAG.c.contest_id == contest_id).order_by(_FLAG.c.id.desc()).limit(limit)
    if waiting:
        statement = statement.where(_FLAG.c.settled_at.is_(None))
    return [Flag(*row) for row in await connection.execute(statement)]


async def flag(connection: AsyncConnection, flag_id: int) -> Flag | None:
    """One flag."""
    row = (await connection.execute(_FLAGS.where(_FLAG.c.id == flag_id))).first()
    return None if row is None else Flag(*row)


# ---- voiding ----

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Voided:
    """A vote that a manager has voided."""

    vote_id: int
    entry_id: int
    account_id: int
    weight: int


async def void(
    connection: AsyncConnection, contest_id: int, vote_ids: Sequence[int], why: str, by: str, now: datetime
) -> list[Voided]:
    """End these votes, those that still count, and bar them from being cast again; the contest is held."""
    found: list[Voided] = []
    for start in range(0, len(vote_ids), _CHUNK):
        ended = await connection.execute(
            sa.update(_VOTE)
            .where(
                _VOTE.c.id.in_(vote_ids[start : start + _CHUNK]), _VOTE.c.contest_id == contest_id, *_COUNTS
            )
            .values(ended_at=now, why_ended=why)
            .returning(_VOTE.c.id, _VOTE.c.entry_id, _VOTE.c.account_id, _VOTE.c.weight)
        )
        found += [Voided(*row) for row in ended]
    if found:
        await connection.execute(
            sa.insert(_VOTE),
            [
                {
                    "contest_id": contest_id,
                    "entry_id": each.entry_id,
                    "account_id": each.account_id,
                    "weight": 0,
                    "via": by,
                    "at": now,
                }
                for each in found
            ],
        )
    return sorted(found, key=lambda each: (each.entry_id, each.vote_id))


async def votes_by(connection: AsyncConnection, entry_id: int, account_ids: Sequence[int]) -> list[int]:
    """The votes for an entry by these accounts that count."""
    statement = sa.select(_VOTE.c.id).where(
        _VOTE.c.entry_id == entry_id, _VOTE.c.account_id.in_(list(account_ids)), *_COUNTS
    )
    return list((await connection.execute(statement.order_by(_VOTE.c.id))).scalars())
