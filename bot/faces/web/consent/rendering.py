"""Pages from templates: escaped throughout, no script, no style but our own file, found by no search engine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.faces.texts import DEFAULT, LANGUAGES, language_of, say

PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
NAMES = {"en": "English", "sv": "Svenska", "de": "Deutsch"}
_HERE = Path(__file__).parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def template_of(name: str) -> Template:
    """A template, compiled once."""
    return _ENVIRONMENT.get_template(name)


def spoken(request: Request, own: str = "") -> str:
    """The language to speak: the one chosen on the page, else that of the message (``own``), else the best of what
    the browser asks for, else English."""
    chosen = request.query_params.get("lang", "")
    for each in (chosen, own):
        if each in LANGUAGES:
            return each
    return _accepted(request.headers.get("accept-language", "")[:200])


def _accepted(header: str) -> str:
    wanted: list[tuple[float, str]] = []
    for part in header.split(","):
        name, _, quality = part.strip().partition(";q=")
        code = name.partition("-")[0].casefold()
        if code in LANGUAGES:
            wanted.append((-_number(quality), code))
    return min(wanted, default=(0.0, DEFAULT))[1]


def _number(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


@lru_cache(maxsize=2048)
def _said(language: str, key: str, values: tuple[tuple[str, Any], ...]) -> str:
    return say(language, key, dict(values))


def told(language: str, key: str, **values: Any) -> str:
    """A text. It is kept, so that a page costs no more for speaking a language: don't give it what a person wrote."""
    return _said(language_of(language), key, tuple(sorted(values.items())))


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
        t=partial(told, language), language=language, languages=NAMES, root=root, **values
    )
    given = {**PAGE_HEADERS, "Content-Language": language, **(headers or {})}
    return HTMLResponse(html, status_code=status, headers=given)
