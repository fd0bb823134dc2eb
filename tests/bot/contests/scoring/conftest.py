"""Fixtures of the scoring tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.storage.database import Database
from tests.bot.contests.scoring.support import Arena, open_arena


@pytest_asyncio.fixture
async def arena(database: Database) -> AsyncIterator[Arena]:
    """No contest yet, once on each database."""
    async with open_arena(database) as opened:
        yield opened
