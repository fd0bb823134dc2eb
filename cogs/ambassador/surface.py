"""Ambassadors' picks as a surface: a removal takes words and buttons out of their messages, and looks for them."""

from __future__ import annotations

import asyncio

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries as people
from bot.ambassadors.wishes import ask_to_show
from bot.kernel.errors import TryLater
from bot.rights.scope import Use
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import queries

NAME = "ambassadors' picks"
PATIENCE = 20.0
"""Seconds that messages are given to be drawn anew, before it is said that they stand."""
LOOK = 0.5


class PickSurface:
    """See ``bot.rights.surfaces.Surface``. Messages are drawn by the work that keeps them current, one run a person,
    and are marked once nothing can be shared from them. ``wait`` is in seconds."""

    def __init__(self, services: Services, *, wait: float = PATIENCE) -> None:
        self._services = services
        self._wait = wait

    @property
    def name(self) -> str:
        return NAME

    @property
    def use(self) -> Use:
        return Use.EMPLOYEES

    async def ever_showed(self, item_id: int) -> bool:
        async with reading(self._services.database) as session:
            return await people.was_offered(session, item_id)

    async def remove(self, item_id: int) -> None:
        """Forget what people would have written with it, and have their messages drawn anew. Raises TryLater where
        some still stand."""
        database, work = self._services.database, self._services.work
        async with unit_of_work(database) as session:
            await people.drop_drafts(session, item_id)
            for one in await _showing(session, item_id):
                await ask_to_show(session, work, one)
        left = await self._still(item_id)
        for _ in range(int(self._wait / LOOK)):
            if not left:
                return
            await asyncio.sleep(LOOK)
            left = await self._still(item_id)
        if left:
            raise TryLater(f"{left} of their messages still offer it", retry_after=20)

    async def shows(self, item_id: int) -> bool:
        """Whether it can be shared from any message, or stands in one from which it can't be for now."""
        return await self._still(item_id) > 0

    async def _still(self, item_id: int) -> int:
        async with reading(self._services.database) as session:
            return len(await _showing(session, item_id))


async def _showing(session: AsyncSession, item_id: int) -> set[int]:
    """Whose messages show it with its words."""
    return {
        one
        for kind in (queries.PICK, queries.HELD)
        for one in await queries.offered_to(session, [item_id], kind)
    }
