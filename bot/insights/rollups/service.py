"""Keeping the rollups, and reading a period from them.

A day is counted when it is over. What changes an earlier day afterwards (a decision that is undone, a piece that is
edited, erased or put into a campaign) is followed up: the days it reaches are counted anew. Counting a day again
gives the same, so nothing is lost or doubled when a run dies or two run at once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.metrics import KEPT_DAYS, expires
from bot.insights.counting.queries import SUMS, earliest
from bot.insights.counting.tally import Tally, counts_of, tally
from bot.insights.periods import Period, midnight
from bot.insights.rollups import queries
from bot.insights.rollups.queries import Stretch
from bot.insights.rollups.sums import Sums
from bot.insights.tables import InsightState
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work

GRACE = timedelta(minutes=10)
"""How long after its end a day is counted: what was begun in it has been written by then."""

OVERLAP = timedelta(minutes=10)
"""How far before the last look changes are looked for again."""

MOVING = frozenset({"followers", "gained_followed"})
"""Measures that change by themselves, as creators gain followers: they stay as they were counted."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How many days were counted again, and which had to be mended."""

    days: int
    mended: tuple[datetime, ...]


async def count_up(database: Database, zone: str, now: datetime, most: int = 1000) -> int:
    """Count the days that are over and have not been counted, each in a unit of work of its own; says how many."""
    for number in range(most):
        stretch = await _next(database, zone, now)
        if stretch is None:
            return number
        async with reading(database) as session:
            found = await tally(session, *stretch)
        async with unit_of_work(database) as session:
            bucket_id = await queries.add_bucket(session, *stretch, now)
            if bucket_id is not None:
                await queries.fill(session, bucket_id, found)
    return most


async def counted_to(database: Database) -> datetime | None:
    """Up to when everything is counted; None: nothing is."""
    async with reading(database) as session:
        return await queries.last_end(session)


async def turn_back(database: Database, now: datetime) -> None:
    """Forget days that are not over: they were counted while the clock was ahead. Doing it twice forgets once."""
    end = await counted_to(database)
    if end is not None and end > now:
        async with unit_of_work(database) as session:
            await queries.drop_unfinished(session, now)


async def _next(database: Database, zone: str, now: datetime) -> tuple[datetime, datetime] | None:
    async with reading(database) as session:
        start = await queries.last_end(session)
        if start is None:
            begun = await earliest(session)
            if begun is None:
                return None
            start = midnight(begun.astimezone(ZoneInfo(zone)).date(), zone)
    end = midnight(start.astimezone(ZoneInfo(zone)).date() + timedelta(days=1), zone)
    return (start, end) if end + GRACE <= now else None


async def follow(database: Database, now: datetime) -> int:
    """Count the days anew that later changes reach; says how many."""
    async with reading(database) as session:
        state = await queries.state(session)
        since = min(state.followed_to if state is not None else now, now) - OVERLAP
        changed = await queries.changed_since(session, since)
        reached = await _reached(session, changed)
    for stretch in reached:
        await _again(database, stretch, now)
    async with unit_of_work(database) as session:
        kept = await queries.state(session)
        if kept is None:
            session.add(InsightState(id=1, followed_to=now))
        else:  # also backwards: a clock that was ahead is not waited for
            kept.followed_to = now
            session.add(kept)
    return len(reached)


async def _reached(session: AsyncSession, item_ids: Collection[int]) -> list[Stretch]:
    found: dict[int, Stretch] = {}
    for moment in sorted(await queries.moments_of(session, item_ids)):
        if any(one.start <= moment < one.end for one in found.values()):
            continue
        stretch = await queries.bucket_at(session, moment)
        if stretch is not None:
            found[stretch.id] = stretch
    return list(found.values())


async def _again(database: Database, stretch: Stretch, now: datetime) -> bool:
    """Count a day anew; whether it differed."""
    async with reading(database) as session:
        found = await tally(session, stretch.start, stretch.end)
        held = await queries.held(session, [stretch.id])
    if _forgotten(stretch, held, now):
        _keep_gains(found, held)
    if _steady(found) == _steady(held):
        return False
    async with unit_of_work(database) as session:
        await queries.hold_bucket(session, stretch.id, now)
        await queries.fill(session, stretch.id, found)
    return True


