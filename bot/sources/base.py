"""The contract every source fulfils: items or failure values come out of ``discover``, then a cursor.

A failed entry is a value in the stream, not the end of the run. What a source says is untrusted: mapping
cleans it, and nothing in here is trusted to be short, true or free of markup.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from pydantic import BaseModel

from bot.kernel.origin import Origin
from bot.sources.http import Http


class Kind(StrEnum):
    """What a piece of content is."""

    REVIEW = "review"
    PHOTO = "photo"
    VIDEO = "video"
    STORY = "story"
    POST = "post"
    BLOG = "blog"
    COMMENT = "comment"
    PODCAST = "podcast"
    IMMERSIVE = "immersive"


class Capability(StrEnum):
    """What a source can do beyond finding."""

    REFRESH = "refresh"  # read metrics again
    REPLY = "reply"  # answer a piece in public
    WATCH = "watch"  # tell what its creator answered
    STILL_THERE = "still_there"  # tell whether an item was deleted
    EDITS = "edits"
    DELETES = "deletes"
    PUSH = "push"  # deliveries arrive; discover reads what was kept
    LISTEN = "listen"  # tells at once that there is something to discover


@dataclass(frozen=True, slots=True)
class FoundCreator:
    """Who made it, as far as the source says. Some platforms hide the author: then there is none."""

    external_id: str
    handle: str | None = None
    name: str | None = None
    url: str | None = None
    avatar_url: str | None = None
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class FoundMedia:
    """A picture, video or sound at the source. Sizes in pixels."""

    kind: str  # image | video | audio
    url: str
    preview_url: str | None = None
    alt: str | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why it was found: ``how`` is hashtag, mention, keyword, feed, mail, import, webhook, person or contest."""

    how: str
    what: str


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One piece as found: plain text (markup removed), aware times in UTC, counts as the platform gives."""

    external_id: str
    kind: Kind
    platform: str
    text: str
    url: str | None = None
    title: str | None = None
    language: str | None = None  # BCP 47, as the source declares it
    creator: FoundCreator | None = None
    media: tuple[FoundMedia, ...] = ()
    rating: float | None = None
    rating_scale: float | None = None
    metrics: Mapping[str, int] = field(default_factory=dict)  # likes, comments, shares, views, ...
    tags: tuple[str, ...] = ()  # hashtags without '#', lower case
    published_at: datetime | None = None
    why: tuple[Why, ...] = ()
    origin: Origin | None = None  # None: what the source is set to
    notes: tuple[str, ...] = ()  # what was mended or left out, in words: "the date was unreadable: 'soon'"
    answers_to: tuple[str, ...] = ()  # the piece it is a reply to, under each id that it may have


@dataclass(frozen=True, slots=True)
class Removed:
    """The source says a piece is gone. ``reason``: deleted (by its creator or the platform) or withdrawn.

    ``sure`` is False where that only follows from an address that was not found, which may be the host's fault.
    """

    external_id: str
    reason: str = "deleted"
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What the creator of a piece wrote under a reply of ours, as it stands now.

    ``creator_id`` is the account that the platform says wrote it. ``at`` is the time the author's software gave: not
    a proof. ``version`` changes when the text is edited. ``proven`` is False where nothing vouches for the account or
    it is not the one that was asked (mail: anybody can write any sender): then a person decides.
    """

    external_id: str
    creator_id: str
    text: str
    version: str
    at: datetime | None = None
    url: str | None = None
    language: str | None = None
    proven: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    """An entry (or a page) that could not be read: what, why and what to do, in words for a manager."""

    what: str
    reason: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody answered a message of ours: ``to`` is its id as ``reply`` or the mail gave it. No more is said; what
    they wrote is told by ``answers``."""

    to: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next run starts; small JSON. Saved in one transaction with everything before it."""

    value: Mapping[str, Any]


