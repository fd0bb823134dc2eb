"""``/r/{token}``: a creator's receipt, to read, print, download or be mailed. ``/w/{token}``: the button that takes a
yes back.

A GET changes nothing: mail scanners follow links. The secret address is all that the forms need; whoever does not
have it can't send one, so there is no form token that could grow old between a creator and their button.
"""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.faces.mail.receipts import ReceiptMail
from bot.faces.texts import language_of
from bot.faces.web.consent.forms import read_form
from bot.faces.web.consent.front import Front
from bot.faces.web.consent.limits import Act
from bot.faces.web.consent.receipt_view import ended_at, receipt_view, removed_at, state_of
from bot.faces.web.consent.rendering import PAGE_HEADERS, render
from bot.faces.web.pages.speaking import spoken
from bot.kernel.errors import TellUser
from bot.kernel.letter import mail_address
from bot.rights import queries
from bot.rights.outcomes import AskDone
from bot.rights.receipt_fields import Receipt
from bot.rights.receipts import Receipts
from bot.rights.rules import WAITING, AskStatus
from bot.rights.tables import Ask
from bot.storage.unit_of_work import reading, unit_of_work

_TO_DECLINE = WAITING | {AskStatus.ANSWERED}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a token opened: the ask, and its receipt where it was answered."""

    ask: Ask
    receipt: Receipt | None


class ReceiptPages:
    """Both pages."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._services = front.services
        self._receipts = Receipts(front.services.asks.kit, front.services.settings)
        self._mail = front.services.outlet(ReceiptMail)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/r/{token}", self._look, methods=["GET"]),
            Route("/r/{token}", self._send, methods=["POST"]),
            Route("/r/{token}/receipt.json", self._download, methods=["GET"]),
            Route("/w/{token}", self._ask, methods=["GET"]),
            Route("/w/{token}", self._withdraw, methods=["POST"]),
        ]

    # The receipt

    async def _look(self, request: Request) -> Response:
        opened = await self._open_receipt(request, Act.LOOK)
        return opened if isinstance(opened, Response) else self._page(request, *opened)

    async def _download(self, request: Request) -> Response:
        opened = await self._open_receipt(request, Act.LOOK)
        if isinstance(opened, Response):
            return opened
        _, found = opened
        return Response(
            orjson.dumps(found.model_dump(mode="json"), option=orjson.OPT_INDENT_2),
            media_type="application/json",
            headers={
                **PAGE_HEADERS,
                "Content-Disposition": f'attachment; filename="receipt-{found.receipt_id}.json"',
            },
        )

    async def _send(self, request: Request) -> Response:
        """Mail the receipt to the address that was given."""
        opened = await self._open_receipt(request, Act.SEND)
        if isinstance(opened, Response):
            return opened
        ask, found = opened
        form = await read_form(request)
        typed = form.one("address", 300).strip()
        await form.close()
        if not self._may_mail(found):
            return self._page(request, ask, found)
        try:
            address = mail_address(typed)
        except TellUser:
            return self._page(request, ask, found, error="receipt-mail-error", typed=typed, status=422)
        async with unit_of_work(self._services.database) as session:
            sent = await self._mail.wanted(session, ask.id or 0, address, self._services.clock())
        if not sent:
            return self._page(request, ask, found, error="receipt-mail-enough", typed=typed, status=429)
        return _back(request, "sent")

    async def _open_receipt(self, request: Request, act: Act) -> Response | tuple[Ask, Receipt]:
        opened = await self._open(request, act, withdraw=False)
        if isinstance(opened, Response):
            return opened
        if opened.receipt is None:
            return self._front.say_no(request, "unanswered", status=404)
        return opened.ask, opened.receipt

    def _may_mail(self, found: Receipt) -> bool:
        return self._services.settings.mail.enabled and found.pii_principal_id != "erased"

    def _page(
        self,
        request: Request,
        ask: Ask,
        found: Receipt,
        *,
        error: str = "",
        typed: str = "",
        status: int = 200,
    ) -> Response:
        language = spoken(request, _own(ask))
        return render(
            request,
            "receipt.html",
            language,
            status=status,
            brand=self._services.asks.voice.brand,
            view=receipt_view(found, language),
            contact=self._services.settings.brand.contact,
            download=f"r/{request.path_params['token']}/receipt.json",
            withdraw=f"w/{self._services.asks.links.withdraw_token(ask)}" if _open(ask) else "",
            may_mail=self._may_mail(found),
            sent="sent" in request.query_params,
            error=error,
            typed=typed,
        )

    # The button

    async def _ask(self, request: Request) -> Response:
        opened = await self._open(request, Act.LOOK, withdraw=True)
        if isinstance(opened, Response):
            return opened
        ask, found = opened.ask, opened.receipt
        language = spoken(request, _own(ask))
        return render(
            request,
            "withdraw.html",
            language,
            brand=self._services.asks.voice.brand,
            contact=self._services.settings.brand.contact,
            state=_stands(ask, found),
            now="now" in request.query_params,
            view=receipt_view(found, language) if found is not None else None,
            ended=ended_at(found, language) if found is not None else "",
            removed=removed_at(found, language) if found is not None else "",
            receipt=f"r/{self._services.asks.links.receipt_token(ask)}" if found is not None else "",
        )

    async def _withdraw(self, request: Request) -> Response:
        """Take it back, or say no. A second press finds it done, and writes nothing."""
        opened = await self._open(request, Act.SEND, withdraw=True)
        if isinstance(opened, Response):
            return opened
        async with unit_of_work(self._services.database) as session:
            done = await self._services.asks.withdraw(
                session, opened.ask.id or 0, self._services.clock(), via="web"
            )
        return _back(request, "now" if isinstance(done, AskDone) else "")

    async def _open(self, request: Request, act: Act, *, withdraw: bool) -> Response | Opened:
        token = request.path_params["token"]
        if (slow := await self._front.slow_down(request, act, token[:200])) is not None:
            return slow
        links = self._services.asks.links
        read = links.read_withdraw(token) if withdraw else links.read_receipt(token)
        if read is None:
            return await self._front.unknown(request)
        ask_id, generation = read
        async with reading(self._services.database) as session:
            ask = await queries.get_ask(session, ask_id)
            if ask is None:
                return await self._front.unknown(request)
            if ask.link_generation != generation:
                return self._front.say_no(request, "retired", status=410)
            ask = await self._standing(session, ask) if withdraw else ask
            return Opened(ask, await self._receipts.of(session, ask))

    async def _standing(self, session: AsyncSession, ask: Ask) -> Ask:
        """The permission that a withdrawal ends: where a renewal was granted in its place, that one."""
        if ask.live:
            return ask
        current = (await queries.asks_of(session, [ask.item_id])).get(ask.item_id)
        return current if current is not None and current.live else ask


def _open(ask: Ask) -> bool:
    return ask.status == AskStatus.GRANTED or AskStatus(ask.status) in _TO_DECLINE


def _stands(ask: Ask, found: Receipt | None) -> str:
    """granted | open | withdrawn | declined | ended: what the page says and offers."""
    status = AskStatus(ask.status)
    if status is AskStatus.GRANTED:
        return "granted"
    if status in _TO_DECLINE:
        return "open"
    if found is None:
        return "ended"
    return {"withdrawn": "withdrawn", "refused": "declined"}.get(state_of(found), "ended")


def _own(ask: Ask) -> str:
    return ask.language if language_of(ask.language) == ask.language else ""


def _back(request: Request, word: str) -> Response:
    """See the page itself again, so that reloading it sends nothing twice."""
    kept = {"lang": request.query_params["lang"]} if "lang" in request.query_params else {}
    query = "&".join([*(f"{name}={value}" for name, value in kept.items() if value.isalpha()), word])
    return RedirectResponse(f"?{query.strip('&')}", status_code=303, headers=PAGE_HEADERS)
