"""What the pages of a contest read beyond what the area offers."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.rules import EntryStatus
from bot.contests.tables import ContestEntry


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


async def entries_by_id(session: AsyncSession, ids: list[int]) -> list[ContestEntry]:
    """Entries by their ids, by number."""
    statement = select(ContestEntry).where(col(ContestEntry.id).in_(ids)).order_by(col(ContestEntry.number))
    return list((await session.exec(statement)).all())
