"""A server of Mastodon's shape, the token's account on it: statuses, conversations, posts that are written once."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import Any

from bot.sources.base import Answer, SourceContext
from bot.sources.http import PoliteClient
from bot.sources.mastodon.settings import MastodonSettings
from bot.sources.mastodon.source import MastodonSource
from tests.sources.mastodon.world import SECRET, status
from tests.sources.server import Answer as Reply
from tests.sources.server import LocalServer, Seen
from tests.sources.world import NOW

BRAND = {"id": "1", "username": "brand", "acct": "brand", "url": "https://brand.example/@brand"}
AFAR = "https://far.example/users/ana/statuses/9"


def account(name: str, number: str) -> dict[str, Any]:
    return {
        "id": number,
        "username": name,
        "acct": f"{name}@far.example",
        "url": f"https://far.example/@{name}",
        "uri": f"https://far.example/users/{name}",
    }


ANA, BO = account("ana", "7"), account("bo", "8")


class Home:
    """The server of the token: statuses, what stands under them, and requests it has seen before."""

    def __init__(self, server: LocalServer, client: PoliteClient | None = None) -> None:
        self.server, self.client = server, client
        self.now: datetime = NOW
        self.longest = 500
        self.statuses: dict[str, dict[str, Any]] = {}
        self.texts: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.lose_answers = False
        server.routes["/api/v1/accounts/verify_credentials"] = lambda _: answer(BRAND)
        server.routes["/api/v2/search"] = self._search
        server.routes["/api/v1/statuses"] = self._write
        server.routes["/api/v1/notifications"] = self._mentions
        server.routes["/api/v1/timelines/tag/trailbottle"] = self._tagged

    def uri(self, number: str) -> str:
        return f"{self.server.url}/users/brand/statuses/{number}"

    def add(self, author: dict[str, Any], text: str, under: str | None = None, **more: Any) -> dict[str, Any]:
        """A status of somebody, at the time of the tests' clock."""
        number = str(len(self.statuses) + 1)
        parent = self.statuses.get(under or "")
        made = status(int(number), f"<p>{escape(text)}</p>") | {
            "id": number,
            "uri": self.uri(number) if author is BRAND else f"{author['uri']}/statuses/{number}",
            "created_at": self.now.isoformat(),
            "mentions": [BRAND] if "@brand" in text else [],
            "account": author,
            "in_reply_to_id": under,
            "in_reply_to_account_id": parent["account"]["id"] if parent else None,
            **more,
        }
        self.statuses[number] = made
        self.texts[number] = text
        base = f"/api/v1/statuses/{number}"
        self.server.routes[base] = lambda _: answer(made)
        self.server.routes[f"{base}/context"] = lambda _: answer(
            {"ancestors": [], "descendants": self._below(number)}
        )
        self.server.routes[f"{base}/source"] = lambda _: answer({"id": number, "text": self.texts[number]})
        return made

    def delete(self, number: str) -> None:
        """A status is gone, and what stands under it is no longer found there."""
        del self.statuses[number]
        for path in [path for path in self.server.routes if f"/statuses/{number}" in path]:
            del self.server.routes[path]

    def _newest(self, seen: Seen, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [one for one in reversed(found) if int(one["id"]) > int(seen.query.get("min_id", "0"))]

    def _tagged(self, seen: Seen) -> Reply:
        public = [one for one in self.statuses.values() if "#TrailBottle" in self.texts[one["id"]]]
        return answer(self._newest(seen, public))

    def _mentions(self, seen: Seen) -> Reply:
        found = [one for one in self.statuses.values() if one["mentions"] and one["account"] is not BRAND]
        newest = self._newest(seen, found)
        return answer([{"id": one["id"], "type": "mention", "status": one} for one in newest])

    def _below(self, number: str) -> list[dict[str, Any]]:
        direct = [one for one in self.statuses.values() if one["in_reply_to_id"] == number]
        return direct + [deeper for one in direct for deeper in self._below(one["id"])]

    def _search(self, seen: Seen) -> Reply:
        assert seen.query["resolve"] == "true"
        return answer({"statuses": [one for one in self.statuses.values() if one["uri"] == seen.query["q"]]})

    def _write(self, seen: Seen) -> Reply:
        assert seen.method == "POST"
        assert seen.headers["authorization"] == f"Bearer {SECRET}"
        wanted, key = json.loads(seen.body), seen.headers["idempotency-key"]
        if len(wanted["status"]) > self.longest:
            return Reply(b'{"error": "Validation failed: Text character limit of 500 exceeded"}', 422)
        if key not in self.keys:
            self.keys[key] = self.add(BRAND, wanted["status"], wanted["in_reply_to_id"])["id"]
        return Reply(status=502) if self.lose_answers else answer(self.statuses[self.keys[key]])

    def source(self, token: str | None = SECRET) -> MastodonSource:
        assert self.client is not None
        wanted = {"servers": [self.server.url], "hashtags": ["x"], "token": token}
        return MastodonSource(
            MastodonSettings.model_validate(wanted), SourceContext("m", self.client.for_run(), NOW)
        )

    async def reply(self, uri: str, text: str = "May we?", request: str = "r") -> str:
        return await self.source().reply(uri, text, request_id=request, asked_at=NOW)

    async def replied(self, uri: str, text: str = "May we?") -> str | None:
        return await self.source().replied(uri, text, request_id="r", asked_at=NOW)

    async def answers(self, uri: str) -> list[Answer]:
        return [one async for one in self.source().answers(uri, NOW)]

    @property
    def ours(self) -> list[dict[str, Any]]:
        return [one for one in self.statuses.values() if one["account"] is BRAND]


def answer(body: object) -> Reply:
    return Reply(json.dumps(body).encode(), headers={"content-type": "application/json"})
