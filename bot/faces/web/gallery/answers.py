"""What the gallery's answers carry, and when nothing needs to be sent again. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

CACHING = "public, max-age=30, s-maxage=5, must-revalidate"
"""What ended is gone within a minute: nobody shows a page for longer than 30 seconds without asking us again, and a
cache between us and many people asks after 5."""
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Any website may show it. There are no cookies, so it tells nobody anything about who asks."""
PREFLIGHT = {
    **OPEN,
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "600",
}
PAGE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}
MEDIA = {"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'"}
_SETTLED = timedelta(seconds=60)
_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?"
)


def robots(allowed: bool) -> dict[str, str]:
    """What search engines may do; an answer that says nothing of it may not be listed."""
    return {"X-Robots-Tag": "all" if allowed else "noindex, nofollow, noarchive"}


def caching(etag: str, changed_at: datetime) -> dict[str, str]:
    return {
        "Cache-Control": CACHING,
        "ETag": etag,
        "Last-Modified": format_datetime(changed_at.replace(microsecond=0), usegmt=True),
    }


def unchanged(headers: Mapping[str, str], etag: str, changed_at: datetime, now: datetime) -> bool:
    """Whether the client has it already. An ETag decides; a date alone, which counts seconds and may come from
    another replica, only a minute after the last change."""
    if (tags := headers.get("if-none-match")) is not None:
        return any(one.strip().removeprefix("W/") in (etag, "*") for one in tags.split(","))
    since = headers.get("if-modified-since")
    if since is None or now - changed_at < _SETTLED:
        return False
    try:
        return parsedate_to_datetime(since) >= changed_at.replace(microsecond=0)
    except (ValueError, TypeError):
        return False


def base_of(address: str, scheme: str, host: str) -> str:
    """Where we are reached: as the settings say, else as the client says, where that can be an address at all."""
    if address:
        return address.rstrip("/")
    return f"{scheme}://{host}" if _HOST.fullmatch(host) else ""
