"""Mastodon's entities (https://docs.joinmastodon.org/entities/) of accounts and posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from bot.playground.network import words
from bot.playground.network.model import Account, Post
from bot.playground.network.state import NetworkWorld

Json = dict[str, Any]
PICTURE_SIZE = {"width": 960, "height": 640, "size": "960x640", "aspect": 1.5}


def iso(moment: float) -> str:
    """As ``2026-11-19T10:00:00.000Z``."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def account_number(handle: str) -> int:
    """Which account it is; its picture and its id follow from that."""
    return int.from_bytes(sha256(handle.encode()).digest()[:4], "big")


def avatar_path(handle: str) -> str:
    return f"/pictures/leaf-{account_number(handle) % 97}.png"


class Payloads:
    """Entities of one moment: the posts are looked up once."""

    def __init__(self, world: NetworkWorld) -> None:
        self._world = world
        self._base = world.base_url
        self.posts = world.posts()
        self._accounts = world.accounts()
        self._written = Counter(post.author for post in self.posts.values())
        self._replies: dict[int, list[Post]] = {}
        for post in self.posts.values():
            if post.reply_to is not None:
                self._replies.setdefault(post.reply_to, []).append(post)

    def status(self, post: Post) -> Json:
        """A Status."""
        world, base, id_ = self._world, self._base, str(post.id)
        replied = self._accounts.get(post.reply_to_author or "")
        return {
            "id": id_,
            "created_at": iso(post.at),
            "edited_at": iso(post.edited_at) if post.edited_at is not None else None,
            "in_reply_to_id": str(post.reply_to) if post.reply_to is not None else None,
            "in_reply_to_account_id": str(account_number(replied.handle)) if replied else None,
            "sensitive": post.sensitive,
            "spoiler_text": post.spoiler,
            "visibility": post.visibility,
            "language": post.language,
            "uri": f"{base}/users/{post.author}/statuses/{id_}",
            "url": f"{base}{self.path(post)}",
            "content": words.to_html(post.text, base, world.known),
            "reblog": None,
            "account": self.account(self._accounts.get(post.author) or Account(post.author, post.author)),
            "media_attachments": self._media(post),
            "mentions": [self._mention(handle) for handle in world.mentioned(post)],
            "tags": [{"name": tag, "url": f"{base}/tags/{tag}"} for tag in words.tags(post.text)],
            "emojis": [],
            "card": None,
            "poll": None,
            "favourites_count": post.likes,
            "reblogs_count": post.shares,
            "replies_count": len(self._replies.get(post.id, ())),
        }

    def path(self, post: Post) -> str:
        return post.path or f"/@{post.author}/{post.id}"

    def account(self, account: Account) -> Json:
        """An Account."""
        base, handle = self._base, account.handle
        return {
            "id": str(account_number(handle)),
            "username": handle,
            "acct": handle,
            "display_name": account.name,
            "locked": False,
            "bot": account.bot,
            "discoverable": True,
            "indexable": True,
            "created_at": "2025-01-02T00:00:00.000Z",
            "note": "",
            "url": f"{base}/@{handle}",
            "uri": f"{base}/users/{handle}",
            "avatar": f"{base}{avatar_path(handle)}",
            "followers_count": account.followers,
            "following_count": 0,
            "statuses_count": self._written[handle],
            "emojis": [],
            "fields": [],
        }

    def notification(self, post: Post) -> Json:
        """The Notification of a mention; its id is the post's."""
        status = self.status(post)
        return {
            "id": str(post.id),
            "type": "mention",
            "group_key": f"ungrouped-{post.id}",
            "created_at": iso(post.at),
            "account": status["account"],
            "status": status,
        }

    def below(self, post: Post) -> Iterator[tuple[int, Post]]:
        """What was written under it and how deep it stands, each reply before the next one beside it."""
        open_ = [(1, reply) for reply in reversed(self._replies.get(post.id, ()))]
        while open_:
            depth, found = open_.pop()
            yield depth, found
            open_ += [(depth + 1, reply) for reply in reversed(self._replies.get(found.id, ()))]

    def above(self, post: Post) -> list[Post]:
        """What it answers, the first of the conversation first."""
        found: list[Post] = []
        while post.reply_to is not None and (parent := self.posts.get(post.reply_to)) is not None:
            found.insert(0, parent)
            post = parent
        return found

    def _mention(self, handle: str) -> Json:
        return {
            "id": str(account_number(handle)),
            "username": handle,
            "acct": handle,
            "url": f"{self._base}/@{handle}",
        }

    def _media(self, post: Post) -> list[Json]:
        if not post.picture:
            return []
        address = f"{self._base}{post.picture}"
        return [
            {
                "id": str(post.id),
                "type": "image",
                "url": address,
                "preview_url": address,
                "description": post.alt,
                "meta": {"original": PICTURE_SIZE},
            }
        ]
