"""A line that looks again at a home of pieces."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.storage.database import Database
from tests.bot.intake.home import Home, opened
from tests.bot.intake.support import Line
from tests.sources.server import local_server


@pytest_asyncio.fixture
async def home() -> AsyncIterator[Home]:
    async with local_server() as server:
        yield Home(server)


@pytest_asyncio.fixture
async def line(database: Database, home: Home, tmp_path: Path) -> AsyncIterator[Line]:
    settings = {"kind": "mastodon", "servers": [home.server.url], "hashtags": ["TrailBottle"]}
    async with opened(database, tmp_path, home.server, **settings) as made:
        yield made
