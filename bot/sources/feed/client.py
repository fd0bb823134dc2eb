"""Fetching a feed only when it changed: conditional GET, and the body's hash where a server does not know 304."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from bot.sources.http import Fetched, Http, Validators

_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed's cursor. ``seen``: short hash of an entry's id to short hash of what it said."""

    etag: str | None = None
    modified: str | None = None
    body: str | None = None
    moved: str | None = None
    seen: Mapping[str, str] | None = None

    @classmethod
    def read(cls, cursor: Mapping[str, Any]) -> FeedState:
        """From a saved cursor; whatever is not as written by us counts as absent."""
        texts = {
            key: value
            for key in ("etag", "modified", "body", "moved")
            if isinstance(value := cursor.get(key), str)
        }
        seen = cursor.get("seen")
        return cls(**texts, seen=seen if isinstance(seen, dict) else None)

    def as_cursor(self) -> dict[str, Any]:
        pairs = {"etag": self.etag, "modified": self.modified, "body": self.body, "moved": self.moved}
        return {**{key: value for key, value in pairs.items() if value}, "seen": dict(self.seen or {})}


async def fetch_feed(http: Http, url: str, state: FeedState) -> Fetched:
    """The feed, or an answer that is ``not_modified``."""
    return await http.get(
        state.moved or url, headers={"accept": _ACCEPT}, validators=Validators(state.etag, state.modified)
    )


def body_hash(body: bytes) -> str:
    """Hash of a whole answer."""
    return blake2b(body, digest_size=16).hexdigest()
