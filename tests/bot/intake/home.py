"""A Mastodon-shaped server whose statuses can be looked up again, and a line that reads it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.storage.database import Database
from tests.bot.intake.support import Line, open_line
from tests.sources.mastodon.world import BASE, Social, status
from tests.sources.server import Answer, LocalServer

TEXT = "The bottle kept my tea warm for a whole day in the snow, number"


class Home(Social):
    """A server whose statuses can be looked up, edited and deleted."""

    def publish(self, number: int, text: str = "", *, listed: bool = True, **more: Any) -> None:
        content = f"<p>{text or f'{TEXT} {number}'}</p>"
        made = status(number, content, uri=f"{self.server.url}/users/ana/statuses/{BASE + number}", **more)
        self.statuses = [one for one in self.statuses if one["id"] != made["id"]]
        if listed:
            self.statuses.append(made)
        self.answer(number, Answer(json.dumps(made).encode()))

    def answer(self, number: int, answer: Answer) -> None:
        self.server.routes[f"/api/v1/statuses/{BASE + number}"] = lambda _: answer

    def looks(self) -> list[str]:
        """The statuses that were asked for, in order."""
        return [one.path[-3:] for one in self.server.seen if "/statuses/" in one.path]


@asynccontextmanager
async def opened(
    database: Database, folder: Path, *servers: LocalServer, **source: Any
) -> AsyncIterator[Line]:
    ports = tuple(one.port for one in servers)
    async with open_line(database, folder, allowed=ports, sources={"social": source}) as line:
        yield line
