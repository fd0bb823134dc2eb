"""A server of the AT Protocol on loopback: one account, a search, notices, records of others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.sources.server import Answer, LocalServer, Seen
from tests.sources.world import HOSTILE, World

SECRET = "abcd-efgh-ijkl-mnop"
BRAND = "did:plc:brandbrandbrandbrandbran"
ANA = "did:plc:anaanaanaanaanaanaanaana"


def did_document(did: str, server: str) -> dict[str, Any]:
    service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": server}
    return {"id": did, "alsoKnownAs": ["at://somebody.example"], "service": [service]}


def post(key: str, text: str, at: str = "2026-11-19T10:00:00.000Z", **more: Any) -> dict[str, Any]:
    """A post as the network shows it."""
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": at, "langs": ["en"]}
    return {
        "uri": f"at://{ANA}/app.bsky.feed.post/{key}",
        "cid": f"bafyrei{key}",
        "author": {"did": ANA, "handle": "ana.example", "displayName": "Ana", "labels": []},
        "record": record | more.pop("record", {}),
        "indexedAt": at,
        "likeCount": 3,
        "repostCount": 1,
        "replyCount": 0,
        "quoteCount": 2,
        "labels": [],
        **more,
    }


class Network:
    """The server's posts and notices; pages as the network makes them. ``page`` is how many fit into one."""

    def __init__(self, server: LocalServer, page: int = 100) -> None:
        self.server = server
        self.page = page
        self.found: list[dict[str, Any]] = []
        self.notices: list[dict[str, Any]] = []
        self.views: dict[str, dict[str, Any]] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self.logins = 0
        self.valid = ""
        self.refreshable = True
        for method, route in {
            "com.atproto.server.describeServer": lambda _: ok({"did": "did:web:server.example"}),
            "com.atproto.server.createSession": self._log_in,
            "com.atproto.server.refreshSession": self._refresh,
            "com.atproto.identity.resolveHandle": lambda _: ok({"did": BRAND}),
            "app.bsky.feed.searchPosts": self._search,
            "app.bsky.notification.listNotifications": self._notices,
            "app.bsky.feed.getPosts": self._posts,
            "com.atproto.repo.getRecord": self._record,
        }.items():
            server.routes[f"/xrpc/{method}"] = route
        for did in (ANA, BRAND):
            server.routes[f"/{did}"] = self._document

    def _document(self, seen: Seen) -> Answer:
        return ok(did_document(seen.path.removeprefix("/"), self.server.url))

    def _session(self) -> Answer:
        self.logins += 1
        self.valid = f"access-{self.logins}"
        return ok(
            {
                "did": BRAND,
                "handle": "brand.example",
                "accessJwt": self.valid,
                "refreshJwt": f"refresh-{self.logins}",
                "didDoc": did_document(BRAND, self.server.url),
                "active": True,
            }
        )

    def _log_in(self, seen: Seen) -> Answer:
        return self._session()

    def _refresh(self, seen: Seen) -> Answer:
        if not self.refreshable or seen.headers.get("authorization") != f"Bearer refresh-{self.logins}":
            return refused("ExpiredToken")
        return self._session()

    def _authorized(self, seen: Seen) -> bool:
        return seen.headers.get("authorization") == f"Bearer {self.valid}"

    def _search(self, seen: Seen) -> Answer:
        if not self._authorized(seen):
            return refused("ExpiredToken")
        assert seen.query["sort"] == "latest"
        word = seen.query["q"].strip('"').lower()
        since, until = seen.query.get("since", ""), seen.query.get("until", "9")
        fitting = [
            one
            for one in self.found
            if word in one["record"]["text"].lower() and since <= one["indexedAt"] < until
        ]
        fitting.sort(key=lambda one: one["indexedAt"], reverse=True)
        more = {"cursor": str(self.page)} if len(fitting) > self.page else {}
        return ok({"posts": fitting[: self.page], **more})

    def _notices(self, seen: Seen) -> Answer:
        if not self._authorized(seen):
            return refused("ExpiredToken")
        start = int(seen.query.get("cursor", "0"))
        ordered = sorted(self.notices, key=lambda one: one["indexedAt"], reverse=True)
        more = {"cursor": str(start + self.page)} if len(ordered) > start + self.page else {}
        return ok({"notifications": ordered[start : start + self.page], **more})

    def _posts(self, seen: Seen) -> Answer:
        if not self._authorized(seen):
            return refused("ExpiredToken")
        return ok({"posts": [self.views[uri] for uri in seen.all["uris"] if uri in self.views]})

    def _record(self, seen: Seen) -> Answer:
        uri = f"at://{seen.query['repo']}/{seen.query['collection']}/{seen.query['rkey']}"
        if uri not in self.records:
            return refused("RecordNotFound")
        return ok(self.records[uri])

    def notice(self, reason: str, view: dict[str, Any]) -> None:
        """Somebody's post that concerns the account."""
        names = ("uri", "cid", "author", "record", "indexedAt")
        self.notices.append({**{name: view[name] for name in names}, "reason": reason, "isRead": False})
        self.views[view["uri"]] = view


def ok(body: Mapping[str, Any]) -> Answer:
    headers = {"content-type": "application/json", "ratelimit-limit": "3000", "ratelimit-remaining": "2999"}
    return Answer(json.dumps(body).encode(), headers=headers)


def refused(name: str, status: int = 400) -> Answer:
    return Answer(json.dumps({"error": name, "message": f"it is {name}"}).encode(), status=status)


def settings(outside: LocalServer, /, **more: Any) -> dict[str, Any]:
    return {
        "handle": "@Brand.example",
        "password": SECRET,
        "server": outside.url,
        "directory": outside.url,
        "resolver": outside.url,
        **more,
    }


def build(server: LocalServer, folder: Path) -> World:
    network = Network(server)
    network.found = [
        post("3lcaaaaaaaa22", "The lid seals well. #TrailBottle", unknown_field={"deep": [1]}),
        post("3lcaaaaaaab22", f"#trailbottle {HOSTILE}"),
    ]
    network.notice("mention", post("3lcaaaaaaac22", "@brand.example thank you"))
    wanted = settings(server, hashtags=["TrailBottle"], notices=["mention", "reply", "quote"])
    return World(wanted, finds=3, secret=SECRET)
