"""Pieces that were shared as often as they may be for now, counted once for many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.picking import queries
from bot.curation.rules import Limit

KEPT = timedelta(seconds=60)
"""How long what was counted serves others, as long as nobody shares anything: shares grow old."""


@dataclass(frozen=True, slots=True)
class _Kept:
    mark: Any
    at: datetime
    items: frozenset[int]


class Limits:
    """Which pieces have reached their limit is the same for everybody: a morning's picks for a thousand people count
    it once, and anew when somebody shared something. Whoever shares one is held against the rows (``sharing``)."""

    def __init__(self, kept: timedelta = KEPT) -> None:
        self._for = kept
        self._kept: _Kept | None = None

    async def reached(
        self, session: AsyncSession, every: Limit | None, own: Mapping[int, Limit], now: datetime
    ) -> frozenset[int]:
        """The pieces that nobody may share for now: by the limit of ``every`` piece, or by a piece's ``own``."""
        if every is None and not own:
            return frozenset()
        mark = await queries.last_shared(session), every, dict(own)
        kept = self._kept
        if kept is not None and kept.mark == mark and timedelta(0) <= now - kept.at < self._for:
            return kept.items
        items = frozenset(await _counted(session, every, own, now))
        self._kept = _Kept(mark, now, items)
        return items


async def _counted(
    session: AsyncSession, every: Limit | None, own: Mapping[int, Limit], now: datetime
) -> set[int]:
    found: set[int] = set()
    if every is not None:
        since = now - timedelta(days=every.days)
        found |= await queries.shared_often(session, since, every.shares) - own.keys()
    for limit in set(own.values()):
        pieces = [item for item, one in own.items() if one == limit]
        since = now - timedelta(days=limit.days)
        found |= await queries.shared_often(session, since, limit.shares, pieces)
    return found
