"""A local Discord and our bot connected to it."""

from tests.cogs.contest.discord.conftest import bot
from tests.support.discord_fixtures import discord_local

__all__ = ["bot", "discord_local"]
