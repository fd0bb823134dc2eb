"""What was decided about creators as a whole, and how their permissions stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.rights.tables import Ask, Clearance, CreatorEvent


async def last_event(session: AsyncSession, creators: Sequence[int]) -> CreatorEvent | None:
    """The latest thing that was decided about any of these."""
    rows = select(CreatorEvent).where(col(CreatorEvent.creator_id).in_(list(creators)))
    return (await session.exec(rows.order_by(col(CreatorEvent.id).desc()).limit(1))).first()


async def events_of(session: AsyncSession, creators: Sequence[int], limit: int) -> list[CreatorEvent]:
    """The latest things that were decided about these, the newest first."""
    rows = select(CreatorEvent).where(col(CreatorEvent.creator_id).in_(list(creators)))
    return list(await session.exec(rows.order_by(col(CreatorEvent.id).desc()).limit(limit)))


async def events_named(session: AsyncSession, creators: Sequence[int], event: str) -> list[CreatorEvent]:
    """Everything of one kind that was decided about these, oldest first."""
    rows = select(CreatorEvent).where(
        col(CreatorEvent.creator_id).in_(list(creators)), CreatorEvent.event == event
    )
    return list(await session.exec(rows.order_by(col(CreatorEvent.id))))


async def seen_request(session: AsyncSession, request_id: str) -> bool:
    """Whether this click was acted upon."""
    found = await session.exec(select(CreatorEvent.id).where(CreatorEvent.request_id == request_id))
    return found.first() is not None


async def all_clearances(session: AsyncSession, creators: Sequence[int]) -> list[Clearance]:
    """Every clearance that these ever had, the newest first."""
    rows = select(Clearance).where(col(Clearance.creator_id).in_(list(creators)))
    return list(await session.exec(rows.order_by(col(Clearance.id).desc())))


async def asks_by_status(session: AsyncSession, creators: Sequence[int]) -> dict[str, int]:
    """How many asks stand how."""
    chosen = (
        sa.select(col(Ask.status), sa.func.count())
        .where(col(Ask.creator_id).in_(list(creators)))
        .group_by(col(Ask.status))
    )
    return {str(status): int(count) for status, count in await (await session.connection()).execute(chosen)}


async def latest_asks(session: AsyncSession, creators: Sequence[int], limit: int) -> list[Ask]:
    """The asks that changed last, the newest change first."""
    rows = select(Ask).where(col(Ask.creator_id).in_(list(creators)))
    return list(
        await session.exec(rows.order_by(col(Ask.changed_at).desc(), col(Ask.id).desc()).limit(limit))
    )


async def items_of(session: AsyncSession, creators: Sequence[int], limit: int | None = None) -> list[int]:
    """Ids of what these made, the newest first."""
    chosen = sa.select(col(Item.id)).where(col(Item.creator_id).in_(list(creators)))
    rows = await (await session.connection()).execute(chosen.order_by(col(Item.id).desc()).limit(limit))
    return [int(row[0] or 0) for row in rows]


async def count_items(session: AsyncSession, creators: Sequence[int]) -> int:
    """How many pieces these made."""
    chosen = sa.select(sa.func.count()).select_from(Item).where(col(Item.creator_id).in_(list(creators)))
    return int((await (await session.connection()).execute(chosen)).scalar_one())


async def asked_each(session: AsyncSession, creators: Sequence[int], since: datetime) -> dict[int, int]:
    """How many asks went to each of these from then on; who was not asked is left out."""
    chosen = (
        sa.select(col(Ask.creator_id), sa.func.count())
        .where(col(Ask.creator_id).in_(list(creators)), col(Ask.asked_at) >= since)
        .group_by(col(Ask.creator_id))
    )
    rows = await (await session.connection()).execute(chosen)
    return {int(creator_id or 0): int(count) for creator_id, count in rows}
