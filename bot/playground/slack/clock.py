"""The local Slack's own time, so that tests and benches can run it fast or set it forward."""

from __future__ import annotations

import asyncio
import contextlib
import time


class PlaygroundClock:
    """Seconds since the epoch, ``scale`` of them a real second. ``scale=0`` moves only by :meth:`advance`."""

    def __init__(self, *, scale: float = 1.0, start: float | None = None) -> None:
        if scale < 0:
            raise ValueError(f"scale is {scale}; time can't run backwards, use 0 or more")
        self.scale = scale
        self._base = time.time() if start is None else start
        self._began = time.monotonic()
        self._moved = asyncio.Event()

    def __call__(self) -> float:
        """The current time in seconds since the epoch."""
        return self._base + (time.monotonic() - self._began) * self.scale

    def advance(self, seconds: float) -> None:
        """Set the clock forward by ``seconds``."""
        self._base += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Wait until ``seconds`` of this clock have passed, also when it is set forward meanwhile."""
        target = self() + seconds
        while (left := target - self()) > 0:
            moved = self._moved
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left / self.scale if self.scale else None):
                    await moved.wait()
