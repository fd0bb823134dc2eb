"""Fixtures of the permission tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.storage.database import Database
from tests.bot.rights.support import Desk, open_desk


@pytest_asyncio.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    """Permissions on an empty queue, once on each database."""
    async with open_desk(database, tmp_path) as opened:
        yield opened
