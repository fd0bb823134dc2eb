"""Slack's pace, kept by us so that Slack needn't refuse: one post a second a channel, updates 50 a minute.

https://docs.slack.dev/apis/web-api/rate-limits. Clock and sleep are given, so tests and measurements run on a
virtual clock.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable

POST_EVERY = 1.05  # seconds between two posts to a channel
UPDATE_EVERY = 1.22  # seconds between two chat.update calls: 50 a minute in all channels together

Sleep = Callable[[float], Awaitable[object]]


class Pace:
    """When the next post to a channel, and the next update anywhere, may leave this process."""

    def __init__(self, now: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._now = now
        self.sleep = sleep
        self._next_post: dict[str, float] = defaultdict(float)
        self._next_update = 0.0

    def now(self) -> float:
        return self._now()

    def until_post(self, channel: str) -> float:
        """Seconds until a post to the channel may leave."""
        return max(0.0, self._next_post[channel] - self._now())

    def until_update(self) -> float:
        """Seconds until an update may leave."""
        return max(0.0, self._next_update - self._now())

    async def post(self, channel: str) -> None:
        """Wait for the channel's turn and take it."""
        at = max(self._now(), self._next_post[channel])
        self._next_post[channel] = at + POST_EVERY
        await self._wait(at)

    async def update(self) -> None:
        """Wait for the next update's turn and take it."""
        at = max(self._now(), self._next_update)
        self._next_update = at + UPDATE_EVERY
        await self._wait(at)

    def slow_down(self, channel: str, seconds: float) -> None:
        """Slack asked for a pause after all: nothing more to this channel, and no update, until then."""
        until = self._now() + seconds
        self._next_post[channel] = max(self._next_post[channel], until)
        self._next_update = max(self._next_update, until)

    async def _wait(self, at: float) -> None:
        if (seconds := at - self._now()) > 0:
            await self.sleep(seconds)
