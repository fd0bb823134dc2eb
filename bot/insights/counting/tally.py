"""What a stretch of time adds up to, for everything and for each slice of it. Tallies of stretches that follow each
other add up to that of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.insights.counting import queries
from bot.insights.counting.queries import CUSTOMERS, Grouped
from bot.insights.statistics import bin_of

ALL = ""
_MOODED = {"found": "", "approved": "approved_", "rejected": "rejected_"}
_PLACES = ("origin", "platform", "kind", "source")
_ENDS = ("granted", "declined", "unanswered")


@dataclass(slots=True)
class CreatorTally:
    """What a creator brought; ``first``: nothing of theirs had been found before."""

    found: int = 0
    gained: int = 0
    first: bool = False


@dataclass(slots=True)
class ItemTally:
    """What a piece gained."""

    gained: int = 0
    views: int = 0


@dataclass(slots=True)
class Tally:
    """Measures by slice, and what each creator and each piece brought to the whole."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    creators: dict[int, CreatorTally] = field(default_factory=dict)
    items: dict[int, ItemTally] = field(default_factory=dict)

    def add(self, slice: str, measure: str, number: int) -> None:
        """Count something; what comes to nought is not kept, so equal tallies compare equal."""
        counter = self.counts.setdefault(slice, Counter())
        counter[measure] += number
        if not counter[measure]:
            del counter[measure]
            if not counter:
                del self.counts[slice]

    def merge(self, other: Tally) -> None:
        """Add what another stretch of time adds up to."""
        for slice, counter in other.counts.items():
            for measure, number in counter.items():
                self.add(slice, measure, number)
        for creator_id, creator in other.creators.items():
            mine = self.creators.setdefault(creator_id, CreatorTally())
            mine.found += creator.found
            mine.gained += creator.gained
            mine.first = mine.first or creator.first
        for item_id, item in other.items.items():
            own = self.items.setdefault(item_id, ItemTally())
            own.gained += item.gained
            own.views += item.views


async def tally(session: AsyncSession, start: datetime, end: datetime) -> Tally:
    """Count a stretch of time from the events: ``start`` is inside, ``end`` is not."""
    found = Tally()
    await _by_place(session, found, start, end)
    await _by_campaign(session, found, start, end)
    for one in await queries.by_tag(session, start, end):
        _spread(found, one, [f"tag:{one.key[0]}"] if one.origin == CUSTOMERS and one.key[0] else [])
    for person, number in await queries.deciders(session, start, end):
        found.add(f"person:{person}", "decisions", number)
    for measure, source, seconds in await queries.waits(session, start, end):
        for slice in (ALL, f"source:{source}") if source else (ALL,):
            found.add(slice, f"{measure}#{bin_of(seconds)}", 1)
    for creator_id, number, first in await queries.found_of_creators(session, start, end):
        found.creators[creator_id] = CreatorTally(found=number, first=first)
    for item_id, creator, gained, views in await queries.gains_of_items(session, start, end):
        if gained or views:
            found.items[item_id] = ItemTally(gained, views)
        if creator is not None and gained:
            found.creators.setdefault(creator, CreatorTally()).gained += gained
    return found


async def counts_of(session: AsyncSession, start: datetime, end: datetime, slice: str) -> Counter[str]:
    """Measures of one slice in a stretch of time, without how long anything took: what ``tally`` counts there."""
    found = Tally()
    if slice.startswith("campaign:"):
        await _by_campaign(session, found, start, end)
    elif slice == ALL or slice.partition(":")[0] in _PLACES:
        await _by_place(session, found, start, end)
    else:
        found = await tally(session, start, end)
    return found.counts.get(slice, Counter())


async def _by_place(session: AsyncSession, found: Tally, start: datetime, end: datetime) -> None:
    for one in await queries.by_place(session, start, end):
        _spread(found, one, _places(one))


async def _by_campaign(session: AsyncSession, found: Tally, start: datetime, end: datetime) -> None:
    for one in await queries.by_campaign(session, start, end):
        _spread(found, one, [f"campaign:{one.key[0]}"] if one.origin == CUSTOMERS else [])


def _places(one: Grouped) -> list[str]:
    """The slices of a group of facts by place. Only what customers said counts in the whole."""
    if one.origin != CUSTOMERS:
        return [f"origin:{one.origin}"]
    platform, kind, source = one.key
    return [ALL, f"platform:{platform}", f"kind:{kind}", *([f"source:{source}"] if source else [])]


def _spread(found: Tally, one: Grouped, slices: Iterable[str]) -> None:
    for slice in slices:
        for measure in _measures(one):
            found.add(slice, measure, one.number)


def _measures(one: Grouped) -> Iterator[str]:
    """What a fact counts as, beside itself."""
    yield one.measure
    if one.measure == "found":
        yield one.mood or "unjudged"
        if one.mood:
            yield "judged"
    elif one.measure in _MOODED:
        yield "decided"
        if one.mood:
            yield f"decided_{one.mood}"
            yield f"{one.measure}_{one.mood}"
    elif one.measure in _ENDS:
        yield "ended"
