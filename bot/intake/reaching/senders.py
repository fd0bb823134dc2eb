"""Requests that go out as replies, through the sources that can reply."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar, cast

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import sightings_of
from bot.content.tables import Sighting
from bot.intake.reaching.ways import replying, speaker
from bot.kernel.clock import Clock
from bot.kernel.errors import GoodwordError, TellUser, TryLater
from bot.kernel.log import get_logger
from bot.rights.asking import Outgoing
from bot.rights.scope import Channel
from bot.rights.surfaces import InDoubt
from bot.settings import Settings
from bot.sources.base import CanReply, Room, SourceContext
from bot.sources.http import PoliteClient
from bot.sources.registry import build_source, validate_settings
from bot.storage.database import Database
from bot.storage.unit_of_work import reading

PATIENCE = 1.0
"""Seconds to wait for a server's word on how long a reply may be: somebody waits for a window."""

BELIEVED = timedelta(hours=1)

T = TypeVar("T")
log = get_logger(__name__)


class ReachContext(Protocol):
    """What reaching creators needs of the running services."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    def outlet(self, kind: type[T]) -> T: ...


class ReplySender:
    """Replies on one platform, as the account of the source that found the piece."""

    channels = frozenset({Channel.REPLY})

    def __init__(self, context: ReachContext, platform: str, names: Sequence[str]) -> None:
        self.platform = platform
        self._context = context
        self._names = names
        self._rooms: dict[str, tuple[datetime, Room]] = {}

    async def reaches(self, session: AsyncSession, item_id: int) -> bool:
        """See ``Foresees``."""
        return await self._speaker(session, item_id) is not None

    async def room(self, session: AsyncSession, item_id: int) -> Room | None:
        """See ``Foresees``. A server that is slow to say is not waited for; what one said is believed for an hour."""
        found, now = await self._speaker(session, item_id), self._context.clock()
        if found is None:
            return None
        name = found[0]
        known = self._rooms.get(name)
        if known is not None and now - known[0] < BELIEVED:
            return known[1]
        try:
            async with asyncio.timeout(PATIENCE):
                room = await cast(CanReply, built(self._context, name)).room()
        except (GoodwordError, TimeoutError) as error:
            log.info("room_unknown", source=name, problem=type(error).__name__)
            return known[1] if known is not None else None
        self._rooms[name] = (now, room)
        return room

    async def _speaker(self, session: AsyncSession, item_id: int) -> tuple[str, Sighting] | None:
        seen = (await sightings_of(session, [item_id])).get(item_id, [])
        return speaker(self._names, self.platform, seen)

    async def send(self, message: Outgoing) -> str:
        """See ``Sender``. A reply is known to the platform by its key, or looked for before it is written: another
        try after an answer that was lost gives the reply that is there."""
        source, address = await self._place(message)
        try:
            return await source.reply(address, message.text, request_id=message.key, asked_at=message.at)
        except TryLater as error:
            raise InDoubt(error.message, retry_after=error.retry_after, remedy=error.remedy) from None

    async def find(self, message: Outgoing) -> str | None:
        """See ``Sender``. Both platforms can say it: one keeps replies under their key, the other under the piece."""
        source, address = await self._place(message)
        found = await source.replied(address, message.text, request_id=message.key, asked_at=message.at)
        return found or ""

    async def _place(self, message: Outgoing) -> tuple[CanReply, str]:
        """Who replies, and to what."""
        async with reading(self._context.database) as session:
            found = await self._speaker(session, message.item_id)
        if found is None:
            raise TellUser(
                "The piece is not known by an address that can be replied to.", remedy="Ask by hand."
            )
        name, sighting = found
        return cast(CanReply, built(self._context, name)), sighting.external_id


def built(context: ReachContext, name: str) -> Any:
    """A configured source, for one run. Raises FixSettings, also where it is not configured any more."""
    section = context.settings.sources[name]
    settings = validate_settings(section.kind, section.own(), name)
    http = context.outlet(PoliteClient).for_run()
    return build_source(section.kind, settings, SourceContext(name, http, context.clock()))


def reply_senders(context: ReachContext) -> list[ReplySender]:
    """One for each platform on which a configured source can reply."""
    return [ReplySender(context, platform, names) for platform, names in replying(context.settings).items()]
