"""Fixtures of the gallery's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.storage.database import Database
from tests.bot.faces.gallery.support import Show, open_show


@pytest_asyncio.fixture
async def show(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Show]:
    """An installation with a gallery on SQLite."""
    async with open_show(sqlite_database, tmp_path / "data") as opened:
        yield opened


@pytest_asyncio.fixture
async def anywhere(database: Database, tmp_path: Path) -> AsyncIterator[Show]:
    """The same on each database."""
    async with open_show(database, tmp_path / "data") as opened:
        yield opened
