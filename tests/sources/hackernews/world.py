"""Algolia's search on loopback."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from tests.sources.server import Answer, LocalServer, Seen
from tests.sources.world import HOSTILE, NOW, World

SECOND = int(NOW.timestamp())


def story(number: int, age: int, **more: Any) -> dict[str, Any]:
    return {
        "objectID": str(number),
        "created_at_i": SECOND - age,
        "author": "walker",
        "title": "Show HN: Trail Bottle",
        "url": "https://trail.example/bottle?utm_source=hn",
        "points": 12,
        "num_comments": 3,
        "_tags": ["story"],
        **more,
    }


def comment(number: int, age: int, text: str, **more: Any) -> dict[str, Any]:
    return {
        "objectID": str(number),
        "created_at_i": SECOND - age,
        "author": "doubter",
        "comment_text": text,
        "points": None,
        "story_title": "Show HN: Trail Bottle",
        **more,
    }


class Search:
    """Hits newest first, filtered as the query says."""

    def __init__(self, server: LocalServer) -> None:
        self.hits: list[dict[str, Any]] = []
        server.routes["/search_by_date"] = self._search

    def _search(self, seen: Seen) -> Answer:
        filters = seen.query["numericFilters"]
        after = int(re.findall(r"created_at_i>(\d+)", filters)[0])
        before = int((re.findall(r"created_at_i<(\d+)", filters) or ["99999999999"])[0])
        hits = [hit for hit in self.hits if after < hit["created_at_i"] < before]
        hits.sort(key=lambda hit: -hit["created_at_i"])
        page = hits[: int(seen.query["hitsPerPage"])]
        return Answer(json.dumps({"hits": page, "nbHits": len(hits)}).encode())


def build(server: LocalServer, folder: Path) -> World:
    Search(server).hits = [
        story(1001, 5000, _highlightResult={"unknown": True}),
        comment(1002, 4000, f"<p>My trail bottle leaks. {escape(HOSTILE)}"),
        comment(1003, 3000, "Nothing about it here"),  # a looser match of the search
    ]
    return World({"keywords": ["trail bottle"], "api": server.url}, finds=2)
