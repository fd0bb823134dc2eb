"""Picks for a person: what may be offered is read, looked over, and the best of it is chosen among."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.picking import queries
from bot.ambassadors.picking.limits import Limits
from bot.ambassadors.picking.rules import Candidate, Picked, Taste, pick
from bot.content.queries import campaigns_of
from bot.rights.licensed import licensed_among
from bot.rights.scope import Use
from bot.storage.lean import Row

if TYPE_CHECKING:
    from bot.ambassadors.picking.pool import Pool

AMONG = 30
"""So many pieces are chosen among for each that is wanted."""
AT_LEAST, AT_MOST = 100, 300
"""Bounds of that: reading and comparing texts must not grow with what is wanted."""
KEPT = timedelta(seconds=60)
"""How long what was read serves others, as long as nothing new may be offered."""


@dataclass(frozen=True, slots=True)
class _Kept:
    pool: Pool
    mark: queries.Mark
    at: datetime


class Picker:
    """Chooses pieces. What may be offered is the same for all, so it is read once for many: a morning's picks for a
    thousand people are one reading. Whatever was read, each piece is asked about again before it is offered."""

    def __init__(self, kept: timedelta = KEPT) -> None:
        self.limits = Limits(kept)
        self._for = kept
        self._kept: _Kept | None = None
        self._reading = asyncio.Lock()

    async def picks_for(
        self,
        session: AsyncSession,
        taste: Taste,
        count: int,
        now: datetime,
        *,
        excluded: Collection[int] = (),
        pinned: Mapping[int, str] | None = None,
        seed: int = 0,
    ) -> list[Picked]:
        """At most ``count`` pieces for a person, in the order in which to offer them, each with what speaks for it.

        ``excluded``: pieces that the person was offered before, and what curation hides or holds back; it goes before
        ``pinned`` (piece -> who pinned it, in order). The same seed gives the same picks; take another for each
        person and turn. Nothing is written."""
        if count < 1:
            return []
        pins = {item_id: by for item_id, by in (pinned or {}).items() if item_id not in excluded}
        groups = await queries.pieces_of_campaigns(session, taste.campaigns)
        wanted = [*groups.values(), *taste.collections.values()]
        size = min(AT_MOST, max(AT_LEAST, AMONG * count))
        without = frozenset(excluded) | taste.shared
        picked: list[Picked] = []
        for _ in range(2):
            kept = await self._read(session, now)
            rows = await asyncio.to_thread(
                _best, kept.pool, taste, now, seed, wanted, size, without, tuple(pins)
            )
            candidates = await _candidates(session, kept.pool, rows, now)
            picked = await asyncio.to_thread(pick, candidates, taste, count, now, seed, pins)
            if len(picked) == count or len(candidates) == len(rows):
                break
            self._kept = None  # so much of it has ended meanwhile that what comes after it wasn't looked at
        return picked

    async def read_ahead(self, session: AsyncSession, now: datetime) -> None:
        """Read what may be offered, where what was read is too old. Before a unit of work that picks: with very many
        pieces it takes a second or more, for which nobody should wait who wants to write."""
        await self._read(session, now)

    async def _read(self, session: AsyncSession, now: datetime) -> _Kept:
        """What was read lately, or read now where that is too old or something new may be offered."""
        async with self._reading:
            kept, mark = self._kept, await queries.newest(session)
            if kept is None or kept.mark != mark or not timedelta(0) <= now - kept.at < self._for:
                rows = await queries.may_be_offered(session, now)
                kept = self._kept = _Kept(await asyncio.to_thread(_pool_of, rows), mark, now)
            return kept


# numpy takes a tenth of a second and tens of megabytes: it is loaded when somebody first picks.


def _pool_of(rows: Sequence[Row]) -> Pool:
    from bot.ambassadors.picking.pool import pool_of

    return pool_of(rows)


def _best(
    pool: Pool,
    taste: Taste,
    now: datetime,
    seed: int,
    groups: Sequence[Collection[int]],
    size: int,
    excluded: Collection[int],
    pinned: Collection[int],
) -> list[int]:
    from bot.ambassadors.picking.scoring import scores, shortlist

    return shortlist(pool, scores(pool, taste, now, seed, groups), size, excluded, pinned, taste)


async def _candidates(
    session: AsyncSession, pool: Pool, rows: Sequence[int], now: datetime
) -> list[Candidate]:
    """The rows' pieces that may be offered at this moment, with what the pool doesn't hold."""
    ids = {int(pool.ids[row]): row for row in rows}
    allowed = await licensed_among(session, ids, Use.EMPLOYEES, now)
    texts, campaigns = await queries.texts_of(session, allowed), await campaigns_of(session, allowed)
    return [
        pool.candidate(row, texts.get(item_id, ""), tuple(one.name for one in campaigns.get(item_id, ())))
        for item_id, row in ids.items()
        if item_id in allowed
    ]
