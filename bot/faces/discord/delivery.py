"""Makes one message of a channel what it should be: posts it, changes it, replaces it, takes it down.

Whoever calls it compares what should stand with what does; this part holds no list of things to do. Before a post a
row says that it was begun. Where its answer is lost (a crash, a broken connection) the message is looked for in the
channel by one of its controls, and repeated with the same nonce, which Discord answers with the first one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

from bot.faces.discord import queries
from bot.faces.discord.context import Answer
from bot.faces.discord.errors import (
    ANY,
    INVALID_FORM,
    OLD_EDITS,
    UNKNOWN_MESSAGE,
    as_ours,
    code_of,
    is_definite,
)
from bot.faces.discord.pace import Pace
from bot.faces.discord.tables import DiscordMessage
from bot.faces.discord.worries import Worries
from bot.kernel.clock import Clock
from bot.kernel.errors import NeverWorks
from bot.kernel.log import get_logger
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work

OLD = timedelta(minutes=55)
"""Discord takes few edits of messages that are over an hour old (error 30046): they are replaced before."""
MOST_PINGED = 100
"""Discord refuses a message that may notify more."""
_SEARCHED = 100
"""Messages looked through for one whose answer was lost."""

log = get_logger(__name__)


class ChannelLost(Exception):
    """The channel takes nothing from us. Managers were told; the next change tries again."""


class TooOld(Exception):
    """Discord takes no more edits of old messages now, and this one is not to be posted anew for it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message as it should be. ``mark`` is the identity of one of its controls, which no other message has.
    ``digest`` is the same as long as it says the same."""

    key: str
    kind: str
    contest_id: int
    channel_id: int
    channel_name: str
    answer: Answer
    digest: str
    mark: str
    entry_id: int | None = None
    pings: tuple[int, ...] = ()  # whom it may notify, once
    stays: bool = False  # isn't posted anew where Discord takes no edit of it now: ``TooOld`` is raised
    young: bool = False  # replaced while Discord still takes edits of it

    def mentions(self) -> discord.AllowedMentions:
        if not self.pings:
            return discord.AllowedMentions.none()
        named = [discord.Object(each) for each in self.pings[:MOST_PINGED]]
        return discord.AllowedMentions(everyone=False, roles=False, users=named)


def digest_of(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40]


class Delivery:
    """Posts and edits. Running it twice at once for one message is kept apart by the queue's partition; one after the
    other is harmless."""

    def __init__(
        self,
        client: discord.Client,
        database: Database,
        worries: Worries,
        clock: Clock,
        pace: Pace | None = None,
    ) -> None:
        self._client = client
        self._database = database
        self._worries = worries
        self._clock = clock
        self._pace = pace or Pace()

    async def show(self, wanted: Wanted, *, refresh: bool = False) -> bool:
        """Make it stand as wanted; whether Discord was told anything. ``refresh``: tell it even if it says the same.

        Raises TryLater when Discord is busy or away, ChannelLost when the channel takes nothing.
        """
        async with reading(self._database) as session:
            row = await queries.message(session, wanted.key)
        if row is not None and row.lost is not None and row.drawn == wanted.digest:
            return False  # Discord never takes it as it is
        if row is None or row.message_id is None:
            begun = row is not None and row.attempted_at is not None
            await self._post(await self._begin(wanted, row), wanted, begun=begun)
            return True
        if wanted.young and self._is_old(row):
            await self._replace(row, wanted)
            return True
        if row.drawn == wanted.digest and not refresh and row.channel_id == wanted.channel_id:
            return False
        if row.channel_id != wanted.channel_id:
            await self._replace(row, wanted)
        else:
            await self._edit(row, wanted)
        return True

    async def take_down(self, row: DiscordMessage) -> None:
        """Delete a message that should not stand any more. One that is gone already is as good."""
        for message_id in filter(None, (row.message_id, row.replaces)):
            await self._delete(row, message_id)
        async with unit_of_work(self._database) as session:
            await queries.forget(session, row.key)

    def _is_old(self, row: DiscordMessage) -> bool:
        return row.posted_at is not None and self._clock() - row.posted_at >= OLD

    # posting

    async def _begin(self, wanted: Wanted, row: DiscordMessage | None) -> DiscordMessage:
        """Keep that we are about to post, before we do; a beginning that stands is kept."""
        if row is not None and row.attempted_at is not None:
            return row
        async with unit_of_work(self._database) as session:
            return await queries.begin(
                session,
                wanted.key,
                wanted.kind,
                wanted.channel_id,
                self._clock(),
                contest_id=wanted.contest_id,
                entry_id=wanted.entry_id,
            )

    async def _post(self, row: DiscordMessage, wanted: Wanted, *, begun: bool) -> None:
        found = await self._find(row, wanted) if begun else None
        if found is None:
            try:
                channel = self._client.get_partial_messageable(wanted.channel_id)
                sending = wanted.answer.sending()
                if row.posted_at is None:  # who was named by the message that this one replaces knows
                    sending["allowed_mentions"] = wanted.mentions()
                found = (await channel.send(**sending, nonce=queries.nonce_of(row))).id
            except ANY as error:
                if is_definite(error):
                    await self._begun_in_vain(row, wanted, error)
                raise await self._trouble(error, wanted, "posting") from error
        async with unit_of_work(self._database) as session:
            await queries.posted(session, row.key, wanted.channel_id, found, wanted.digest, self._clock())
        if row.replaces is not None:
            await self._delete(row, row.replaces)
            async with unit_of_work(self._database) as session:
                await queries.replaced(session, row.key)

    async def _begun_in_vain(self, row: DiscordMessage, wanted: Wanted, error: Exception) -> None:
        """Discord said no, so there is surely no message: take the beginning back."""
        lost = f"Discord refuses it ({code_of(error)})" if code_of(error) == INVALID_FORM else None
        async with unit_of_work(self._database) as session:
            await queries.not_posted(session, row.key, lost, wanted.digest)

    async def _find(self, row: DiscordMessage, wanted: Wanted) -> int | None:
        """A post that was begun before and whose answer never came."""
        since = (row.attempted_at or self._clock()) - timedelta(seconds=60)
        own = self._client.user.id if self._client.user else 0
        try:
            channel = self._client.get_partial_messageable(row.channel_id)
            async for message in channel.history(limit=_SEARCHED, after=since, oldest_first=False):
                if (
                    message.author.id == own
                    and message.id != row.replaces
                    and wanted.mark in _identities(message)
                ):
                    return message.id
        except ANY as error:
            raise await self._trouble(error, wanted, "looking for a message") from error
        return None

    # changing

    async def _edit(self, row: DiscordMessage, wanted: Wanted) -> None:
        assert row.message_id is not None
        await self._pace.edit(row.channel_id)
        message = self._client.get_partial_messageable(row.channel_id).get_partial_message(row.message_id)
        try:
            await message.edit(**wanted.answer.editing())
        except ANY as error:
            if code_of(error) == UNKNOWN_MESSAGE:
                log.info("discord_message_deleted_by_somebody", key=row.key)
                await self._anew(row, wanted, replaces=None)
                return
            if code_of(error) == OLD_EDITS and wanted.stays:
                raise TooOld(row.key) from error
            if code_of(error) == OLD_EDITS:
                await self._replace(row, wanted)
                return
            if code_of(error) == INVALID_FORM:
                async with unit_of_work(self._database) as session:
                    await queries.lost(session, row.key, "Discord refuses what it should say", wanted.digest)
            raise await self._trouble(error, wanted, "changing a message") from error
        async with unit_of_work(self._database) as session:
            await queries.edited(session, row.key, wanted.digest, self._clock())

    async def _replace(self, row: DiscordMessage, wanted: Wanted) -> None:
        """A new one below, then the old one goes: at no moment is there none."""
        await self._anew(row, wanted, replaces=row.message_id)

    async def _anew(self, row: DiscordMessage, wanted: Wanted, *, replaces: int | None) -> None:
        async with unit_of_work(self._database) as session:
            begun = await queries.begin(
                session,
                wanted.key,
                wanted.kind,
                wanted.channel_id,
                self._clock(),
                contest_id=wanted.contest_id,
                entry_id=wanted.entry_id,
                replaces=replaces,
            )
        await self._post(begun, wanted, begun=False)

    async def _delete(self, row: DiscordMessage, message_id: int) -> None:
        message = self._client.get_partial_messageable(row.channel_id).get_partial_message(message_id)
        try:
            await message.delete()
        except discord.NotFound:
            return
        except discord.Forbidden as error:  # the channel was taken from us: nobody reads it by us any more
            log.warning("discord_message_not_deleted", key=row.key, code=error.code)
        except ANY as error:
            raise as_ours(error, "deleting a message") from error

    async def _trouble(self, error: Exception, wanted: Wanted, doing: str) -> Exception:
        where = f"#{wanted.channel_name}"
        ours = await self._worries.refused(error, f"channel:{wanted.channel_id}", doing, where)
        return ChannelLost(str(ours)) if isinstance(ours, NeverWorks) else ours


def _identities(message: discord.Message) -> set[str]:
    found: set[str] = set()
    for row in message.components:
        for each in getattr(row, "children", ()):
            identity = getattr(each, "custom_id", None)
            if identity:
                found.add(identity)
    return found


def age_of(row: DiscordMessage, now: datetime) -> timedelta:
    """How long ago it was last made true."""
    last = row.edited_at or row.posted_at
    return now - last if last is not None else timedelta.max
