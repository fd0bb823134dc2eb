"""Where items of ours are shown, and who sends messages for us: what other rooms plug in.

A surface asks ``bot.rights.licensed`` what it may show; when something ends it is told to remove it, and is asked
afterwards whether it did.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TryLater
from bot.rights.asking import Outgoing
from bot.rights.scope import Channel, Use
from bot.sources.base import Room


class InDoubt(TryLater):
    """Nobody knows whether a message went out. It is looked for before it is sent again."""


@runtime_checkable
class Surface(Protocol):
    """One place where items are shown. ``use`` is what a licence must cover for it."""

    @property
    def name(self) -> str: ...
    @property
    def use(self) -> Use: ...
    async def remove(self, item_id: int) -> None:
        """Take an item off, caches included; gone already is fine. Raises TryLater or NeverWorks."""

    async def shows(self, item_id: int) -> bool:
        """Look where people look: whether the item still stands there."""


@runtime_checkable
class Remembers(Protocol):
    """A surface that knows what it ever showed. What it never did is neither looked for there nor spoken of."""

    async def ever_showed(self, item_id: int) -> bool:
        """Whether the item may stand there, or stood there."""


class Surfaces:
    """The surfaces of this process. Every room that shows items adds its own."""

    def __init__(self) -> None:
        self._all: dict[str, Surface] = {}

    def add(self, surface: Surface) -> None:
        """Raises ValueError for a name that is taken."""
        if surface.name in self._all:
            raise ValueError(f"there is a surface {surface.name} already")
        self._all[surface.name] = surface

    def __iter__(self) -> Iterator[Surface]:
        return iter(self._all.values())


@runtime_checkable
class Sender(Protocol):
    """Who can send messages to creators on a platform, as the brand's own account."""

    @property
    def platform(self) -> str: ...
    @property
    def channels(self) -> frozenset[Channel]: ...
    async def send(self, message: Outgoing) -> str:
        """Send it and give the platform's id of it. Raises TryLater only where nothing can have gone out, InDoubt
        where it may have; anything else where it is refused."""

    async def find(self, message: Outgoing) -> str | None:
        """Whether that message went out in an earlier try: its id, "" where it surely did not, None where nobody
        can say. Raises TryLater where that can't be looked up now."""


@runtime_checkable
class Foresees(Protocol):
    """A sender that can say before a message is written what would come of it. Others are tried."""

    async def reaches(self, session: AsyncSession, item_id: int) -> bool:
        """Whether it knows where to write to the creator of a piece."""

    async def room(self, session: AsyncSession, item_id: int) -> Room | None:
        """How long that message may be; None where nothing limits it, or nobody can say now."""


IN_ORDER = (Channel.REPLY, Channel.MESSAGE, Channel.MAIL)
"""Ways on which the product sends, the one first that is nearest to where the piece stands."""


class Senders:
    """Who sends where. A platform without one is asked by hand."""

    def __init__(self) -> None:
        self._all: dict[tuple[str, Channel], Sender] = {}

    def add(self, sender: Sender) -> None:
        for channel in sender.channels:
            self._all[sender.platform, channel] = sender

    def of(self, platform: str, channel: Channel) -> Sender | None:
        """A mail goes out whatever the platform is."""
        return self._all.get((platform, channel)) or self._all.get(("mail", channel))

    def channels(self, platform: str) -> frozenset[Channel]:
        """The ways on which the product can send to people on a platform."""
        return frozenset(channel for name, channel in self._all if name in (platform, "mail"))

    async def open_to(self, session: AsyncSession, platform: str, item_id: int) -> Sequence[Channel]:
        """The ways on which the creator of a piece can be reached, the nearest first."""
        found = []
        for channel in IN_ORDER:
            sender = self.of(platform, channel)
            if sender is None or (
                isinstance(sender, Foresees) and not await sender.reaches(session, item_id)
            ):
                continue
            found.append(channel)
        return found

    async def room(self, session: AsyncSession, platform: str, item_id: int, channel: Channel) -> Room | None:
        """How long a message may be on that way; None where nothing limits it, or nobody can say now."""
        sender = self.of(platform, channel)
        return await sender.room(session, item_id) if isinstance(sender, Foresees) else None
