"""Which proxy an address is reached by."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies_environment, proxy_bypass


def proxy_for(url: str) -> str | None:
    """The proxy the environment names for this address, NO_PROXY and loopback respected."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in ("localhost", "::1") or host.startswith("127.") or proxy_bypass(parts.netloc):
        return None
    proxies = getproxies_environment()
    return proxies.get("https") or proxies.get("http") or None
