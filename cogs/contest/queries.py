"""What the pages of a contest read beyond what the area offers."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.contests.rules import EntryStatus, Phase
from bot.contests.tables import Contest, ContestEntry


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


async def entered_addresses(session: AsyncSession, platform: str, limit: int) -> list[str]:
    """Addresses of what was entered from a chat into contests that run and is still there, as far as we know; what
    was looked at longest ago comes first where there is more (by chance, which in the long run is as good)."""
    statement = (
        select(Item.url)
        .join(ContestEntry, col(ContestEntry.item_id) == col(Item.id))
        .join(Contest, col(Contest.id) == col(ContestEntry.contest_id))
        .where(
            Item.platform == platform,
            Item.life == "live",
            col(Item.url).is_not(None),
            col(Contest.phase).in_([Phase.OPEN.value, Phase.VOTING.value, Phase.CLOSED.value]),
            col(ContestEntry.status).in_([EntryStatus.WAITING.value, EntryStatus.ACCEPTED.value]),
        )
        .order_by(sa.func.random())
        .limit(limit)
    )
    return [url for url in (await session.exec(statement)).all() if url is not None]


async def entries_by_id(session: AsyncSession, ids: list[int]) -> list[ContestEntry]:
    """Entries by their ids, by number."""
    statement = select(ContestEntry).where(col(ContestEntry.id).in_(ids)).order_by(col(ContestEntry.number))
    return list((await session.exec(statement)).all())
