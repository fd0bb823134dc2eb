"""The network as it stands: the story's posts, what was written besides, what was changed and taken away."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.playground.journal import Keeper
from bot.playground.network import words
from bot.playground.network.model import Account, Post, RefusedText, Story
from bot.playground.slack.feed import Feed

KEY_SECONDS = 3600.0
"""For how long Mastodon knows an Idempotency-Key."""
ALL_SCOPES = frozenset({"read", "write"})


@dataclass(frozen=True, slots=True)
class Token:
    """What an access token opens: whose it is and what it may."""

    handle: str
    scopes: frozenset[str] = ALL_SCOPES

    def may(self, scope: str) -> bool:
        """``read:statuses`` is in ``read``."""
        return bool(self.scopes & {scope, scope.partition(":")[0]})


class NetworkWorld:
    """Everything on the network. ``base_url`` is known once it is served.

    The brand has the one account that an app writes with; its token is ``token``. A journal keeps ``written``,
    ``edits``, ``deleted``, ``keys`` and ``seen``.
    """

    def __init__(
        self,
        story: Story,
        brand: Account,
        *,
        token: str | None = None,
        signs: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.story = story
        self.brand = brand
        self.token = token or secrets.token_urlsafe(32)
        self.tokens: dict[str, Token] = {self.token: Token(brand.handle)}
        self.signs = dict(signs or {})
        self.clock = clock
        self.base_url = ""
        self.links: dict[str, str] = {}
        self.feed = Feed()
        self.journal: Keeper | None = None
        self.written: dict[int, Post] = {}
        self.edits: dict[int, tuple[str, float]] = {}
        self.deleted: dict[int, float] = {}
        self.keys: dict[str, tuple[int, float]] = {}
        self.seen: dict[str, int] = {}

    # looking

    def accounts(self) -> Mapping[str, Account]:
        return {self.brand.handle: self.brand, **self.story.accounts()}

    def posts(self) -> dict[int, Post]:
        """Every post there is now, earliest first."""
        every = {post.id: post for post in self.story.posts()} | self.written
        found = {}
        for number in sorted(every.keys() - self.deleted.keys()):
            post = every[number]
            if number in self.edits:
                text, at = self.edits[number]
                post = replace(post, text=text, edited_at=at)
            found[number] = post
        for post in found.values():
            if post.reply_to is not None and post.reply_to not in found:
                found[post.id] = replace(post, reply_to=None)
        return found

    def known(self, name: str, domain: str | None = None) -> str | None:
        """The handle that a mention means; None for one of another server, or of nobody."""
        here = urlsplit(self.base_url)
        if domain is not None and domain.casefold() not in {here.hostname, here.netloc}:
            return None
        folded = name.casefold()
        return next((handle for handle in self.accounts() if handle.casefold() == folded), None)

    def mentioned(self, post: Post) -> list[str]:
        return words.mentions(post.text, self.known)

    def may_see(self, post: Post, handle: str | None) -> bool:
        if post.visibility in ("public", "unlisted") or handle == post.author:
            return True
        return handle is not None and handle in self.mentioned(post)

    def asks(self) -> dict[str, list[Post]]:
        """What the brand wrote to whom, earliest first: replies to somebody, and mentions of them."""
        found: dict[str, list[Post]] = {}
        for post in self.posts().values():
            if post.author == self.brand.handle:
                for handle in {post.reply_to_author, *self.mentioned(post)} - {None, post.author}:
                    found.setdefault(str(handle), []).append(post)
        return found

    # writing

    def write(
        self,
        author: str,
        text: str,
        *,
        reply_to: Post | None = None,
        key: str | None = None,
        visibility: str = "public",
        spoiler: str = "",
        sensitive: bool = False,
        language: str = "en",
    ) -> Post:
        """Post. With the key of an hour's post it is that one. Raises RefusedText."""
        held = f"{author} {key}" if key else ""
        if held in self.keys and self.keys[held][1] > self.clock() - KEY_SECONDS:
            before = self.posts().get(self.keys[held][0])
            if before is not None:
                return before
        self._judge(text, spoiler)
        post = Post(
            id=max(self.story.number(), max(self.written, default=0) + 1),
            author=author,
            text=text,
            at=self.clock(),
            language=language,
            reply_to=reply_to.id if reply_to else None,
            reply_to_author=reply_to.author if reply_to else None,
            visibility=visibility,
            spoiler=spoiler,
            sensitive=sensitive,
        )
        # The key first: a process that dies in between has posted nothing under it yet.
        if held:
            self.keys[held] = (post.id, post.at)
            self._keep("key", held)
        self.written[post.id] = post
        self._keep("post", str(post.id))
        self._tell(post)
        return post

    def edit(self, post: Post, text: str) -> Post:
        """Raises RefusedText."""
        self._judge(text, post.spoiler)
        self.edits[post.id] = (text, self.clock())
        self._keep("edit", str(post.id))
        self._tell(post)
        return self.posts()[post.id]

    def delete(self, post: Post) -> None:
        self.deleted[post.id] = self.clock()
        self._keep("deleted", str(post.id))
        self._tell(post)

    def look(self, handle: str) -> None:
        """Somebody has seen what the brand wrote to them so far."""
        latest = max((post.id for post in self.asks().get(handle, ())), default=0)
        if latest > self.seen.get(handle, 0):
            self.seen[handle] = latest
            self._keep("seen", handle)
            self.feed.publish("changed", {"people": [handle]})

    def _judge(self, text: str, spoiler: str) -> None:
        if not text.strip():
            raise RefusedText("Text can't be blank")
        if words.length(text) + len(spoiler) > words.LONGEST:
            raise RefusedText(f"Text character limit of {words.LONGEST} exceeded")

    def _keep(self, kind: str, key: str) -> None:
        if self.journal is not None:
            self.journal.changed(kind, key)

    def _tell(self, post: Post) -> None:
        people = {post.author, post.reply_to_author, *self.mentioned(post)}
        self.feed.publish("changed", {"people": sorted(who for who in people if who), "post": str(post.id)})
