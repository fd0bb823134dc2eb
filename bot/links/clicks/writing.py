"""One transaction of clicks: whose count, and what is added to which row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.links.clicks import queries
from bot.links.clicks.batch import Batch, Clicks, LinkDayKey
from bot.links.clicks.queries import Key
from bot.links.clicks.visitors import address_of, visitor

OTHER = "other"
MOST_ADDRESSES = 50_000
SPENT = 1_000_000
"""Added to the number of a visitor who doesn't count, so that none of their clicks ever does."""
OWN = 1_000 * SPENT
"""Added to the number of whoever shared the link: their looks neither count nor tell against anybody."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts at most in a day: clicks of a visitor on a link, visitors of an address on a link, and names that
    are told apart of where clicks came from."""

    clicks: int = 10
    visitors: int = 25
    names: int = 200


Origin = tuple[date, int, bytes]
"""A day, a link, an address as a hash."""


@dataclass(slots=True)
class Addresses:
    """What this process remembers of addresses, so that the usual one, with a single visitor, costs no question.
    ``new`` visitors of each that were written here; ``full`` are those from which nobody new counts today."""

    new: Counter[Origin] = field(default_factory=Counter)
    full: set[Origin] = field(default_factory=set)

    def forget(self, before: date | None = None) -> None:
        """Keep nothing of the days before; of no day where none is given."""
        self.full = {one for one in self.full if before is not None and one[0] >= before}
        self.new = Counter({one: n for one, n in self.new.items() if before is not None and one[0] >= before})

    def keep_small(self) -> None:
        """Begin anew before it grows large: the rows know all of it."""
        if len(self.new) > MOST_ADDRESSES or len(self.full) > MOST_ADDRESSES:
            self.forget()


@dataclass(slots=True)
class Hashed:
    """A batch without addresses."""

    visitors: dict[Key, Clicks] = field(default_factory=dict)
    ignored: Counter[LinkDayKey] = field(default_factory=Counter)
    machines: Mapping[LinkDayKey, int] = field(default_factory=dict)


def hashed(batch: Batch, salts: Mapping[date, bytes], full: set[Origin]) -> Hashed:
    """The batch as it is written. What comes from an address that is ``full`` is ignored at once."""
    made = Hashed(machines=batch.machines)
    for (day, link_id, address, agent), clicks in batch.people.items():
        key = day, link_id, visitor(salts[day], link_id, address, agent)
        if full and origin_of(key) in full:
            made.ignored[link_id, day] += clicks.number
        else:
            made.visitors[key] = clicks
    return made


def origin_of(key: Key) -> Origin:
    day, link_id, who = key
    return day, link_id, address_of(who)


@dataclass(slots=True)
class Written:
    """What a transaction came to: how many clicks of each visitor count, who is new, and who shared the link."""

    counted: dict[Key, int] = field(default_factory=dict)
    new: set[Key] = field(default_factory=set)
    own: set[Key] = field(default_factory=set)


async def write(
    connection: AsyncConnection, batch: Hashed, limits: Limits, addresses: Addresses, now: datetime
) -> None:
    """Write a batch. ``now`` is when it is written. Flushes, doesn't commit."""
    written = await _count(connection, batch, limits, addresses)
    rows: dict[LinkDayKey, dict[str, Any]] = {}
    for key, clicks in batch.visitors.items():
        if key in written.own:
            continue
        day, link_id, _ = key
        row = rows.setdefault((link_id, day), _nothing(link_id, day))
        counted = written.counted[key]
        row["clicks"] += counted
        row["visitors"] += key in written.new
        row["ignored"] += clicks.number - counted
        if counted:
            row["first_at"] = min(row["first_at"] or clicks.first, clicks.first)
            row["clicked_at"] = now
    for name, numbers in (("ignored", batch.ignored), ("machines", batch.machines)):
        for (link_id, day), number in numbers.items():
            rows.setdefault((link_id, day), _nothing(link_id, day))[name] += number
    await queries.add_days(connection, list(rows.values()))
    await _sources(connection, batch, written, limits.names)


async def _count(connection: AsyncConnection, batch: Hashed, limits: Limits, addresses: Addresses) -> Written:
    """Which clicks count. What the rows say after adding decides, and they stay locked until the commit, so it is
    exact with several replicas too."""
    numbers = await queries.add_numbers(connection, {key: one.number for key, one in batch.visitors.items()})
    written = Written(new={key for key, one in batch.visitors.items() if numbers[key] == one.number})
    written.own = {key for key in batch.visitors if numbers[key] >= OWN}
    if written.new:
        await _turn_away(connection, batch, written, limits.visitors, addresses)
    for key, one in batch.visitors.items():
        before = numbers[key] - one.number
        counts = key in written.new or before > 0
        written.counted[key] = max(0, min(numbers[key], limits.clicks) - before) if counts else 0
    return written


async def _turn_away(
    connection: AsyncConnection, batch: Hashed, written: Written, most: int, addresses: Addresses
) -> None:
    """Of the new visitors of an address only so many count as are left for it, first come. An address is looked up
    when it has a second one, so it may have one too many for each process that begins."""
    more = Counter(origin_of(key) for key in written.new)
    addresses.new.update(more)
    left: dict[Origin, int] = {}
    for origin, number in more.items():
        if addresses.new[origin] > 1:
            total = await queries.visitors_of(connection, *origin, SPENT)
            left[origin] = max(0, most - (total - number))
            if total > most:
                addresses.full.add(origin)
    away: dict[Key, int] = {}
    for key in batch.visitors if left else ():
        origin = origin_of(key)
        if key not in written.new or origin not in left:
            continue
        if left[origin]:
            left[origin] -= 1
        else:
            away[key] = SPENT
    if away:
        written.new -= away.keys()
        await queries.add_numbers(connection, away)


async def _sources(connection: AsyncConnection, batch: Hashed, written: Written, most: int) -> None:
    """Where the clicks came from, over all links. Names beyond ``most`` a day are one: anybody can make some up."""
    more: Counter[tuple[date, str, str]] = Counter()
    for key, clicks in batch.visitors.items():
        if counted := written.counted[key]:
            for kind, name in (("referrer", clicks.referrer), ("country", clicks.country)):
                if name:
                    more[key[0], kind, name] += counted
    if not more:
        return
    fitted: Counter[tuple[date, str, str]] = Counter()
    for day in {one[0] for one in more}:
        known = await queries.source_names(connection, day)
        room = Counter(
            {kind: most - sum(1 for one, _ in known if one == kind) for kind in ("referrer", "country")}
        )
        for (its_day, kind, name), number in sorted(more.items()):
            if its_day != day:
                continue
            if (kind, name) not in known:
                room[kind] -= 1
                name = name if room[kind] >= 0 else OTHER
            fitted[day, kind, name] += number
    await queries.add_sources(connection, fitted)


def _nothing(link_id: int, day: date) -> dict[str, Any]:
    """A day of a link to which nothing was added yet."""
    numbers = {"clicks": 0, "visitors": 0, "machines": 0, "ignored": 0}
    return {"link_id": link_id, "day": day, **numbers, "first_at": None, "clicked_at": None}
