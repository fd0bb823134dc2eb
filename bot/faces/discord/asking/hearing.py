"""What members write to us in private: it is time to look at that conversation. Words are read there, never here,
so that whatever this misses is found by the next look."""

from __future__ import annotations

import asyncio

import discord

from bot.faces.discord.asking.messages import prefix_of
from bot.faces.discord.context import Answer
from bot.faces.discord.directs import Directs
from bot.faces.discord.markup import tell
from bot.faces.discord.members import PLATFORM, Members
from bot.faces.texts import language_of
from bot.intake.reaching import queries
from bot.intake.reaching.watching import look_at
from bot.intake.reaching.ways import Watchers
from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work

log = get_logger(__name__)


class Hearing:
    """One for each face."""

    def __init__(self, services: Services, members: Members, directs: Directs) -> None:
        self._services = services
        self._members = members
        self._directs = directs
        self._helping = asyncio.Lock()  # two messages at once are helped once

    async def catch_up(self) -> None:
        """The connection begins: look at every conversation in which an answer may stand."""
        services = self._services
        source = services.outlet(Watchers).name(PLATFORM)
        async with unit_of_work(services.database) as session:
            watches = await queries.looked_at(session, source)
            await look_at(services.work, session, watches, services.clock())

    async def wrote(self, channel_id: int, author: discord.User | None) -> None:
        """Look at a conversation at once. Whoever writes where nothing was asked is told once a day what we do."""
        services = self._services
        async with reading(services.database) as session:
            found = await queries.beginning(session, prefix_of(channel_id))
        if found:
            async with unit_of_work(services.database) as session:
                watches = [await queries.locked(session, watch.id or 0) for watch, _ in found]
                kept = [one for one in watches if one is not None]
                await look_at(services.work, session, kept, services.clock())
        elif author is not None:
            await self._help(author)

    async def _help(self, author: discord.User) -> None:
        services = self._services
        account = await self._members.known(author)
        words = tell(language_of(account.locale), "permit-help", brand=services.settings.brand.name)
        try:
            day = services.clock().date().isoformat()
            async with self._helping:
                await self._directs.send(author.id, account.id, f"help:{account.id}:{day}", Answer(words))
        except GoodwordError as error:
            log.info("discord_help_not_sent", problem=str(error))
