"""Tells a server our commands, when it doesn't know them as they are."""

from __future__ import annotations

import discord

from bot.faces.discord import queries
from bot.faces.discord.commands import Tree, Words, digest_of
from bot.faces.discord.errors import ANY, as_ours
from bot.kernel.clock import Clock
from bot.kernel.log import get_logger
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work

log = get_logger(__name__)


async def tell_commands(tree: Tree, guild: discord.Guild, database: Database, clock: Clock) -> bool:
    """Whether it had to be told. Runs again harmlessly. Raises NeverWorks, FixCredentials or TryLater."""
    if tree.translator is None:
        await tree.set_translator(Words())
    digest = await digest_of(tree)
    async with reading(database) as session:
        told = await queries.commands_told(session, guild.id)
    try:
        if told == digest and await _knows_all(tree, guild):
            return False
        tree.copy_global_to(guild=guild)
        await tree.sync(guild=guild)
    except ANY as error:
        raise as_ours(error, "telling the server our commands") from error
    async with unit_of_work(database) as session:
        await queries.note_commands(session, guild.id, digest, clock())
    log.info("discord_commands_told", guild=guild.id)
    return True


async def _knows_all(tree: Tree, guild: discord.Guild) -> bool:
    """An app that was removed and invited again has no commands any more."""
    known = {(each.name, each.type.value) for each in await tree.fetch_commands(guild=guild)}
    return known == {(each.name, _kind(each)) for each in tree.get_commands()}


def _kind(command: object) -> int:
    return command.type.value if isinstance(command, discord.app_commands.ContextMenu) else 1
