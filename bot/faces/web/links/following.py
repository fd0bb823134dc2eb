"""What a request for a short link says about who follows it: enough to count, read once. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.types import Scope

from bot.kernel.hosts import is_private_host
from bot.links.clicks.batch import Click
from bot.links.clicks.machines import AHEAD, is_machine
from bot.links.clicks.visitors import AGENT_LIMIT, household

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?")
_PATH = re.compile(r"[/?#\\]")
_SCHEMES = frozenset({"http", "https", "android-app"})
_COUNTRY = re.compile(r"[A-Z]{2}")
_NOWHERE = frozenset({"XX", "ZZ"})
"""What content delivery networks say where they don't know (ISO 3166-1 leaves these to anybody)."""
_READ = {name.encode(): name for name in ("user-agent", "referer", "host", *AHEAD)}


class Follower(NamedTuple):
    """Who follows a link. ``machine``: nobody does, a program asks."""

    click: Click
    machine: bool


def follower(scope: Scope, country_header: bytes, link_id: int, at: datetime) -> Follower:
    """Who asks. The address is what the server says: behind a proxy that is what the proxy says, where the server
    trusts it (``FORWARDED_ALLOW_IPS``). ``country_header`` in lower case, empty for none."""
    headers, country = dict[str, str](), ""
    for raw, value in scope["headers"]:  # names are in lower case (ASGI)
        if (name := _READ.get(raw)) is not None:
            headers[name] = value.decode("latin-1")
        elif raw == country_header:
            country = country_of(value.decode("latin-1"))
    agent = headers.get("user-agent", "")[:AGENT_LIMIT]
    client = scope.get("client")
    referrer = referrer_of(headers["referer"], headers.get("host", "")) if "referer" in headers else ""
    click = Click(link_id, at, household(client[0]) if client else "", agent, referrer, country)
    return Follower(click, is_machine(scope["method"], headers, agent))


def country_of(given: str) -> str:
    """Two letters; "" for what is no country's."""
    return given if _COUNTRY.fullmatch(given) and given not in _NOWHERE else ""


def referrer_of(referer: str, own_host: str) -> str:
    """The website that somebody came from: its host alone, in lower case; "" for none, for our own, and for names
    that only exist inside somebody's network."""
    scheme, _, rest = referer[:200].partition("://")
    if (scheme := scheme.lower()) not in _SCHEMES:
        return ""
    host = _host_of(scheme, _PATH.split(rest, maxsplit=1)[0].rpartition("@")[2])
    return "" if host == own_host.partition(":")[0].lower() else host


@lru_cache(maxsize=1024)  # of websites: the page somebody came from is forgotten at once
def _host_of(scheme: str, authority: str) -> str:
    try:
        host = (urlsplit(f"//{authority}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if scheme == "android-app":  # apps of Android say their own name, such as com.linkedin.android
        return f"android-app:{host}" if _HOST.fullmatch(host) else ""
    return host if _HOST.fullmatch(host) and not is_private_host(host) else ""
