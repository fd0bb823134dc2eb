"""Messages in Discord: private ones are deleted, cards are waited for."""

from __future__ import annotations

from bot.faces.discord.delivery import Delivery
from bot.faces.discord.erased import queries
from bot.intake.privacy.places import Cleared, Traces
from bot.storage.database import Database
from bot.storage.unit_of_work import reading


class DiscordPlace:
    """Cards of entries and standings are drawn by the contests' own work, which is asked for when an entry
    changes."""

    name = "messages in Discord"

    def __init__(self, delivery: Delivery, database: Database) -> None:
        self._delivery = delivery
        self._database = database

    async def clear(self, traces: Traces) -> Cleared:
        """See ``intake.privacy.places.Place``."""
        async with reading(self._database) as session:
            messages = await queries.private_messages(session, traces.accounts)
        for one in messages:
            await self._delivery.take_down(one)
        async with reading(self._database) as session:
            waiting = await queries.cards_of(session, traces.accounts)
        return Cleared(len(messages), waiting)
