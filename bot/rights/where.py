"""Where to reach a creator: a link that opens the right place for the message that a person sends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.content.tables import Item
from bot.kernel.text import clean_line
from bot.people.tables import Creator

# No "?" and no "%": a mailto address from a stranger must not bring headers or further recipients.
_MAILTO = re.compile(r"(?i)mailto:[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+")
_NAMES = {"x": "X", "hackernews": "Hacker News", "youtube": "YouTube", "tiktok": "TikTok"}


@dataclass(frozen=True, slots=True)
class Place:
    """A link and what to call it."""

    label: str
    url: str


def reply_place(item: Item, creator: Creator | None = None) -> Place | None:
    """The post itself (one replies beneath it), else the creator's mail address or page; None if none is known."""
    if url := web_address(item.url):
        return Place(f"Open the post on {platform_name(item.platform)}", url)
    contact = creator.url if creator is not None else None
    if contact and _MAILTO.fullmatch(contact):
        return Place("Write a mail", contact)
    if url := web_address(contact):
        return Place(f"Open the profile on {platform_name(item.platform)}", url)
    return None


def platform_name(platform: str) -> str:
    """A platform's name as people write it."""
    known = _NAMES.get(platform.casefold().replace(" ", ""))
    return known or clean_line(platform[:1].upper() + platform[1:], 40) or "the web"


def web_address(url: str | None) -> str:
    """The URL if a button may open it: http(s), with a host, without credentials or white space; else ""."""
    if not url or len(url) > 3000 or url != "".join(url.split()) or url != clean_line(url, 3000):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else ""
