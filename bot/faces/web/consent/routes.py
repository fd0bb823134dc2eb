"""The routes of the private pages."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute, Route

from bot.faces.web.consent.acting import Acting
from bot.faces.web.consent.answer_page import AnswerPage
from bot.faces.web.consent.front import Front
from bot.faces.web.consent.routes_receipt import ReceiptPages
from bot.faces.web.pages.frame import style_route
from bot.services import Services

_STYLE = Path(__file__).parent / "page.css"
_CUT_SHORT = ("/p", "/p/", "/r", "/r/", "/w", "/w/")
"""What is left of a private link that lost its secret on the way."""


def consent_routes(services: Services) -> list[BaseRoute]:
    """All private pages of permissions."""
    front = Front(services)
    page = AnswerPage(front)
    acting = Acting(front, page)
    return [
        style_route("/consent/page.css", _STYLE),
        Route("/p/{token}", page.get, methods=["GET"]),
        Route("/p/{token}", acting.post, methods=["POST"]),
        Route("/p/{token}/media/{media:int}", page.media, methods=["GET"]),
        *ReceiptPages(front).routes(),
        *(Route(start, front.unknown, methods=["GET"]) for start in _CUT_SHORT),
    ]
