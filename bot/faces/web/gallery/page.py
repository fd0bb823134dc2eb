"""The gallery as pages for people: from templates, escaped throughout, no script."""

from __future__ import annotations

from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Template
from starlette.responses import HTMLResponse, Response

from bot.faces.web.gallery.answers import PAGE, robots
from bot.faces.web.gallery.pieces import Page
from bot.faces.web.pages.frame import environment
from bot.faces.web.pages.speaking import NAMES, texts_of
from bot.kernel.text import clean_line, truncate
from bot.rights.where import platform_name
from bot.settings import Settings

SHORT = 700
"""Characters of a text that the page shows; the rest stands where it was posted."""
_ENVIRONMENT = environment(Path(__file__).parent / "templates")


def title_of(settings: Settings, language: str = "en") -> str:
    """The gallery's name, as the settings say or made of the brand's."""
    return clean_line(settings.gallery.title) or texts_of(language)(
        "gallery-title", brand=clean_line(settings.brand.name)
    )


def contact_of(settings: Settings) -> str:
    """A mail address that people who want something removed may use as well; "" where there is none."""
    if settings.gallery.contact:
        return settings.gallery.contact
    contact = settings.brand.contact.strip()
    fits = contact.count("@") == 1 and not any(one.isspace() or one in '<>"&?' for one in contact)
    return contact if fits else ""


def gallery_page(page: Page, settings: Settings, language: str, *, first: bool) -> bytes:
    """A page of pieces. ``first`` is the one with the newest."""
    return _rendered("gallery.html", settings, language, "", page=page, first=first).encode()


def plain_page(
    settings: Settings, language: str, why: str, status: int, headers: dict[str, str] | None = None
) -> Response:
    """A page that says one thing: ``gallery-WHY-title`` and ``gallery-WHY-text``. It is found by nobody."""
    return page_response("plain.html", settings, language, status, headers, "../", why=why)


def page_response(
    template: str,
    settings: Settings,
    language: str,
    status: int,
    headers: dict[str, str] | None,
    root: str,
    **values: Any,
) -> Response:
    html = _rendered(template, settings, language, root, **values)
    more = {**PAGE, **robots(False), "Cache-Control": "no-store", "Content-Language": language}
    return HTMLResponse(html, status_code=status, headers={**more, **(headers or {})})


def _rendered(template: str, settings: Settings, language: str, root: str, **values: Any) -> str:
    return _template(template).render(
        t=texts_of(language),
        day=partial(_day, language),
        platform_name=platform_name,
        short=partial(truncate, limit=SHORT),
        language=language,
        languages=NAMES,
        root=root,
        brand=clean_line(settings.brand.name),
        title=title_of(settings, language),
        robots=settings.gallery.robots,
        contact=contact_of(settings),
        **values,
    )


@cache
def _template(name: str) -> Template:
    return _ENVIRONMENT.get_template(name)


def _day(language: str, moment: datetime) -> str:
    return format_date(moment.date(), "long", locale=language)
