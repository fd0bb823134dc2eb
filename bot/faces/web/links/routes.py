"""The addresses of tracked links."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from bot.content.credit import NotAPicture
from bot.curation.service import Curation
from bot.faces.web.gallery.pieces import piece_of, read_item
from bot.faces.web.gallery.tokens import Tokens
from bot.faces.web.gallery.wiring import pictures_of, signature_of_settings
from bot.faces.web.links.conversions import Reports
from bot.faces.web.links.following import follower
from bot.faces.web.links.page import BUSY, PAGE, landing_page, over_page, plain_page, privacy_page
from bot.faces.web.links.resolving import USE, Answer, Found, Resolver
from bot.faces.web.pages.frame import style_route
from bot.faces.web.pages.speaking import NAMES, spoken
from bot.kernel.log import get_logger
from bot.links.clicks.counter import ClickCounter
from bot.rights.crediting import credit_of
from bot.services import Services
from bot.storage.unit_of_work import reading

_STYLE = Path(__file__).parent / "links.css"
_AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, OSError)
_PICTURE = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "private, max-age=30",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
log = get_logger(__name__)


class TrackedLinks:
    """The pages, and what they keep. Called itself it is the ASGI application of ``/s/{code}``: the redirect is the
    one answer that must cost next to nothing."""

    def __init__(self, services: Services, *, resolver: Resolver | None = None) -> None:
        self.services = services
        self.settings = services.settings
        self.resolver = resolver or Resolver(services.database, self.settings.links)
        self.counter = services.outlet(ClickCounter)
        self._country = self.settings.links.country_header.lower().encode()
        self._key: bytes | None = None
        self._tokens = Tokens(lambda: services.asks.kit.signer().derive("gallery"))
        self._pictures = pictures_of(services, signature_of_settings(self.settings))

    def routes(self) -> list[BaseRoute]:
        pixel, reports = Reports(self.services, self.key).routes()
        return [
            *pixel,
            Route("/s/{code}", self, methods=["GET"]),
            *reports,
            Route("/s/{code}/picture", self._picture, methods=["GET"]),
            Route("/privacy", self._privacy, methods=["GET"]),
            style_route("/links/links.css", _STYLE),
        ]

    def key(self) -> bytes:
        """By which tokens of clicks are made."""
        if self._key is None:
            self._key = self.services.asks.kit.signer().derive("links")
        return self._key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        now = self.services.clock()
        try:
            found = await self.resolver.find(scope["path_params"]["code"], now)
            answer = await self._answer(scope, found, now) if found is not None else None
        except _AWAY as error:
            log.warning("link_not_followed", problem=type(error).__name__)
            await self._plain(scope, receive, send, "busy", 503)
            return
        if found is None:
            await self._plain(scope, receive, send, "missing", 404)
        elif answer is None:
            await self._over(scope, receive, send, found)
        else:
            if not (scope["query_string"] and _turned_over(scope)):
                click, machine = follower(scope, self._country, found.link_id, now)
                (self.counter.machine if machine else self.counter.click)(click)
            body = b"" if scope["method"] == "HEAD" else answer.body
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, found: Found, now: datetime) -> Answer | None:
        """The finished answer, kept for others who follow the link within the hour; None where it leads nowhere."""
        if not found.leads(now):
            return None
        onward = found.onward(self.key, now)
        if not found.page_first:
            return found.answers.get("") or found.answers.setdefault("", _redirect(onward))
        own = found.link.language
        language = spoken(Request(scope), own) if scope["query_string"] or own not in NAMES else own
        if (kept := found.answers.get(language)) is not None:
            return kept
        async with found.making:
            if (kept := found.answers.get(language)) is not None:
                return kept
            body = await self._made(found, onward, language, now)
            return found.answers.setdefault(language, _page(body, language)) if body is not None else None

    async def _made(self, found: Found, onward: str, language: str, now: datetime) -> bytes | None:
        async with reading(self.services.database) as session:
            item = await read_item(session, found.link.item_id, now, USE)
        if item is None:
            return None
        here = self.services.links.address(found.link.code)
        piece = piece_of(self._tokens, item)
        return landing_page(found.link, piece, onward, here, self.settings, language)

    async def _plain(self, scope: Scope, receive: Receive, send: Send, why: str, status: int) -> None:
        await plain_page(self.settings, spoken(Request(scope), ""), why, status)(scope, receive, send)

    async def _over(self, scope: Scope, receive: Receive, send: Send, found: Found) -> None:
        leads_to = ""
        try:
            async with reading(self.services.database) as session:
                leads_to = (await Curation(self.settings).programme(session)).leads_to
        except _AWAY as error:  # that it is over is known all the same
            log.warning("way_on_not_read", problem=type(error).__name__)
        language = spoken(Request(scope), found.link.language)
        await over_page(self.settings, language, leads_to)(scope, receive, send)

    async def _picture(self, request: Request) -> Response:
        """The picture of the piece, while it is licensed: that is asked anew each time."""
        try:
            return await self._drawn(request)
        except _AWAY as error:
            log.warning("picture_not_shown", problem=type(error).__name__)
            return Response(status_code=503, headers=BUSY)

    async def _drawn(self, request: Request) -> Response:
        now = self.services.clock()
        found = await self.resolver.find(request.path_params["code"], now)
        if found is None or not found.leads(now):
            return Response(status_code=404 if found is None else 410)
        async with reading(self.services.database) as session:
            item = await read_item(session, found.link.item_id, now, USE)
        if item is None or not item.held:
            return Response(status_code=410)
        one = item.held[0]
        credit = credit_of(item.item, item.creator, item.licence, self.settings.brand.name, one.media)
        try:
            made = await asyncio.to_thread(self._pictures.make, found.link.item_id, one, credit)
        except NotAPicture as error:
            log.warning("picture_not_shown", item=found.link.item_id, problem=error.message)
            made = None
        if made is None:
            return Response(status_code=410)
        return Response(made.data, media_type=made.kind.value, headers=_PICTURE)

    async def _privacy(self, request: Request) -> Response:
        return privacy_page(self.settings, spoken(request))


def _turned_over(scope: Scope) -> bool:
    """Whether somebody changed the page's language: they had followed the link before. Browsers say where a press
    came from (Fetch Metadata, "Sec-Fetch-Site")."""
    asked: bytes = scope["query_string"]
    return asked.startswith(b"lang=") and (b"sec-fetch-site", b"same-origin") in scope["headers"]


def _redirect(location: str) -> Answer:
    """302, for what it leads to may change and each click is to be counted: nobody may keep it."""
    headers = {"location": location, "content-length": "0", "cache-control": "private, no-store"}
    return Answer(302, _raw(headers), b"")


def _page(body: bytes, language: str) -> Answer:
    kind = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body))}
    return Answer(200, _raw({**PAGE, "content-language": language, **kind}), body)


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def link_routes(services: Services) -> Sequence[BaseRoute]:
    """The routes for the web application; none where links, or the whole web face, are switched off."""
    settings = services.settings
    if not (settings.web.enabled and settings.links.enabled):
        return []
    return TrackedLinks(services).routes()
