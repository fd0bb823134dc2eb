"""Fixtures of the review tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.storage.database import Database
from tests.bot.review.support import Room, open_room


@pytest_asyncio.fixture
async def room(database: Database) -> AsyncIterator[Room]:
    """An empty queue, once on each database."""
    async with open_room(database) as opened:
        yield opened
