"""A local Discord and our bot connected to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.playground.discord import LocalDiscord
from bot.storage.database import Database
from tests.support.discord_bot import DiscordBot, discord_bot
from tests.support.discord_fixtures import discord_local

__all__ = ["discord_local"]


@pytest_asyncio.fixture
async def bot(
    discord_local: LocalDiscord, sqlite_database: Database, tmp_path: Path
) -> AsyncIterator[DiscordBot]:
    async with discord_bot(discord_local, sqlite_database, tmp_path) as running:
        yield running
