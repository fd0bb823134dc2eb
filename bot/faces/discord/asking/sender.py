"""Requests that go to members as private messages."""

from __future__ import annotations

from datetime import timedelta

import discord
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items
from bot.faces.discord import queries
from bot.faces.discord.asking.messages import AREA, asked_in, buttons, nonce_of, reference_of, step_of
from bot.faces.discord.context import CONTENT, NOBODY
from bot.faces.discord.directs import UNREACHABLE
from bot.faces.discord.errors import ANY, as_ours, code_of, is_definite
from bot.faces.discord.members import PLATFORM
from bot.intake.reaching.senders import ReachContext
from bot.kernel.errors import GoodwordError, NeverWorks, TellUser, TryLater
from bot.people.identity.queries import find
from bot.people.queries import get_creators
from bot.people.tables import Creator
from bot.rights.asking import Outgoing
from bot.rights.scope import Channel
from bot.rights.surfaces import InDoubt
from bot.sources.base import Room
from bot.storage.unit_of_work import reading, unit_of_work

BEFORE = timedelta(minutes=10)
"""How far Discord's clock may be behind ours."""
LOOKED_THROUGH = 500
"""Messages among which one is looked for that may have gone out."""


class MessageSender:
    """Writes to the member who made a piece, with buttons to answer."""

    platform = PLATFORM
    channels = frozenset({Channel.MESSAGE})

    def __init__(self, context: ReachContext, client: discord.Client) -> None:
        self._context = context
        self._client = client

    async def reaches(self, session: AsyncSession, item_id: int) -> bool:
        """See ``Foresees``."""
        item = (await get_items(session, [item_id])).get(item_id)
        found = await get_creators(session, [item.creator_id] if item and item.creator_id else [])
        return any(_member(one) is not None for one in found.values())

    async def room(self, session: AsyncSession, item_id: int) -> Room | None:
        """See ``Foresees``."""
        return Room(CONTENT, len)

    async def send(self, message: Outgoing) -> str:
        """See ``Sender``. A repeated try carries the same nonce, by which Discord knows it for some minutes."""
        if len(message.text) > CONTENT:
            over = len(message.text) - CONTENT
            raise TellUser(
                f"The message is {over} characters too long for Discord, which takes {CONTENT}.",
                remedy="Ask again with a shorter one.",
            )
        channel = await self._channel(message)
        web = self._context.settings.web.address
        page = f"{web.rstrip('/')}/p/" if web else ""
        try:
            sent = await channel.send(
                message.text,
                view=buttons(message, page),
                nonce=nonce_of(message),
                allowed_mentions=NOBODY,
                suppress_embeds=True,  # Discord would fetch the private link and show what stands there
            )
        except ANY as error:
            raise _unsent(error) from error
        return await self._sent(message, channel.id, sent.id)

    async def find(self, message: Outgoing) -> str | None:
        """See ``Sender``. Its buttons name the request, and which of its messages it is."""
        channel = await self._channel(message)
        wanted = (AREA, message.ask_id, step_of(message))
        ours = self._client.user.id if self._client.user is not None else 0
        try:
            async for each in channel.history(
                after=message.at - BEFORE, limit=LOOKED_THROUGH, oldest_first=True
            ):
                action = asked_in(each) if each.author.id == ours else None
                if action is not None and (action.area, action.item_id, action.revision) == wanted:
                    return await self._sent(message, channel.id, each.id)
        except ANY as error:
            raise as_ours(error, "looking for a request") from error
        return ""

    async def _sent(self, message: Outgoing, channel_id: int, message_id: int) -> str:
        """Keep whom it went to, so that it is deleted with the rest when they are erased; what it is known by."""
        key, now = f"dm:{message.key}", self._context.clock()
        async with unit_of_work(self._context.database) as session:
            found = await get_creators(session, [message.creator_id] if message.creator_id else [])
            creator = found.get(message.creator_id or 0)
            account = await find(session, PLATFORM, creator.external_id) if creator is not None else None
            account_id = account.id if account is not None else None
            await queries.begin(session, key, "dm", channel_id, now, account_id=account_id)
            await queries.posted(session, key, channel_id, message_id, "", now)
        return reference_of(channel_id, message_id)

    async def _channel(self, message: Outgoing) -> discord.DMChannel:
        """The conversation with the member. Opening it tells them nothing."""
        if self._client.is_closed():
            raise TryLater("Discord can't be reached at the moment.")
        async with reading(self._context.database) as session:
            found = await get_creators(session, [message.creator_id] if message.creator_id else [])
        creator = found.get(message.creator_id or 0)
        member = _member(creator) if creator is not None else None
        if member is None:
            raise TellUser("Nobody knows which member of Discord made it.", remedy="Ask in another way.")
        try:
            return await self._client.create_dm(discord.Object(member))
        except ANY as error:
            raise _closed(error) or as_ours(error, "opening a conversation") from error


def _member(creator: Creator) -> int | None:
    """The id of a creator who is a member in Discord."""
    known = creator.external_id
    return int(known) if creator.platform == PLATFORM and known.isascii() and known.isdigit() else None


def _unsent(error: Exception) -> GoodwordError:
    """What a message that wasn't confirmed means: refused, not tried, or maybe sent."""
    if (closed := _closed(error)) is not None:
        return closed
    ours = as_ours(error, "sending a request")
    if isinstance(ours, TryLater) and not is_definite(error) and not isinstance(error, discord.RateLimited):
        return InDoubt(ours.message, retry_after=ours.retry_after, remedy=ours.remedy)
    return ours


def _closed(error: Exception) -> GoodwordError | None:
    if code_of(error) not in UNREACHABLE:
        return None
    return NeverWorks(
        "They take no private messages from us in Discord.",
        remedy="Ask them yourself in a channel that you both read, or in another way.",
    )
