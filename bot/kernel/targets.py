"""Addresses that links of ours may lead people to. Pure."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from bot.kernel.text import clean_line

LIMIT = 2000
"""Characters of an address."""


def checked_target(url: str) -> str:
    """An address that a link may lead to: http or https, with a host, without credentials, of plain characters
    (others are percent-encoded). Raises ValueError that says what is wrong."""
    if len(url) > LIMIT:
        raise ValueError(f"is longer than {LIMIT:,} characters")
    if url != clean_line(url, LIMIT) or any(one.isspace() or one in '\\<>"`{}|^' for one in url):
        raise ValueError("holds characters that no address has")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is no address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("must begin with http:// or https:// and name a host")
    if "@" in parts.netloc:
        raise ValueError("must not hold a user name")
    netloc = _plain_host(parts.netloc, host)
    rest = [quote(each, safe="%/:?#[]@!$&'()*+,;=-._~") for each in (parts.path, parts.query, parts.fragment)]
    return urlunsplit((parts.scheme, netloc, *rest))


def _plain_host(netloc: str, host: str) -> str:
    if netloc.isascii():
        return netloc
    try:
        return netloc.lower().replace(host, host.encode("idna").decode("ascii"))
    except UnicodeError:
        raise ValueError("names no host") from None
