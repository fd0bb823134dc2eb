"""What managers are told of Discord: a permission that is missing, a channel that is gone. Once a day and place."""

from __future__ import annotations

from bot.faces.discord.errors import CHANNEL_CLOSED, UNKNOWN_ROLE, as_ours, code_of
from bot.kernel.errors import FixCredentials, GoodwordError, NeverWorks
from bot.kernel.log import get_logger
from bot.services import Services
from bot.storage.unit_of_work import unit_of_work
from bot.work.notices import NOTICE

log = get_logger(__name__)


class Worries:
    """Tells managers by the notices that everything else tells them by."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def note(self, occasion: str, what: str, remedy: str = "") -> None:
        """Say it, once a day for each occasion."""
        key = f"discord:{occasion}:{self._services.clock():%Y-%m-%d}"
        log.warning("discord_worry", occasion=occasion, problem=what)
        async with unit_of_work(self._services.database) as session:
            await self._services.work.enqueue(session, NOTICE, what, remedy, key, key=key)

    async def refused(self, error: Exception, occasion: str, doing: str, where: str) -> GoodwordError:
        """Sort an error of a call to ``where`` ("#contests"), and tell managers where they can mend it."""
        ours = as_ours(error, doing)
        if code_of(error) in CHANNEL_CLOSED:
            what, remedy = CHANNEL_CLOSED[code_of(error)]
            ours = NeverWorks(f"{where} in Discord {what}.", remedy=remedy)
        elif code_of(error) == UNKNOWN_ROLE:
            ours = NeverWorks(f"{where} does not exist any more in Discord.", remedy="Choose another role.")
        if isinstance(ours, NeverWorks | FixCredentials):
            await self.note(occasion, ours.message, ours.remedy)
        return ours
