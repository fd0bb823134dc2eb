"""The local Slack put together and served on loopback."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypedDict, TypeVar, Unpack

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request as HttpRequest
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from bot.kernel.errors import FixSettings
from bot.playground.serving import Server, configuration, listener
from bot.playground.slack.acts import Acts
from bot.playground.slack.api import WebApi, json_answer
from bot.playground.slack.control import Control, guarded
from bot.playground.slack.faults import Fault, Faults, Kind
from bot.playground.slack.forms import Forms
from bot.playground.slack.journal import Journal
from bot.playground.slack.methods.conversations import top_level
from bot.playground.slack.methods.scheduled import post_due
from bot.playground.slack.model import Call, Channel, Person, Shortcut, UserGroup
from bot.playground.slack.response_url import ResponseUrls
from bot.playground.slack.security import LOCAL_NAMES, Doors
from bot.playground.slack.sockets import SocketMode
from bot.playground.slack.state import Clock, Message, SlackWorld
from bot.playground.slack.stream import Events
from bot.playground.slack.uploads import Uploads
from bot.playground.slack.views import as_payload

Json = dict[str, Any]
T = TypeVar("T")
PAGE = Path(__file__).parent.parent / "page"


class WorldOptions(TypedDict, total=False):
    """What :class:`SlackWorld` takes, for :class:`LocalSlack` to pass on."""

    bot_token: str | None
    app_token: str | None
    people: Iterable[Person] | None
    channels: Iterable[Channel] | None
    groups: Iterable[UserGroup] | None
    shortcuts: Iterable[Shortcut] | None
    commands: Iterable[str]
    limits: Literal["enforce", "off"]
    clock: Clock | None
    scopes: Iterable[str]
    subscriptions: Iterable[str]
    message_burst: int
    ack_seconds: float
    redelivery_delays: tuple[float, ...]


class LocalSlack:
    """A Slack workspace on loopback: ``async with LocalSlack() as slack: ...``.

    ``base_url`` and ``api_url`` are for the bot, ``world`` is its state, ``faults`` its switches; ``click``,
    ``command``, ``submit`` and so on act as a person and answer as the control surface does. With ``journal``, a
    file, the workspace is kept there and goes on from there.
    """

    def __init__(
        self,
        world: SlackWorld | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        allowed_names: Iterable[str] = (),
        extra_routes: Iterable[BaseRoute] = (),
        journal: Path | None = None,
        **options: Unpack[WorldOptions],
    ) -> None:
        self.world = world or SlackWorld(**options)
        self.faults = Faults()
        self.sockets = SocketMode(self.world, self.faults)
        self.web_api = WebApi(self.world, self.faults)
        self.acts = Acts(self.world, self.sockets)
        self.forms = Forms(self.world, self.sockets, self.acts)
        self.click = self.acts.click
        self.select = self.acts.select
        self.suggest = self.acts.suggest
        self.command = self.acts.command
        self.shortcut = self.acts.shortcut
        self.open_home = self.acts.open_home
        self.post = self.acts.post
        self.deactivate = self.acts.deactivate
        self.submit = self.forms.submit
        self.close = self.forms.close
        self._host, self._port = host, port
        self._names = LOCAL_NAMES | frozenset(allowed_names)
        self._extra = list(extra_routes)
        self._journal = Journal(journal) if journal else None
        self.app = self._application()
        self._server: Server | None = None
        self._tasks: list[asyncio.Task[Any]] = []

    # addresses

    @property
    def base_url(self) -> str:
        """Where the page is, as ``http://127.0.0.1:8080``."""
        return self.world.base_url

    @property
    def api_url(self) -> str:
        """What the SDK takes as ``base_url``."""
        return f"{self.world.base_url}/api/"

    @property
    def bot_token(self) -> str:
        """The bot's token."""
        return self.world.bot_token

    @property
    def app_token(self) -> str:
        """The token for Socket Mode."""
        return self.world.app_token

    # life

    async def start(self) -> None:
        """Listen. Raises FixSettings when the port is taken or the journal can't be read."""
        bound = listener(self._host, self._port)
        port = bound.getsockname()[1]
        shown = "127.0.0.1" if self._host in ("0.0.0.0", "::") else self._host  # noqa: S104 (compared, not bound)
        self.world.base_url = f"http://{shown}:{port}"
        self._go_on(bound)
        self._server = Server(configuration(self.app))
        serving = asyncio.create_task(self._server.serve(sockets=[bound]))
        self._tasks = [serving, asyncio.create_task(self._write_due())]
        up = asyncio.create_task(self._server.up.wait())
        await asyncio.wait({serving, up}, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        if self._server is None:
            return
        serving, writing = self._tasks
        writing.cancel()
        self.world.feed.close()
        await self.sockets.aclose()
        self._server.leaving.set()
        await asyncio.gather(serving, writing, return_exceptions=True)
        self._server = None
        if self._journal is not None:
            self._journal.close()

    def _go_on(self, bound: socket.socket) -> None:
        if self._journal is None:
            return
        try:
            self._journal.open(self.world)
        except FixSettings:
            bound.close()
            raise
        self.world.feed.start_at(int(time.time() * 1000))

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    async def _write_due(self) -> None:
        while True:
            post_due(self.world)
            await asyncio.sleep(0.2)

    # looking

    def messages(self, channel: str, user: str | None = None) -> list[Message]:
        """A channel's messages outside threads, earliest first."""
        where = self.world.channel_named(channel, self.world.person_named(user).id if user else None)
        return [each for each in self.world.messages.get(where.id, {}).values() if top_level(each)]

    def ephemerals(self, user: str) -> list[Message]:
        """What only this person is shown, earliest first."""
        person = self.world.person_named(user)
        return [each for each in self.world.ephemerals.values() if each["for_user"] == person.id]

    def modal(self, user: str) -> Json | None:
        """The person's topmost modal, with what they entered."""
        stack = self.world.stack(self.world.person_named(user).id)
        return as_payload(self.world, stack[-1]) if stack else None

    def home(self, user: str) -> Json | None:
        """The person's home tab."""
        view = self.world.homes.get(self.world.person_named(user).id)
        return as_payload(self.world, view) if view else None

    def calls(self, method: str) -> list[Call]:
        """The Web API calls of that name so far (the last 2,000 of all)."""
        return [each for each in self.world.calls if each.method == method]

    def fault(
        self,
        kind: Kind,
        *,
        method: str | None = None,
        event: str | None = None,
        count: int = 1,
        seconds: float = 1.0,
        after: bool = False,
        error: str = "invalid_blocks",
    ) -> None:
        """Switch a fault on. Connections are cut with ``sockets.drop_all`` and renewed with ``sockets.refresh``."""
        self.faults.add(Fault(kind, method, event, count, seconds, after, error))

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

    async def wait_connected(self, timeout: float = 30.0) -> None:  # noqa: ASYNC109
        """Wait until the bot has opened its socket."""
        await self.wait_for(lambda: self.sockets.connected, timeout, "the bot connects")

    # assembly

    def _application(self) -> Starlette:
        uploads, events = Uploads(self.world), Events(self.world)
        # What else the page finds on this port: control surfaces of other places.
        paths = [str(getattr(route, "path", "")) for route in self._extra]
        beside = [
            place
            for place in ("discord", "network", "mail")
            if any(path.startswith(f"/playground/{place}/") for path in paths)
        ]
        control = Control(self.world, self.faults, self.sockets, self.acts, self.forms, beside=beside)
        routes: list[BaseRoute] = [
            Route("/api/{method}", self.web_api.endpoint, methods=["GET", "POST"]),
            WebSocketRoute("/link/", self.sockets.endpoint),
            Route("/upload/v1/{file}", uploads.receive, methods=["POST"]),
            Route("/files/{file}", uploads.give, methods=["GET"]),
            Route("/response/{key}", ResponseUrls(self.world).endpoint, methods=["POST"]),
            Route("/playground/events", guarded(events.endpoint), methods=["GET"]),
            *control.routes(),
            Route("/healthz", self._health, methods=["GET"]),
            *self._extra,
        ]
        if (PAGE / "index.html").is_file():
            routes.append(Route("/archives/{rest:path}", _index, methods=["GET"]))
            routes.append(Mount("/", StaticFiles(directory=PAGE, html=True)))
        return Starlette(routes=routes, middleware=[Middleware(Doors, names=self._names)])

    async def _health(self, http: HttpRequest) -> Response:
        return json_answer({"ok": True, "connections": self.sockets.connected})


async def _index(http: HttpRequest) -> Response:
    """A permalink opens the page, which finds the message by its address."""
    return FileResponse(PAGE / "index.html")
