"""Algolia's search of Hacker News. 10,000 requests an hour and address; 1,000 hits a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.kernel.errors import TryLater
from bot.sources.http import Gone, Http, safe_url

HITS = 1000
"""Hits a query gives at most."""


async def search(
    http: Http, api: str, keyword: str, tags: str, after: int, before: int | None
) -> list[Mapping[str, Any]]:
    """Hits written after a second (and before another), newest first."""
    filters = f"created_at_i>{after}" + (f",created_at_i<{before}" if before is not None else "")
    params: dict[str, str | int | list[str]] = {
        "query": f'"{keyword.replace(chr(34), " ")}"',
        "advancedSyntax": "true",  # quotes mean a phrase
        "typoTolerance": "false",
        "tags": tags,
        "numericFilters": filters,
        "hitsPerPage": HITS,
    }
    answer = await http.get(f"{api.rstrip('/')}/search_by_date", params=params)
    found = answer.json()
    hits = found.get("hits") if isinstance(found, Mapping) else None
    if not isinstance(hits, list):
        raise TryLater(f"{safe_url(answer.url)} answered without hits.")
    return [hit if isinstance(hit, Mapping) else {} for hit in hits]


async def exists(http: Http, api: str, number: str) -> bool:
    """Whether an item is still there. Deleted ones vanish from the search."""
    try:
        answer = await http.get(f"{api.rstrip('/')}/items/{number}")
    except Gone:
        return False
    found = answer.json()
    if not isinstance(found, Mapping) or "author" not in found:
        raise TryLater(f"{safe_url(answer.url)} answered with something that is not an item.")
    return bool(found["author"])
