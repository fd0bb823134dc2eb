"""Who is on the network and what they wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

VISIBILITIES = ("public", "unlisted", "private", "direct")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's account, known by its handle (without ``@``)."""

    handle: str
    name: str
    followers: int = 0
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it is now. Times are seconds since the epoch; ``picture`` is a path on this server.

    ``reply_to_author`` stays when the post that was answered is deleted, as on a real server.
    """

    id: int
    author: str
    text: str
    at: float
    language: str = "en"
    reply_to: int | None = None
    reply_to_author: str | None = None
    edited_at: float | None = None
    visibility: str = "public"
    spoiler: str = ""
    sensitive: bool = False
    picture: str = ""
    alt: str = ""
    likes: int = 0
    shares: int = 0
    path: str = ""
    """Where a person reads it, when that is not ``/@author/id``."""


class Story(Protocol):
    """What is posted by itself, as time goes on."""

    def posts(self) -> Sequence[Post]:
        """What can be seen now, earliest first."""
        ...

    def accounts(self) -> Mapping[str, Account]:
        """Everybody who posts, by handle."""
        ...

    def number(self) -> int:
        """An id for a post written now: above those of all earlier posts, below those of later ones."""
        ...


class RefusedText(Exception):
    """The network doesn't take a text. ``message`` is what Mastodon says, after "Validation failed: "."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
