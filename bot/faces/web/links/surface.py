"""Tracked links as a surface. They lead on only while the rows say so; a removal looks whether they do, where people
follow them."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
from starlette.types import ASGIApp

from bot.faces.web.links.resolving import USE
from bot.kernel.errors import TryLater
from bot.kernel.log import get_logger
from bot.links import queries
from bot.rights.scope import Use
from bot.services import Services
from bot.storage.unit_of_work import reading

NAME = "tracked links"
INSIDE = "http://links.internal"
"""The address under which the application is asked in this process; nothing is looked up."""
PATIENCE = 10.0
LOOKED_AT = 20
"""Links of one piece, the newest: all are answered by the same permission."""
_ASKING = {"Sec-Purpose": "prefetch"}
"""Asking is nobody's click."""
log = get_logger(__name__)


class LinkSurface:
    """``app`` is the web application; ``address`` where links begin outside, "" where nobody reaches them."""

    def __init__(self, services: Services, app: ASGIApp, address: str) -> None:
        self._services = services
        self._app = app
        self._address = address.rstrip("/")

    @property
    def name(self) -> str:
        return NAME

    @property
    def use(self) -> Use:
        return USE

    async def ever_showed(self, item_id: int) -> bool:
        return bool(await self._codes(item_id))

    async def remove(self, item_id: int) -> None:
        """Nothing is to be done: a link that is followed asks the rows, in every replica (``resolving``)."""

    async def shows(self, item_id: int) -> bool:
        """Whether any of its links leads on: asked inside first, then from outside. Raises TryLater where ours fails:
        that is no proof."""
        codes = await self._codes(item_id)
        inside = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=inside, base_url=INSIDE) as client:
            if await _leads(client, codes):
                return True
        return await self._leads_outside(codes)

    async def _codes(self, item_id: int) -> list[str]:
        async with reading(self._services.database) as session:
            return [one.code for one in await queries.live_of_item(session, item_id, LOOKED_AT)]

    async def _leads_outside(self, codes: Sequence[str]) -> bool:
        if not self._address or not codes:
            return False
        try:
            async with httpx.AsyncClient(base_url=self._address, timeout=PATIENCE) as client:
                return await _leads(client, codes)
        except (httpx.HTTPError, httpx.InvalidURL, TryLater) as error:
            # Our own address may be closed to ourselves; the application has said that they lead nowhere.
            log.warning("links_not_reached", problem=type(error).__name__)
            return False


async def _leads(client: httpx.AsyncClient, codes: Sequence[str]) -> bool:
    for code in codes:
        answer = await client.get(f"/s/{code}", headers=_ASKING)
        if answer.status_code == 429 or answer.status_code >= 500:
            raise TryLater(f"they could not be asked (HTTP {answer.status_code})", retry_after=5)
        page = answer.status_code == 200 and code in answer.text  # a page of ours names its own link
        if answer.is_redirect or page:
            return True
    return False
