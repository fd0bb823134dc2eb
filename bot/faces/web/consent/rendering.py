"""Private pages from templates: found by no search engine, kept by no cache, said to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.faces.web.pages.frame import environment
from bot.faces.web.pages.speaking import NAMES, texts_of

PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
_ENVIRONMENT = environment(Path(__file__).parent / "templates")


@cache
def template_of(name: str) -> Template:
    """A template, compiled once."""
    return _ENVIRONMENT.get_template(name)


def render(
    request: Request,
    template: str,
    language: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    """A page with its headers. Templates have ``t`` for texts, ``root`` (the way to our own address) and what is
    given here; a value that is missing is an error of ours."""
    root = "../" * (request.scope["path"].count("/") - 1)
    html = template_of(template).render(
        t=texts_of(language), language=language, languages=NAMES, root=root, **values
    )
    given = {**PAGE_HEADERS, "Content-Language": language, **(headers or {})}
    return HTMLResponse(html, status_code=status, headers=given)
