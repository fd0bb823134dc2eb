"""Who and what a workspace consists of, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass
class Person:
    """A member. ``name`` is the handle after the ``@``; ``role`` is only shown; rights are groups."""

    id: str
    name: str
    real_name: str
    role: str = "member"
    email: str = ""
    tz: str = "Europe/Berlin"
    locale: str = "en-GB"
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False


@dataclass
class Channel:
    """A conversation. ``members`` left empty means everybody; ``im_user`` makes it their DM with the app."""

    id: str
    name: str
    topic: str = ""
    members: set[str] = field(default_factory=set)
    is_private: bool = False
    is_archived: bool = False
    bot_is_member: bool = True
    im_user: str | None = None
    created: int = 1_700_000_000

    @property
    def is_im(self) -> bool:
        """Whether this is a direct message with the app."""
        return self.im_user is not None

    @property
    def kind(self) -> str:
        """Slack's ``channel_type`` of message events."""
        return "im" if self.is_im else "group" if self.is_private else "channel"


@dataclass
class UserGroup:
    """A user group (``@content-managers``); ``id`` starts with S."""

    id: str
    handle: str
    name: str
    users: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Shortcut:
    """An entry of the app's manifest: a message shortcut or a global one."""

    callback_id: str
    name: str
    type: Literal["message", "global"] = "message"


@dataclass
class StoredFile:
    """An upload: ``data`` is None until the bytes arrive; ``completed`` once the app finished the upload.
    Slack looks at it until ``ready_at`` (steady seconds); before, it has no type and stands in no message."""

    id: str
    name: str
    size: int
    created: int
    title: str = ""
    alt_text: str = ""
    data: bytes | None = None
    completed: bool = False
    deleted: bool = False
    mimetype: str = "application/octet-stream"
    width: int = 0  # in pixels, of a picture; 0: not known
    height: int = 0
    ready_at: float = 0.0
    channels: list[str] = field(default_factory=list)


@dataclass
class View:
    """An open modal or a home tab: ``body`` is what the API shows of it, ``user`` whose screen it is on."""

    body: dict[str, Any]
    user: str
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The view's id."""
        return str(self.body["id"])


@dataclass(frozen=True)
class Call:
    """One Web API call as it arrived, for tests and for looking into a bot; tokens are never kept."""

    method: str
    args: dict[str, Any]
    ok: bool
    error: str
    at: float
