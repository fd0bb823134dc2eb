"""Which messages in Discord are somebody's, and what they began with there."""

from __future__ import annotations

from collections.abc import Sequence

import orjson
import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.tables import ContestEntry
from bot.faces.discord.tables import DiscordKept, DiscordMessage
from bot.storage.personal import Named


async def private_messages(session: AsyncSession, accounts: Sequence[int]) -> list[DiscordMessage]:
    """Private messages to these accounts."""
    chosen = select(DiscordMessage).where(
        DiscordMessage.kind == "dm", col(DiscordMessage.account_id).in_(list(accounts))
    )
    return list(await session.exec(chosen.order_by(col(DiscordMessage.id))))


async def cards_of(session: AsyncSession, accounts: Sequence[int]) -> int:
    """Cards of entries of theirs that still stand."""
    entries = sa.select(col(ContestEntry.id)).where(col(ContestEntry.account_id).in_(list(accounts)))
    chosen = (
        sa.select(sa.func.count())
        .select_from(DiscordMessage)
        .where(
            col(DiscordMessage.kind) == "entry",
            col(DiscordMessage.entry_id).in_(entries),
            col(DiscordMessage.message_id).is_not(None),
            col(DiscordMessage.lost).is_(None),
        )
    )
    return int((await (await session.connection()).execute(chosen)).scalar_one())


async def forget_kept_of(session: AsyncSession, named: Named) -> int:
    """Forget what they began with and did not finish; how much it was."""
    pattern = named.pattern
    if pattern is None:
        return 0
    rows = await session.exec(select(DiscordKept))
    theirs = [row for row in rows if pattern.search(orjson.dumps(row.given).decode())]
    for row in theirs:
        await session.delete(row)
    return len(theirs)


async def anything_posted(session: AsyncSession) -> bool:
    """Whether any message of ours stands in Discord."""
    return (await session.exec(select(DiscordMessage.id).limit(1))).first() is not None
