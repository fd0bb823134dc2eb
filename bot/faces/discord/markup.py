"""What people wrote, made harmless for a Discord message; and the markup of our own."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any, Literal

from discord.utils import escape_markdown, escape_mentions

from bot.faces.texts import Markup, say
from bot.kernel.text import clean_line, strip_controls, strip_invisible, truncate

NAME, VALUE = 80, 500
_ISOLATE, _POP = "\u2068", "\u2069"
_BRACKETS = re.compile(r"([\[\]])")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
Style = Literal["t", "T", "d", "D", "f", "F", "R"]


def plain(text: str, limit: int = NAME) -> Markup:
    """One line of somebody's, shown as they wrote it: no markup, no mention, no link of its own wording; its
    direction doesn't reach the words around it."""
    line = clean_line(text, limit)
    escaped = _escape(line)
    return Markup(f"{_ISOLATE}{escaped}{_POP}" if _turns(line) else escaped)


def paragraphs(text: str, limit: int) -> Markup:
    """Several lines of somebody's, shown as they wrote them, at most ``limit`` characters of the result."""
    kept = strip_invisible(strip_controls(text)).strip()[:limit]
    while len(escaped := _escape(kept)) > limit:
        kept = truncate(kept, max(1, len(kept) - max(1, len(escaped) - limit)))
    return Markup(escaped)


def _escape(text: str) -> str:
    # Brackets apart: the library takes all from the first "[" to the last ")" for one link and escapes only its first
    # character, and a link can come together from two people's words.
    parts = (
        f"\\{part}" if part in ("[", "]") else escape_markdown(part, ignore_links=False)
        for part in _BRACKETS.split(text)
    )
    # "<" begins channels, times, custom emoji and commands; escape_mentions knows people, roles and @everyone.
    return escape_mentions("".join(parts)).replace("<", "\\<")


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text)


def when(moment: datetime, style: Style = "f") -> Markup:
    """A moment, shown in each reader's own time zone and language."""
    return Markup(f"<t:{int(moment.timestamp())}:{style}>")


def member(external_id: str) -> Markup:
    """A member's name as a link to them. It notifies only where the message allows it to."""
    return Markup(f"<@{external_id}>")


def address(url: str) -> Markup:
    """A web address that Discord draws no preview for."""
    return (
        Markup(f"<{url}>") if url.startswith(("https://", "http://")) and ">" not in url else plain(url, 200)
    )


def link(label: str, url: str | None) -> Markup:
    """Words that lead to an address, or the words alone where it is none."""
    words = plain(label, 100)
    if not url or not url.startswith(("https://", "http://")) or set(url) & set("<>() \n"):
        return words
    return Markup(f"[{words}](<{url}>)")


def _value(text: str) -> str:
    return plain(text, VALUE)


def tell(language: str, key: str, **values: Any) -> str:
    """A text with what people wrote made harmless; moments as each reader's own."""
    fit = {name: when(value) if isinstance(value, datetime) else value for name, value in values.items()}
    return say(language, key, fit, escape=_value)
