"""The control surface under ``/playground/network/``: scripts and the page act as a creator, in JSON.

Creators go by their handle, posts by their id. A refusal is HTTP 4xx with
``{"ok": false, "error": ..., "message": what to do}``.

=========================================  =====================================================================
``GET state``                              the brand, the creators, what each has not looked at, links
``GET posts?creator=``                     their conversations, each with its replies, the latest at the end
``GET events``                             what changes, as Server-Sent Events
``POST post {creator, text}``              write a new post
``POST reply {creator, to, text}``         answer a post
``POST edit {creator, post, text}``        change one of their own
``POST delete {creator, post}``            take one away
``POST look {creator}``                    they have seen what was written to them
=========================================  =====================================================================
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.network.model import Account, Post, RefusedText
from bot.playground.network.payloads import Payloads, avatar_path, iso
from bot.playground.network.state import NetworkWorld
from bot.playground.network.words import LONGEST
from bot.playground.slack.api import json_answer
from bot.playground.slack.control import guarded, json_body
from bot.playground.slack.errors import ActError
from bot.playground.slack.stream import Events

Json = dict[str, Any]
ROOT = "/playground/network"
ACTS: dict[str, tuple[str, ...]] = {
    "post": ("creator", "text"),
    "reply": ("creator", "to", "text"),
    "edit": ("creator", "post", "text"),
    "delete": ("creator", "post"),
    "look": ("creator",),
}


class _Watched:
    """The network as the stream of events knows places; nobody sees something alone."""

    def __init__(self, world: NetworkWorld) -> None:
        self.feed = world.feed

    def person_named(self, wanted: str) -> Any:
        raise ActError("unknown_argument", "Events of the network are for everybody; leave out user.")


class Control:
    """Reading, and acting as a creator."""

    def __init__(self, world: NetworkWorld) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """The control surface's routes."""
        events = Events(_Watched(self._world))
        return [
            Route(f"{ROOT}/state", guarded(self._state), methods=["GET"]),
            Route(f"{ROOT}/posts", guarded(self._posts), methods=["GET"]),
            Route(f"{ROOT}/events", guarded(events.endpoint), methods=["GET"]),
            Route(f"{ROOT}/{{act}}", guarded(self._act), methods=["POST"]),
        ]

    # looking

    async def _state(self, http: Request) -> Response:
        return json_answer({"ok": True, **self.state()})

    def state(self) -> Json:
        """Everything beside the posts. Creators who wrote last come first."""
        world, posts, asked = self._world, self._world.posts().values(), self._world.asks()
        latest = {post.author: post for post in posts}
        counts: dict[str, int] = {}
        for post in posts:
            counts[post.author] = counts.get(post.author, 0) + 1
        people = [
            {
                **self._person(account),
                "posts": counts[handle],
                "last": iso(latest[handle].at),
                "asked": handle in asked,
                "waiting": sum(post.id > world.seen.get(handle, 0) for post in asked.get(handle, ())),
            }
            for handle, account in world.accounts().items()
            if handle != world.brand.handle and handle in latest
        ]
        people.sort(key=lambda person: str(person["last"]), reverse=True)
        return {
            "brand": {**self._person(world.brand), **world.signs},
            "creators": people,
            "longest": LONGEST,
            "links": world.links,
            "last_event_id": world.feed.last_id,
        }

    async def _posts(self, http: Request) -> Response:
        creator = self._creator(http.query_params.get("creator", ""))
        return json_answer(
            {"ok": True, "creator": self._person(creator), "posts": self.conversations(creator.handle)}
        )

    def conversations(self, handle: str) -> list[Json]:
        """Every conversation that a creator has a part in, the one with the latest words last."""
        entities = Payloads(self._world)
        roots = {(entities.above(post) or [post])[0].id for post in self._part_of(entities, handle)}
        found = []
        for root in roots:
            first = entities.posts[root]
            posts = [(0, first), *entities.below(first)]
            found.append((max(post.id for _, post in posts), posts))
        found.sort(key=lambda each: each[0])
        return [self._shown(entities, post, depth, handle) for _, posts in found for depth, post in posts]

    def _part_of(self, entities: Payloads, handle: str) -> list[Post]:
        return [
            post
            for post in entities.posts.values()
            if post.author == handle
            or post.reply_to_author == handle
            or handle in self._world.mentioned(post)
        ]

    def _shown(self, entities: Payloads, post: Post, depth: int, handle: str) -> Json:
        world = self._world
        author = world.accounts().get(post.author) or Account(post.author, post.author)
        to_them = post.reply_to_author == handle or handle in world.mentioned(post)
        ask = post.author == world.brand.handle and to_them
        return {
            "id": str(post.id),
            "depth": depth,
            "author": self._person(author),
            "mine": post.author == handle,
            "ask": ask,
            "new": ask and post.id > world.seen.get(handle, 0),
            "text": post.text,
            "language": post.language,
            "at": iso(post.at),
            "edited_at": iso(post.edited_at) if post.edited_at is not None else None,
            "in_reply_to": str(post.reply_to) if post.reply_to is not None else None,
            "picture": f"{world.base_url}{post.picture}" if post.picture else None,
            "alt": post.alt,
            "likes": post.likes,
            "shares": post.shares,
            "url": f"{world.base_url}{entities.path(post)}",
        }

    def _person(self, account: Account) -> Json:
        return {
            "handle": account.handle,
            "name": account.name,
            "followers": account.followers,
            "brand": account.handle == self._world.brand.handle,
            "avatar": f"{self._world.base_url}{avatar_path(account.handle)}",
        }

    # acting

    async def _act(self, http: Request) -> Response:
        name = str(http.path_params["act"])
        if name not in ACTS:
            raise ActError("unknown_act", f"There is no {name!r}; there is: {', '.join(ACTS)}.", status=404)
        given = await json_body(http)
        for key in ACTS[name]:
            if not isinstance(given.get(key), str):
                raise ActError("invalid_arguments", f"{name} needs {', '.join(ACTS[name])}, as text.")
        creator = self._creator(given["creator"])
        try:
            return json_answer({"ok": True, **self._done(name, creator.handle, given)})
        except RefusedText as refused:
            remedy = f"Write something of at most {LONGEST} characters."
            raise ActError("refused_text", f"{refused.message}. {remedy}") from None

    def _done(self, name: str, handle: str, given: Json) -> Json:
        world = self._world
        if name == "look":
            world.look(handle)
            return {}
        if name == "post":
            return {"post": str(world.write(handle, given["text"]).id)}
        if name == "reply":
            return {"post": str(world.write(handle, given["text"], reply_to=self._post(given["to"])).id)}
        post = self._post(given["post"])
        if post.author != handle:
            raise ActError("not_yours", "A creator changes and deletes their own posts only.", status=403)
        if name == "edit":
            return {"post": str(world.edit(post, given["text"]).id)}
        world.delete(post)
        return {"post": str(post.id)}

    def _creator(self, handle: str) -> Account:
        found = self._world.accounts().get(handle.removeprefix("@"))
        if found is None:
            raise ActError("unknown_creator", "Nobody of that handle has posted here.", status=404)
        if found.handle == self._world.brand.handle:
            raise ActError(
                "brand", "The brand's account is the bot's; act as somebody who posted.", status=403
            )
        return found

    def _post(self, number: str) -> Post:
        known = number.isascii() and number.isdecimal() and len(number) <= 20
        found = self._world.posts().get(int(number)) if known else None
        if found is None:
            raise ActError("unknown_post", "There is no such post (any more).", status=404)
        return found
