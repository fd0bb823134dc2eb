"""Private messages, each sent once; where somebody takes none that is kept, so that they can be told elsewhere."""

from __future__ import annotations

import discord

from bot.faces.discord import queries
from bot.faces.discord.context import Answer
from bot.faces.discord.errors import ANY, DMS_CLOSED, NO_DM_YET, UNKNOWN_USER, as_ours, code_of
from bot.kernel.clock import Clock
from bot.kernel.errors import NeverWorks, TryLater
from bot.kernel.log import get_logger
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work

UNREACHABLE = (DMS_CLOSED, NO_DM_YET, UNKNOWN_USER)

log = get_logger(__name__)


class Directs:
    """To members of the server, and to those who left while they share another one with the app."""

    def __init__(self, client: discord.Client, database: Database, clock: Clock) -> None:
        self._client = client
        self._database = database
        self._clock = clock

    async def send(self, user_id: int, account_id: int, occasion: str, answer: Answer) -> bool:
        """Whether they have it. Runs again harmlessly: what Discord confirmed isn't repeated, and a repeated post
        carries the same nonce. Raises TryLater when Discord is busy."""
        if self._client.is_closed():
            raise TryLater("Discord can't be reached at the moment.")
        key = f"dm:{occasion}"
        async with reading(self._database) as session:
            row = await queries.message(session, key)
        if row is not None and (row.message_id is not None or row.lost is not None):
            return row.message_id is not None
        if row is None:
            async with unit_of_work(self._database) as session:
                row = await queries.begin(session, key, "dm", 0, self._clock(), account_id=account_id)
        try:
            channel = await self._client.create_dm(discord.Object(user_id))
            sent = await channel.send(**answer.sending(), nonce=queries.nonce_of(row))
        except ANY as error:
            return await self._unsent(key, error)
        async with unit_of_work(self._database) as session:
            await queries.posted(session, key, channel.id, sent.id, "", self._clock())
        return True

    async def _unsent(self, key: str, error: Exception) -> bool:
        ours = as_ours(error, "sending a private message")
        if not isinstance(ours, NeverWorks):
            raise ours from error
        reason = "takes no private messages" if code_of(error) in UNREACHABLE else str(ours)
        log.info("discord_private_message_not_taken", key=key, code=code_of(error))
        async with unit_of_work(self._database) as session:
            await queries.lost(session, key, reason, "")
        return False
