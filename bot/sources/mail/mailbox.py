"""One connection to an IMAP server. IMAPClient speaks; here it is kept off the loop, bounded, and read only.

A connection has one thread of its own. Folders are opened with EXAMINE and mails read with BODY.PEEK, so that
nothing becomes read or loses its place among the recent. What a server sends for one command is counted: an endless
answer is cut off. The server is named by an operator, not by content, so it may be a private one.
"""

from __future__ import annotations

import asyncio
import imaplib
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar, cast

import httpx
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError, ProtocolError

from bot.kernel.errors import FixCredentials, FixSettings, GoodwordError, NeverWorks, TryLater
from bot.kernel.text import clean_line
from bot.sources.mail.settings import PORTS, MailSettings

CONNECT_LIMIT, READ_LIMIT = 10.0, 30.0
COMMAND_LIMIT = 60.0
"""Seconds for one command and all of its answer."""
TALK_LIMIT = 4_000_000
"""Octets of an answer beyond the mail that was asked for: ten thousands of numbers, or a server gone mad."""
IDLE_ROUND = 9 * 60.0
"""Seconds after which IDLE is begun anew: routers forget silent connections sooner than servers do (29 minutes)."""

_LOST = (OSError, imaplib.IMAP4.abort, EOFError)
T = TypeVar("T")

logging.getLogger("imapclient").setLevel(logging.WARNING)  # below that it repeats every mail


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder as it was opened. ``validity`` changes when its numbers begin anew."""

    validity: int
    mails: int
    next_uid: int | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as read. ``size`` is its whole size; ``content`` may be its beginning."""

    uid: int
    size: int
    arrived: datetime | None
    content: bytes

    @property
    def whole(self) -> bool:
        return len(self.content) >= self.size


class _TooMuch(Exception):
    """The server sends more than any answer needs."""


class _Bounded(IMAPClient):  # type: ignore[misc]  # it comes without types
    """Counts what is read. ``left`` is in octets and set for each command."""

    left = TALK_LIMIT

    def _create_IMAP4(self) -> imaplib.IMAP4:
        self._imap = made = super()._create_IMAP4()
        read, readline = made.read, made.readline

        def counted_read(size: int) -> bytes:
            self._count(size)  # before it is read: a literal says how long it is
            return bytes(read(size))

        def counted_line() -> bytes:
            line = bytes(readline())
            self._count(len(line))
            return line

        made.read, made.readline = counted_read, counted_line
        return cast(imaplib.IMAP4, made)

    def _count(self, octets: int) -> None:
        self.left -= octets
        if self.left < 0:
            raise _TooMuch