def _forgotten(stretch: Stretch, held: Tally, now: datetime) -> bool:
    """Whether measurements of a day may have been dropped since, as their platforms' terms ask. Then what was gained
    is known from the count alone."""
    slices = [slice for slice, counter in held.counts.items() if any(counter[one] for one in SUMS)]
    platforms = {slice.removeprefix("platform:") for slice in slices if slice.startswith("platform:")}
    if any(slice.startswith("origin:") for slice in slices):  # of any platform
        platforms.update(KEPT_DAYS)
    ends = [expires(platform, stretch.start) for platform in platforms]
    return any(end is not None and end <= now for end in ends)


def _steady(found: Tally) -> tuple[object, ...]:
    """What does not change by itself."""
    counts = {
        slice: left
        for slice, counter in found.counts.items()
        if (left := {measure: number for measure, number in counter.items() if measure not in MOVING})
    }
    return counts, found.creators, found.items


def _keep_gains(found: Tally, held: Tally) -> None:
    """Take what was gained as it was counted then, as far as it may still be known."""
    for slice in {*found.counts, *held.counts}:
        for measure in SUMS:
            found.add(slice, measure, _number(held, slice, measure) - _number(found, slice, measure))
    found.items = dict(held.items)
    for creator_id, one in held.creators.items():
        if creator_id in found.creators:
            found.creators[creator_id].gained = one.gained


def _number(found: Tally, slice: str, measure: str) -> int:
    counter = found.counts.get(slice)
    return 0 if counter is None else counter[measure]


async def check(database: Database, now: datetime, since: datetime) -> Checked:
    """Count the days from ``since`` on again from their events, and mend what differs. Nothing should."""
    async with reading(database) as session:
        days = await queries.stretches(session, since, now)
    mended = [one.start for one in days if await _again(database, one, now)]
    return Checked(len(days), tuple(mended))


async def read(session: AsyncSession, start: datetime, end: datetime) -> Tally:
    """All that a period adds up to: from the days that lie in it, and from the events where no day does."""
    days = await queries.stretches(session, start, end)
    return await _with_gaps(session, start, end, days)


async def sums(session: AsyncSession, start: datetime, end: datetime) -> Sums:
    """What a period adds up to: not every creator and piece is read unless some of it wasn't counted yet."""
    days = await queries.stretches(session, start, end)
    if not _gaps(start, end, days):
        return await Sums.held(session, [one.id for one in days])
    return Sums.of(await _with_gaps(session, start, end, days))


async def sums_of_slice(session: AsyncSession, start: datetime, end: datetime, slice: str) -> Sums:
    """The measures of one slice in a period, without creators, pieces and how long anything took: quicker."""
    days = await queries.stretches(session, start, end)
    found = await queries.held_counts(session, [one.id for one in days], slice)
    for gap in _gaps(start, end, days):
        found.merge(Tally(counts={slice: await counts_of(session, *gap, slice)}))
    return Sums(counts=found.counts)


async def _with_gaps(session: AsyncSession, start: datetime, end: datetime, days: list[Stretch]) -> Tally:
    found = await queries.held(session, [one.id for one in days])
    for gap in _gaps(start, end, days):
        found.merge(await tally(session, *gap))
    return found


async def read_each(
    session: AsyncSession, periods: Sequence[Period], slice: str, measures: Collection[str]
) -> list[Counter[str]]:
    """Measures of a slice in each of some periods that follow each other, the first one first: all their days are
    read at once, and a period that isn't wholly made of counted days is completed from the events."""
    if not periods:
        return []
    start, end = periods[0].start, periods[-1].end
    days = await queries.stretches(session, start, end)
    found, inside = [Counter[str]() for _ in periods], [list[Stretch]() for _ in periods]
    place: dict[int, Counter[str]] = {}
    starts = [one.start for one in periods]
    for day in days:
        number = bisect_right(starts, day.start) - 1
        if day.end <= periods[number].end:  # one that reaches over an edge counts in neither
            inside[number].append(day)
            place[day.id] = found[number]
    for bucket_id, measure, count in await queries.counted(session, list(place), slice, measures):
        place[bucket_id][measure] += count
    for period, counter, counted in zip(periods, found, inside, strict=True):
        for gap_start, gap_end in _gaps(period.start, period.end, counted):
            rest = await counts_of(session, gap_start, gap_end, slice)
            counter.update({one: rest[one] for one in measures if rest[one]})
    return found


def _gaps(start: datetime, end: datetime, days: list[Stretch]) -> list[tuple[datetime, datetime]]:
    """The parts of a period that no day covers."""
    found, at = [], start
    for one in days:
        if at < one.start:
            found.append((at, one.start))
        at = max(at, one.end)
    if at < end:
        found.append((at, end))
    return found
