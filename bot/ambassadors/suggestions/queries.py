"""Statements of suggestions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.tables import Ambassador, Point, Suggestion
from bot.review.rules import Status
from bot.review.tables import Review
from bot.storage.types import table_of

_POINT = table_of(Point)
_SUGGESTION = table_of(Suggestion)
_DECIDED = [one.value for one in (Status.APPROVED, Status.REJECTED, Status.CLOSED)]


async def count(session: AsyncSession, ambassador_id: int, since: datetime) -> int:
    statement = sa.select(sa.func.count()).where(
        _SUGGESTION.c.ambassador_id == ambassador_id, _SUGGESTION.c.at >= since
    )
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def of(session: AsyncSession, ambassador_id: int, limit: int = 20) -> list[Suggestion]:
    """What somebody suggested, the latest first."""
    statement = (
        select(Suggestion)
        .where(Suggestion.ambassador_id == ambassador_id)
        .order_by(col(Suggestion.id).desc())
        .limit(limit)
    )
    return list(await session.exec(statement))


async def waiting(session: AsyncSession, limit: int) -> list[tuple[Suggestion, str]]:
    """Suggestions of pieces that people have decided by now, with how the piece stands."""
    return [(row, status) for row, status in await session.exec(waiting_statement(limit))]


def waiting_statement(limit: int) -> Any:
    """How each piece stands is a question of its own: joined, SQLite would begin with all that was ever decided."""
    status = sa.select(col(Review.status)).where(col(Review.item_id) == col(Suggestion.item_id))
    decided = status.where(col(Review.status).in_(_DECIDED)).scalar_subquery()
    return (
        select(Suggestion, decided)
        .where(col(Suggestion.state) == sa.text("'waiting'"), decided.is_not(None))
        .order_by(col(Suggestion.id))
        .limit(limit)
    )


async def untold(session: AsyncSession, limit: int) -> list[tuple[Suggestion, Ambassador]]:
    """Suggestions that were decided and of which nobody told the person, the oldest first."""
    statement = (
        select(Suggestion, Ambassador)
        .join(Ambassador, col(Ambassador.id) == col(Suggestion.ambassador_id))
        .where(col(Suggestion.told_at).is_(None), col(Suggestion.settled_at).is_not(None))
        .order_by(col(Suggestion.id))
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await session.exec(statement)]


async def set_told(session: AsyncSession, suggestion_id: int, now: datetime) -> bool:
    """False where it was told already: of two who tell, one is first."""
    statement = (
        sa.update(_SUGGESTION)
        .where(_SUGGESTION.c.id == suggestion_id, _SUGGESTION.c.told_at.is_(None))
        .values(told_at=now)
    )
    return (await (await session.connection()).execute(statement)).rowcount == 1


async def points_for(session: AsyncSession, key: str, ambassador_id: int) -> int:
    """What somebody got for what has that key."""
    statement = sa.select(_POINT.c.points).where(_POINT.c.key == key, _POINT.c.ambassador_id == ambassador_id)
    return int((await (await session.connection()).execute(statement)).scalar() or 0)
