"""What members answer to requests in private messages, read from the conversation itself: what was written while
nobody listened stands there too, as it stands now.

A message answers the request that it replies to; without that, the latest before it. Where others wait for an answer
in the same conversation then, nobody can say which one is meant: a person reads it, and nothing is granted by it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import datetime

import discord

from bot.faces.discord.asking.messages import asked_in, prefix_of, read, reference_of, words_of
from bot.faces.discord.errors import ANY, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, as_ours, code_of
from bot.intake.reaching import queries
from bot.intake.reaching.senders import ReachContext
from bot.kernel.errors import TryLater
from bot.rights.rules import WAITING, AskStatus
from bot.sources.base import Answer
from bot.sources.identity import digest
from bot.sources.refusals import Gone
from bot.storage.unit_of_work import reading

MOST = 1000
"""Messages after a request that are read, the oldest first."""
_AWAITED = WAITING | {AskStatus.ANSWERED}


class MessageWatcher:
    """See ``CanWatch``."""

    def __init__(self, context: ReachContext, client: discord.Client) -> None:
        self._context = context
        self._client = client

    async def answers(self, uri: str, since: datetime) -> AsyncIterator[Answer]:
        """See ``CanWatch``."""
        if self._client.is_closed() or self._client.user is None:
            raise TryLater("Discord can't be reached at the moment.")
        channel_id, message_id = read(uri)
        waiting = await self._waiting(channel_id)
        place = self._client.get_partial_messageable(channel_id, type=discord.ChannelType.private)
        try:
            request = await place.fetch_message(message_id)
            asked = asked_in(request)
            mine = asked.item_id if asked is not None else None
            reader = _Reader(self._client.user.id, self._context.settings.brand.handle, request.id, mine)
            async for each in place.history(after=request, limit=MOST, oldest_first=True):
                answer = reader.answer(each, waiting)
                if answer is not None:
                    yield answer
        except ANY as error:
            if code_of(error) in (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE):
                raise Gone("The conversation, or our message in it, is gone.") from error
            raise as_ours(error, "reading answers") from error

    async def _waiting(self, channel_id: int) -> list[tuple[int, int]]:
        """Requests of this conversation that wait for an answer: their messages and what they ask."""
        async with reading(self._context.database) as session:
            found = await queries.beginning(session, prefix_of(channel_id))
        return [
            (read(watch.reference)[1], ask.id or 0)
            for watch, ask in found
            if AskStatus(ask.status) in _AWAITED
        ]


class _Reader:
    """Goes through a conversation from a request on, and keeps which request was the latest."""

    def __init__(self, ours: int, mention: str, request: int, ask: int | None) -> None:
        self._ours = ours
        self._mention = mention
        self._request = request
        self._ask = ask
        self._latest = request
        self._requests = {request}

    def answer(self, message: discord.Message, waiting: Collection[tuple[int, int]]) -> Answer | None:
        """A message as an answer to the request; None where it is none."""
        if message.author.id == self._ours:
            if asked_in(message) is not None:
                self._latest = message.id
                self._requests.add(message.id)
            return None
        known = self._requests | {one for one, _ in waiting}
        replied = message.reference.message_id if message.reference is not None else None
        named = replied if replied in known else None
        if message.author.bot or (named or self._latest) != self._request:
            return None
        others = {ask for one, ask in waiting if one < message.id} - {self._ask}
        text = words_of(message, self._ours, self._mention)
        return Answer(
            external_id=reference_of(message.channel.id, message.id),
            creator_id=str(message.author.id),
            text=text,
            version=digest(text),
            at=message.created_at,
            url=message.jump_url,
            proven=named is not None or not others,
        )
