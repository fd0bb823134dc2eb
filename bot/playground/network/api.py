"""The calls of Mastodon's API that the network answers. Sources: https://docs.joinmastodon.org/methods/.

=====================================================  =====================================================
``GET /api/v1/accounts/verify_credentials``            the token's account
``GET /api/v1/timelines/tag/:hashtag``                 public posts, by ``min_id``, ``since_id``, ``max_id``
``GET /api/v1/notifications``                          mentions of the token's account
``POST /api/v1/statuses``                              with ``Idempotency-Key``, ``in_reply_to_id``
``GET, PUT, DELETE /api/v1/statuses/:id``              a post; its author edits and deletes it
``GET /api/v1/statuses/:id/context``, ``/source``      the conversation around it; its text as written
``GET /api/v2/search?resolve=true``                    a post by its address
``GET /api/v2/instance``                               the server and its limits
=====================================================  =====================================================

Not there, and refused as such: pictures, polls and times of their own for new posts, favourites, boosts.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.network import words
from bot.playground.network.errors import ApiError, invalid, no_token, not_found, outside_scopes, too_many
from bot.playground.network.limits import DELETIONS, POSTS, REQUESTS, Limits, Window
from bot.playground.network.model import VISIBILITIES, Post, RefusedText
from bot.playground.network.payloads import Payloads
from bot.playground.network.state import NetworkWorld, Token
from bot.playground.slack.arguments import arguments
from bot.playground.slack.errors import SlackError

Json = dict[str, Any]
Endpoint = Callable[[Request, Token | None], Awaitable[Json | list[Json]]]
ABOVE, BELOW, DEEP = 40, 60, 20
"""How much of a conversation those see who don't log in."""
QUASI_UNLIMITED = 4096
_NOT_HERE = ("media_ids", "media_ids[]", "poll", "scheduled_at")


