"""What ``goodword check`` finds out about the server: token, membership, channel, rights, roles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import discord

from bot.faces.discord.errors import ANY, as_ours
from bot.faces.discord.places import Places
from bot.faces.discord.wire import Client, point, quiet, token_of
from bot.kernel.errors import FixSettings, GoodwordError
from bot.settings import DISCORD_SECRETS, Settings
from bot.settings import Discord as DiscordSettings
from bot.sources.base import Finding

IN_CHANNEL = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")
"""Rights in the contests' and the digest's channel without which something does not work."""
INVITE = discord.Permissions(manage_roles=True, **dict.fromkeys(IN_CHANNEL, True))


async def inspect_discord(settings: Settings) -> AsyncIterator[Finding]:
    """One finding after the other; stops where the next ones could not be known."""
    if not settings.discord.enabled:
        yield _unused(settings)
        return
    quiet()
    point(settings.discord)
    client = Client(_Nobody(), settings.discord)
    try:
        await client.login(token_of(settings.discord))
        yield Finding("Discord bot token", True, f"signed in as {client.user}")
        async for finding in _server(client, settings.discord, settings.digest.discord):
            yield finding
    except GoodwordError as error:
        yield Finding("Discord", False, error.message, error.remedy)
    except ANY as error:
        ours = as_ours(error, "checking")
        yield Finding("Discord", False, ours.message, ours.remedy)
    finally:
        await client.close()


def _unused(settings: Settings) -> Finding:
    variable, channel = DISCORD_SECRETS["bot_token"], settings.digest.discord.removeprefix("#")
    if channel:
        remedy = f"Set {variable}, or take the channel out of [digest]."
        return Finding("Discord", False, f"not used, and a digest is to go to #{channel}", remedy)
    return Finding("Discord", True, f"not used; {variable} switches it on")


async def _server(client: Client, settings: DiscordSettings, digest_channel: str) -> AsyncIterator[Finding]:
    places = Places(client, settings)
    try:
        guild = await places.guild()
    except FixSettings as error:
        invite = discord.utils.oauth_url(client.application_id or 0, permissions=INVITE)
        yield Finding("Discord server", False, error.message, f"Invite it, then set discord.guild: {invite}")
        return
    yield Finding("Discord server", True, guild.name)
    own = await guild.fetch_member(client.user.id if client.user else 0)
    for name in dict.fromkeys(filter(None, (settings.channel, digest_channel))):
        yield await _channel(places, own, name)
    if settings.winner_role:
        yield await _winner_role(places, own, settings.winner_role)
    for name in settings.manager_roles:
        found = await places.role(name)
        remedy = "" if found else "Make the role, or correct discord.manager_roles."
        yield Finding(
            f"Discord role @{name}", found is not None, "found" if found else "does not exist", remedy
        )


async def _channel(places: Places, own: discord.Member, name: str) -> Finding:
    what = f"Discord channel #{name.removeprefix('#')}"
    try:
        channel = await places.channel(name)
    except GoodwordError as error:
        return Finding(what, False, error.message, error.remedy)
    rights = channel.permissions_for(own)
    missing = [each for each in IN_CHANNEL if not getattr(rights, each)]
    if missing:
        named = ", ".join(each.replace("_", " ").title() for each in missing)
        return Finding(what, False, f"the app lacks: {named}", "Give them to the app's role in that channel.")
    return Finding(what, True, "found, with every right")


async def _winner_role(places: Places, own: discord.Member, name: str) -> Finding:
    what = f"Discord role @{name.removeprefix('@')}"
    role = await places.role(name)
    if role is None:
        return Finding(what, False, "does not exist", "Make the role, or correct discord.winner_role.")
    if not own.guild_permissions.manage_roles:
        return Finding(what, False, "the app may not give roles", "Give the app's role Manage Roles.")
    if role >= own.top_role:
        remedy = f"In the server's role settings drag the app's role above @{role.name}."
        return Finding(what, False, "stands above the app's own role", remedy)
    return Finding(what, True, "the app may give it")


class _Nobody:
    """Hears nothing: checking never connects."""

    async def act(self, interaction: discord.Interaction[Any]) -> None: ...
    async def submitted(self, interaction: discord.Interaction[Any]) -> None: ...
    async def wrote(self, channel_id: int, author: discord.User | None) -> None: ...
    async def ready(self) -> None: ...
    def resumed(self) -> None: ...
    def lost(self) -> None: ...
