"""Who runs the work: one process on SQLite, numbered replicas on PostgreSQL.

Running work is marked with its executor's name. A replica is alive exactly while it holds the lock of its
name: the operating system (file) or PostgreSQL (session) lets go of it when the process dies, however it
dies. Whoever can take the lock of an executor may therefore take over its work.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

import psycopg
from filelock import FileLock, Timeout

from bot.kernel.errors import FixSettings
from bot.kernel.log import get_logger
from bot.storage.database import Database

LOST = 75  # EX_TEMPFAIL of sysexits.h: the supervisor starts us again
_PREFIX = "slot-"
_LOCK_CLASS = 0x6777  # first half of the advisory lock's key, "gw"; the second is the slot
_MOST_REPLICAS = 64

log = get_logger(__name__)
OnLost = Callable[[str], None]
TakeOver = Callable[[str], Awaitable[None]]


def leave(reason: str) -> None:
    """End the process at once: without its identity it must not touch any work any more."""
    log.critical("work.identity_lost", reason=reason, exit_code=LOST)
    os._exit(LOST)


class Identity(Protocol):
    """The name under which this process runs work, held until ``release``."""

    executor: str

    async def take(self) -> None: ...

    async def relieve(self, executors: list[str], take_over: TakeOver) -> None:
        """Call ``take_over`` for those of the executors that no living process is, while none can become it."""

    async def release(self) -> None: ...


def identity_for(database: Database, *, on_lost: OnLost = leave) -> Identity:
    if database.path is not None:
        return FileIdentity(database.path)
    return SlotIdentity(database, on_lost=on_lost)


class FileIdentity:
    """SQLite has one writer and no sessions to watch: one process may run work on it."""

    executor = f"{_PREFIX}0"

    def __init__(self, database: Path) -> None:
        self._database = database
        self._lock = FileLock(f"{database}.lock", thread_local=False)
        self._holder = Path(f"{database}.holder")

    async def take(self) -> None:
        """Raises FixSettings naming the process that has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise FixSettings(
                f"Goodword is already running on {self._database} ({self._who()}).",
                remedy="Stop that process first, or give this one another database; "
                "several copies at once need PostgreSQL.",
            ) from None
        self._holder.write_text(str(os.getpid()), encoding="ascii")

    async def relieve(self, executors: list[str], take_over: TakeOver) -> None:
        """Nobody to relieve: what a dead process left under our name is recovered at the start."""

    async def release(self) -> None:
        if self._lock.is_locked:
            self._holder.unlink(missing_ok=True)
            self._lock.release()

    def _who(self) -> str:
        try:
            return f"process {int(self._holder.read_text(encoding='ascii'))}"
        except (OSError, ValueError):
            return "another process"


class SlotIdentity:
    """The lowest free slot on PostgreSQL, held by a session of its own.

    Needs a direct connection: a pooler that shares sessions between clients would share the lock too.
    """

    def __init__(self, database: Database, *, on_lost: OnLost = leave) -> None:
        self._url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._on_lost = on_lost
        self._connection: psycopg.AsyncConnection | None = None
        self._suspects: set[str] = set()
        self.executor = ""

    async def take(self) -> None:
        self._connection = await psycopg.AsyncConnection.connect(
            self._url,
            autocommit=True,
            application_name="goodword identity",
            # A host that vanished is noticed within half a minute, and its lock is free then.
            options="-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
        )
        for slot in range(_MOST_REPLICAS):
            if await self._try_lock(slot):
                self.executor = f"{_PREFIX}{slot}"
                return
        await self.release()
        raise FixSettings(
            f"{_MOST_REPLICAS} copies of Goodword run on this database already.", remedy="Stop some of them."
        )

    async def relieve(self, executors: list[str], take_over: TakeOver) -> None:
        """One is dead whose lock was free this time and the time before: once may be a restart. Its lock is
        held while its work is taken over, so that no new process begins under its name meanwhile."""
        suspects = set()
        try:
            for executor in executors:
                number = executor.removeprefix(_PREFIX)
                if executor == self.executor or not number.isdigit() or not await self._try_lock(int(number)):
                    continue
                try:
                    if executor in self._suspects:
                        await take_over(executor)
                    else:
                        suspects.add(executor)
                finally:
                    await self._unlock(int(number))
            await self._ask("SELECT 1")  # notices a lost session even with nothing to look at
        except psycopg.OperationalError as error:
            self._on_lost(f"the session that held {self.executor} is gone: {type(error).__name__}")
        self._suspects = suspects

    async def release(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _try_lock(self, slot: int) -> bool:
        return await self._ask("SELECT pg_try_advisory_lock(%s, %s)", _LOCK_CLASS, slot)

    async def _unlock(self, slot: int) -> None:
        await self._ask("SELECT pg_advisory_unlock(%s, %s)", _LOCK_CLASS, slot)

    async def _ask(self, statement: str, *values: int) -> bool:
        if self._connection is None:
            raise psycopg.OperationalError("not connected")
        row = await (await self._connection.execute(statement.encode(), values)).fetchone()
        return bool(row and row[0])


class Watchdog:
    """Ends a process whose event loop has stopped turning: it still holds its lock, so nobody could help."""

    def __init__(self, patience: float, *, on_lost: OnLost = leave) -> None:
        self._patience = patience  # seconds
        self._on_lost = on_lost
        self._stop = threading.Event()
        self._beat = time.monotonic()
        self._thread = threading.Thread(target=self._watch, name="work-watchdog", daemon=True)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._beat = time.monotonic()
        self._task = asyncio.create_task(self._turn(), name="work-watchdog")
        self._thread.start()

    async def stop(self) -> None:
        self._stop.set()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._thread.join()

    async def _turn(self) -> None:
        while True:
            self._beat = time.monotonic()
            await asyncio.sleep(min(1.0, self._patience / 4))

    def _watch(self) -> None:
        while not self._stop.wait(self._patience / 4):
            if time.monotonic() - self._beat > self._patience:
                self._on_lost(f"the event loop stood still for {self._patience:.0f} s")
                return
