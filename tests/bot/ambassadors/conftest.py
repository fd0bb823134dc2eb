"""Fixtures of the programme's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.storage.database import Database
from tests.bot.ambassadors.support import Programmed, programmed


@pytest_asyncio.fixture
async def stage(database: Database, tmp_path: Path) -> AsyncIterator[Programmed]:
    """A programme without anybody in it, once on each database."""
    async with programmed(database, tmp_path) as opened:
        yield opened


@pytest_asyncio.fixture
async def small_stage(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Programmed]:
    """The same on SQLite alone."""
    async with programmed(sqlite_database, tmp_path) as opened:
        yield opened
