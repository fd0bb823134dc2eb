"""Where clicks become numbers: those of the same moment share one transaction (group commit).

Nobody who follows a link waits for it: a click is noted in memory, and written within ``PAUSE`` and the time that the
transaction takes. So what was answered a moment before a process is killed may be lost, and nothing older.

While the database is away clicks gather, up to ``MOST`` different people; what is over that is dropped, and the log
says how many. Where a connection is lost at the very commit nobody knows whether it was done, and it is done again:
clicks of those people may then stand twice (within the limits of a visitor's), visitors never do.
"""

from __future__ import annotations

import asyncio
import contextlib
from contextvars import Context
from datetime import UTC, date, timedelta

import sqlalchemy as sa

from bot.kernel.clock import Clock, utc_now
from bot.kernel.log import get_logger
from bot.links.clicks import queries
from bot.links.clicks.batch import Batch, Click
from bot.links.clicks.visitors import forget_addresses
from bot.links.clicks.writing import Addresses, Limits, hashed, write
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work

PAUSE = 0.02
"""Seconds that clicks gather before they are written."""
MOST = 20_000
"""Different people, browsers and links that wait at most: a few megabytes."""
RETRY_FIRST, RETRY_LONGEST = 0.1, 2.0
"""Seconds before a database that is away is tried again."""
PATIENCE = 10.0
"""Seconds for which a stop tries to write what waits."""
LINGERS = timedelta(minutes=10)
"""How long after a day's end its secret is kept: clocks of replicas differ, and clicks may wait for a database."""
_AWAY = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, OSError)
log = get_logger(__name__)


class ClickCounter:
    """Takes clicks and writes them. One for each process; its methods belong to the loop."""

    def __init__(
        self,
        database: Database,
        limits: Limits,
        *,
        clock: Clock = utc_now,
        pause: float = PAUSE,
        most: int = MOST,
    ) -> None:
        self._database = database
        self._limits = limits
        self._clock = clock
        self._pause = pause
        self._most = most
        self._waiting = Batch(most)
        self._salts: dict[date, bytes] = {}
        self._addresses = Addresses()
        self._runner: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self._gives_up_at = float("inf")
        self.lost = 0

    def click(self, click: Click) -> None:
        """Somebody followed a link."""
        self._waiting.add(click)
        self._wake()

    def machine(self, click: Click) -> None:
        """Something followed a link."""
        self._waiting.add_machine(click.link_id, click.day)
        self._wake()

    @property
    def waiting(self) -> int:
        """How many clicks are not written yet, beside those that are just being written."""
        return self._waiting.clicks

    async def flush(self) -> None:
        """Return when what was taken so far is written, or lost for good."""
        while self._runner is not None:
            await asyncio.wait([self._runner])

    async def stop(self) -> None:
        """Write what waits. A database that stays away for ``PATIENCE`` seconds loses it, and the log says how much.
        May be called more than once, also at the same time."""
        if not self._stopping.is_set():
            self._gives_up_at = asyncio.get_running_loop().time() + PATIENCE
            self._stopping.set()
        await self.flush()

    def forget(self, before: date) -> None:
        """Drop the secrets of earlier days from memory, and addresses with them."""
        self._salts = {day: salt for day, salt in self._salts.items() if day >= before}
        self._addresses.forget(before)
        forget_addresses()

    def _wake(self) -> None:
        if self._runner is None:
            loop = asyncio.get_running_loop()
            # Its own context: a request's log fields are not the runner's.
            self._runner = loop.create_task(self._run(), name="links.clicks", context=Context())

    async def _run(self) -> None:
        pause = self._pause
        try:
            while self._waiting:
                await self._rest(pause)
                batch, self._waiting = self._waiting, Batch(self._most)
                pause = (
                    self._pause if await self._try(batch) else min(max(pause, RETRY_FIRST) * 2, RETRY_LONGEST)
                )
                self._tell_losses(batch)
        finally:
            self._runner = None

    async def _rest(self, seconds: float) -> None:
        """A pause, which a stop ends; while stopping, a short one between tries."""
        if self._stopping.is_set():
            await asyncio.sleep(min(seconds, RETRY_FIRST))
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _try(self, batch: Batch) -> bool:
        """Write a batch. False: the database is away, and it waits again."""
        try:
            await self._write(batch)
        except _AWAY as error:
            if asyncio.get_running_loop().time() > self._gives_up_at:
                batch.dropped += batch.clicks
                return True
            log.warning("clicks_wait", clicks=batch.clicks, problem=type(error).__name__)
            self._waiting.take_back(batch)
            return False
        except Exception:  # a fault of ours in one batch must not end the counting of all
            log.exception("clicks_not_written")
            batch.dropped += batch.clicks
            return True
        return True

    async def _write(self, batch: Batch) -> None:
        now = self._clock()
        today = now.astimezone(UTC).date()
        for day in {who[0] for who in batch.people} - self._salts.keys():
            async with unit_of_work(self._database) as session:
                salt = await queries.salt_of(session, day)
            self._salts[day] = salt
        self._addresses.keep_small()
        ready = hashed(batch, self._salts, self._addresses.full)
        async with unit_of_work(self._database) as session:
            await write(await session.connection(), ready, self._limits, self._addresses, now)
        if any(day < today for day in self._salts):
            self.forget((now - LINGERS).astimezone(UTC).date())

    def _tell_losses(self, batch: Batch) -> None:
        if batch.dropped:
            self.lost += batch.dropped
            log.error("clicks_lost", clicks=batch.dropped, lost_so_far=self.lost)
