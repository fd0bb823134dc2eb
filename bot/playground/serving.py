"""Serving an application inside this process: the playground's own uvicorn and its socket."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette

from bot.kernel.errors import FixSettings


def configuration(app: Starlette) -> uvicorn.Config:
    """How the playground is served: quietly, with WebSockets, and leaving soon when told to."""
    return uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        ws="websockets-sansio",
        timeout_graceful_shutdown=2,
    )


class Server(uvicorn.Server):
    """uvicorn inside somebody else's process: it says when it is up and leaves the signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self.leaving = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        self.up.set()

    async def main_loop(self) -> None:
        """Run until told to leave; uvicorn's own loop looks ten times a second, also when nobody is there."""
        await self.leaving.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal handler: the process that runs us has its own."""
        yield


def listener(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises FixSettings when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, for asyncio switches off Nagle's delay (40 ms an answer) only on sockets that say so.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise FixSettings(
            f"The playground can't listen on {host}:{port} ({error.strerror}).",
            remedy="Choose another port with --port, or stop what uses this one.",
        ) from error
    return bound
