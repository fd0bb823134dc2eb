"""What the pages of a contest read beyond what the area offers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.contests.rules import EntryStatus, Phase
from bot.contests.tables import Contest, ContestEntry
from bot.rights.tables import Ask


async def accepted_page(session: AsyncSession, contest_id: int, skip: int, limit: int) -> list[ContestEntry]:
    """Entries that take part, by number."""
    statement = (
        select(ContestEntry)
        .where(ContestEntry.contest_id == contest_id, ContestEntry.status == EntryStatus.ACCEPTED.value)
        .order_by(col(ContestEntry.number))
        .offset(skip)
        .limit(limit)
    )
    return list((await session.exec(statement)).all())


async def entered_addresses(
    session: AsyncSession, platform: str, before: datetime, limit: int
) -> list[tuple[int, str]]:
    """Entries of what was entered from a chat and is still there, as far as we know, with their addresses: in
    contests that run, and wherever a permission is asked for or given, which ends with the message. Those not looked
    at since ``before``, what was looked at longest ago first."""
    runs = sa.and_(
        col(Contest.phase).in_([Phase.OPEN.value, Phase.VOTING.value, Phase.CLOSED.value]),
        col(ContestEntry.status).in_([EntryStatus.WAITING.value, EntryStatus.ACCEPTED.value]),
    )
    permitted = sa.exists().where(col(Ask.item_id) == col(Item.id), col(Ask.live))
    statement = (
        sa.select(col(ContestEntry.id), col(Item.url))
        .join_from(ContestEntry, Item, col(ContestEntry.item_id) == col(Item.id))
        .join(Contest, col(Contest.id) == col(ContestEntry.contest_id))
        .where(
            col(Item.platform) == platform,
            col(Item.life) == "live",
            col(Item.url).is_not(None),
            sa.or_(runs, permitted),
            sa.or_(col(ContestEntry.looked_at).is_(None), col(ContestEntry.looked_at) < before),
        )
        .order_by(col(ContestEntry.looked_at).asc().nulls_first(), col(ContestEntry.id))
        .limit(limit)
    )
    rows = await (await session.connection()).execute(statement)
    return [(int(entry_id or 0), str(url)) for entry_id, url in rows]


async def entries_by_id(session: AsyncSession, ids: list[int]) -> list[ContestEntry]:
    """Entries by their ids, by number."""
    statement = select(ContestEntry).where(col(ContestEntry.id).in_(ids)).order_by(col(ContestEntry.number))
    return list((await session.exec(statement)).all())
