"""A running contest, whose participants can be asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.playground.discord import LocalDiscord
from bot.storage.database import Database
from tests.bot.faces.discord.asking.support import Asking
from tests.support.discord_bot import discord_bot


@pytest_asyncio.fixture
async def asking(
    discord_local: LocalDiscord, sqlite_database: Database, tmp_path: Path
) -> AsyncIterator[Asking]:
    async with discord_bot(discord_local, sqlite_database, tmp_path) as running:
        await running.contest(entries_per_member=3)
        yield Asking(running)
