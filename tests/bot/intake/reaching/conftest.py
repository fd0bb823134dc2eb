"""Fixtures of the tests of reaching creators."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.storage.database import Database
from tests.bot.intake.reaching.support import Reach, reached


@pytest_asyncio.fixture
async def reach(database: Database, tmp_path: Path) -> AsyncIterator[Reach]:
    """Once on each database."""
    async with reached(database, tmp_path) as opened:
        yield opened