class MastodonApi:
    """The wire. ``limits`` counts what is asked."""

    def __init__(self, world: NetworkWorld, limits: Limits) -> None:
        self._world = world
        self._limits = limits

    def routes(self) -> list[Route]:
        """The API's routes."""
        one = "/api/v1/statuses/{number:int}"
        return [
            self._route("/api/v1/accounts/verify_credentials", self.account, needs="read:accounts"),
            self._route("/api/v1/timelines/tag/{tag}", self.tag_timeline, offers="read:statuses"),
            self._route("/api/v1/notifications", self.notifications, needs="read:notifications"),
            self._route("/api/v1/statuses", self.write, "POST", needs="write:statuses", window=POSTS),
            self._route(one, self.status, offers="read:statuses"),
            self._route(one, self.edit, "PUT", needs="write:statuses"),
            self._route(one, self.delete, "DELETE", needs="write:statuses", window=DELETIONS),
            self._route(f"{one}/context", self.context, offers="read:statuses"),
            self._route(f"{one}/source", self.source, needs="read:statuses"),
            self._route("/api/v2/search", self.search, offers="read:search"),
            self._route("/api/v2/instance", self.instance),
        ]

    def _route(
        self,
        path: str,
        endpoint: Endpoint,
        method: str = "GET",
        *,
        needs: str = "",
        offers: str = "",
        window: Window | None = None,
    ) -> Route:
        """``needs`` a token with that scope, or ``offers`` more with one: a token without it is refused."""

        async def answer(request: Request) -> Response:
            headers: dict[str, str] = {}
            # Where nobody has said by which address the network is known, the first request does.
            self._world.base_url = self._world.base_url or str(request.base_url).rstrip("/")
            try:
                token = self._token(request)
                headers |= self._count(request, token, window)
                if token is None and needs:
                    raise no_token()
                if token is not None and (needs or offers) and not token.may(needs or offers):
                    raise outside_scopes()
                body = await endpoint(request, token)
            except ApiError as error:
                return JSONResponse({"error": error.words}, status_code=error.status, headers=headers)
            if isinstance(body, list):
                headers |= self._pages(request, body)
            return JSONResponse(body, headers=headers)

        return Route(path, answer, methods=[method])

    def _token(self, request: Request) -> Token | None:
        given = request.headers.get("authorization")
        if given is None:
            return None
        scheme, _, secret = given.partition(" ")
        token = self._world.tokens.get(secret.strip())
        if scheme.casefold() != "bearer" or token is None:
            raise no_token()
        return token

    def _count(self, request: Request, token: Token | None, window: Window | None) -> dict[str, str]:
        who = token.handle if token else request.client.host if request.client else ""
        open_, headers = self._limits.count(who, REQUESTS)
        if open_ and window is not None:
            open_, headers = self._limits.count(who, window)
        if not open_:
            raise too_many()
        return headers

    def _pages(self, request: Request, body: Sequence[Json]) -> dict[str, str]:
        """The Link header: what is older and what is newer than this page."""
        if not body:
            return {}
        base = f"{self._world.base_url}{request.url.path}"
        ids = [int(entry["id"]) for entry in body]
        links = f'<{base}?max_id={min(ids)}>; rel="next", <{base}?min_id={max(ids)}>; rel="prev"'
        return {"Link": links}

    # reading

    async def account(self, request: Request, token: Token | None) -> Json:
        entities = Payloads(self._world)
        account = self._world.accounts()[_whose(token)]
        source = {"privacy": "public", "sensitive": False, "language": None, "note": "", "fields": []}
        return {**entities.account(account), "source": source}

    async def tag_timeline(self, request: Request, token: Token | None) -> list[Json]:
        entities, tag = Payloads(self._world), request.path_params["tag"].casefold()
        also = [each.casefold() for each in request.query_params.getlist("any[]")]
        wanted = {tag, *also}
        found = [
            post
            for post in entities.posts.values()
            if post.visibility == "public" and not wanted.isdisjoint(words.tags(post.text))
        ]
        return [entities.status(post) for post in page(found, request.query_params, 20, 40)]

    async def notifications(self, request: Request, token: Token | None) -> list[Json]:
        entities, me, query = Payloads(self._world), _whose(token), request.query_params
        types, without = query.getlist("types[]"), query.getlist("exclude_types[]")
        if (types and "mention" not in types) or "mention" in without:
            return []
        found = [
            post
            for post in entities.posts.values()
            if post.author != me and me in self._world.mentioned(post)
        ]
        return [entities.notification(post) for post in page(found, query, 40, 80)]

    async def status(self, request: Request, token: Token | None) -> Json:
        entities = Payloads(self._world)
        return entities.status(self._seen(entities, request.path_params["number"], token))

    async def context(self, request: Request, token: Token | None) -> Json:
        entities, handle = Payloads(self._world), token.handle if token else None
        post = self._seen(entities, request.path_params["number"], token)
        above = entities.above(post)[-(QUASI_UNLIMITED if token else ABOVE) :]
        below = [each for depth, each in entities.below(post) if token or depth <= DEEP]
        shown = [each for each in below if self._world.may_see(each, handle)]
        return {
            "ancestors": [entities.status(each) for each in above if self._world.may_see(each, handle)],
            "descendants": [entities.status(each) for each in shown[: QUASI_UNLIMITED if token else BELOW]],
        }

    async def source(self, request: Request, token: Token | None) -> Json:
        post = self._mine(request, token)
        return {"id": str(post.id), "text": post.text, "spoiler_text": post.spoiler}

    async def search(self, request: Request, token: Token | None) -> Json:
        query, entities = request.query_params, Payloads(self._world)
        if query.get("resolve") in ("true", "1") and token is None:
            raise ApiError(
                401,
                "Search queries pagination or resolving remote resources is not supported without authentication",
            )
        wanted = (query.get("q") or "").strip()
        if not wanted:
            raise ApiError(400, "param is missing or the value is empty: q")
        kind = query.get("type")
        statuses = self._addressed(entities, wanted, token) if kind in (None, "statuses") else []
        found = self._world.known(*_handle_parts(wanted)) if kind in (None, "accounts") else None
        accounts = [entities.account(self._world.accounts()[found])] if found else []
        return {"accounts": accounts, "statuses": statuses, "hashtags": []}

    def _addressed(self, entities: Payloads, wanted: str, token: Token | None) -> list[Json]:
        """The post of that address; there is no full-text search."""
        if not wanted.startswith(self._world.base_url):
            return []
        path = urlsplit(wanted).path
        for post in entities.posts.values():
            names = (f"/users/{post.author}/statuses/{post.id}", entities.path(post))
            if path in names and self._world.may_see(post, token.handle if token else None):
                return [entities.status(post)]
        return []

    async def instance(self, request: Request, token: Token | None) -> Json:
        statuses = {
            "max_characters": words.LONGEST,
            "max_media_attachments": 0,
            "characters_reserved_per_url": words.URL_LENGTH,
        }
        return {
            "domain": urlsplit(self._world.base_url).netloc,
            "title": "Sample server",
            "version": "4.5.0",
            "configuration": {"statuses": statuses},
        }

    # writing

    async def write(self, request: Request, token: Token | None) -> Json:
        given = await _arguments(request)
        number, parent = given.get("in_reply_to_id"), None
        if number not in (None, ""):
            parent = Payloads(self._world).posts.get(int(number)) if str(number).isdecimal() else None
            if parent is None or not self._world.may_see(parent, _whose(token)):
                raise ApiError(404, "The post you are trying to reply to does not appear to exist.")
        visibility = str(given.get("visibility") or "public")
        if visibility not in VISIBILITIES:
            raise invalid("Visibility is not included in the list")
        try:
            post = self._world.write(
                _whose(token),
                str(given.get("status") or ""),
                reply_to=parent,
                key=request.headers.get("idempotency-key"),
                visibility=visibility,
                spoiler=str(given.get("spoiler_text") or ""),
                sensitive=given.get("sensitive") in (True, "true", "1"),
                language=str(given.get("language") or "en")[:12],
            )
        except RefusedText as refused:
            raise invalid(refused.message) from None
        return Payloads(self._world).status(post)

    async def edit(self, request: Request, token: Token | None) -> Json:
        given, post = await _arguments(request), self._mine(request, token)
        try:
            changed = self._world.edit(post, str(given.get("status") or ""))
        except RefusedText as refused:
            raise invalid(refused.message) from None
        return Payloads(self._world).status(changed)

    async def delete(self, request: Request, token: Token | None) -> Json:
        """The post as it was, with its text, so that it can be written anew."""
        post = self._mine(request, token)
        status = Payloads(self._world).status(post)
        self._world.delete(post)
        return {**status, "text": post.text}

    def _seen(self, entities: Payloads, number: int, token: Token | None) -> Post:
        post = entities.posts.get(number)
        if post is None or not self._world.may_see(post, token.handle if token else None):
            raise not_found()
        return post

    def _mine(self, request: Request, token: Token | None) -> Post:
        post = self._world.posts().get(request.path_params["number"])
        if post is None or post.author != _whose(token):
            raise not_found()
        return post


def page(posts: list[Post], query: Mapping[str, str], usual: int, most: int) -> list[Post]:
    """Of posts in the order of their ids those that a query asks for, newest first: with ``min_id`` the next ones
    after it, else the newest."""
    after = max(_number(query, "min_id", 0), _number(query, "since_id", 0))
    below = _number(query, "max_id", 1 << 63)
    limit = max(1, min(_number(query, "limit", usual), most))
    found = [post for post in posts if after < post.id < below]
    return (found[:limit] if query.get("min_id") else found[-limit:])[::-1]


def _number(query: Mapping[str, str], name: str, otherwise: int) -> int:
    """What is no number is as if it weren't there, as on a real server."""
    given = query.get(name) or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= 20 else otherwise


def _whose(token: Token | None) -> str:
    if token is None:
        raise no_token()
    return token.handle


def _handle_parts(wanted: str) -> tuple[str, str | None]:
    name, _, domain = wanted.removeprefix("@").partition("@")
    return name, domain or None


async def _arguments(request: Request) -> Json:
    try:
        given = await arguments(request)
    except SlackError:
        raise ApiError(400, "Error parsing the body of the request") from None
    if any(given.get(name) for name in _NOT_HERE):
        raise invalid("this server takes text only")
    return given
