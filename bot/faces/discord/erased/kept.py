"""What somebody began with in Discord and did not finish. It is looked through also where Discord is used no more."""

from __future__ import annotations

from bot.faces.discord.erased import queries
from bot.intake.privacy.places import Cleared, Traces
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work


class KeptPlace:
    """See ``intake.privacy.places.Place``."""

    name = "half-filled forms in Discord"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def clear(self, traces: Traces) -> Cleared:
        """Forget it."""
        async with unit_of_work(self._database) as session:
            return Cleared(await queries.forget_kept_of(session, traces.named))
