"""A local Mastodon for tests: two people's posts on the test's own clock, served on a port."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from bot.faces.web.application import WebServer
from bot.playground.network import LocalNetwork
from bot.playground.network.model import Account, Post
from bot.sources.base import SourceContext
from bot.sources.http import HttpPolicy, PoliteClient
from bot.sources.mastodon.settings import MastodonSettings
from bot.sources.mastodon.source import MastodonSource

BASE = 113_000_000_000_000_000
START = 1_795_000_000.0
BRAND = Account("kettleandfern", "Kettle & Fern", bot=True)
HOSTILE = '<script>alert(1)</script> & "quotes" <b>bold</b> @nobody #tag http://x.example/?a=1&b=2'


@dataclass
class Told:
    """A story of two people, on the test's clock."""

    seconds: float = START
    told: list[Post] = field(default_factory=list)

    def posts(self) -> Sequence[Post]:
        return self.told

    def accounts(self) -> Mapping[str, Account]:
        return {"ana": Account("ana", "Ana", 12), "bo": Account("bo", "Bo <b>", 3)}

    def number(self) -> int:
        return BASE + int(self.seconds - START) * 1000 + 500


class Served:
    """The network on a port, a client of the wire, and our source."""

    def __init__(self, network: LocalNetwork, story: Told, http: httpx.AsyncClient, port: int) -> None:
        self.network, self.story, self.http, self.port = network, story, http, port
        self.base = f"http://127.0.0.1:{port}"
        self.mine = {"authorization": f"Bearer {network.token}"}

    @asynccontextmanager
    async def source(self, token: str | None = "") -> AsyncIterator[MastodonSource]:
        policy = HttpPolicy(allowed=frozenset({("127.0.0.1", self.port)}), pause=0)
        settings = MastodonSettings.model_validate(
            {"servers": [self.base], "hashtags": ["tea"], "mentions": token is not None}
            | ({"token": token or self.network.token} if token is not None else {})
        )
        async with PoliteClient(policy) as client:
            context = SourceContext(
                "network", client.for_run(), datetime.fromtimestamp(self.story.seconds, UTC)
            )
            yield MastodonSource(settings, context)

    async def post(self, text: str, key: str = "", **more: Any) -> httpx.Response:
        headers = self.mine | ({"idempotency-key": key} if key else {})
        return await self.http.post("/api/v1/statuses", json={"status": text, **more}, headers=headers)

    async def get(self, path: str, *, token: bool = True) -> httpx.Response:
        return await self.http.get(path, headers=self.mine if token else {})

    async def act(self, name: str, **given: str) -> httpx.Response:
        return await self.http.post(f"/playground/network/{name}", json=given)

    @property
    def asked(self) -> datetime:
        return datetime.fromtimestamp(self.story.seconds, UTC)


@asynccontextmanager
async def served(
    story: Told,
    journal: Path | None = None,
    *,
    limits: bool = True,
    port: int = 0,
    token: str = "network-token-51cc",
) -> AsyncIterator[Served]:
    signs = {"hashtag": "#yeskettle", "mention": "@kettleandfern"}
    network = LocalNetwork(
        story, BRAND, signs=signs, token=token, limits=limits, journal=journal, clock=lambda: story.seconds
    )
    server = WebServer(Starlette(routes=[*network.routes(), *network.control()]), "127.0.0.1", port)
    await server.start()
    try:
        network.open(f"http://127.0.0.1:{server.port}")
        async with httpx.AsyncClient(base_url=network.world.base_url, trust_env=False) as http:
            yield Served(network, story, http, server.port)
    finally:
        network.close()
        await server.stop()
