"""``/share/{token}``: a person's press makes the share and its tracked link, once for each piece and network.

Programs, previews and prefetches get a page with a button, and make nothing. Where the network takes the text, the
browser is sent on to its composer; else a page shows the text to copy first. A server that the person named
themselves (Mastodon) is never redirected to: an address of ours would lead anywhere. The page names it.

The browser that opens a composer is no visitor of that link for the rest of the day (``clicks.own``). Where a
composer opens from a window in the chat, no browser of theirs comes by, and a look at their own link counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.ambassadors.networks import NETWORKS
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.sharing import Prepared
from bot.ambassadors.wishes import ask_to_show
from bot.faces.web.links.following import follower
from bot.faces.web.pages.frame import style_route
from bot.faces.web.pages.speaking import spoken
from bot.faces.web.sharing.page import PAGE, composing_page, plain_page
from bot.faces.web.sharing.tokens import ShareTokens, Sharing, tokens_of
from bot.kernel.errors import TellUser
from bot.links.clicks.machines import is_machine
from bot.links.clicks.own import leave_out
from bot.services import Services
from bot.storage.unit_of_work import unit_of_work

_HERE = Path(__file__).parent
AGENT = 300
"""Characters of a program's name that are looked at."""


class SharePages:
    """The pages behind Share buttons."""

    def __init__(self, services: Services, tokens: ShareTokens) -> None:
        self._services = services
        self._tokens = tokens

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/share/{token}", self._share, methods=["GET", "POST"]),
            Route("/sharing/copy.js", _script, methods=["GET"]),
            style_route("/sharing/sharing.css", _HERE / "sharing.css"),
        ]

    async def _share(self, request: Request) -> Response:
        settings, language, now = self._services.settings, spoken(request), self._services.clock()
        wanted = self._tokens.read(request.path_params["token"])
        if wanted is None:
            return plain_page(settings, language, "missing", 404)
        if wanted.until <= now:
            return plain_page(settings, language, "expired", 410)
        if request.method != "POST" and is_machine(
            request.method, request.headers, request.headers.get("user-agent", "")[:AGENT]
        ):
            return plain_page(settings, language, "ready", 200)
        try:
            made = await self._made(request, wanted, now)
        except TellUser as error:
            return plain_page(settings, language, "refused", 409, error)
        network = NETWORKS[made.network]
        if made.copied or network.anybodys or not made.address.startswith("https://"):
            return composing_page(settings, language, made)
        return RedirectResponse(made.address, 303, headers=dict(PAGE))

    async def _made(self, request: Request, wanted: Sharing, now: datetime) -> Prepared:
        services = self._services
        ambassadors = services.outlet(Ambassadors)
        async with unit_of_work(services.database) as session:
            programme = await ambassadors.programme(session)
            made = await ambassadors.open(
                session, wanted.ambassador_id, wanted.item_id, wanted.network, programme, now
            )
            await ask_to_show(session, services.work, wanted.ambassador_id)
            own = follower(request.scope, b"", made.link_id, now).click
            await leave_out(session, own)
        return made


async def _script(_request: Request) -> Response:
    headers = {"Cache-Control": "max-age=3600"}
    return FileResponse(_HERE / "copy.js", media_type="text/javascript", headers=headers)


def sharing_routes(services: Services) -> Sequence[BaseRoute]:
    """The routes for the web application; none where people outside can't reach it."""
    tokens = tokens_of(services)
    return SharePages(services, tokens).routes() if tokens is not None else []
