"""JSON Feed as it comes: parts of a wrong type are left out, so that one odd entry doesn't cost the others."""

from __future__ import annotations

from typing import Any

import orjson

_TEXTS = ("title", "url", "external_url", "content_html", "content_text", "summary", "image", "banner_image")
_DATES = ("date_published", "date_modified")


def is_json(body: bytes) -> bool:
    """Whether the body is a JSON object by its first character."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def mended(body: bytes) -> bytes | None:
    """The same feed with only what JSON Feed 1.1 allows; None where it is no JSON object with items.

    An entry that is no object becomes an empty one: it is then refused by itself, in words.
    """
    try:
        feed = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    kept = _texts(feed, ("version", "title", "home_page_url", "feed_url", "language"))
    kept["authors"] = _objects(feed.get("authors"))
    kept["items"] = [_entry(item) for item in feed["items"]]
    return orjson.dumps(kept)


def _entry(item: object) -> dict[str, Any]:
    if not isinstance(item, dict):
        return {}
    kept = _texts(item, (*_TEXTS, *_DATES))
    if isinstance(item.get("id"), str | int | float):
        kept["id"] = str(item["id"])
    author = item.get("author")
    kept["authors"] = _objects(item.get("authors")) or _objects([author])
    kept["attachments"] = _objects(item.get("attachments"))
    tags = item.get("tags")
    kept["tags"] = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    return kept


def _texts(given: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names if isinstance(given.get(name), str)}


def _objects(given: object) -> list[dict[str, Any]]:
    """The objects of a list, with their plain values only."""
    if not isinstance(given, list):
        return []
    return [
        {name: value for name, value in one.items() if isinstance(value, str | int)}
        for one in given
        if isinstance(one, dict)
    ]
