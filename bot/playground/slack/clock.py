"""The playground's own time, so that tests and benches can run it fast, and a visitor can look at next Monday."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable

Seconds = Callable[[], float]


class PlaygroundClock:
    """Seconds since the epoch, ``scale`` of them a real second. ``scale=0`` moves only by :meth:`advance`.

    :meth:`advance` is as if the time had passed: tickets end, limits refill. :meth:`jump` moves the date alone: what
    is measured in seconds (:meth:`steady`) goes on, so that nobody who is in the middle of something is late.
    ``ahead`` is how far earlier jumps went, in seconds.
    """

    def __init__(self, *, scale: float = 1.0, start: float | None = None, ahead: float = 0.0) -> None:
        if scale < 0:
            raise ValueError(f"scale is {scale}; time can't run backwards, use 0 or more")
        self.scale = scale
        self.ahead = ahead
        self.jumped: list[Callable[[], None]] = []
        self._base = time.time() if start is None else start
        self._began = time.monotonic()
        self._moved = asyncio.Event()

    def __call__(self) -> float:
        """The current time in seconds since the epoch."""
        return self.steady() + self.ahead

    def steady(self) -> float:
        """The same without the jumps: for what lasts some seconds."""
        return self._base + (time.monotonic() - self._began) * self.scale

    def advance(self, seconds: float) -> None:
        """Set the clock forward by ``seconds``."""
        self._base += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    def jump(self, seconds: float) -> None:
        """Move the date forward by ``seconds`` and tell those in ``jumped``."""
        if seconds < 0:
            raise ValueError(f"a jump of {seconds} seconds would go back in time")
        self.ahead += seconds
        for tell in self.jumped:
            tell()

    async def sleep(self, seconds: float) -> None:
        """Wait until ``seconds`` of this clock have passed, also when it is set forward meanwhile."""
        target = self.steady() + seconds
        while (left := target - self.steady()) > 0:
            moved = self._moved
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left / self.scale if self.scale else None):
                    await moved.wait()


def steady_of(clock: Seconds) -> Seconds:
    """The clock without its jumps; the clock itself where it makes none."""
    return clock.steady if isinstance(clock, PlaygroundClock) else clock
