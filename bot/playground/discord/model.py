"""Who and what a guild consists of, as plain values. Identifiers are snowflakes as text, times seconds since 1970."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

TEXT, DIRECT, ANNOUNCEMENT, PUBLIC_THREAD = 0, 1, 5, 11


@dataclass
class Role:
    """A role. ``position`` decides who may give it: only somebody whose highest role stands higher."""

    id: str
    name: str
    permissions: int = 0
    position: int = 1
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    managed: bool = False


@dataclass
class Person:
    """An account, and what it is in the guild. ``name`` is the unique handle, ``display`` the name it shows.

    ``title`` is only shown; rights are roles. When the account was made is in ``id``. ``inside`` is whether it
    is a member now; ``dms_open`` whether it takes direct messages from the bot.
    """

    id: str
    name: str
    display: str
    title: str = "member"
    locale: str = "en-GB"
    roles: list[str] = field(default_factory=list)
    joined_at: float = 0.0
    nick: str | None = None
    is_bot: bool = False
    inside: bool = True
    dms_open: bool = True


@dataclass
class Channel:
    """A text channel, an announcement channel, a thread or a direct conversation (``recipient``)."""

    id: str
    name: str
    type: int = TEXT
    topic: str = ""
    position: int = 0
    overwrites: list[Json] = field(default_factory=list)
    recipient: str | None = None
    parent_id: str | None = None
    owner_id: str | None = None
    archived: bool = False

    @property
    def is_direct(self) -> bool:
        """Whether this is a conversation of one person with the bot."""
        return self.type == DIRECT

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread."""
        return self.type == PUBLIC_THREAD


@dataclass
class StoredFile:
    """An upload: what the CDN gives back."""

    id: str
    channel: str
    filename: str
    content_type: str
    data: bytes
    ephemeral: bool = False


@dataclass(frozen=True)
class Upload:
    """A file as it arrived in a request."""

    filename: str
    content_type: str
    data: bytes


@dataclass
class Message:
    """A message: ``body`` in Discord's shape, replaced by changes and never changed within once it is stored.

    ``for_user`` is set where only that person sees it. ``edits`` are the moments it was changed at a late age,
    ``reacted`` who reacted with what.
    """

    body: Json
    for_user: str | None = None
    edits: list[float] = field(default_factory=list)
    reacted: dict[str, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its identifier."""
        return str(self.body["id"])

    @property
    def channel(self) -> str:
        """The identifier of where it stands."""
        return str(self.body["channel_id"])

    @property
    def author(self) -> str:
        """The identifier of who wrote it."""
        return str(self.body["author"]["id"])


@dataclass(frozen=True)
class Ping:
    """Whom a message notified: identifiers of people and roles named in it, and whether everyone was."""

    message: str
    channel: str
    users: tuple[str, ...]
    roles: tuple[str, ...]
    everyone: bool


@dataclass
class Interaction:
    """What a person did and how the app answered.

    ``answer`` is the type of the app's callback, None until then; ``late`` once three seconds passed without one.
    ``original`` is the response's message, ``shown`` every message that came of it, in order.
    """

    id: str
    token: str
    type: int
    user: str
    channel: str
    made: float
    metadata: Json
    message: str | None = None
    command_type: int = 0
    answer: int | None = None
    late: bool = False
    original: str | None = None
    pending: bool = False
    ephemeral: bool = False
    modal: Modal | None = None
    choices: list[Json] | None = None
    shown: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self) -> None:
        """Wake who waits for what comes of it."""
        self.news.set()
        self.news = asyncio.Event()


@dataclass
class Modal:
    """An open form: ``body`` as the app sent it, on ``user``'s screen, opened from ``interaction``."""

    id: str
    user: str
    channel: str
    body: Json
    interaction: Json
    message: str | None = None


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, for tests and checkers. ``path`` is without the API's base; tokens are as sent."""

    method: str
    path: str
    query: dict[str, str]
    content_type: str
    body: Any
    files: tuple[str, ...]
    status: int
    answer: Any