class Mailbox:
    """A logged in connection; made by ``mailbox``. Every method runs in the connection's thread."""

    def __init__(self, settings: MailSettings, thread: ThreadPoolExecutor) -> None:
        self._settings = settings
        self._thread = thread
        self._client: _Bounded | None = None

    @property
    def can_idle(self) -> bool:
        return self._client is not None and bool(self._client.has_capability("IDLE"))

    async def connect(self) -> None:
        """Connect, secure the line, log in."""
        await self._run(self._connect)

    async def folders(self) -> list[str]:
        """Names of the folders there are, at most fifty."""
        listed = await self._run(lambda client: client.list_folders())
        return [clean_line(str(name), 80) for _, _, name in listed[:50]]

    async def open(self, folder: str) -> Opened:
        """Open a folder for reading only. Raises NeverWorks naming the folders there are."""
        try:
            found = await self._run(lambda client: client.select_folder(folder, readonly=True))
        except NeverWorks:
            names = ", ".join(await self.folders())
            raise NeverWorks(
                f"The mailbox has no folder '{folder}' that can be opened.", remedy=f"There are: {names}."
            ) from None
        validity, mails, following = (found.get(key) for key in (b"UIDVALIDITY", b"EXISTS", b"UIDNEXT"))
        if not isinstance(validity, int):
            raise NeverWorks(
                f"The server gives no UIDVALIDITY for '{folder}'.",
                remedy="It can't be read reliably; use another.",
            )
        return Opened(
            validity,
            mails if isinstance(mails, int) else 0,
            following if isinstance(following, int) else None,
        )

    async def after(self, uid: int) -> list[int]:
        """Numbers of the mails that came after this one, ascending."""
        found = await self._search(["UID", f"{uid + 1}:*"])
        return [one for one in found if one > uid]  # n:* means the last one, if there is none from n on

    async def since(self, day: date) -> list[int]:
        """Numbers of the mails that arrived on this day or later."""
        return await self._search(["SINCE", day])

    async def answering(self, message_id: str, day: date) -> list[int]:
        """Numbers of the mails since that day that name this id as one they answer."""
        named = ["OR", "HEADER", "In-Reply-To", message_id, "HEADER", "References", message_id]
        return await self._search(["SINCE", day, *named])

    async def _search(self, criteria: Sequence[Any]) -> list[int]:
        found = await self._run(lambda client: client.search(criteria))
        return sorted({int(one) for one in found})

    async def fetch(self, uid: int) -> Fetched | None:
        """A mail, or its beginning; None where it is gone by now. It stays unread."""
        limit = self._settings.max_kilobytes * 1000
        wanted = ["RFC822.SIZE", "INTERNALDATE", f"BODY.PEEK[]<0.{limit}>"]
        answer = await self._run(lambda client: client.fetch([uid], wanted), limit)
        found = answer.get(uid)
        content = found and (found.get(b"BODY[]<0>") or found.get(b"BODY[]"))
        if not isinstance(content, bytes):
            return None
        size, arrived = found.get(b"RFC822.SIZE"), found.get(b"INTERNALDATE")
        return Fetched(
            uid,
            size if isinstance(size, int) else len(content),
            arrived.astimezone(UTC) if isinstance(arrived, datetime) else None,
            content[:limit],
        )

    async def wait_for_news(self, seconds: float) -> bool:
        """Whether the server told of new mail in the open folder within that time. What comes in one packet with the
        server's consent shows at the end of the round only. Raises TryLater when the line breaks."""
        return await self._run(lambda client: _idle(client, seconds), limit=seconds + COMMAND_LIMIT)

    async def leave(self) -> None:
        """Say goodbye. What is wrong with that is of no interest."""
        if self._client is not None:
            try:
                await self._run(lambda client: client.logout(), limit=5.0)
            except GoodwordError:
                self.cut()

    def cut(self) -> None:
        """Break the line: whatever waits on it ends."""
        if self._client is not None:
            try:
                self._client._imap.sock.shutdown(socket.SHUT_RDWR)
            except (OSError, AttributeError):
                return  # it is broken already, or was never made

    def _connect(self, _none: Any = None) -> None:
        settings = self._settings
        context = None if settings.security == "none" else httpx.create_ssl_context()
        client = _Bounded(
            settings.host,
            port=settings.port or PORTS[settings.security],
            ssl=settings.security == "tls",
            ssl_context=context if settings.security == "tls" else None,
            timeout=SocketTimeout(connect=CONNECT_LIMIT, read=READ_LIMIT),
        )
        self._client = client
        client.normalise_times = False  # times with their zone
        if settings.security == "starttls":
            client.starttls(context)
        client.login(settings.user, settings.password.get_secret_value())

    async def _run(self, command: Callable[[Any], T], octets: int = 0, *, limit: float | None = None) -> T:
        if self._client is not None:
            self._client.left = TALK_LIMIT + octets
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._thread, lambda: command(self._client))
        try:
            async with asyncio.timeout(COMMAND_LIMIT if limit is None else limit):
                return await work
        except asyncio.CancelledError:
            self.cut()
            raise
        except TimeoutError:
            self.cut()
            raise TryLater(f"{self._settings.where} did not answer in time.") from None
        except Exception as error:  # noqa: BLE001 - a parser of foreign answers: named or raised on
            raise self._named(error) from None

    def _named(self, error: Exception) -> GoodwordError:
        where = self._settings.where
        if isinstance(error, _TooMuch):
            self.cut()
            return NeverWorks(f"{where} answers without end.", remedy="Look what server this is.")
        if isinstance(error, LoginError):
            return FixCredentials(
                f"{where} refused the login: {self._said(error)}",
                remedy="Check user and password; with two factors an app password is needed.",
            )
        if isinstance(error, ssl.SSLCertVerificationError):
            return FixSettings(
                f"The certificate of {where} is not valid for it.",
                remedy="Set host to the name in the certificate, or mend the server's certificate.",
            )
        if isinstance(error, ssl.SSLError):
            return FixSettings(f"{where} does not speak TLS as set.", remedy="Check security and port.")
        if isinstance(error, CapabilityError):
            return FixSettings(f"{where} can't do what is set: {self._said(error)}", remedy="Check security.")
        if isinstance(error, _LOST):
            return TryLater(
                f"{where} can't be reached ({type(error).__name__}).", remedy="Check host and port."
            )
        if isinstance(error, ProtocolError) or not isinstance(error, IMAPClientError):
            self.cut()
            return TryLater(f"{where} answered with something that is not IMAP ({type(error).__name__}).")
        return NeverWorks(f"{where} refused: {self._said(error)}")

    def _said(self, error: Exception) -> str:
        """A server may repeat what it was sent."""
        words = str(error).replace(self._settings.password.get_secret_value(), "[hidden]")
        return clean_line(words, 200)


def _idle(client: _Bounded, seconds: float) -> bool:
    """In the thread. A line that is only kept alive ("OK Still here") is no news. A line that broke shows when
    IDLE is ended."""
    client.idle()
    try:
        answers = list(client.idle_check(timeout=seconds))
    finally:
        _, rest = client.idle_done()
    return any(len(one) > 1 and one[1] in (b"EXISTS", b"RECENT") for one in [*answers, *rest])


@asynccontextmanager
async def mailbox(settings: MailSettings) -> AsyncIterator[Mailbox]:
    """A connection, closed at the end whatever happens. Raises TryLater, FixCredentials, FixSettings, NeverWorks."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="mailbox")
    made = Mailbox(settings, thread)
    try:
        await made.connect()
        yield made
        await made.leave()
    finally:
        made.cut()
        thread.shutdown(wait=False)
