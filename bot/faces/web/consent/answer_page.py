"""The page where a creator answers: looking at it, and its pictures."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from bot.ambassadors.service import Ambassadors
from bot.ambassadors.thanking import Thankable
from bot.faces.texts import language_of
from bot.faces.web.consent.front import Front
from bot.faces.web.consent.limits import Act
from bot.faces.web.consent.rendering import PAGE_HEADERS, render
from bot.faces.web.consent.view import FormView, Setting, View, view_of
from bot.faces.web.pages.speaking import spoken
from bot.rights.visits import Standing, Visit, look
from bot.storage.unit_of_work import reading

_HAS_RECEIPT = (Standing.GRANTED, Standing.DECLINED, Standing.WITHDRAWN, Standing.ENDED)


class AnswerPage:
    """Shows an ask to whoever has its link."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._services = front.services
        asks = front.services.asks
        self._setting = Setting(
            asks.voice.brand, asks.terms, front.services.settings.rights.original_megabytes
        )

    async def get(self, request: Request) -> Response:
        token = request.path_params["token"]
        if (slow := await self._front.slow_down(request, Act.LOOK, token[:40])) is not None:
            return slow
        found = await self.visit(token)
        if found is None:
            return await self._front.unknown(request)
        view, language = self.view(request, found)
        await self.add_thanks(found, view)
        if "asked" in request.query_params and not view.note:
            view.note = "consent-asked-done"
        return self.render(request, view, FormView(self.token(found, view), view.credit), language)

    async def media(self, request: Request) -> Response:
        """One of the item's own previews."""
        token, wanted = request.path_params["token"], request.path_params["media"]
        if (slow := await self._front.slow_down(request, Act.LOOK, token[:40])) is not None:
            return slow
        found = await self.visit(token)
        cached = [one for one in found.media if one.state == "cached"] if found is not None else []
        name = next((one.file for one in cached if one.id == wanted), None)
        data = await asyncio.to_thread(self._services.asks.kit.previews.read, name) if name else None
        if data is None:
            return await self._front.unknown(request)
        return Response(data, media_type="image/jpeg", headers=PAGE_HEADERS)

    async def visit(self, token: str) -> Visit | None:
        return await look(self._services.database, token)

    def view(self, request: Request, found: Visit) -> tuple[View, str]:
        """The page's values, and the language to say them in."""
        language = spoken(request, _language_of(found))
        token = request.path_params["token"]
        view = view_of(found, self._setting, language, token, self._services.clock())
        asks = self._services.asks
        if view.standing in (Standing.OPEN, Standing.GRANTED) and found.ask.pending:
            view.pending, view.code = found.ask.pending.get("uses", []), asks.code(found.ask)
        if view.standing in _HAS_RECEIPT:
            view.receipt = f"r/{asks.links.receipt_token(found.ask)}"
        if view.standing == Standing.GRANTED:
            view.withdraw = f"w/{asks.links.withdraw_token(found.ask)}"
        return view, language

    async def add_thanks(self, found: Visit, view: View) -> None:
        """Whether there is anybody to thank: colleagues who shared the piece."""
        if view.standing != Standing.GRANTED:
            return
        async with reading(self._services.database) as session:
            thanks = await self._services.outlet(Ambassadors).thanking.standing(session, found.item.id)
        if thanks.state is not Thankable.NOBODY:
            view.thanks, view.sharers = thanks.state.value, thanks.people

    def token(self, found: Visit, view: View) -> str:
        """A fresh form token."""
        return self._front.tokens.issue(found.ask.link_hash, view.shown)

    def render(
        self, request: Request, view: View, form: FormView, language: str, status: int = 200
    ) -> Response:
        template = "answer.html" if view.standing == Standing.OPEN else "standing.html"
        brand = self._setting.brand
        return render(request, template, language, status=status, brand=brand, view=view, form=form)


def _language_of(found: Visit) -> str:
    """The message's language where the page speaks it; else "", and the browser's counts."""
    language = found.ask.language
    return language if language_of(language) == language else ""
