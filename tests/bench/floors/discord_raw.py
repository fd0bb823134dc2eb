"""discord.py doing the least: a command whose callback replies. Floor of ``slash``."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import discord
from discord import app_commands

from tests.bench.slasher import Slasher

SAID = "No contest runs at the moment."


@contextlib.asynccontextmanager
async def raw_reply(driver: Slasher) -> AsyncIterator[None]:
    """A client with one command, connected. The library must be pointed at the driver's Discord."""
    client = discord.AutoShardedClient(
        intents=discord.Intents(guilds=True), max_messages=None, chunk_guilds_at_startup=False
    )
    tree: app_commands.CommandTree[Any] = app_commands.CommandTree(client)
    group = app_commands.Group(name="contest", description="Contests")

    async def reply(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(SAID, ephemeral=True)

    reply.__annotations__ = {"interaction": discord.Interaction[Any]}
    group.add_command(app_commands.Command(name="list", description="Contests", callback=reply))
    guild = discord.Object(driver.guild_id)
    tree.add_command(group, guild=guild)
    async with client:
        running = asyncio.create_task(client.start(driver.bot_token))
        try:
            while not client.is_ready():  # noqa: ASYNC110 - its event is made only inside login
                await asyncio.sleep(0.05)
            await tree.sync(guild=guild)
            yield
        finally:
            await client.close()
            await asyncio.gather(running, return_exceptions=True)
