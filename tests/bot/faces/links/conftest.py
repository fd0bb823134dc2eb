"""Fixtures of the tests of tracked links."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.storage.database import Database
from tests.bot.faces.links.support import Sharing, open_sharing


@pytest_asyncio.fixture
async def sharing(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Sharing]:
    """An installation with tracked links on SQLite."""
    async with open_sharing(sqlite_database, tmp_path / "data") as opened:
        yield opened


@pytest_asyncio.fixture
async def anywhere(database: Database, tmp_path: Path) -> AsyncIterator[Sharing]:
    """The same on each database."""
    async with open_sharing(database, tmp_path / "data") as opened:
        yield opened
