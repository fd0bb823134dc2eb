"""The record of an item's permission, with what proves it, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.content.queries import get_items
from bot.faces.item_view import ItemView
from bot.faces.queries import load_brief_views
from bot.rights import queries as rights
from bot.rights.chain import Checker, Link
from bot.rights.links.queries import chain_state, link_of
from bot.rights.receipts import Receipts
from bot.rights.record import file_lines, record_of
from bot.rights.tables import RightsChain, Takedown
from bot.rights.takedowns.queries import takedowns_of
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.rights.queries import Need, Waiting, counted, needs

PAGE = 10


@dataclass(frozen=True, slots=True)
class Record:
    """``record`` is what an export holds; None where nobody ever asked. ``problem`` is what is wrong with this item's
    own events, checked as they were read; ``chain`` what the last check of all events found."""

    item_id: int
    about: ItemView | None
    record: Mapping[str, Any] | None = None
    takedowns: Sequence[Takedown] = ()
    chain: RightsChain | None = None
    problem: str = ""

    @property
    def taken_down(self) -> Takedown | None:
        return next((one for one in self.takedowns if one.lifted_at is None), None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what waits. ``number`` counts from 0."""

    number: int
    waiting: Sequence[Waiting]
    counts: Mapping[Need, int]
    items: Mapping[int, ItemView]

    @property
    def more(self) -> bool:
        return sum(self.counts.values()) > (self.number + 1) * PAGE


async def load_record(services: Services, item_id: int, now: datetime) -> Record | None:
    """None for an item that nobody knows."""
    kit = services.asks.kit
    receipts = Receipts(kit, services.settings)
    async with reading(services.database) as session:
        known = (await get_items(session, [item_id])).get(item_id)
        asked = bool(await rights.all_asks(session, item_id))
        if known is None and not asked:
            return None
        views = await load_brief_views(session, [item_id])
        if not asked:
            return Record(item_id, views.get(item_id))
        record = await record_of(session, item_id, receipts, services.settings, now)
        links = [link_of(row) for row in await rights.event_rows(session, item_id)]
        return Record(
            item_id,
            views.get(item_id),
            record,
            await takedowns_of(session, item_id),
            await chain_state(session),
            own_problem(links, kit.signer().public),
        )


def own_problem(links: Sequence[Link], public: str) -> str:
    """What is wrong with an item's own events; "" when nothing is."""
    checker = Checker(public, gaps=True)
    for link in links:
        if problem := checker.take(link):
            return f"event {link.sequence}: {problem}"
    return ""


async def signed_file(services: Services, item_id: int, now: datetime) -> bytes:
    """The file that ``goodword rights export`` writes. Raises TellUser where there is no record."""
    kit = services.asks.kit
    async with reading(services.database) as session:
        receipts = Receipts(kit, services.settings)
        record = await record_of(session, item_id, receipts, services.settings, now)
        links = [link_of(row) for row in await rights.event_rows(session, item_id)]
    return b"".join([line async for line in file_lines(record, links, kit.signer(), kit.evidence)])


async def load_page(services: Services, number: int, now: datetime) -> Page:
    """What waits, ``number`` pages in; the last page there is where there are fewer."""
    async with reading(services.database) as session:
        counts = await counted(session, now)
        last = max(0, (sum(counts.values()) - 1) // PAGE)
        number = min(number, last)
        waiting = await needs(session, now, number * PAGE, PAGE)
        items = await load_brief_views(session, sorted({one.item_id for one in waiting}))
    return Page(number, waiting, counts, items)
