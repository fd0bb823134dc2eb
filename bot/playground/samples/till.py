"""The sample brand's shop as a visitor of a shared link sees it: one thing to buy, and a server behind it that
reports each order as a real shop's would (README, "What it led to"). Nothing is bought and nothing is paid."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs

import httpx
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.kernel.log import get_logger
from bot.playground.samples.pages import HEADERS, page
from bot.sources.webhook.receive import sign

PATH = "/shop"
PRICE, CURRENCY = "12.50", "EUR"
_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": f"{HEADERS['Content-Security-Policy']}; form-action 'self'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
_ORDER = re.compile(r"[a-z0-9]{10}")
_CLICK_LIMIT = 100
_BODY_LIMIT = 2_000
_STYLE = (
    "<style>button { min-height: 48px; margin-top: 16px; padding: 10px 24px; border: 0; border-radius: 10px; "
    "background: #1f6f54; color: #fff; font: inherit; font-weight: 700; cursor: pointer } "
    "strong { font-size: 22px }</style>"
)
_SAID = {
    "kept": "The shop's server reported it, signed: it counts for whoever shared the link you came by.",
    "repeated": "The shop's server had reported this order already: it counts once.",
    "late": "The shop's server reported it, but the click is too long ago to count.",
    "unknown": "The shop's server reported it, but you came by no link that is known: it counts for nobody.",
    "": "The shop's server couldn't report it just now.",
}
log = get_logger(__name__)


class Till:
    """``clock`` gives seconds; by it reports are signed."""

    def __init__(self, brand: str, clock: Callable[[], float]) -> None:
        self._brand = brand
        self._clock = clock
        self._address = ""
        self._secret = ""

    def open(self, address: str, secret: str) -> None:
        """From now on orders are reported to the bot at that address."""
        self._address, self._secret = address, secret

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self._page, methods=["GET"]),
            Route(f"{PATH}/buy", self._buy, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        """What there is to buy. The token of the click waits in the form, as it would in a shop's own session."""
        click = request.query_params.get("gw", "")[:_CLICK_LIMIT]
        source = request.query_params.get("utm_source", "")[:40]
        came = (
            f"You came by a link that somebody shared ({escape(source) or 'anywhere'})."
            if click
            else "You came by yourself, so what you buy counts for nobody."
        )
        order = secrets.token_hex(5)
        body = (
            f"{_STYLE}<article><h1>Autumn tin, 100 g</h1>"
            '<figure><img src="/pictures/tins-7.png" alt="Tea tins on a shelf"></figure>'
            f"<p>Black tea with apple, cinnamon and a little smoke. From {escape(self._brand)}.</p>"
            f"<p><strong>€{PRICE}</strong></p>"
            f'<form method="post" action="{PATH}/buy"><input type="hidden" name="gw" value="{escape(click)}">'
            f'<input type="hidden" name="order" value="{order}"><button>Buy</button></form>'
            f"<p><small>{came}</small></p></article>"
        )
        return HTMLResponse(page(f"{self._brand}: the shop", body), headers=_HEADERS)

    async def _buy(self, request: Request) -> Response:
        raw = b""
        async for chunk in request.stream():
            raw += chunk
            if len(raw) > _BODY_LIMIT:
                return Response("That order is too long.", status_code=413)
        fields = parse_qs(raw.decode("utf-8", "replace"))
        order = next(iter(fields.get("order", [])), "")
        if not _ORDER.fullmatch(order):
            return Response("That is no order of this shop.", status_code=400)
        click = next(iter(fields.get("gw", [])), "")[:_CLICK_LIMIT]
        said = _SAID[await self._report(order, click)] if click else "It counts for nobody."
        body = (
            f"{_STYLE}<article><h1>Thank you</h1><p>Order {order}: an autumn tin, €{PRICE}. This is a demo: nothing "
            f"was bought and nothing is paid.</p><p>{said}</p></article>"
        )
        return HTMLResponse(page(f"{self._brand}: thank you", body), headers=_HEADERS)

    async def _report(self, order: str, click: str) -> str:
        """Tell the bot; its word for what came of it, "" where it didn't take it."""
        report = {"id": f"order-{order}", "click": click, "value": PRICE, "currency": CURRENCY}
        body, name, stamp = json.dumps(report).encode(), f"msg_{order}", int(self._clock())
        headers = {
            "webhook-id": name,
            "webhook-timestamp": str(stamp),
            "webhook-signature": sign(self._secret, name, stamp, body),
        }
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
                answer = await client.post(f"{self._address}/s/conversions", content=body, headers=headers)
            outcome = str(answer.json().get("outcome", ""))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            log.debug("sample till waits", problem=type(error).__name__)
            return ""
        return outcome if outcome in _SAID else ""
