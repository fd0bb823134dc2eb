"""What a request for a short link says about who follows it: enough to count, read once. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.types import Scope

from bot.kernel.hosts import is_private_host
from bot.links.clicks.batch import Click
from bot.links.clicks.machines import AHEAD, is_machine
from bot.links.clicks.visitors import AGENT_LIMIT, household

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NOWHERE = frozenset({"XX", "ZZ"})
"""What content delivery networks say where they don't know (ISO 3166-1 leaves these to anybody)."""
_READ = frozenset({"user-agent", "referer", "host", *AHEAD})


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows a link. ``machine``: nobody does, a program asks."""

    address: str
    agent: str
    referrer: str
    country: str
    machine: bool

    def click(self, link_id: int, at: datetime) -> Click:
        return Click(link_id, at, self.address, self.agent, self.referrer, self.country)


def follower(scope: Scope, country_header: str) -> Follower:
    """Who asks. The address is what the server says: behind a proxy that is what the proxy says, where the server
    trusts it (``FORWARDED_ALLOW_IPS``). ``country_header`` in lower case, "" for none."""
    headers = {
        name: value.decode("latin-1")
        for raw, value in scope["headers"]
        if (name := raw.decode("latin-1").lower()) in _READ or name == country_header
    }
    agent = headers.get("user-agent", "")[:AGENT_LIMIT]
    client = scope.get("client")
    country = headers.get(country_header, "") if country_header else ""
    return Follower(
        address=household(client[0]) if client else "",
        agent=agent,
        referrer=referrer_of(headers.get("referer", ""), headers.get("host", "")),
        country=country if _COUNTRY.fullmatch(country) and country not in _NOWHERE else "",
        machine=is_machine(scope["method"], headers, agent),
    )


def referrer_of(referer: str, own_host: str) -> str:
    """The website that somebody came from: its host alone, in lower case; "" for none, for our own, and for names
    that only exist inside somebody's network."""
    if not referer:
        return ""
    host = _host_of(referer[:200])
    return "" if host == own_host.partition(":")[0].lower() else host


@lru_cache(maxsize=1024)
def _host_of(referer: str) -> str:
    try:
        parts = urlsplit(referer)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if parts.scheme == "android-app":  # apps of Android say their own name, such as com.linkedin.android
        return f"android-app:{host}" if _HOST.fullmatch(host) else ""
    fits = parts.scheme in ("http", "https") and _HOST.fullmatch(host) is not None
    return host if fits and not is_private_host(host) else ""
