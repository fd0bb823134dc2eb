"""Fixtures of the intake tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.storage.database import Database
from tests.bot.intake.site import Site, open_site
from tests.bot.intake.support import Line, open_line


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as opened:
        yield opened


@pytest_asyncio.fixture
async def line(database: Database, site: Site, tmp_path: Path) -> AsyncIterator[Line]:
    """The line with two sources on the site, once on each database."""
    sources = {
        "blog": {"kind": "feed", "url": site.url("/feed.xml")},
        "shop": {"kind": "webhook", "secrets": ["whsec_" + "c2VjcmV0LXNlY3JldC1zZWNyZXQtMzI="]},
        "odd": {"kind": "nosuchkind"},
    }
    async with open_line(database, tmp_path, allowed=(site.port,), sources=sources) as opened:
        yield opened
