"""``/p/{token}``: the page where a creator answers, its pictures, and the style of all private pages."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from bot.faces.texts import language_of
from bot.faces.web.consent.front import Front
from bot.faces.web.consent.limits import Act
from bot.faces.web.consent.rendering import PAGE_HEADERS, render, spoken
from bot.faces.web.consent.routes_receipt import ReceiptPages
from bot.faces.web.consent.view import FormView, Setting, View, view_of
from bot.rights.visits import Standing, Visit, visit
from bot.services import Services
from bot.storage.unit_of_work import reading

_STYLE = Path(__file__).parent / "page.css"


def consent_routes(services: Services) -> list[BaseRoute]:
    """All private pages of permissions."""
    front = Front(services)
    return [
        Route("/consent/page.css", _style),
        *AnswerPages(front).routes(),
        *ReceiptPages(front).routes(),
    ]


async def _style(_request: Request) -> Response:
    return FileResponse(_STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


class AnswerPages:
    """The page where a creator answers."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._services = front.services
        settings = front.services.settings
        self._setting = Setting(
            front.services.asks.voice.brand, front.services.asks.terms, settings.rights.original_megabytes
        )

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/p/{token}", self._look, methods=["GET"]),
            Route("/p/{token}/media/{media:int}", self._media, methods=["GET"]),
        ]

    async def _look(self, request: Request) -> Response:
        token = request.path_params["token"]
        if (slow := await self._front.slow_down(request, Act.LOOK, token[:40])) is not None:
            return slow
        found = await self._visit(token)
        if found is None:
            return await self._front.unknown(request)
        return self._page(request, found)

    async def _visit(self, token: str) -> Visit | None:
        async with reading(self._services.database) as session:
            return await visit(session, token)

    def _view(self, request: Request, found: Visit) -> tuple[View, str]:
        language = spoken(request, language_of_ask(found))
        token = request.path_params["token"]
        return view_of(found, self._setting, language, token, self._services.clock()), language

    def _page(self, request: Request, found: Visit) -> Response:
        view, language = self._view(request, found)
        bound = found.ask.link_hash or ""
        form = FormView(self._front.tokens.issue(bound, view.shown), view.credit)
        return self._render(request, view, form, language)

    def _render(
        self, request: Request, view: View, form: FormView, language: str, status: int = 200
    ) -> Response:
        template = "answer.html" if view.standing == Standing.OPEN else "standing.html"
        brand = self._setting.brand
        return render(request, template, language, status=status, brand=brand, view=view, form=form)

    async def _media(self, request: Request) -> Response:
        """One of the item's own previews."""
        token = request.path_params["token"]
        if (slow := await self._front.slow_down(request, Act.LOOK, token[:40])) is not None:
            return slow
        found = await self._visit(token)
        name = (
            next(
                (
                    one.file
                    for one in found.media
                    if one.id == request.path_params["media"] and one.state == "cached"
                ),
                None,
            )
            if found is not None
            else None
        )
        data = await asyncio.to_thread(self._services.asks.kit.previews.read, name) if name else None
        if data is None:
            return await self._front.unknown(request)
        return Response(
            data, media_type="image/jpeg", headers={**PAGE_HEADERS, "Content-Disposition": "inline"}
        )


def language_of_ask(found: Visit) -> str:
    """The message's language where the page speaks it; else "", and the browser's counts."""
    language = found.ask.language
    return language if language_of(language) == language else ""
