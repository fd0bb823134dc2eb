"""Keeps the gateway up. The library resumes and reconnects by itself; this begins anew where it has given up, or
waits too long: after an outage its own pauses grow to a quarter of an hour."""

from __future__ import annotations

import asyncio
import time

import discord

from bot.faces.discord.errors import ANY, as_ours
from bot.faces.discord.wire import Client
from bot.kernel.errors import FixCredentials, GoodwordError, TryLater
from bot.kernel.log import get_logger

PATIENCE = 60.0
"""Seconds without a connection before we begin anew."""
READY_WITHIN = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_AWAY = "discord-away"

log = get_logger(__name__)


class Connection:
    """One client over REST (``open``) and the gateway (``connect``). ``close`` leaves no task behind."""

    def __init__(self, client: Client, token: str, *, patience: float = PATIENCE) -> None:
        self._client = client
        self._token = token
        self._patience = patience
        self._watchdog: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._lost_since: float | None = None
        self.problem: GoodwordError | None = None

    async def open(self) -> None:
        """Sign in; sending works from here on. Raises FixCredentials. Where Discord is away it is tried again once
        ``connect`` was asked for: the rest of the product doesn't wait for it."""
        try:
            await self._client.login(self._token)
        except ANY as error:
            await self._client.close()
            self.problem = as_ours(error, "signing in")
            if not isinstance(self.problem, TryLater):
                raise self.problem from error
            log.warning("discord_away", problem=str(self.problem))

    async def connect(self) -> None:
        """Receive. Returns once ready, or when that takes long and is tried again. Raises FixCredentials."""
        if self._client.is_closed():
            self._reading = asyncio.create_task(_failed(), name=_AWAY)
            self._watchdog = asyncio.create_task(self._watch(), name="discord-watchdog")
            return
        self._read()
        self._watchdog = asyncio.create_task(self._watch(), name="discord-watchdog")
        waiting = asyncio.create_task(self._ready.wait())
        try:
            await asyncio.wait(
                {waiting, self._watchdog}, timeout=READY_WITHIN, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            waiting.cancel()
        if not self._ready.is_set():
            if isinstance(self.problem, FixCredentials):
                await self.disconnect()
                raise self.problem
            log.warning("discord_not_ready_in_time")
            return
        log.info("discord_connected", user=str(self._client.user), shards=self._client.shard_count)

    def connected(self) -> bool:
        """Whether the gateway is up now."""
        return self._ready.is_set() and self._lost_since is None

    def is_up(self) -> None:
        """Discord said that all is there."""
        self._lost_since = None
        self.problem = None
        self._ready.set()

    def is_lost(self) -> None:
        """The socket is gone; the library is reconnecting."""
        if self._lost_since is None:
            self._lost_since = time.monotonic()

    async def disconnect(self) -> None:
        """Receive nothing more; sending still works."""
        for task in (self._watchdog, self._reading):
            await _end(task)
        self._watchdog = self._reading = None
        await self._client.hang_up()
        self._ready.clear()

    async def close(self) -> None:
        """Close everything."""
        await self._client.close()

    def _read(self) -> None:
        self._reading = asyncio.create_task(self._client.connect(), name="discord-gateway")

    async def _watch(self) -> None:
        """Begin anew when the library has ended, or has been without a connection for too long. A token that Discord
        refuses is not tried again: that could only get the app banned."""
        step, pause = min(1.0, self._patience / 4), _FIRST_PAUSE
        while True:
            reading = self._reading
            if reading is not None:
                await asyncio.wait({reading}, timeout=step)
                if reading.done():
                    self._note(reading)
                    if isinstance(self.problem, FixCredentials):
                        return
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)
                    await self._begin_anew()
                    continue
            if self.connected():
                pause = _FIRST_PAUSE
            elif self._lost_since is not None and time.monotonic() - self._lost_since > self._patience:
                log.warning("discord_reconnecting", after_seconds=self._patience)
                await self._begin_anew()

    def _note(self, reading: asyncio.Task[None]) -> None:
        self.is_lost()
        if self._client.is_closed() and reading.get_name() == _AWAY:
            return  # it is known why
        error = None if reading.cancelled() else reading.exception()
        if isinstance(error, discord.ConnectionClosed) and error.code == 4004:
            error = discord.LoginFailure()
        ours = as_ours(error, "connecting") if isinstance(error, Exception) else None
        self.problem = ours or TryLater("Discord closed the connection.")
        log.warning("discord_connection_ended", problem=str(self.problem))

    async def _begin_anew(self) -> None:
        """A fresh connection, without what the library remembers of the last one."""
        await _end(self._reading)
        self._lost_since = time.monotonic()
        try:
            if self._client.is_closed():
                await self._client.reopen(
                    self._token
                )  # what is being sent meanwhile is tried again by its job
            else:
                await self._client.hang_up()
        except ANY as error:
            self.problem = as_ours(error, "signing in")
            log.warning("discord_reconnect_failed", problem=str(self.problem))
            self._reading = asyncio.create_task(_failed(), name=_AWAY)
            return
        self._read()


async def _end(task: asyncio.Task[None] | None) -> None:
    """Cancel until it has ended: while it identifies, the library takes a cancellation for its own and goes on."""
    while task is not None and not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.1)


async def _failed() -> None:
    """Stands for a connection that could not be begun, so that the watchdog tries again."""
