"""Which messages stand in Discord, and what it was told of our commands."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.discord.tables import DiscordCommands


async def commands_told(session: AsyncSession, guild_id: int) -> str | None:
    """The digest of what the server was last told, None when it wasn't."""
    row = await session.get(DiscordCommands, guild_id)
    return None if row is None else row.digest


async def note_commands(session: AsyncSession, guild_id: int, digest: str, now: datetime) -> None:
    await session.merge(DiscordCommands(guild_id=guild_id, digest=digest, told_at=now))
