"""A bare Starlette template response: the creator's page from values that are ready, with nothing around it."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from bot.faces.web.consent.view import FormView, View
from bot.faces.web.pages.speaking import NAMES, texts_of

TEMPLATES = Path(__file__).parents[3] / "bot" / "faces" / "web" / "consent" / "templates"


def application(view: View, form: FormView, brand: str) -> Starlette:
    """One route."""
    templates = Jinja2Templates([TEMPLATES, TEMPLATES.parents[1] / "pages"])
    values = {"t": texts_of("en"), "language": "en", "languages": NAMES, "root": "../", "brand": brand}

    async def page(request: Request) -> Response:
        return templates.TemplateResponse(request, "answer.html", {**values, "view": view, "form": form})

    return Starlette(routes=[Route("/p/{token}", page)])
