"""The local Discord put together: on its own port, or as routes of another server of the playground."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypedDict, TypeVar, Unpack

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route, WebSocketRoute

from bot.playground.discord import reading
from bot.playground.discord.acts import Acts
from bot.playground.discord.cdn import Cdn
from bot.playground.discord.control import ROOT, Control
from bot.playground.discord.faults import Fault, Faults, Kind
from bot.playground.discord.forms import Forms
from bot.playground.discord.gateway import Gateway
from bot.playground.discord.hands import Hands
from bot.playground.discord.journal import Journal
from bot.playground.discord.model import Channel, Exchange, Message, Modal, Person, Ping, Role
from bot.playground.discord.rest import Observer, Rest
from bot.playground.discord.state import Clock, DiscordWorld
from bot.playground.serving import Server, configuration, listener
from bot.playground.slack.control import guarded
from bot.playground.slack.security import LOCAL_NAMES, Doors
from bot.playground.slack.stream import Events

Json = dict[str, Any]
T = TypeVar("T")
API, GATEWAY, CDN = "/discord/api/v10", "/discord/gateway", "/discord/cdn"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class WorldOptions(TypedDict, total=False):
    """What :class:`DiscordWorld` takes, for :class:`LocalDiscord` to pass on."""

    bot_token: str | None
    guild_name: str
    people: Iterable[Person] | None
    channels: Iterable[Channel] | None
    roles: Iterable[Role] | None
    owner: str
    limits: Literal["enforce", "off"]
    clock: Clock | None
    ack_seconds: float
    token_seconds: float
    upload_bytes: int
    privileged: bool


class LocalDiscord:
    """A Discord guild on loopback: ``async with LocalDiscord() as discord: ...``.

    ``api_url``, ``gateway_url`` and ``bot_token`` are for the bot, ``world`` is its state, ``faults`` its switches;
    ``slash``, ``click``, ``submit`` and so on act as a person and answer as the control surface does. ``observer``
    sees every request with its answer. With ``journal``, a file, the guild is kept there and goes on from there.

    To stand beside the local Slack on one port, give :meth:`routes` to it and enter :meth:`mounted` with its address.
    """

    def __init__(
        self,
        world: DiscordWorld | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        allowed_names: Iterable[str] = (),
        extra_routes: Iterable[BaseRoute] = (),
        journal: Path | None = None,
        observer: Observer | None = None,
        **options: Unpack[WorldOptions],
    ) -> None:
        self.world = world or DiscordWorld(**options)
        self.faults = Faults()
        self.gateway = Gateway(self.world, self.faults)
        self.rest = Rest(self.world, self.faults, observer)
        self.acts = Acts(self.world, self.gateway)
        self.forms = Forms(self.world, self.acts)
        self.hands = Hands(self.world, self.acts.where)
        self.slash = self.acts.slash
        self.autocomplete = self.acts.autocomplete
        self.click = self.acts.click
        self.select = self.acts.select
        self.message_command = self.acts.message_command
        self.user_command = self.acts.user_command
        self.submit = self.forms.submit
        self.close = self.forms.close
        self.join = self.hands.join
        self.leave = self.hands.leave
        self.post = self.hands.post
        self._host, self._port = host, port
        self._names = LOCAL_NAMES | frozenset(allowed_names)
        self._extra = list(extra_routes)
        self._journal = Journal(journal) if journal else None
        self._server: Server | None = None
        self._serving: asyncio.Task[None] | None = None

    # addresses

    @property
    def api_url(self) -> str:
        """What stands for ``https://discord.com/api/v10``."""
        return self.world.address + API

    @property
    def gateway_url(self) -> str:
        """What stands for ``wss://gateway.discord.gg/``."""
        return self.world.address.replace("http", "ws", 1) + GATEWAY

    @property
    def bot_token(self) -> str:
        """The bot's token."""
        return self.world.bot_token

    @property
    def application_id(self) -> int:
        """The app's identifier, and its user's."""
        return int(self.world.application_id)

    @property
    def guild_id(self) -> int:
        """The guild's identifier."""
        return int(self.world.guild_id)

    # life

    def routes(self) -> list[BaseRoute]:
        """Everything that is served, for an application that checks its doors as the local Slack does."""
        control = Control(self.world, self.faults, self.gateway, self.acts, self.forms, self.hands)
        cdn = Cdn(self.world)
        return [
            Route(API + "/{path:path}", self.rest.endpoint, methods=METHODS),
            WebSocketRoute(GATEWAY, self.gateway.endpoint),
            WebSocketRoute(GATEWAY + "/", self.gateway.endpoint),
            Route(CDN + "/{folder}/{channel}/{file}/{name}", cdn.give, methods=["GET"]),
            Route(f"{ROOT}/events", guarded(Events(self.world).endpoint), methods=["GET"]),
            *control.routes(),
        ]

    @contextlib.asynccontextmanager
    async def mounted(self, address: str) -> AsyncIterator[Self]:
        """Live as routes of a server at ``address``, as ``http://127.0.0.1:8080``, which runs already.

        Raises FixSettings when the journal can't be read.
        """
        self._begin(address)
        try:
            yield self
        finally:
            await self._end()

    def _begin(self, address: str) -> None:
        self.world.address = address
        if self._journal is not None:
            self._journal.open(self.world)
        self.world.feed.start_at(int(time.time() * 1000))

    async def _end(self) -> None:
        self.world.feed.close()
        await self.gateway.aclose()
        if self._journal is not None:
            self._journal.close()

    async def start(self) -> None:
        """Listen on a port of its own. Raises FixSettings when it is taken or the journal can't be read."""
        bound = listener(self._host, self._port)
        try:
            shown = "127.0.0.1" if self._host in ("0.0.0.0", "::") else self._host  # noqa: S104 (compared, not bound)
            self._begin(f"http://{shown}:{bound.getsockname()[1]}")
        except BaseException:
            bound.close()
            raise
        app = Starlette(
            routes=[*self.routes(), *self._extra], middleware=[Middleware(Doors, names=self._names)]
        )
        self._server = Server(configuration(app))
        self._serving = asyncio.create_task(self._server.serve(sockets=[bound]))
        up = asyncio.create_task(self._server.up.wait())
        await asyncio.wait({self._serving, up}, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        if self._server is None or self._serving is None:
            return
        await self._end()
        self._server.leaving.set()
        await asyncio.gather(self._serving, return_exceptions=True)
        self._server = self._serving = None

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    # looking

    def messages(self, channel: str, user: str | None = None) -> list[Json]:
        """A channel's messages, earliest first; with ``user`` also what only that person is shown."""
        person = self.world.person_named(user) if user else None
        place = self.world.channel_named(channel, person.id if person else None)
        return reading.messages_for(self.world, place, person)

    def ephemerals(self, user: str) -> list[Message]:
        """What only this person is shown, earliest first."""
        person = self.world.person_named(user)
        return [each for each in self.world.ephemerals.values() if each.for_user == person.id]

    def modal(self, user: str) -> Modal | None:
        """The person's open form."""
        return self.world.modals.get(self.world.person_named(user).id)

    def person(self, user: str) -> Person:
        """A person by name or id."""
        return self.world.person_named(user)

    @property
    def pings(self) -> list[Ping]:
        """Whom messages notified, earliest first (the last 2,000)."""
        return list(self.world.pings)

    def requests(self, method: str, path: str = "") -> list[Exchange]:
        """The bot's requests so far (the last 2,000 of all) whose path holds ``path``."""
        return [each for each in self.world.exchanges if each.method == method and path in each.path]

    def fault(
        self,
        kind: Kind,
        *,
        request: str | None = None,
        event: str | None = None,
        count: int = 1,
        seconds: float = 1.0,
        everywhere: bool = False,
        after: bool = False,
    ) -> None:
        """Switch a fault on. Those of the connections strike at once: ``gateway.strike``."""
        self.faults.add(Fault(kind, request, event, count, seconds, everywhere, after))

    async def wait_for(
        self,
        predicate: Callable[[], T | None],
        timeout: float = 30.0,  # noqa: ASYNC109 (a test's deadline)
        what: str = "",
    ) -> T:
        """Wait until ``predicate`` gives something true, and return it; TimeoutError says what never came."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not (found := predicate()):
            if loop.time() > deadline:
                raise TimeoutError(f"not within {timeout} s: {what or predicate}")
            await self.world.feed.wait(0.02)
        return found

    async def wait_connected(self, timeout: float = 30.0) -> None:  # noqa: ASYNC109 - it says what it waited for
        """Wait until the bot has identified."""
        await self.wait_for(lambda: self.gateway.connected, timeout, "the bot connects")
