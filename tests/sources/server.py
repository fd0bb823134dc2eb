"""A small real HTTP server on loopback with switches for faults. Tested in ``test_server.py``."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    all: Mapping[str, list[str]] = field(default_factory=dict)  # every value of each name in the query
    method: str = "GET"
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer. ``drip`` sends the body a byte at a time, so many seconds apart; ``stall`` waits first."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    stall: float = 0.0
    drip: float = 0.0
    endless: bool = False  # repeats the body until the client has enough


Route = Callable[[Seen], Answer]


class LocalServer:
    """Answers by path; ``fault`` overrules every route until it is None again."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.fault: Answer | None = None
        self.seen: list[Seen] = []
        self.sent = 0  # bytes of endless bodies
        self.port = 0
        self._closing = asyncio.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def endpoint(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        seen = Seen(
            request.path,
            dict(request.query),
            {k.lower(): v for k, v in request.headers.items()},
            {name: request.query.getall(name) for name in request.query},
            request.method,
            await request.read(),
        )
        self.seen.append(seen)
        route = self.routes.get(request.path)
        answer = self.fault or (route(seen) if route else Answer(b"not here", 404))
        if answer.stall:
            await self._wait(answer.stall)
        if not (answer.drip or answer.endless):
            return web.Response(body=answer.body, status=answer.status, headers=answer.headers)
        response = web.StreamResponse(status=answer.status, headers=answer.headers)
        await response.prepare(request)
        try:
            async for chunk in self._chunks(answer):
                await response.write(chunk)
                self.sent += len(chunk)
        except ConnectionError:
            return response  # the client had enough: that is what these faults are for
        return response

    async def _chunks(self, answer: Answer) -> AsyncIterator[bytes]:
        if answer.endless:
            while not self._closing.is_set() and self.sent < 200_000_000:
                yield answer.body
        for byte in answer.body if answer.drip else b"":
            await self._wait(answer.drip)
            yield bytes([byte])

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return

    def stop_waiting(self) -> None:
        """Ends stalls and drips, so that the server can close."""
        self._closing.set()


@asynccontextmanager
async def local_server() -> AsyncIterator[LocalServer]:
    """A server on a free port of 127.0.0.1."""
    server = LocalServer()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        server.stop_waiting()
        await runner.cleanup()


def bomb(megabytes: int) -> Answer:
    """Zeros, packed about a thousandfold."""
    return Answer(gzip.compress(bytes(megabytes * 1_000_000)), headers={"content-encoding": "gzip"})
