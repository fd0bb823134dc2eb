"""Slack's rate limits: tiers per method and minute, one message per second and channel with short bursts.

Source: docs.slack.dev "Rate limits". Slack publishes no burst sizes: a minute's worth per tier, and
``message_burst`` messages a channel, are ours.
"""

from __future__ import annotations

import math
from collections.abc import Callable

TIER_PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}


class RateLimits:
    """Token buckets. A refused call costs nothing."""

    def __init__(self, clock: Callable[[], float], message_burst: int) -> None:
        self._clock = clock
        self._burst = message_burst
        self._buckets: dict[str, tuple[float, float]] = {}

    def check_method(self, name: str, tier: int) -> int:
        """Count a call; 0 when it may go on, else the seconds for Retry-After."""
        per_minute = TIER_PER_MINUTE[tier]
        return self._take(name, per_minute, per_minute / 60)

    def check_message(self, channel: str) -> int:
        """Count a message into the channel; 0 when it may go on, else the seconds for Retry-After."""
        return self._take(f"message:{channel}", self._burst, 1.0)

    def _take(self, key: str, capacity: int, per_second: float) -> int:
        now = self._clock()
        left, at = self._buckets.get(key, (float(capacity), now))
        left = min(float(capacity), left + (now - at) * per_second)
        if left >= 1 - 1e-6:  # not exactly 1: the refill is a float
            self._buckets[key] = (left - 1, now)
            return 0
        self._buckets[key] = (left, now)
        return max(1, math.ceil((1 - left) / per_second))
