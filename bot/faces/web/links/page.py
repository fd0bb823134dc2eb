"""The pages of links: from templates, escaped throughout, no script."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Template
from starlette.responses import HTMLResponse, Response

from bot.faces.web.gallery.page import SHORT
from bot.faces.web.gallery.pieces import Piece
from bot.faces.web.pages.frame import environment
from bot.faces.web.pages.speaking import NAMES, texts_of
from bot.kernel.text import clean_line, truncate
from bot.links.tables import Link
from bot.rights.where import platform_name, web_address
from bot.settings import Settings

PAGE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}
"""Nobody in between may keep a page: it is to be gone with the licence. The short address is told to nobody."""
BUSY = {"Retry-After": "5"}
"""For whoever comes while the database is away."""
STATEMENT = {**PAGE, "Cache-Control": "public, max-age=300", "Vary": "Accept-Language"}
_QUOTED = 280
"""Characters of a piece on a page that leads on to it."""
_ENVIRONMENT = environment(Path(__file__).parent / "templates")


def contact_of(settings: Settings) -> str:
    """Whom to ask about privacy: a mail address, or "" where none is known."""
    wanted = settings.links.contact or settings.brand.contact.strip()
    fits = wanted.count("@") == 1 and not any(one.isspace() or one in '<>"&?' for one in wanted)
    return wanted if fits else ""


def landing_page(
    link: Link, piece: Piece, onward: str, here: str, settings: Settings, language: str
) -> bytes:
    """The page that comes before the piece, or in place of it where ``onward`` is empty. ``here`` is the link's own
    address, for previews of it."""
    text = truncate(piece.text, _QUOTED if onward else SHORT)
    return _rendered(
        "landing.html",
        settings,
        language,
        link=link,
        piece=piece,
        text=text,
        credit=link.credit or piece.credit,
        onward=onward,
        onward_host=clean_line(urlsplit(onward).hostname or ""),
        here=here,
        picture=piece.pictures[0] if piece.pictures else None,
    ).encode("utf-8", "replace")


def plain_page(settings: Settings, language: str, why: str, status: int) -> Response:
    """A page that says one thing: ``links-WHY-title`` and ``links-WHY-text``."""
    return _plain(settings, language, why, status)


def over_page(settings: Settings, language: str, leads_to: str) -> Response:
    """In place of a piece that isn't shared any more, with a way on: to where the programme's links lead
    (``leads_to``), else to the brand's website, and to the gallery where there is one. Nothing there says by which
    link somebody came: nothing is counted of one that is over."""
    onward = web_address(leads_to) or web_address(settings.brand.website)
    host = clean_line(urlsplit(onward).hostname or "")
    gallery = settings.gallery.enabled
    return _plain(settings, language, "over", 410, onward=onward, onward_host=host, gallery=gallery)


def _plain(settings: Settings, language: str, why: str, status: int, **values: Any) -> Response:
    html = _rendered("plain.html", settings, language, why=why, **{"onward": "", "gallery": False, **values})
    more = BUSY if status == 503 else {}
    return HTMLResponse(html, status_code=status, headers={**PAGE, "Content-Language": language, **more})


def privacy_page(settings: Settings, language: str) -> Response:
    """What is counted, for everybody who followed a link."""
    html = _rendered("privacy.html", settings, language, root="", links=settings.links)
    return HTMLResponse(html, headers={**STATEMENT, "Content-Language": language})


def _rendered(template: str, settings: Settings, language: str, *, root: str = "../", **values: Any) -> str:
    return _template(template).render(
        t=texts_of(language),
        platform_name=platform_name,
        language=language,
        languages=NAMES,
        root=root,
        brand=clean_line(settings.brand.name),
        contact=contact_of(settings),
        **values,
    )


@cache
def _template(name: str) -> Template:
    return _ENVIRONMENT.get_template(name)
