"""The mail server: aiosmtpd on loopback, which takes every mail for every address and sends none on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session
from starlette.routing import Route

from bot.playground.mailbox.control import Control
from bot.playground.mailbox.journal import Journal
from bot.playground.mailbox.state import MailWorld

LARGEST = 10_000_000
"""Bytes of a mail, as many servers take; a larger one is refused with 552 as they do."""

IDLE = 60.0
"""Seconds without a command after which a connection is closed."""


class LocalMail:
    """A mail server: ``async with LocalMail() as mail: ...``; ``port`` is where it listens then.

    With ``journal``, a file, the mailbox is kept there and goes on from it.
    """

    def __init__(
        self,
        *,
        largest: int = LARGEST,
        journal: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.world = MailWorld(clock)
        self.port = 0
        self._largest = largest
        self._journal = Journal(journal) if journal else None
        self._server: asyncio.Server | None = None
        self._open: set[_Connection] = set()

    def control(self) -> list[Route]:
        """The control surface under ``/playground/mail/``."""
        return Control(self.world).routes()

    async def __aenter__(self) -> Self:
        """Listen. Raises FixSettings where what was kept can't be read."""
        server = await asyncio.get_running_loop().create_server(self._connection, "127.0.0.1", 0)
        self._server = server
        self.port = server.sockets[0].getsockname()[1]
        self.world.base_url = f"smtp://127.0.0.1:{self.port}"
        if self._journal is not None:
            try:
                self._journal.open(self.world)
            except BaseException:  # cancelled too: the port is given back, and the error goes on
                server.close()
                raise
            self.world.feed.start_at(int(time.time() * 1000))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection and stop listening."""
        self.world.feed.close()
        if self._server is not None:
            self._server.close()
            for connection in list(self._open):
                connection.hang_up()
            await self._server.wait_closed()
        if self._journal is not None:
            self._journal.close()

    def _connection(self) -> SMTP:
        return _Connection(_Taking(self.world), self._open, self._largest)


class _Taking:
    """What aiosmtpd asks when a mail was sent."""

    def __init__(self, world: MailWorld) -> None:
        self._world = world

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take it."""
        content = envelope.content or b""
        data = content if isinstance(content, bytes) else content.encode()
        recipients = [str(each) for each in envelope.rcpt_tos]
        mail = self._world.take(envelope.mail_from or "", recipients, data)
        return f"250 2.0.0 OK, kept as {mail.id}"


class _Connection(SMTP):
    """One client; known while it is connected, so that a server that stops can hang up."""

    def __init__(self, taking: _Taking, known: set[_Connection], largest: int) -> None:
        super().__init__(
            taking,
            data_size_limit=largest,
            enable_SMTPUTF8=True,
            hostname="mail.playground.example",
            ident="Goodword playground",
            timeout=IDLE,
            loop=asyncio.get_running_loop(),
        )
        self._known = known

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is there."""
        self._known.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """It is gone."""
        self._known.discard(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        """End it."""
        if self.transport is not None:
            self.transport.close()
