"""Feed bytes to entries: fastfeedparser for what is sound, feedparser for what is damaged.

Both give the same shape, fastfeedparser's: dictionaries with id, link, title, description, content, published,
author, tags, enclosures, media_content. Neither expands entities of a document's own (XML bombs).
"""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import fastfeedparser

from bot.kernel.errors import NeverWorks, TryLater
from bot.sources.feed.json_feed import is_json, mended

REPAIR_LIMIT = 1_500_000
"""Bytes of a damaged feed that the slow, forgiving parser is given (it takes seconds a megabyte)."""

Entry = Mapping[str, Any]

_ENTRY = re.compile(rb"<(?:[\w-]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_MARKUP_TITLE = re.compile(rb"<(?:title|summary)\s[^<>]{0,80}xhtml")
_LANGUAGE = re.compile(rb"<(?:dc:)?language>\s*([A-Za-z0-9-]{2,35})\s*</")
_FEED_LINK = re.compile(rb"<link\b[^<>]{0,500}application/(?:rss|atom)\+xml[^<>]{0,500}>", re.IGNORECASE)
_HREF = re.compile(rb"href\s*=\s*[\"']([^\"'<>]{1,300})", re.IGNORECASE)
_SAME_AS_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read. ``repaired``: it was damaged and the forgiving parser read it."""

    title: str
    link: str
    language: str | None
    author: str | None
    entries: list[Entry]
    repaired: bool = False


def parse_feed(body: bytes, headers: Mapping[str, str], what: str) -> Feed:
    """The feed. ``what`` names it in errors. Raises NeverWorks where the body is no feed, TryLater where
    there is no body."""
    if not body.strip():
        # Usually a server's hiccup; a feed without entries is a feed.
        raise TryLater(f"{what} gave an empty answer.", remedy="If it stays so, check the address.")
    feed = None if _suspicious(body, headers) else _fast(body)
    if feed is None and is_json(body) and (sound := mended(body)) is not None:
        feed = _fast(sound)
    if feed is None:
        feed = _forgiving(body, headers, what)
    return feed


def _fast(body: bytes) -> Feed | None:
    """None where the fast parser fails or finds fewer entries than the document seems to have."""
    try:
        parsed = fastfeedparser.parse(body)
    except Exception:  # noqa: BLE001 (a parser of hostile input; whatever it meets, the forgiving one gets a try)
        return None
    about, entries = parsed.get("feed", {}), parsed["entries"]
    if is_json(body):  # an entry without words is refused by itself; a document of nothing else is no feed
        return None if entries and all(map(_says_nothing, entries)) else _feed(about, list(entries))
    if len(entries) < _entries_in(body, bool(entries)):
        return None
    if any(map(_says_nothing, entries)) or (b"xhtml" in body and _MARKUP_TITLE.search(body)):
        return None  # titles and bodies made of elements are lost by the fast parser
    return _feed({**about, "language": about.get("language") or _language(body)}, list(entries))


def _says_nothing(entry: Entry) -> bool:
    return not (
        entry.get("title") or entry.get("description") or entry.get("content") or entry.get("enclosures")
    )


def _language(body: bytes) -> str | None:
    """RSS's own language element, which the fast parser leaves out."""
    found = _LANGUAGE.search(body[:20_000])
    return found.group(1).decode("ascii") if found else None


def _entries_in(body: bytes, some: bool) -> int:
    """About how many entries the document has: counted fast, or thoroughly where none were found."""
    if not some:
        return len(_ENTRY.findall(body))
    return sum(body.count(start) for start in (b"<item>", b"<item ", b"<item\n", b"<entry>", b"<entry "))


def _suspicious(body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether the bytes may not be in the encoding the fast parser would take them for."""
    named = _CHARSET.search(headers.get("content-type", ""))
    declared = _DECLARED.search(body[:300])
    inside = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    outside = named.group(1).lower() if named else inside
    if outside != inside and not {outside, inside} <= _SAME_AS_UTF8:
        return True
    if inside not in _SAME_AS_UTF8 or body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return not inside.startswith("iso-8859") or b"\x00" in body[:200]
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _forgiving(body: bytes, headers: Mapping[str, str], what: str) -> Feed:
    import feedparser  # slow to load and rarely needed

    if len(body) > REPAIR_LIMIT:
        raise NeverWorks(
            f"{what} is damaged, and with {len(body):,} bytes too large to repair (limit {REPAIR_LIMIT:,}).",
            remedy="Ask the feed's owner to mend or shorten it.",
        )
    kept = {name: headers[name] for name in ("content-type", "content-language") if name in headers}
    try:
        parsed = feedparser.parse(
            body, response_headers=kept, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # noqa: BLE001 (third-party parser on hostile input: any fault is the feed's)
        raise NeverWorks(f"{what} can't be read as a feed ({type(error).__name__}).") from None
    if not parsed.entries and not parsed.get("version"):
        raise _no_feed(body, what)
    return _feed(parsed.feed, [_fast_shape(entry) for entry in parsed.entries], repaired=bool(parsed.bozo))


def _no_feed(body: bytes, what: str) -> NeverWorks:
    """The error for a page that is no feed, with the feed it names, if it does."""
    head = body[:100_000]
    link = _FEED_LINK.search(head)
    address = _HREF.search(link.group()) if link else None
    if address is not None:
        named = address.group(1).decode("utf-8", "replace").split("?")[0]
        return NeverWorks(f"{what} is a web page, not a feed.", remedy=f"The page names this feed: {named}")
    kind = (
        "a web page, not a feed" if b"<html" in head[:5000].lower() else "not a feed (RSS, Atom or JSON Feed)"
    )
    return NeverWorks(f"{what} is {kind}.", remedy="Give the address of the feed itself.")


def _feed(about: Mapping[str, Any], entries: list[Entry], repaired: bool = False) -> Feed:
    return Feed(
        title=_text(about.get("title")),
        link=_text(about.get("link")),
        language=_text(about.get("language")) or None,
        author=_text(about.get("author")) or None,
        entries=entries,
        repaired=repaired,
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _fast_shape(entry: Mapping[str, Any]) -> Entry:
    """A feedparser entry in fastfeedparser's shape."""
    shaped: dict[str, Any] = {
        key: entry[key]
        for key in ("id", "link", "title", "author", "tags", "media_content")
        if entry.get(key)
    }
    shaped["description"] = entry.get("summary", "")
    shaped["content"] = entry.get("content") or []
    shaped["published"] = _iso(entry.get("published_parsed") or entry.get("updated_parsed"))
    shaped["published"] = shaped["published"] or entry.get("published") or entry.get("updated")
    shaped["enclosures"] = [
        {"url": e.get("href") or e.get("url"), "type": e.get("type")} for e in entry.get("enclosures", [])
    ]
    return shaped


def _iso(moment: time.struct_time | None) -> str | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(moment), UTC).isoformat() if moment else None
    except (ValueError, OverflowError, OSError):
        return None
