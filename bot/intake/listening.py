"""Sources that tell at once that there is something new: each is listened to, and asked for a poll when it calls.

Polling at intervals goes on beside it, so nothing depends on this: whatever breaks here costs minutes, never a piece.
With several replicas each listens; any number of calls before a poll begins is one poll.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.intake.poll import POLL, PollContext
from bot.kernel.errors import FixCredentials, FixSettings, GoodwordError
from bot.kernel.log import get_logger
from bot.settings import SourceSection
from bot.sources.base import CanListen, Capability, SourceContext
from bot.sources.http import PoliteClient
from bot.sources.registry import build_source, source_kind, validate_settings
from bot.storage.unit_of_work import unit_of_work

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 900.0
"""Seconds before listening is tried again: the first time, and at most. It doubles in between."""
CALM = 600.0
"""Seconds of listening after which the next fault counts as the first again."""

log = get_logger(__name__)


class Listeners:
    """The listening of one process."""

    def __init__(self, context: PollContext) -> None:
        self._context = context
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin with every source that is switched on and can tell."""
        for name, section in self._context.settings.sources.items():
            if section.enabled and Capability.LISTEN in source_kind(section.kind).spec.capabilities:
                self._tasks.append(asyncio.create_task(self._keep(name, section), name=f"listen:{name}"))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        self._tasks.clear()

    async def _keep(self, name: str, section: SourceSection) -> None:
        """Until cancelled, or until the source says that it can't tell."""
        pause, loop = FIRST_PAUSE, asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                await self._source(name, section).listen(lambda: self._wake(name))
            except GoodwordError as error:
                log.info("source_listening_broke", source=name, problem=error.message)
                lasting = isinstance(error, FixCredentials | FixSettings)
                pause = FIRST_PAUSE if loop.time() - began > CALM else pause
                pause = LONGEST_PAUSE if lasting else pause
            except Exception:  # a fault here must be seen, and polling goes on
                log.exception("source_listening_failed", source=name)
                pause = LONGEST_PAUSE
            else:
                return
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    def _source(self, name: str, section: SourceSection) -> CanListen:
        settings = validate_settings(section.kind, section.own(), name)
        http = self._context.outlet(PoliteClient).for_run()
        source = build_source(section.kind, settings, SourceContext(name, http, self._context.clock()))
        if not isinstance(source, CanListen):
            raise FixSettings(f"The source kind '{section.kind}' says that it can tell, and can't.")
        return source

    async def _wake(self, name: str) -> None:
        async with unit_of_work(self._context.database) as session:
            await self._context.work.enqueue_soon(session, POLL, name)
