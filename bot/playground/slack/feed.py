"""What happens in the workspace, as a numbered stream the page listens to."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True)
class Happening:
    """One event: ``data`` is its JSON, fixed at the moment it happened. ``user`` limits it to one person."""

    id: int
    type: str
    user: str | None
    data: bytes


class Feed:
    """Numbered happenings, the last ``keep`` of them for readers that come back."""

    def __init__(self, keep: int = 1000) -> None:
        self._kept: deque[Happening] = deque(maxlen=keep)
        self._last = 0
        self._news = asyncio.Event()
        self.closed = False

    @property
    def last_id(self) -> int:
        """The number of the latest happening; 0 before the first."""
        return self._last

    def start_at(self, number: int) -> None:
        """Count on from here, so that readers of an earlier run are told to look again instead of missing some."""
        self._last = max(self._last, number)

    def publish(self, type_: str, data: dict[str, Any], *, user: str | None = None) -> None:
        """Tell every reader. ``user`` is for what only one person sees (ephemerals, views, warnings)."""
        self._last += 1
        body = orjson.dumps({"type": type_, **({"user": user} if user else {}), **data})
        self._kept.append(Happening(self._last, type_, user, body))
        self._wake()

    def close(self) -> None:
        """End every reader, so that a server can stop."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Wait for the next happening; False when ``seconds`` brought none."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def follow(self, after: int | None, *, idle: float = 15.0) -> AsyncIterator[Happening | None]:
        """Happenings after number ``after`` (None: from now on); None every ``idle`` seconds of silence.

        A reader that missed more than is kept, or that knows numbers of an earlier run, gets a ``reset``.
        """
        seen = self._last if after is None else after
        first = self._kept[0].id if self._kept else self._last + 1
        if seen > self._last or seen < first - 1:
            seen = self._last
            yield Happening(seen, "reset", None, b'{"type":"reset"}')
        while not self.closed:
            news = self._news
            pending = [each for each in self._kept if each.id > seen]
            for each in pending:
                seen = each.id
                yield each
            if pending or self.closed:
                continue
            try:
                await asyncio.wait_for(news.wait(), idle)
            except TimeoutError:
                yield None
