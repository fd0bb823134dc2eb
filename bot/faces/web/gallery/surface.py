"""The gallery as a surface: told to remove, and asked afterwards over HTTP, where people look.

It looks at the public address as well as into this process: another program in between may keep what we dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import httpx
from starlette.types import ASGIApp

from bot.content.queries import media_of
from bot.faces.web.gallery.pieces import USE
from bot.faces.web.gallery.routes import Gallery
from bot.kernel.errors import TryLater
from bot.kernel.log import get_logger
from bot.rights.scope import Use
from bot.storage.unit_of_work import reading

NAME = "gallery"
INSIDE = "http://gallery.internal"
"""The address under which the application is asked in this process; nothing is looked up."""
PATIENCE = 10.0
CACHED_BETWEEN = 6.0
"""Seconds after which what stands between us and people has asked again, see ``answers.CACHING``."""
MOST_BYTES = 5_000_000
log = get_logger(__name__)


class GallerySurface:
    """``app`` is the web application; ``address`` where people reach it from outside, "" where nobody does."""

    def __init__(self, gallery: Gallery, app: ASGIApp, address: str, *, wait: float = CACHED_BETWEEN) -> None:
        self._gallery = gallery
        self._app = app
        self._address = address.rstrip("/")
        self._wait = wait

    @property
    def name(self) -> str:
        return NAME

    @property
    def use(self) -> Use:
        return USE

    async def remove(self, item_id: int) -> None:
        """Drop what this process keeps of it. The rows say that it may not be shown, so nobody makes it again."""
        self._gallery.pages.drop()
        await asyncio.to_thread(self._gallery.pictures.drop, item_id)

    async def shows(self, item_id: int) -> bool:
        """Whether it stands in the feed, on the page or as a picture: asked inside first, then from outside. Raises
        TryLater where a page of ours does not say, since it fails: that is no proof."""
        addresses, token = await self._places(item_id), self._gallery.tokens.item(item_id)
        inside = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=inside, base_url=INSIDE) as client:
            if await _stands(client, addresses, token):
                return True
        return await self._shown_outside(addresses, token)

    async def _shown_outside(self, addresses: Sequence[str], token: str) -> bool:
        if not self._address:
            return False
        try:
            async with httpx.AsyncClient(
                base_url=self._address, timeout=PATIENCE, follow_redirects=True
            ) as client:
                if not await _stands(client, addresses, token):
                    return False
                await asyncio.sleep(self._wait)
                return await _stands(client, addresses, token)
        except (httpx.HTTPError, httpx.InvalidURL, TryLater) as error:
            # Our own address may be closed to ourselves; the application has said that it shows nothing.
            log.warning("gallery_not_reached", problem=type(error).__name__)
            return False

    async def _places(self, item_id: int) -> Sequence[str]:
        """The newest page, the page on which the item would be the first, and its pictures."""
        tokens = self._gallery.tokens
        async with reading(self._gallery.services.database) as session:
            media = (await media_of(session, [item_id])).get(item_id, [])
        from_it = tokens.item(item_id + 1)
        return [
            "/gallery.json",
            f"/gallery.json?before={from_it}",
            "/gallery",
            f"/gallery?before={from_it}",
            *(f"/gallery/media/{tokens.picture(item_id, one.id or 0)}" for one in media),
        ]


async def _stands(client: httpx.AsyncClient, addresses: Sequence[str], token: str) -> bool:
    for address in addresses:
        async with client.stream("GET", address) as answer:
            if answer.status_code == 429 or answer.status_code >= 500:
                raise TryLater(f"it could not be asked (HTTP {answer.status_code})", retry_after=5)
            if answer.status_code != 200:
                continue
            if "/media/" in address:
                if answer.headers.get("content-type", "").startswith("image/"):
                    return True
                continue
            if token.encode() in await _body(answer):
                return True
    return False


async def _body(answer: httpx.Response) -> bytes:
    found = bytearray()
    async for chunk in answer.aiter_bytes():
        found += chunk
        if len(found) > MOST_BYTES:
            break
    return bytes(found)
