"""A brand with a source, and a creator, in a real network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bot.sources.base import Answer, SourceContext
from bot.sources.bluesky import BlueskySettings
from bot.sources.bluesky.source import BlueskySource
from bot.sources.http import HttpPolicy, PoliteClient
from tests.sources.bluesky.network import Network, Person

ASKED = datetime.now(UTC).replace(microsecond=0)


@dataclass(slots=True)
class Stage:
    """A brand with a source, and a creator."""

    network: Network
    http: PoliteClient
    brand: Person
    ana: Person
    password: str

    def settings(self, **more: Any) -> BlueskySettings:
        return BlueskySettings.model_validate(
            {
                "handle": self.brand.handle,
                "password": self.password,
                "server": self.network.pds,
                "directory": self.network.plc,
                "resolver": self.network.pds,
                "hashtags": ["trailbottle"],
                **more,
            }
        )

    def source(self, **more: Any) -> BlueskySource:
        context = SourceContext("sky", self.http.for_run(), datetime.now(UTC))
        return BlueskySource(self.settings(**more), context)

    async def answers(self, uri: str) -> list[Answer]:
        return [one async for one in self.source().answers(uri, ASKED)]


@asynccontextmanager
async def staged(network: Network) -> AsyncIterator[Stage]:
    mark = uuid4().hex[:8]
    brand, ana = await network.join(f"brand{mark}"), await network.join(f"ana{mark}")
    policy = HttpPolicy(allowed=network.endpoints, pictures=network.endpoints, pause=0)
    async with PoliteClient(policy) as http:
        yield Stage(network, http, brand, ana, await brand.app_password("goodword"))


def under(parent: dict[str, str], root: dict[str, str] | None = None) -> dict[str, Any]:
    """A post's place in a conversation."""
    return {"root": root or parent, "parent": parent}
