"""The permission window of a bot that can send."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.playground.slack import LocalSlack
from bot.storage.database import Database
from tests.cogs.ask.support import Window, opened


@pytest_asyncio.fixture
async def window(slack: LocalSlack, sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Window]:
    async with opened(slack, sqlite_database, tmp_path) as made:
        yield made
