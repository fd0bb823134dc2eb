"""How the programme goes, as plain values and as tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.activity import queries
from bot.ambassadors.activity.queries import Activity
from bot.ambassadors.activity.rules import Nudge, Pulse, nudge
from bot.ambassadors.activity.service import faded, pulse, shareable
from bot.ambassadors.badges.queries import celebrable
from bot.ambassadors.recognising import REMINDED_AGAIN, celebrated
from bot.ambassadors.worth import Worth, worth
from bot.contests.overview.export import cell
from bot.curation.programme import Programme
from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_views
from bot.links import queries as links
from bot.links.conversions.rules import How
from bot.links.queries import Clicked, Converted, Doubtful
from bot.links.sources import FEW, Named, named
from bot.settings.ambassadors import Prices

SPANS = ("7", "28", "90", "365")
"""Days that can be chosen."""
PIECES, EVERY_PIECE = 10, 500
"""Shown in the window, and in tables."""
PEOPLE = 10
"""Listed in the window; tables hold everybody."""
DOUBTFUL = 5


@dataclass(frozen=True, slots=True)
class Goes:
    """``people`` are those who take part, whoever shared most first, and ``faded`` those who faded: the first of
    them, or all. ``sharing`` is how many shared; ``networks`` and ``pieces`` are shares, ``by_network`` and
    ``by_piece`` how often their links were followed. ``pixels``: conversions that a pixel alone said. ``shareable``:
    pieces that may be shared now. ``doubtful``: links whose clicks were mostly left out, ``owners`` whose they are.
    ``begun``: somebody took part at some time. ``celebrable``: who stands on the boards,
    ``celebrated``: who was this week, by which badge; ``reminded``: who is not to
    be reminded again yet, and when they were."""

    days: int
    start: datetime
    end: datetime
    pulse: Pulse
    nudge: Nudge | None
    shares: int
    sharing: int
    people: Sequence[Activity]
    faded: Sequence[Activity]
    networks: Mapping[str, int]
    pieces: Sequence[tuple[int, int]]
    by_network: Mapping[str, Clicked]
    by_piece: Mapping[int, Clicked]
    converted: Converted
    items: Mapping[int, ItemView]
    worth: Worth
    prices: Prices
    window_days: int
    pixels: int
    websites: Named
    countries: Named
    shareable: int
    doubtful: Sequence[Doubtful]
    owners: Mapping[int, str]
    begun: bool
    celebrable: frozenset[int]
    celebrated: Mapping[int, int]
    reminded: Mapping[int, datetime]
    few: int = FEW

    @property
    def active(self) -> list[Activity]:
        """Those who shared in the time."""
        return [one for one in self.people if one.shares]

    @property
    def visitors(self) -> int:
        return sum(one.visitors for one in self.by_network.values())

    @property
    def ignored(self) -> int:
        """Clicks that were left out: too many of one visitor or address."""
        return sum(one.ignored for one in self.by_network.values())

    @property
    def machines(self) -> int:
        """Visits of programs, which count nowhere."""
        return sum(one.machines for one in self.by_network.values())


def days_of(text: str) -> int:
    """The days that were chosen or typed ("28", "28d"); four weeks for anything else."""
    said = text.strip().casefold().removesuffix("d")
    return int(said) if said.isascii() and said.isdigit() and 0 < int(said[:6]) <= 3660 else 28


async def load(
    session: AsyncSession,
    programme: Programme,
    days: int,
    now: datetime,
    *,
    everybody: bool = False,
    window_days: int = 30,
) -> Goes:
    """The last so many days, up to now. ``window_days``: from a click to what it led to."""
    most, pieces = (None, EVERY_PIECE) if everybody else (PEOPLE, PIECES)
    start = now - timedelta(days=days)
    beat = await pulse(session, programme, now)
    by_network, by_piece = await links.brought(session, start, now)
    shared = await queries.by_item(session, start, now, pieces)
    shown = [item for item, _, _ in shared]
    # What was shared before and is followed now.
    rest = sorted((one for one in by_piece if one not in shown), key=lambda one: -by_piece[one].visitors)
    shown += rest[: pieces - len(shown)]
    counts = {item: shares for item, shares, _ in shared}
    networks = await queries.by_network(session, start, now)
    converted = await links.conversions(session, start, now)
    visitors = sum(one.visitors for one in by_network.values())
    came = await links.sources(session, start, now)
    begun = await queries.begun(session)
    doubtful = await links.doubtful(session, start, now, DOUBTFUL)
    people = await queries.people(session, start, most)
    gone = await faded(session, programme, now, most)
    return Goes(
        days=days,
        start=start,
        end=now,
        pulse=beat,
        nudge=nudge(beat),
        shares=await queries.count_shares(session, start, now),
        sharing=await queries.count_sharing(session, start),
        people=people,
        faded=gone,
        networks={network: shares for network, (shares, _) in networks.items()},
        pieces=[(item, counts.get(item, 0)) for item in shown],
        by_network=by_network,
        by_piece=by_piece,
        converted=converted,
        items=await load_item_views(session, shown),
        worth=worth(converted, visitors, programme.prices, start, now, begun),
        prices=programme.prices,
        window_days=window_days,
        pixels=(await links.conversions(session, start, now, How.PIXEL)).number,
        websites=named(came["referrer"]),
        countries=named(came["country"]),
        shareable=await shareable(session, now),
        doubtful=doubtful,
        owners=await queries.names_of(session, {one.owner for one in doubtful if one.owner is not None}),
        begun=begun is not None,
        celebrable=await celebrable(session, [one.ambassador_id for one in people if one.shares]),
        celebrated=await celebrated(session, [one.ambassador_id for one in people], programme, now),
        reminded=await queries.reminded_since(
            session, [one.ambassador_id for one in gone], now - REMINDED_AGAIN
        ),
    )


def people_table(goes: Goes) -> bytes:
    """Who takes part, and what they did in the time; who is paused or faded stands there too."""
    gone = {one.ambassador_id for one in goes.faded}
    return table(
        ("name", "status", "joined", "shares", "unique clicks", "last share", "faded"),
        (
            (
                one.name,
                one.status.value,
                f"{one.joined_at:%Y-%m-%d}",
                one.shares,
                one.visitors,
                f"{one.shared_at:%Y-%m-%d}" if one.shared_at else "",
                "yes" if one.ambassador_id in gone else "",
            )
            for one in goes.people
        ),
    )


def networks_table(goes: Goes) -> bytes:
    """Shares and clicks by network."""
    nothing = Clicked()
    return table(
        ("network", "shares", "clicks", "unique clicks"),
        (
            (
                one,
                goes.networks.get(one, 0),
                goes.by_network.get(one, nothing).clicks,
                goes.by_network.get(one, nothing).visitors,
            )
            for one in networks_of(goes)
        ),
    )


def pieces_table(goes: Goes) -> bytes:
    """Shares and clicks by piece, those that are shown."""
    nothing = Clicked()
    rows = []
    for number, shares in goes.pieces:
        item, clicked = goes.items.get(number), goes.by_piece.get(number, nothing)
        there = item is not None and not item.gone
        title = (item.title or item.text)[:200] if item is not None and there else ""
        creator = item.creator.label if item is not None and there and item.creator else ""
        rows.append((number, title, creator, shares, clicked.clicks, clicked.visitors))
    return table(("item", "title", "creator", "shares", "clicks", "unique clicks"), rows)


def networks_of(goes: Goes) -> list[str]:
    """Networks with anything, those with most unique clicks first."""
    nothing = Clicked()
    every = {*goes.networks, *goes.by_network}
    return sorted(
        every, key=lambda one: (-goes.by_network.get(one, nothing).visitors, -goes.networks.get(one, 0), one)
    )


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """As CSV that a spreadsheet opens: no cell is a formula."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(head)
    writer.writerows([cell(one) if isinstance(one, str) else one for one in row] for row in rows)
    return "\ufeff".encode() + made.getvalue().encode()
