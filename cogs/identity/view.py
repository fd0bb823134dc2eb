"""What people type and see about accounts, as plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.faces import words
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.accounts import KnownAccount

HOW = "Write it as HANDLE on PLATFORM: @anna@social.example on mastodon"
_NAMED = re.compile(r"(?P<handle>\S.{0,199})\s+on\s+(?P<platform>[A-Za-z0-9 ._-]{1,60})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """An account as somebody names it."""

    handle: str
    platform: str  # as accounts have it: lower case, no spaces


def read_named(text: str) -> Named:
    """ "@anna on Mastodon". Raises TellUser that shows how it is written."""
    match = _NAMED.fullmatch(clean_line(text, 300))
    if match is None:
        raise TellUser("Which account?", remedy=f"{HOW}.")
    platform = match["platform"].strip().casefold().replace(" ", "")
    return Named(match["handle"].strip(), _SPOKEN.get(platform, platform))


_SPOKEN = {"twitter": "x", "bsky": "bluesky", "insta": "instagram", "ig": "instagram", "hn": "hackernews"}


def label(account: KnownAccount) -> str:
    """ "Anna (@anna@social.example, Mastodon)", in one line and not escaped."""
    where = words.platform_word(clean_line(account.platform, 40))
    handle = clean_line(account.handle, 80) if account.handle else ""
    name = clean_line(account.name, 80)
    inside = ", ".join(part for part in (handle if handle != name else "", where) if part)
    return f"{name} ({inside})"


def the_one(found: list[KnownAccount], named: Named) -> KnownAccount:
    """The account that was meant. Raises TellUser where it is none, or one of several."""
    where = words.platform_word(named.platform)
    if not found:
        raise TellUser(
            f"Nobody called {clean_line(named.handle, 80)} on {where} has been seen here.",
            remedy="Check the spelling. An account is known once something of it was found or it acted here.",
        )
    if len(found) > 1:
        listed = ", ".join(label(one) for one in found[:5])
        raise TellUser(f"That may be {len(found)} accounts: {listed}.", remedy="Write the whole handle.")
    return found[0]
