"""Handing out waiting items, one person each, and giving them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.review.queries import QueueFilter
from bot.review.rules import Status
from bot.review.tables import Review
from bot.storage.types import table_of

_REVIEW = table_of(Review)


async def claim_next(
    session: AsyncSession,
    actor: str,
    now: datetime,
    minutes: float,
    skip: frozenset[int],
    only: QueueFilter,
) -> int | None:
    """See ``Reviews.claim_next``. Locked rows are stepped over on PostgreSQL; SQLite has one writer at a time."""
    connection = await session.connection()
    mine = (await connection.execute(_claims_of(actor).with_for_update(skip_locked=True))).scalars().all()
    if freed := [item_id for item_id in mine if item_id in skip]:
        await connection.execute(_free(_REVIEW.c.item_id.in_(freed)))
    conditions = [_REVIEW.c.status == Status.QUEUED.value, *only.conditions()]
    if skip:
        conditions.append(_REVIEW.c.item_id.not_in(sorted(skip)))
    free = sa.or_(_REVIEW.c.claimed_by.is_(None), _REVIEW.c.claimed_until <= now)
    item_id = None
    if kept := [item_id for item_id in mine if item_id not in skip]:
        own = sa.and_(_REVIEW.c.item_id.in_(kept), _REVIEW.c.claimed_by == actor)
        item_id = (await connection.execute(_first([*conditions, own]))).scalar()
    if item_id is None:
        item_id = (await connection.execute(_first([*conditions, free]))).scalar()
    if item_id is None:
        return None
    until = now + timedelta(minutes=minutes)
    await connection.execute(
        sa.update(_REVIEW).where(_REVIEW.c.item_id == item_id).values(claimed_by=actor, claimed_until=until)
    )
    return int(item_id)


def _claims_of(actor: str) -> sa.Select[Any]:
    return sa.select(_REVIEW.c.item_id).where(_REVIEW.c.claimed_by == actor)


def _first(conditions: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    return (
        sa.select(_REVIEW.c.item_id)
        .where(*conditions)
        .order_by(_REVIEW.c.priority.desc(), _REVIEW.c.queued_at, _REVIEW.c.item_id)
        .limit(1)
        .with_for_update(of=_REVIEW, skip_locked=True)
    )


def _free(*conditions: sa.ColumnElement[bool]) -> sa.Update:
    return sa.update(_REVIEW).where(*conditions).values(claimed_by=None, claimed_until=None)


async def claim(session: AsyncSession, item_id: int, actor: str, now: datetime, minutes: float) -> bool:
    """Hand a person this very item; False when it is decided or in somebody else's hands."""
    mine_or_free = sa.or_(
        _REVIEW.c.claimed_by.is_(None), _REVIEW.c.claimed_by == actor, _REVIEW.c.claimed_until <= now
    )
    result = await (await session.connection()).execute(
        sa.update(_REVIEW)
        .where(_REVIEW.c.item_id == item_id, _REVIEW.c.status == Status.QUEUED.value, mine_or_free)
        .values(claimed_by=actor, claimed_until=now + timedelta(minutes=minutes))
    )
    return result.rowcount > 0


async def renew(session: AsyncSession, item_id: int, actor: str, now: datetime, minutes: float) -> bool:
    """Hold a claim for longer; False when it has gone to somebody else or the item is decided."""
    result = await (await session.connection()).execute(
        sa.update(_REVIEW)
        .where(_REVIEW.c.item_id == item_id, _REVIEW.c.claimed_by == actor)
        .values(claimed_until=now + timedelta(minutes=minutes))
    )
    return result.rowcount > 0


async def release(session: AsyncSession, item_id: int, actor: str) -> None:
    """End a person's claim, if they have it."""
    await (await session.connection()).execute(
        _free(_REVIEW.c.item_id == item_id, _REVIEW.c.claimed_by == actor)
    )


async def claims_of(session: AsyncSession, actor: str, now: datetime) -> list[int]:
    """Items that a person holds in triage just now."""
    rows = await (await session.connection()).execute(
        # Without the status: SQLite would walk through all that is queued rather than the few that are held.
        sa.select(_REVIEW.c.item_id, _REVIEW.c.status)
        .where(_REVIEW.c.claimed_by == actor, _REVIEW.c.claimed_until > now)
        .order_by(_REVIEW.c.item_id)
    )
    return [item_id for item_id, status in rows if status == Status.QUEUED.value]
