"""Statements of suggestions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.tables import Suggestion
from bot.review.rules import Status
from bot.review.tables import Review
from bot.storage.types import table_of

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
