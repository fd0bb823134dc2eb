"""Mastodon's rate limits: 300 requests in five minutes, 300 posts in three hours, 30 deletions in half an hour.

Source: https://docs.joinmastodon.org/api/rate-limits/; each by account, or by address without a token. Its windows
begin at multiples of their length.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.network.payloads import iso


@dataclass(frozen=True, slots=True)
class Window:
    most: int
    seconds: int


REQUESTS, POSTS, DELETIONS = Window(300, 300), Window(300, 3 * 3600), Window(30, 1800)


class Limits:
    """Counts requests; with ``enforce`` false it counts and lets all of them through."""

    def __init__(self, clock: Callable[[], float], *, enforce: bool = True) -> None:
        self._clock = clock
        self._enforce = enforce
        self._used: dict[tuple[str, Window], tuple[int, int]] = {}

    def count(self, who: str, window: Window) -> tuple[bool, dict[str, str]]:
        """Whether one more goes through, and what the answer's headers say."""
        turn = int(self._clock() // window.seconds)
        begun, used = self._used.get((who, window), (turn, 0))
        used = used + 1 if begun == turn else 1
        self._used[who, window] = (turn, used)
        left = max(0, window.most - used) if self._enforce else window.most
        headers = {
            "X-RateLimit-Limit": str(window.most),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset": iso((turn + 1) * window.seconds),
        }
        return used <= window.most or not self._enforce, headers