Discovery = FoundItem | Removed | Heard | Failure | Cursor


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of ``goodword check``: what was looked at, whether it is well, and the remedy if not."""

    what: str
    ok: bool
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """What a source is, for settings, help and terms. Intervals: how often it is polled unless told."""

    key: str
    name: str
    platform: str
    settings: type[BaseModel]
    capabilities: frozenset[Capability] = frozenset()
    secrets: Mapping[str, str] = field(default_factory=dict)  # setting -> what it is and where to get it
    interval: timedelta = timedelta(minutes=5)
    minimum_interval: timedelta = timedelta(minutes=1)
    terms: str = ""  # what the platform's terms ask of us
    retention: timedelta | None = None  # how long text and media may be kept unrefreshed; None: as configured
    reply_needs: tuple[str, ...] = ()  # settings without which it reads and can't reply


@dataclass(frozen=True, slots=True)
class SourceContext:
    """What a source is built with. ``http`` is polite and guarded; a source makes no client of its own."""

    name: str  # [sources.NAME]
    http: Http
    now: datetime
    inbox: Sequence[str] = ()  # kept webhook deliveries not yet handled, oldest first


@dataclass(frozen=True, slots=True)
class Room:
    """How long a reply may be: ``most``, as ``count`` counts."""

    most: int
    count: Callable[[str], int]

    def over(self, text: str) -> int:
        """How many characters of a text are too many."""
        return max(0, self.count(text) - self.most)


class CanRefresh(Protocol):
    """A source with Capability.REFRESH: reads found pieces again."""

    def refresh(self, ids: Sequence[str]) -> AsyncIterator[FoundItem | Removed | Failure]:
        """Each piece as it is now (edited text under the same id, counts), or that it is gone. One that can't be
        looked up is a Failure: nothing follows from that."""


class CanTellGone(Protocol):
    """A source with Capability.STILL_THERE."""

    async def still_there(self, ids: Sequence[str]) -> Mapping[str, bool]:
        """Whether each can still be seen; those that can't be looked up are left out."""


class CanReply(Protocol):
    """A source with Capability.REPLY."""

    async def reply(self, uri: str, text: str, *, request_id: str, asked_at: datetime) -> str:
        """Answer a piece in public, as the source's account; gives the reply's id. Called again with the same
        ``request_id`` and ``asked_at``, after an answer that was lost, it gives the reply that is there already.

        Raises TellUser (too long, or the creator lets nobody reply), Gone (the piece), and what the network brings:
        after TryLater nobody knows whether it was sent, so call it again.
        """

    async def replied(self, uri: str, text: str, *, request_id: str, asked_at: datetime) -> str | None:
        """The reply that an earlier call left there, None where it left none. Writes nothing; raises as ``reply``."""

    async def room(self) -> Room:
        """How long a reply may be there, so that it can be said before one is written."""


class CanWatch(Protocol):
    """A source with Capability.WATCH."""

    def answers(self, uri: str, since: datetime) -> AsyncIterator[Answer]:
        """What the creator of the piece, and nobody else, wrote under our reply ``uri`` from about ``since`` on,
        oldest first; the same answer each time it is asked. Raises Gone where our reply is gone."""


@runtime_checkable
class CanListen(Protocol):
    """A source with Capability.LISTEN."""

    async def listen(self, wake: Callable[[], Awaitable[None]]) -> None:
        """Call ``wake`` whenever there may be something new, until cancelled. Returns at once where the other side
        can't tell. Raises what the network brings; polling goes on meanwhile, so nothing is missed."""


class Source(Protocol):
    """A configured source, built for one run by its folder's ``build(settings, context)``."""

    async def check(self) -> list[Finding]:
        """Look whether it would work: address, token, rights. Never raises for an outside fault."""

    def discover(self, cursor: Mapping[str, Any]) -> AsyncIterator[Discovery]:
        """What is new since ``cursor`` (empty at first): items, removals and failures, then a Cursor; maybe
        several times. Raises TryLater, FixCredentials or NeverWorks when the source can't be read at all."""
