"""Discord's limits for edits: three in six seconds a channel is what a person can follow and Discord takes."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable

EDITS, WITHIN = 3, 6.0


class Pace:
    """Waits before an edit that would be one too many."""

    def __init__(
        self,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._now = now
        self._sleep = sleep
        self._edits: defaultdict[int, deque[float]] = defaultdict(lambda: deque(maxlen=EDITS))

    async def edit(self, channel_id: int) -> None:
        """Return when an edit in this channel may go out; it counts as gone out."""
        made = self._edits[channel_id]
        while len(made) == EDITS and (wait := made[0] + WITHIN - self._now()) > 0:
            await self._sleep(wait)
        made.append(self._now())
