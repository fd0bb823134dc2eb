"""Statements of retention: which pieces are over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item, Sighting
from bot.contests.tables import ContestEntry
from bot.intake.privacy.queries import ERASED
from bot.rights.tables import Ask, Clearance


async def places(session: AsyncSession) -> list[tuple[str, str]]:
    """Every source that gave something, with the platforms of what it gave."""
    chosen = sa.select(col(Sighting.source), col(Sighting.platform)).distinct().order_by("source", "platform")
    return [(row[0], row[1]) for row in await (await session.connection()).execute(chosen)]


def _over(source: str, platform: str, before: datetime, now: datetime) -> Any:
    """The sightings of what is over: no place of it was seen since, and nothing keeps it."""
    other = aliased(Sighting)
    fresh = sa.exists().where(col(other.item_id) == col(Item.id), col(other.last_seen_at) >= before)
    asked = sa.exists().where(col(Ask.item_id) == col(Item.id))
    entered = sa.exists().where(col(ContestEntry.item_id) == col(Item.id))
    running = sa.or_(col(Clearance.ends_at).is_(None), col(Clearance.ends_at) > now)
    cleared = sa.exists().where(col(Clearance.creator_id) == col(Item.creator_id), running)
    return (
        sa.select(col(Item.id), col(Sighting.last_seen_at))
        .join(Sighting, col(Sighting.item_id) == col(Item.id))
        .where(
            col(Sighting.source) == source,
            col(Sighting.platform) == platform,
            col(Sighting.last_seen_at) < before,
            col(Item.life) != ERASED,
            ~fresh,
            ~asked,
            ~entered,
            ~cleared,
        )
    )


async def count(session: AsyncSession, source: str, platform: str, before: datetime, now: datetime) -> int:
    found = _over(source, platform, before, now).subquery()
    chosen = sa.select(sa.func.count(sa.distinct(found.c.id)))
    return int((await (await session.connection()).execute(chosen)).scalar_one())


async def oldest(
    session: AsyncSession, source: str, platform: str, before: datetime, now: datetime
) -> tuple[int, datetime] | None:
    """The item that was seen last the longest ago, and when."""
    chosen = _over(source, platform, before, now).order_by(col(Sighting.last_seen_at), col(Item.id)).limit(1)
    row = (await (await session.connection()).execute(chosen)).first()
    return (int(row[0]), row[1]) if row is not None else None


async def items(
    session: AsyncSession, source: str, platform: str, before: datetime, now: datetime, limit: int
) -> list[int]:
    chosen = _over(source, platform, before, now).order_by(col(Item.id)).limit(limit)
    rows = await (await session.connection()).execute(chosen)
    return sorted({int(row[0]) for row in rows})
