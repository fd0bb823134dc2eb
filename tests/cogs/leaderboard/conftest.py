"""A local Discord and our bot connected to it, with a programme that is open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.playground.discord import LocalDiscord
from bot.settings.ambassadors import AmbassadorsSection
from bot.storage.database import Database
from tests.support.discord_bot import DiscordBot, discord_bot
from tests.support.discord_fixtures import discord_local

__all__ = ["discord_local"]


@pytest_asyncio.fixture
async def bot(discord_local: LocalDiscord, database: Database, tmp_path: Path) -> AsyncIterator[DiscordBot]:
    """Once on each database."""
    opened = AmbassadorsSection(open=True)
    async with discord_bot(discord_local, database, tmp_path, ambassadors=opened) as running:
        yield running
