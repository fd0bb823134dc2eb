"""Fixtures of the journeys: a local Slack that outlives the bot, and a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.playground.slack import LocalSlack
from tests.playground.conftest import browser, chromium_page

__all__ = ["browser", "chromium_page"]


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """It outlives the bot. How fast the bot may be is tested where Slack's limits are the point."""
    async with LocalSlack(limits="off") as local:
        yield local
