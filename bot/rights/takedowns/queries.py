"""Takedown notices that stand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.rights.tables import Takedown


async def standing_takedown(session: AsyncSession, item_id: int) -> Takedown | None:
    """The notice that keeps an item from being shown."""
    statement = select(Takedown).where(Takedown.item_id == item_id, col(Takedown.lifted_at).is_(None))
    return (await session.exec(statement)).first()


async def standing_takedowns(session: AsyncSession, item_ids: Collection[int]) -> dict[int, Takedown]:
    """The same for several, by item."""
    statement = select(Takedown).where(
        col(Takedown.item_id).in_(sorted(item_ids)), col(Takedown.lifted_at).is_(None)
    )
    return {row.item_id: row for row in await session.exec(statement)}


async def takedowns_of(session: AsyncSession, item_id: int) -> list[Takedown]:
    """Every notice there ever was about an item, oldest first."""
    rows = await session.exec(select(Takedown).where(Takedown.item_id == item_id).order_by(col(Takedown.id)))
    return list(rows)


async def save_takedown(session: AsyncSession, row: Takedown) -> None:
    """Write a notice. Flushes."""
    session.add(row)
    await session.flush()


def taken_down(item_id: Any) -> Any:
    """As part of a statement: whether a notice stands against the item."""
    return sa.exists().where(col(Takedown.item_id) == item_id, col(Takedown.lifted_at).is_(None))
