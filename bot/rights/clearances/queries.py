"""Clearances that run or have ended, and the items that they concern."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.review.rules import Status
from bot.review.tables import Review
from bot.rights.tables import Clearance


async def ended_clearances(session: AsyncSession, now: datetime, limit: int = 100) -> list[int]:
    """Ids of clearances that are over and whose end was not acted upon so far."""
    rows = await session.exec(
        select(Clearance.id)
        .where(col(Clearance.ends_at) <= now, col(Clearance.settled_at).is_(None))
        .order_by(col(Clearance.id))
        .limit(limit)
    )
    return [one for one in rows if one is not None]


async def locked_clearance(session: AsyncSession, clearance_id: int) -> Clearance | None:
    """A clearance, unchanged by others until the unit of work ends."""
    statement = select(Clearance).where(Clearance.id == clearance_id).with_for_update()
    return (await session.exec(statement.execution_options(populate_existing=True))).first()


async def last_ended_clearance(session: AsyncSession, creator_id: int, now: datetime) -> Clearance | None:
    """The clearance of a creator that ended last."""
    statement = (
        select(Clearance)
        .where(Clearance.creator_id == creator_id, col(Clearance.ends_at) <= now)
        .order_by(col(Clearance.ends_at).desc(), col(Clearance.id).desc())
    )
    return (await session.exec(statement.limit(1))).first()


async def approved_of_creator(session: AsyncSession, creator_id: int) -> list[int]:
    """Ids of a creator's items that people approved, oldest first."""
    rows = await session.exec(
        select(Item.id)
        .join(Review, col(Review.item_id) == col(Item.id))
        .where(Item.creator_id == creator_id, Review.status == Status.APPROVED.value)
        .order_by(col(Item.id))
    )
    return [one for one in rows if one is not None]


async def cleared_unfollowed(session: AsyncSession, now: datetime, limit: int = 500) -> list[int]:
    """Approved items that a clearance lets us show and whose end nobody would be told of."""
    rows = await session.exec(
        select(Item.id)
        .join(Review, col(Review.item_id) == col(Item.id))
        .where(
            col(Item.creator_id).in_(_running(now)),
            Review.status == Status.APPROVED.value,
            col(Review.followed).is_(False),
        )
        .limit(limit)
    )
    return [one for one in rows if one is not None]


async def cleared_among(session: AsyncSession, item_ids: Sequence[int], now: datetime) -> list[int]:
    """Of these items, those whose creator has a clearance that runs."""
    rows = await session.exec(
        select(Item.id).where(col(Item.id).in_(list(item_ids)), col(Item.creator_id).in_(_running(now)))
    )
    return [one for one in rows if one is not None]


def _running(now: datetime) -> Any:
    """The creators with a clearance that runs."""
    return sa.select(col(Clearance.creator_id)).where(
        col(Clearance.starts_at) <= now,
        sa.or_(col(Clearance.ends_at).is_(None), col(Clearance.ends_at) > now),
        col(Clearance.ended_by).is_(None),
    )
