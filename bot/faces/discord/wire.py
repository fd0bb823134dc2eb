"""The client: discord.py with the least it needs. Commands, buttons and menus come without privileged intents, and
what else is needed of members is asked by REST."""

from __future__ import annotations

import logging
from typing import Any, Protocol

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.faces.discord.acts import acts_of
from bot.faces.proxies import proxy_for
from bot.kernel.errors import FixSettings
from bot.kernel.log import get_logger
from bot.settings import DISCORD_API, DISCORD_GATEWAY
from bot.settings import Discord as DiscordSettings

INTENTS = discord.Intents(guilds=True, dm_messages=True)
"""Channels and roles by name, and what members write to us. Not members, messages of others or presences: Discord
asks for reasons for those."""

log = get_logger(__name__)


class Hears(Protocol):
    """What is told of what happens: the face."""

    async def submitted(self, interaction: discord.Interaction[Any]) -> None: ...
    async def act(self, interaction: discord.Interaction[Any]) -> None: ...
    async def wrote(self, channel_id: int, author: discord.User | None) -> None: ...
    async def ready(self) -> None: ...
    def resumed(self) -> None: ...
    def lost(self) -> None: ...


class Client(discord.AutoShardedClient):
    """Keeps no members and no messages: its memory doesn't grow with the server."""

    tree: app_commands.CommandTree[Any]
    """Set by whoever builds it; the library's users look for it here."""

    def __init__(self, hears: Hears, settings: DiscordSettings) -> None:
        super().__init__(
            intents=INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.5,  # of silence, after which all servers are taken to be there; we are in one
            proxy=proxy_for(settings.api_url),
        )
        self._hears = hears
        self._acts = acts_of(hears.act)

    async def setup_hook(self) -> None:
        """After each signing in: what the library holds in memory begins empty."""
        self.add_dynamic_items(self._acts)

    async def hang_up(self) -> None:
        """End the gateway's sockets; requests still work."""
        for shard in self.shards.values():
            await shard.disconnect()

    async def reopen(self, token: str) -> None:
        """Sign in again after the library closed itself, which it does where Discord ends a connection for good."""
        await self.close()
        self.clear()
        self.http.connector = discord.utils.MISSING  # closed with its session; login makes another
        await self._async_setup_hook()  # the queue of its shards still holds the end of the last connection
        await self.login(token)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        # The library hands on commands, buttons and menus itself; forms it only knows while it holds them in memory.
        if interaction.type is discord.InteractionType.modal_submit:
            await self._hears.submitted(interaction)

    async def on_message(self, message: discord.Message) -> None:
        if message.guild is None and isinstance(message.author, discord.User) and not message.author.bot:
            await self._hears.wrote(message.channel.id, message.author)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        if payload.guild_id is None:
            await self._hears.wrote(payload.channel_id, None)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        if payload.guild_id is None:
            await self._hears.wrote(payload.channel_id, None)

    async def on_ready(self) -> None:
        await self._hears.ready()

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("discord_event_failed", method=event_method)

    async def on_resumed(self) -> None:
        self._hears.resumed()

    async def on_disconnect(self) -> None:
        self._hears.lost()


def token_of(settings: DiscordSettings) -> str:
    """Raises FixSettings without one."""
    if settings.bot_token is None:
        raise FixSettings(
            "There is no Discord bot token.",
            remedy="Set GOODWORD_DISCORD_BOT_TOKEN (Developer Portal, Bot, Reset Token).",
        )
    return settings.bot_token.get_secret_value()


def point(settings: DiscordSettings) -> None:
    """Have the library speak to the settings' Discord, where that isn't the one it knows."""
    if settings.api_url != DISCORD_API:
        Route.BASE = settings.api_url.rstrip("/")
    if settings.gateway_url != DISCORD_GATEWAY:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.gateway_url)


def quiet() -> None:
    """The library logs each lost connection with a traceback; the watchdog's own line is enough."""
    for name in ("discord.client", "discord.gateway", "discord.shard"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("discord").setLevel(logging.WARNING)
