"""The pages between a Share button and a network: escaped throughout, with one script of ours that copies."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Template
from starlette.responses import HTMLResponse, Response

from bot.ambassadors.networks import NETWORKS
from bot.ambassadors.sharing import Prepared
from bot.faces.ambassadors.refusals import refusal_words
from bot.faces.web.pages.frame import environment
from bot.faces.web.pages.speaking import NAMES, texts_of
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.settings import Settings

PAGE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self' https:; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}
"""Nobody may keep a page, and the network isn't told the address that led to it."""
_ENVIRONMENT = environment(Path(__file__).parent / "templates")


def composing_page(settings: Settings, language: str, made: Prepared) -> Response:
    """The text to copy, and the way on to the network where it has one."""
    network = NETWORKS[made.network]
    host = clean_line(urlsplit(made.address).hostname or "", 253) if network.anybodys else ""
    html = _rendered("composing.html", settings, language, made=made, network=network, host=host)
    return HTMLResponse(html, headers={**PAGE, "Content-Language": language})


def plain_page(
    settings: Settings, language: str, why: str, status: int, error: TellUser | None = None
) -> Response:
    """A page that says one thing: ``sharing-WHY-title`` and ``sharing-WHY-text``, or what the error says."""
    said = refusal_words(error, language) if error is not None else ""
    html = _rendered("plain.html", settings, language, why=why, said=said)
    return HTMLResponse(html, status_code=status, headers={**PAGE, "Content-Language": language})


def _rendered(template: str, settings: Settings, language: str, **values: Any) -> str:
    return _template(template).render(
        t=texts_of(language),
        language=language,
        languages=NAMES,
        root="../",
        brand=clean_line(settings.brand.name),
        **values,
    )


@cache
def _template(name: str) -> Template:
    return _ENVIRONMENT.get_template(name)
