"""Manners towards a host: few requests at once, pauses between them, and waiting as long as it asks."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from bot.kernel.errors import TryLater
from bot.sources.dates import read_date

LONGEST_WAIT = 24 * 3600.0
"""Seconds; a host that asks for more is asked again tomorrow."""

_SECONDS = re.compile(r"\d{1,9}(?:\.\d+)?")
_JITTER = random.SystemRandom()


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds the host asks us to wait, from ``Retry-After`` (RFC 9110, 10.2.3: seconds or a date)."""
    value = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return min(float(value), LONGEST_WAIT)
    return _until(value, now)


def quota_reset(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds until a used-up quota is new: ``RateLimit-Remaining: 0`` and ``RateLimit-Reset``, with ``X-`` or not.

    The reset is a timestamp at Mastodon, seconds since 1970 at others, and seconds from now at some.
    """
    prefix = "x-" if "x-ratelimit-remaining" in headers else ""
    if headers.get(f"{prefix}ratelimit-remaining", "").strip() != "0":
        return None
    value = headers.get(f"{prefix}ratelimit-reset", "").strip()
    if _SECONDS.fullmatch(value) and float(value) < 1e9:
        return min(float(value), LONGEST_WAIT)
    return _until(value, now)


def _until(value: str, now: datetime) -> float | None:
    when, _ = read_date(value, now)
    return None if when is None else min(max((when - now).total_seconds(), 0.0), LONGEST_WAIT)


def back_off(failures: int, *, first: float = 30.0, longest: float = 3600.0) -> float:
    """Seconds to wait after so many failures in a row: doubled each time, with half of it left to chance."""
    whole = min(first * 2.0 ** min(max(failures - 1, 0), 20), longest)
    return whole * _JITTER.uniform(0.5, 1.0)


class HostAsksForTime(TryLater):
    """The host had asked to be left alone before this request, perhaps because of another source: nothing was
    sent, and the one who wanted to ask has no trouble of its own. ``retry_after`` is always set."""


class Host:
    """One host's turnstile. Times are of the monotonic clock."""

    def __init__(self, name: str, pause: float, at_once: int) -> None:
        self.name = name
        self._pause = pause
        self._gate = asyncio.Semaphore(at_once)
        self._next = 0.0
        self._closed_until = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits for a turn. Raises HostAsksForTime at once while the host has asked us to stay away."""
        self._raise_if_closed()
        async with self._gate:
            now = time.monotonic()
            wait = self._next - now
            self._next = max(self._next, now) + self._pause
            if wait > 0:
                await asyncio.sleep(wait)
            self._raise_if_closed()
            yield

    def stay_away(self, seconds: float) -> None:
        """No request to this host for so long."""
        self._closed_until = max(self._closed_until, time.monotonic() + seconds)

    def _raise_if_closed(self) -> None:
        left = self._closed_until - time.monotonic()
        if left > 0:
            raise HostAsksForTime(f"{self.name} asked us to wait {left:.0f} more seconds.", retry_after=left)


class Hosts:
    """The turnstiles of all hosts, made as they are met."""

    def __init__(self, pause: float, at_once: int) -> None:
        self._pause, self._at_once = pause, at_once
        self._hosts: dict[str, Host] = {}

    def __getitem__(self, name: str) -> Host:
        host = self._hosts.get(name)
        if host is None:
            if len(self._hosts) >= 10_000:  # content names hosts: the table must not grow for ever
                self._hosts.clear()
            host = self._hosts[name] = Host(name, self._pause, self._at_once)
        return host
