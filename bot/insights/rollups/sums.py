"""What a period adds up to, as far as it is read: its measures, how many creators there are, how its pieces spread,
and the pieces and creators that brought most. Of others only what one asks for: a week of many pieces costs little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.insights.counting.tally import CreatorTally, ItemTally, Tally
from bot.insights.rollups import queries

LEADING = 300
"""So many pieces and creators are known beforehand."""


@dataclass(frozen=True, slots=True)
class Sums:
    """``squares``: of what each piece gained, the sum of squares. ``pieces``: what the first ``LEADING`` that gained
    anything gained, the most first. ``creators``: likewise those who brought most (gained, then found)."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    creators_found: int = 0
    first_timers: int = 0
    squares: float = 0.0
    pieces: dict[int, ItemTally] = field(default_factory=dict)
    creators: dict[int, CreatorTally] = field(default_factory=dict)
    days: Sequence[int] = ()
    whole: Tally | None = None
    """Where a part of the period had to be counted from the events, everything is known."""

    @classmethod
    def of(cls, tally: Tally) -> Sums:
        """What was counted from the events."""
        found = [one for one in tally.creators.values() if one.found]
        return cls(
            counts=tally.counts,
            creators_found=len(found),
            first_timers=sum(one.first for one in found),
            squares=float(sum(one.gained**2 for one in tally.items.values())),
            pieces=_leading_pieces(tally.items),
            creators=_leading_creators(tally.creators),
            whole=tally,
        )

    @classmethod
    async def held(cls, session: AsyncSession, days: Sequence[int]) -> Sums:
        """What counted days hold together."""
        counts = (await queries.held_counts(session, days)).counts
        pieces, squares = await queries.leading_items(session, days, LEADING)
        creators, found, first_timers = await queries.leading_creators(session, days, LEADING)
        return cls(counts, found, first_timers, squares, pieces, creators, days)

    async def pieces_of(self, session: AsyncSession, ids: Iterable[int]) -> dict[int, ItemTally]:
        """What these pieces gained; those that gained nothing are left out."""
        wanted = set(ids)
        if self.whole is not None:
            return {one: self.whole.items[one] for one in wanted if one in self.whole.items}
        return await queries.items_among(session, self.days, wanted)

    async def creators_of(self, session: AsyncSession, ids: Iterable[int]) -> dict[int, CreatorTally]:
        """What these creators brought; those who brought nothing are left out."""
        wanted = set(ids)
        if self.whole is not None:
            return {one: self.whole.creators[one] for one in wanted if one in self.whole.creators}
        return await queries.creators_among(session, self.days, wanted)

    async def pieces_within(self, session: AsyncSession, belonging: Any) -> dict[int, ItemTally]:
        """Those that gained most among the pieces that a statement selects."""
        if self.whole is None:
            found, _ = await queries.leading_items(session, self.days, LEADING, belonging)
            return found
        inside = await queries.among(session, belonging, list(self.whole.items))
        return _leading_pieces({one: self.whole.items[one] for one in inside})


def _leading_pieces(items: dict[int, ItemTally]) -> dict[int, ItemTally]:
    order = sorted(_gaining(items), key=lambda one: (-items[one].gained, -one))
    return {one: items[one] for one in order[:LEADING]}


def _gaining(items: dict[int, ItemTally]) -> Collection[int]:
    return [one for one, tally in items.items() if tally.gained > 0]


def _leading_creators(creators: dict[int, CreatorTally]) -> dict[int, CreatorTally]:
    order = sorted(creators, key=lambda one: (-creators[one].gained, -creators[one].found, one))
    return {one: creators[one] for one in order[:LEADING]}
