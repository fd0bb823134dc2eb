"""The services for a command: beside a running bot, or while none runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.kernel.errors import FixSettings
from bot.services import Services
from bot.settings import Settings
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.storage.migrate import pending
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """The services, wired, with nothing running. Raises FixSettings where the database is not up to date."""
    database = Database(settings.database_url, synchronous=settings.database.synchronous)
    try:
        if await asyncio.to_thread(pending, database):
            raise FixSettings("The database is not up to date.", remedy="Run: goodword migrate")
        work = Enqueuer(database, all_jobs())
        await work.prepare()
        services = build_services(settings, database, work)
        try:
            yield services
        finally:
            await services.outlet(PoliteClient).aclose()
            work.close()
    finally:
        await database.close()
