"""Whether messages that were entered still stand. Discord tells the app of deletions only with all messages of the
server, which we don't want to read, so it is asked."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import timedelta

import discord

from bot.contests.queries import note_looked
from bot.faces.discord.errors import ANY, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, as_ours, code_of
from bot.faces.discord.face import DiscordFace
from bot.faces.discord.members import PLATFORM
from bot.kernel.errors import NeverWorks, TryLater
from bot.kernel.log import get_logger
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.queries import entered_addresses

AT_ONCE = 170
"""Messages of one run, each a request. There is a run each minute, so ten thousand are asked about within the hour as
far as Discord's limits allow (the library keeps them); what a run doesn't reach is first in the next."""
LONGEST_RUN = 45.0
"""Seconds after which a run leaves the rest to the next."""
AGAIN = timedelta(hours=1)
"""Nothing is asked about more often."""
_ADDRESS = re.compile(r"https://(?:\w+\.)?discord(?:app)?\.com/channels/\d+/(\d+)/(\d+)\Z")

log = get_logger(__name__)


async def look_at_messages(services: Services) -> int:
    """What is gone is withdrawn; gives how many were. Raises TryLater when Discord is busy."""
    client = services.outlet(DiscordFace).client
    if client.is_closed():
        raise TryLater("Discord can't be reached at the moment.")
    now = services.clock()
    async with reading(services.database) as session:
        wanted = await entered_addresses(session, PLATFORM, now - AGAIN, AT_ONCE)
    look = _Look(client)
    try:
        await look.at(wanted)
    finally:  # what was learned before Discord got busy is kept
        async with unit_of_work(services.database) as session:
            await note_looked(session, look.seen, now)
            if look.gone:
                await services.entering.messages_gone(session, PLATFORM, look.gone, now)
    if look.gone:
        log.info("contest_messages_gone", count=len(look.gone))
    return len(look.gone)


class _Look:
    """One run: which entries were looked at, and the messages that are gone."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self.seen: list[int] = []
        self.gone: list[str] = []

    async def at(self, wanted: Sequence[tuple[int, str]]) -> None:
        """In order, until time is up. Raises TryLater when Discord is busy."""
        end = asyncio.get_running_loop().time() + LONGEST_RUN
        for entry_id, url in wanted:
            if asyncio.get_running_loop().time() > end:
                return
            found = _ADDRESS.match(url)
            if found is not None and await _is_gone(self._client, int(found[1]), int(found[2])):
                self.gone.append(found[2])
            self.seen.append(entry_id)  # a file or a link too: it has no message to ask for


async def _is_gone(client: discord.Client, channel_id: int, message_id: int) -> bool:
    try:
        await client.get_partial_messageable(channel_id).fetch_message(message_id)
    except ANY as error:
        if code_of(error) in (UNKNOWN_MESSAGE, UNKNOWN_CHANNEL):
            return True
        ours = as_ours(error, "looking at an entered message")
        if isinstance(ours, NeverWorks):
            return False  # not ours to read any more: that says nothing of the message
        raise ours from error
    return False
