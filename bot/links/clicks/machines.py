"""Who follows a link without a person: programs, previews of messages, browsers that fetch ahead. Pure.

A program that pretends to be a browser is not known by this; what many clicks of one address count for is bounded by
``counter``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from crawleruseragents import is_crawler

_BROWSER = re.compile(r"(?:Mozilla|Opera)/[\d.]+ \(")
"""Every browser that people use calls itself so, also those inside other apps (``navigator.userAgent``, HTML Living
Standard, section 8.10.1.1)."""
_ROBOT = re.compile(r"\(compatible;(?! MSIE)|\+(?:https?://|mailto:)|\bCardyb\b", re.IGNORECASE)
"""How programs say that they are ones: the word after the bracket, and an address to complain to."""
AHEAD = ("sec-purpose", "purpose", "x-purpose", "x-moz")
"""Headers in which a browser says that it fetches ahead, before anybody has decided to go there (Fetch Standard,
``Sec-Purpose``; older: Safari's ``Purpose: preview`` and Firefox's ``X-Moz: prefetch``)."""
_FETCHES_AHEAD = ("prefetch", "prerender", "preview")


def is_machine(method: str, headers: Mapping[str, str], agent: str) -> bool:
    """Whether a request is no person's click. ``headers`` by their lower-case names; ``agent`` cut to a sensible
    length."""
    return method != "GET" or fetched_ahead(headers) or is_program(agent)


def fetched_ahead(headers: Mapping[str, str]) -> bool:
    for name in AHEAD:
        if (value := headers.get(name)) and any(word in value.lower() for word in _FETCHES_AHEAD):
            return True
    return False


@lru_cache(maxsize=4096)
def is_program(agent: str) -> bool:
    """Whether a name is none that a browser has: by the maintained list of crawler-user-agents (MIT), which takes
    about 100 µs a name, and by what all browsers have in common."""
    return _BROWSER.match(agent) is None or _ROBOT.search(agent) is not None or is_crawler(agent)
