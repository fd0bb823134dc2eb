"""Discord's rate limits: a window a route and major parameter, fifty requests a second in all.

Source: docs.discord.com "Rate Limits". Discord tells the size of a window only in its answers' headers; the sizes
beside the operations are what bots have seen.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.discord.registry import Bucket

GLOBAL_PER_SECOND = 50
INVALID_MOST, INVALID_SECONDS = 10_000, 600.0


@dataclass(frozen=True)
class Verdict:
    """Whether a request may go on, and what its answer's headers say. ``retry`` is 0 when it may."""

    retry: float
    headers: dict[str, str]
    everywhere: bool = False


class RateLimits:
    """Counts requests."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._windows: dict[str, tuple[float, int]] = {}
        self._recent: deque[float] = deque()
        self._invalid: deque[float] = deque()

    def check(self, key: str, bucket: Bucket, *, counts_globally: bool) -> Verdict:
        """Count a request against its window, and against the whole where it counts there."""
        now = self._clock()
        if counts_globally and (wait := self._globally(now)):
            return Verdict(wait, {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}, True)
        ends, used = self._windows.get(key, (0.0, 0))
        if now >= ends:
            ends, used = now + bucket.seconds, 0
        if used >= bucket.most:
            return Verdict(ends - now, {**_headers(key, bucket, 0, ends, now), "X-RateLimit-Scope": "user"})
        self._windows[key] = (ends, used + 1)
        if len(self._windows) > 5000:
            self._windows = {each: kept for each, kept in self._windows.items() if kept[0] > now}
        return Verdict(0.0, _headers(key, bucket, bucket.most - used - 1, ends, now))

    def _globally(self, now: float) -> float:
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= GLOBAL_PER_SECOND:
            return self._recent[0] + 1 - now
        self._recent.append(now)
        return 0.0

    def note_invalid(self) -> None:
        """Count a 401, 403 or 429."""
        self._invalid.append(self._clock())

    def banned(self) -> bool:
        """Whether too many invalid requests came: Cloudflare then answers in Discord's stead."""
        while self._invalid and self._invalid[0] <= self._clock() - INVALID_SECONDS:
            self._invalid.popleft()
        return len(self._invalid) >= INVALID_MOST


def _headers(key: str, bucket: Bucket, left: int, ends: float, now: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(bucket.most),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset": f"{ends:.3f}",
        "X-RateLimit-Reset-After": f"{max(0.0, ends - now):.3f}",
        "X-RateLimit-Bucket": hashlib.sha256(bucket.name.encode()).hexdigest()[:32],
    }
