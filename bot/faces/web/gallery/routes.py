"""The gallery's addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.content.credit import NotAPicture
from bot.faces.web.gallery.answers import MEDIA, OPEN, PAGE, PREFLIGHT, base_of, caching, robots, unchanged
from bot.faces.web.gallery.cache import Kept, Pages
from bot.faces.web.gallery.feed import TYPE, feed
from bot.faces.web.gallery.page import gallery_page, plain_page, title_of
from bot.faces.web.gallery.pieces import Found, Page, read_item, read_page
from bot.faces.web.gallery.queries import revision
from bot.faces.web.gallery.removal import Removal
from bot.faces.web.gallery.tokens import Tokens
from bot.faces.web.pages.frame import style_route
from bot.faces.web.pages.speaking import spoken
from bot.kernel.log import get_logger
from bot.rights.crediting import credit_of
from bot.rights.pictures import Picture, Pictures
from bot.services import Services
from bot.storage.unit_of_work import reading

_STYLE = Path(__file__).parent / "gallery.css"
_GONE = "That picture is not shown here (any more)."
log = get_logger(__name__)


class Gallery:
    """The pages, what they keep, and the names they give to items and pictures."""

    def __init__(self, services: Services, pictures: Pictures) -> None:
        self.services = services
        self.pictures = pictures
        self.pages = Pages()
        self.tokens = Tokens(lambda: services.asks.kit.signer().derive("gallery"))
        self._settings = services.settings.gallery
        self._removal = Removal(services, self.tokens)
        self._turn = asyncio.Lock()  # whoever asks for what is just being made waits for it

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/gallery.json", self._feed, methods=["GET", "OPTIONS"]),
            Route("/gallery", self._page, methods=["GET"]),
            Route("/gallery/media/{token}", self._media, methods=["GET", "OPTIONS"]),
            style_route("/gallery/gallery.css", _STYLE),
            Route("/gallery/removal", self._removal.look, methods=["GET"]),
            Route("/gallery/removal", self._removal.send, methods=["POST"]),
        ]

    async def _feed(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        base = base_of(
            self.services.settings.web.address, request.url.scheme, request.headers.get("host", "")
        )

        def made(page: Page, here: str) -> bytes:
            return feed(page, base, title_of(self.services.settings), f"/gallery.json{here}")

        return await self._answer(request, ("feed", base), made, TYPE, OPEN)

    async def _page(self, request: Request) -> Response:
        language = spoken(request)

        def made(page: Page, here: str) -> bytes:
            return gallery_page(page, self.services.settings, language, first=not here)

        more = {**PAGE, "Content-Language": language, "Vary": "Accept-Language"}
        return await self._answer(request, ("page", language), made, "text/html; charset=utf-8", more)

    async def _answer(
        self,
        request: Request,
        what: tuple[str, ...],
        made: Callable[[Page, str], bytes],
        media_type: str,
        headers: dict[str, str],
    ) -> Response:
        before = request.query_params.get("before")
        after = self.tokens.read_item(before) if before is not None else None
        if before is not None and after is None:
            return self._missing(request, 404)
        now = self.services.clock()
        kept = await self._kept(what, after, f"?before={before}" if before else "", made, now)
        changed = min(kept.revision.changed_at, now)
        told = {**headers, **robots(self._settings.robots), **caching(kept.etag, changed)}
        if unchanged(request.headers, kept.etag, changed, now):
            return Response(status_code=304, headers=told)
        return Response(kept.body, media_type=media_type, headers=told)

    async def _kept(
        self,
        what: tuple[str, ...],
        after: int | None,
        here: str,
        made: Callable[[Page, str], bytes],
        now: datetime,
    ) -> Kept:
        key, generation = (*what, after), self.pages.generation
        async with reading(self.services.database) as session:
            stands = await revision(session, now)
        if (found := self.pages.get(key, stands, now)) is not None:
            return found
        async with self._turn:
            if (found := self.pages.get(key, stands, now)) is not None:
                return found
            async with reading(self.services.database) as session:  # later than the revision, never earlier
                page = await read_page(session, self.tokens, now, after, self._settings.page_size)
            return self.pages.put(key, made(page, here), page.until, stands, generation)

    async def _media(self, request: Request) -> Response:
        """A picture, while it is licensed: that is asked anew each time."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        named = self.tokens.read_picture(request.path_params["token"])
        if named is None:
            return _no_picture(404)
        item_id, media_id = named
        async with reading(self.services.database) as session:
            found = await read_item(session, item_id, self.services.clock())
        picture = await self._picture(item_id, media_id, found) if found is not None else None
        if picture is None:
            if found is None:  # a replica whose disk is its own may still hold what another removed
                await asyncio.to_thread(self.pictures.drop, item_id)
            return _no_picture(410)
        etag, now = f'"{picture.digest[:32]}"', self.services.clock()
        told = {**MEDIA, **OPEN, **robots(self._settings.robots), **caching(etag, now)}
        told["Content-Disposition"] = f'inline; filename="picture{picture.kind.suffix}"'
        del told["Last-Modified"]
        if request.headers.get("if-none-match") and unchanged(request.headers, etag, now, now):
            return Response(status_code=304, headers=told)
        return Response(picture.data, media_type=picture.kind.value, headers=told)

    async def _picture(self, item_id: int, media_id: int, found: Found) -> Picture | None:
        one = next((each for each in found.held if each.media.id == media_id), None)
        if one is None:
            return None
        brand = self.services.settings.brand.name
        credit = credit_of(found.item, found.creator, found.licence, brand, one.media)
        try:
            return await asyncio.to_thread(self.pictures.make, item_id, one, credit)
        except NotAPicture as error:
            log.warning("picture_not_shown", item=item_id, media=media_id, problem=error.message)
            return None

    def _missing(self, request: Request, status: int) -> Response:
        if request.url.path.endswith(".json"):
            return Response(
                b'{"ok":false,"message":"There is no such page of the feed."}',
                status_code=status,
                media_type="application/json",
                headers=OPEN,
            )
        language = spoken(request)
        return plain_page(self.services.settings, language, "missing", status)


def _no_picture(status: int) -> Response:
    return Response(
        _GONE,
        status_code=status,
        media_type="text/plain",
        headers={**OPEN, **MEDIA, "Cache-Control": "no-store"},
    )
