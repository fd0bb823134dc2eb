"""The database for commands that only look."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import FixSettings
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.migrate import pending
from bot.storage.unit_of_work import reading


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[AsyncSession]:
    """A session for reading. Raises FixSettings for a database that isn't up to date."""
    database = Database(settings.database_url, synchronous=settings.database.synchronous)
    try:
        if await asyncio.to_thread(pending, database):
            raise FixSettings("The database is not up to date.", remedy="Run: goodword migrate")
        async with reading(database) as session:
            yield session
    finally:
        await database.close()
