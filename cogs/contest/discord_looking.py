"""Whether messages that were entered still stand. Discord tells the app of deletions only with all messages of the
server, which we don't want to read, so it is asked."""

from __future__ import annotations

import re

import discord

from bot.faces.discord.errors import ANY, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, as_ours, code_of
from bot.faces.discord.face import DiscordFace
from bot.faces.discord.members import PLATFORM
from bot.kernel.errors import NeverWorks, TryLater
from bot.kernel.log import get_logger
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.queries import entered_addresses

AT_ONCE = 100
_ADDRESS = re.compile(r"https://(?:\w+\.)?discord(?:app)?\.com/channels/\d+/(\d+)/(\d+)\Z")

log = get_logger(__name__)


async def look_at_messages(services: Services) -> int:
    """What is gone is withdrawn; gives how many were. Raises TryLater when Discord is busy."""
    client = services.outlet(DiscordFace).client
    if client.is_closed():
        raise TryLater("Discord can't be reached at the moment.")
    async with reading(services.database) as session:
        addresses = await entered_addresses(session, PLATFORM, AT_ONCE)
    found = [match for each in addresses if (match := _ADDRESS.match(each))]
    gone = [match[2] for match in found if await _is_gone(client, int(match[1]), int(match[2]))]
    if gone:
        async with unit_of_work(services.database) as session:
            await services.entering.messages_gone(session, PLATFORM, gone, services.clock())
        log.info("contest_messages_gone", count=len(gone))
    return len(gone)


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
