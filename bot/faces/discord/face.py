"""The Discord face put together: built from the services, started and stopped by ``bot.app``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import discord

from bot.digests.faces import DigestFaces
from bot.faces.discord.asking.hearing import Hearing
from bot.faces.discord.asking.sender import MessageSender
from bot.faces.discord.asking.watcher import MessageWatcher
from bot.faces.discord.commands import build_tree
from bot.faces.discord.connection import PATIENCE, Connection
from bot.faces.discord.delivery import Delivery
from bot.faces.discord.digest_face import DiscordDigests
from bot.faces.discord.directs import Directs
from bot.faces.discord.dispatch import PATIENCE as HURRY
from bot.faces.discord.dispatch import Dispatcher
from bot.faces.discord.erased.messages import DiscordPlace
from bot.faces.discord.members import PLATFORM, Members
from bot.faces.discord.pace import Pace
from bot.faces.discord.places import Places
from bot.faces.discord.roles import Roles
from bot.faces.discord.router import DiscordRouter, load_cogs
from bot.faces.discord.telling import tell_commands
from bot.faces.discord.turn import LOOK_AGAIN, Turn
from bot.faces.discord.wire import Client, point, quiet, token_of
from bot.faces.discord.worries import Worries
from bot.intake.privacy.places import ErasurePlaces
from bot.intake.reaching.ways import Watchers
from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.rights.surfaces import Senders
from bot.services import Services

Register = Callable[[DiscordRouter, Services], None]

log = get_logger(__name__)


class DiscordFace:
    """Everything that speaks to one Discord server. Parts that durable work and cogs need are provided to the
    services: ``services.outlet(Places)``, ``Members``, ``Worries``, ``Roles``, ``Directs``, ``Delivery``,
    ``DiscordRouter`` and ``DiscordFace`` itself."""

    def __init__(
        self,
        services: Services,
        *,
        register: Register = load_cogs,
        patience: float = PATIENCE,
        pace: Pace | None = None,
        hurry: float = HURRY,
    ) -> None:
        settings = services.settings.discord
        quiet()
        point(settings)
        self.services = services
        self.client = Client(self, settings)
        self.places = Places(self.client, settings)
        self.members = Members(services)
        self.worries = Worries(services)
        self.roles = Roles(self.places, self.worries)
        self.directs = Directs(self.client, services.database, services.clock)
        self.delivery = Delivery(self.client, services.database, self.worries, services.clock, pace)
        self.router = DiscordRouter()
        self.dispatcher = Dispatcher(self.router, services, self.members, patience=hurry)
        self.connection = Connection(self.client, token_of(settings), patience=patience)
        self.turn = Turn(services.database)
        self._keeping: asyncio.Task[None] | None = None
        self.on_connected: list[Callable[[], Any]] = []
        """Asked, without arguments, each time the connection begins: what changed while we were away?"""
        self.caught_up = asyncio.Event()
        """The server knows our commands, and what changed while we were away is being looked at."""
        for part in (
            self.places, self.members, self.worries, self.roles, self.directs, self.delivery, self.router, self
        ):  # fmt: skip
            services.provide(part)
        services.outlet(ErasurePlaces).add(DiscordPlace(self.delivery, services.database))
        services.outlet(Senders).add(MessageSender(services, self.client))
        services.outlet(DigestFaces).plug(DiscordDigests(self.client, self.places))
        services.outlet(Watchers).add(PLATFORM, MessageWatcher(services, self.client))
        self.hearing = Hearing(services, self.members, self.directs)
        self.on_connected.append(self.hearing.catch_up)
        register(self.router, services)
        self.tree = self.client.tree = build_tree(self.client, self.router, self.dispatcher)

    async def start(self) -> None:
        """Sign in and connect. Raises FixCredentials."""
        await self.open()
        try:
            await self.connect()
        except BaseException:  # cancelled too: what was opened is closed, and the error goes on
            await self.close()
            raise

    async def open(self) -> None:
        """What sending alone needs."""
        await self.connection.open()

    async def connect(self) -> None:
        """Receive, once sending works (``open``) and no other replica does. Raises FixCredentials."""
        if await self.turn.take():
            await self.connection.connect()
        else:
            log.info("discord_waiting_for_its_turn")
        self._keeping = asyncio.create_task(self._keep_turn(), name="discord-turn")

    async def _keep_turn(self) -> None:
        """Listen when the replica that did is gone; stop when the right to is lost."""
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            before = self.turn.mine
            now = await self.turn.take()
            try:
                if now and not before:
                    await self.connection.connect()
                elif before and not now:
                    await self.connection.disconnect()
            except GoodwordError as error:
                await self.turn.release()
                log.warning("discord_turn_not_used", problem=str(error))

    async def disconnect(self) -> None:
        """Take nothing more and let running handlers finish; sending still works."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None
        await self.connection.disconnect()
        await self.dispatcher.drain()
        await self.turn.release()

    async def close(self) -> None:
        await self.connection.close()

    async def stop(self) -> None:
        """Take nothing more, let running handlers finish, close."""
        await self.disconnect()
        await self.close()

    def status(self) -> dict[str, Any]:
        """For health checks. ``listens``: here, and not in another replica."""
        return {
            "connected": self.connection.connected(),
            "listens": self.turn.mine,
            "guilds": len(self.client.guilds),
        }

    # what the client tells us

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await self.dispatcher.act(interaction)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        await self.dispatcher.submitted(interaction)

    async def wrote(self, channel_id: int, author: discord.User | None) -> None:
        """Somebody wrote to us, or changed or deleted what they wrote (``author`` None)."""
        await self.hearing.wrote(channel_id, author)

    async def ready(self) -> None:
        """All servers are known: tell ours the commands, and let the cogs look at what changed."""
        self.connection.is_up()
        try:
            guild = await self.places.guild()
            await tell_commands(self.tree, guild, self.services.database, self.services.clock)
            for ask in self.on_connected:
                await ask()
            self.caught_up.set()
        except GoodwordError as error:
            log.warning("discord_not_ready", problem=str(error))
            await self.worries.note("start", error.message, error.remedy)

    def resumed(self) -> None:
        self.connection.is_up()

    def lost(self) -> None:
        self.connection.is_lost()
