"""Fixtures of the private pages' tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.storage.database import Database
from tests.bot.faces.consent.support import House, open_house


@pytest_asyncio.fixture
async def house(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """An installation on SQLite."""
    async with open_house(sqlite_database, tmp_path / "data") as opened:
        yield opened
