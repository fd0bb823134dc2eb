"""A programme in a local Slack, on SQLite alone or on each database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest_asyncio
from pydantic import SecretStr

from bot.playground.slack import LocalSlack
from bot.settings import Brand, Web
from bot.settings.ambassadors import AmbassadorsSection
from bot.settings.links import LinksSection
from bot.storage.database import Database
from tests.cogs.ambassador.support import GO, SHOP, Stage
from tests.support.slack_bot import SlackBot, slack_bot
from tests.support.slack_fixtures import slack

__all__ = ["slack"]


def _bot(slack: LocalSlack, database: Database, folder: Path) -> AbstractAsyncContextManager[SlackBot]:
    section = AmbassadorsSection(channel="ambassadors", blocked_words=("cheap",))
    return slack_bot(
        slack,
        database,
        folder,
        brand=Brand(name="Fjord Coffee"),
        web=Web(address=GO),
        ambassadors=section,
        links=LinksSection(key=SecretStr(SHOP)),
    )


@pytest_asyncio.fixture
async def stage(slack: LocalSlack, sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    async with _bot(slack, sqlite_database, tmp_path) as running:
        yield Stage(running)


@pytest_asyncio.fixture
async def anywhere(slack: LocalSlack, database: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    """The same on each database."""
    async with _bot(slack, database, tmp_path) as running:
        yield Stage(running)
