"""Who shows digests: what faces plug in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from bot.digests.document import Document
from bot.kernel.errors import NeverWorks

Pictures = Literal["none", "sent", "missing"]


class PlaceGone(NeverWorks):
    """The place can't be written to and won't be by itself: archived, deleted, or we are not in it. ``remedy`` says
    what a manager can do."""


class Picture(Protocol):
    """A chart (``bot.digests.charts``). Its size is in pixels."""

    @property
    def name(self) -> str: ...
    @property
    def png(self) -> bytes: ...
    @property
    def alt(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A digest on its way to one place, or shown there already (``reference``). ``key`` is the same in every try: a
    face puts it where ``find`` can see it again (a message's metadata, a nonce, a mail's id)."""

    digest_id: int
    key: str  # digest:17
    name: str  # 2026-W47
    face: str
    place: str
    document: Document
    revision: int = 1
    schedule_id: int | None = None  # None: somebody asked for it
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a place shows. ``reference`` is the face's own, by which it finds its message again; ``missing`` are keys
    of the templates for what it had to leave out. ``pictures`` "missing" has them tried again with ``redraw``."""

    reference: str
    pictures: Pictures = "none"
    missing: tuple[str, ...] = ()


@runtime_checkable
class Face(Protocol):
    """One kind of place. Each call raises TryLater where the place is away for now, PlaceGone where it can't be
    written to, NeverWorks where this digest is refused for good."""

    @property
    def key(self) -> str:
        """slack | discord | mail."""

    async def find(self, digest: Outgoing) -> Delivered | None:
        """The message of an earlier try whose answer was lost, by ``digest.key``; None where none stands there.
        Asked before every try but the first."""

    async def deliver(self, digest: Outgoing, pictures: Sequence[Picture]) -> Delivered:
        """Send it. A picture that can't be uploaded is no error: the words go out, ``pictures`` is "missing"."""

    async def redraw(self, digest: Outgoing, pictures: Sequence[Picture]) -> Delivered:
        """Make the message (``digest.reference``) show what the document says now. A message that is gone is fine;
        what can't be changed (a mail) stays as it is."""


class DigestFaces:
    """The faces of this process."""

    def __init__(self) -> None:
        self._all: dict[str, Face] = {}

    def plug(self, face: Face) -> None:
        """One of the same key takes the earlier one's place."""
        self._all[face.key] = face

    def of(self, key: str) -> Face | None:
        """None where the process runs without that face."""
        return self._all.get(key)
