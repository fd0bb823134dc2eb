"""What the programme asks of the counted clicks, answered by ``bot.links``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.shortening import Clicked
from bot.links import queries


class LinkClicks:
    """See ``bot.ambassadors.shortening.Clicks``."""

    async def totals(self, session: AsyncSession, link_ids: Collection[int]) -> Mapping[int, Clicked]:
        return await queries.totals(session, link_ids)

    async def changed_since(
        self, session: AsyncSession, since: datetime, limit: int
    ) -> tuple[list[int], datetime | None]:
        return await queries.changed_since(session, since, limit)
