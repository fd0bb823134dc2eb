"""The ASGI application and the small server that runs it inside our loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.faces.web.headers import SecurityHeaders, failed
from bot.faces.web.pages.frame import BASE_STYLE
from bot.kernel.errors import FixSettings

# What a readiness probe learns: part -> (is it well, a word about it).
Readiness = Callable[[], Awaitable[Mapping[str, tuple[bool, str]]]]


_ROBOTS = """\
# What is to stay out of search results says so itself (noindex), and is open here for that to be read: an address
# that is only closed here may still be listed, and a private link's address is the secret.
User-agent: *
Disallow: /webhooks/
Disallow: /healthz
Disallow: /readyz
"""


def application(readiness: Readiness, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The web application: ``/healthz`` (the process lives), ``/readyz`` (every part works), ``/robots.txt``, the
    style of all pages, and ``routes``."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"ok": True})

    async def readyz(_request: Request) -> Response:
        parts = await readiness()
        ok = all(well for well, _ in parts.values())
        answer: dict[str, Any] = {"ok": ok, "parts": {name: word for name, (_, word) in parts.items()}}
        return JSONResponse(answer, status_code=200 if ok else 503)

    async def robots(_request: Request) -> Response:
        return PlainTextResponse(_ROBOTS, headers={"Cache-Control": "max-age=3600"})

    own = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/robots.txt", robots), BASE_STYLE]
    return Starlette(
        routes=[*routes, *own], middleware=[Middleware(SecurityHeaders)], exception_handlers={500: failed}
    )


class WebServer:
    """uvicorn inside the running loop: started and stopped by us, its signal handling left out."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        self._server = _Server(
            uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", server_header=False)
        )
        self._address = (host, port)
        self._task: asyncio.Task[None] | None = None
        self.port = port

    async def start(self) -> None:
        """Listen; ``port`` then tells which, also when 0 was asked for. Raises FixSettings when it is taken."""
        host, port = self._address
        try:
            listener = _listen(host, port)
        except OSError as error:
            raise FixSettings(
                f"The web face can't listen on {host}:{port}: {error.strerror}.",
                remedy="Set another web.port in goodword.toml, or web.enabled = false.",
            ) from None
        self.port = listener.getsockname()[1]
        self._task = asyncio.create_task(self._server.serve(sockets=[listener]), name="web")
        while not self._server.started and not self._task.done():  # noqa: ASYNC110 - uvicorn gives no event
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Finish what is under way and close. Does nothing when it was never started."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket that names its protocol: asyncio turns Nagle's algorithm off only where it does, and an
    answer in two writes would take 40 ms otherwise. Raises OSError."""
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, _, _, address = found[0]
    listener = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the process, not to one of its faces."""
        yield
