"""A Mastodon-shaped server on loopback: one hashtag, one account with a mention."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from tests.sources.server import Answer, LocalServer, Seen
from tests.sources.world import HOSTILE, World

SECRET = "mastodon-token-51cc"
BASE = 115_000_000_000_000_000


def status(number: int, content: str, **more: Any) -> dict[str, Any]:
    """A status as a 4.x server gives it."""
    return {
        "id": str(BASE + number),
        "uri": f"https://social.example/users/ana/statuses/{BASE + number}",
        "url": f"https://social.example/@ana/{BASE + number}",
        "created_at": "2026-11-19T10:00:00.000Z",
        "edited_at": None,
        "visibility": "public",
        "sensitive": False,
        "spoiler_text": "",
        "language": "en",
        "content": content,
        "favourites_count": 3,
        "reblogs_count": 1,
        "replies_count": 0,
        "media_attachments": [],
        "tags": [{"name": "TrailBottle", "url": "https://social.example/tags/trailbottle"}],
        "reblog": None,
        "account": {
            "id": "7",
            "username": "ana",
            "acct": "ana",
            "display_name": "Ana",
            "url": "https://social.example/@ana",
            "uri": "https://social.example/users/ana",
            "note": "<p>I walk.</p>",
            "followers_count": 12,
            "fields": [],
        },
        **more,
    }


class Social:
    """The server's statuses and notifications; pages as the API makes them."""

    def __init__(self, server: LocalServer) -> None:
        self.server = server
        self.statuses: list[dict[str, Any]] = []
        self.notifications: list[dict[str, Any]] = []
        server.routes["/api/v1/timelines/tag/trailbottle"] = lambda seen: self._page(seen, self.statuses)
        server.routes["/api/v1/notifications"] = lambda seen: self._page(seen, self.notifications)
        server.routes["/api/v1/accounts/verify_credentials"] = lambda _: Answer(b'{"acct": "brand"}')

    def _page(self, seen: Seen, entries: list[dict[str, Any]]) -> Answer:
        entries = sorted(entries, key=lambda entry: int(entry["id"]))
        limit = int(seen.query.get("limit", "20"))
        mark = seen.query.get("min_id")
        page = [e for e in entries if int(e["id"]) > int(mark)][:limit] if mark else entries[-limit:]
        headers = {"content-type": "application/json", "x-ratelimit-remaining": "299"}
        if page:
            newest = page[-1]["id"]
            headers["link"] = (
                f'<{self.server.url}{seen.path}?max_id={page[0]["id"]}>; rel="next", '
                f'<{self.server.url}{seen.path}?min_id={newest}>; rel="prev"'
            )
        return Answer(json.dumps(page[::-1]).encode(), headers=headers)


def build(server: LocalServer, folder: Path) -> World:
    social = Social(server)
    social.statuses = [
        status(1, "<p>The lid seals <span>well</span>. #TrailBottle</p>", unknown_field={"deep": [1]}),
        status(2, f"<p>{escape(HOSTILE)}</p>"),
    ]
    social.notifications = [
        {"id": str(BASE + 9), "type": "mention", "status": status(3, "<p>@brand thank you</p>")}
    ]
    settings = {"servers": [server.url], "hashtags": ["TrailBottle"], "mentions": True, "token": SECRET}
    return World(settings, finds=3, secret=SECRET)
