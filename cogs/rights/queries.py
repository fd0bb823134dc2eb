"""What needs a person: over all permissions, the most pressing kind first, the longest waiting of it first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.rights.rules import WAITING, AskAction, AskStatus
from bot.rights.tables import Ask, AskEvent, Takedown
from bot.rights.takedowns.queries import taken_down

SOON = timedelta(days=60)


class Need(IntEnum):
    """Why somebody has to look, in the order in which it presses."""

    TAKEDOWN = 1  # it is not known to be gone
    ANSWERED = 2
    DOUBT = 3  # a request that may not have gone out
    ENDING = 4


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits; ``at`` is since when, of a licence until when."""

    need: Need
    item_id: int
    ask_id: int
    at: datetime


async def needs(session: AsyncSession, now: datetime, first: int, count: int) -> Sequence[Waiting]:
    """A page of what waits."""
    every = sa.union_all(*_all(now)).subquery()
    page = sa.select(every).order_by(every.c.need, every.c.at, every.c.ask_id).offset(first).limit(count)
    rows = (await (await session.connection()).execute(page)).all()
    return [Waiting(Need(row.need), row.item_id, row.ask_id, row.at) for row in rows]


async def counted(session: AsyncSession, now: datetime) -> dict[Need, int]:
    """How much of each kind waits."""
    every = sa.union_all(*_all(now)).subquery()
    rows = await (await session.connection()).execute(
        sa.select(every.c.need, sa.func.count()).group_by(every.c.need)
    )
    return {Need(need): count for need, count in rows}


def _all(now: datetime) -> list[Any]:
    renewal = sa.orm.aliased(Ask)
    renewed = sa.exists().where(
        col(renewal.item_id) == col(Ask.item_id), col(renewal.live), col(renewal.renewal)
    )
    return [
        sa.select(
            sa.literal(int(Need.TAKEDOWN)).label("need"),
            col(Takedown.item_id).label("item_id"),
            col(Takedown.ask_id).label("ask_id"),
            col(Takedown.at).label("at"),
        ).where(col(Takedown.lifted_at).is_(None), col(Takedown.gone_at).is_(None)),
        _asks(
            Need.ANSWERED,
            col(Ask.changed_at),
            col(Ask.status) == AskStatus.ANSWERED.value,
            col(Ask.live),
        ),
        _asks(
            Need.DOUBT,
            col(Ask.changed_at),
            col(Ask.delivery).in_(["unknown", "failed"]),
            col(Ask.status).in_(sorted(status.value for status in WAITING)),
            col(Ask.live),
        ),
        _asks(
            Need.ENDING,
            col(Ask.licence_until),
            col(Ask.status) == sa.text(f"'{AskStatus.GRANTED.value}'"),
            col(Ask.live),
            col(Ask.licence_until) > now,
            col(Ask.licence_until) <= now + SOON,
            ~taken_down(col(Ask.item_id)),
            ~renewed,
        ),
    ]


def _asks(need: Need, at: Any, *conditions: Any) -> Any:
    return sa.select(
        sa.literal(int(need)).label("need"),
        col(Ask.item_id).label("item_id"),
        col(Ask.id).label("ask_id"),
        at.label("at"),
    ).where(*conditions)


async def takedown_words(session: AsyncSession, row: Takedown) -> str:
    """Who demanded it and why, as the record keeps it; "" where that was erased."""
    found = await session.exec(
        select(AskEvent.note).where(
            AskEvent.ask_id == row.ask_id,
            AskEvent.revision == row.revision,
            AskEvent.action == AskAction.TAKEN_DOWN.value,
        )
    )
    return found.first() or ""
