"""Fixtures of the playground's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from tests.support.browser import Desk, headless_chromium
from tests.support.discord_fixtures import discord_local

__all__ = ["browser", "chromium_page", "discord_local"]


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium, or a skip."""
    async with headless_chromium() as found:
        yield found


@pytest_asyncio.fixture
async def chromium_page(browser: Browser) -> AsyncIterator[Desk]:
    """Opens pages; at the end of the test none may have complained (console errors, refusals of the policy)."""
    desk = Desk(browser)
    yield desk
    await desk.close()
    assert not desk.problems
