"""What the windows show, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.badges.queries import Sharer, sharers_of
from bot.ambassadors.queries import count_shares
from bot.content.queries import SearchQuery, get_items, search
from bot.curation import queries
from bot.curation.history import changes
from bot.curation.leading import Leads, leads
from bot.curation.programme import Programme, from_settings, programme
from bot.curation.rules import Change, Mark, Marked, leads_key
from bot.curation.tables import Collection
from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_views
from bot.kernel.text import clean_line
from bot.review.queries import with_status
from bot.review.rules import Status
from bot.rights.licensed import may_publish
from bot.rights.licensed.queries import licensed_among
from bot.rights.scope import Licence, Use
from bot.settings import Settings

PAGE = 10
OFFERED = 20
EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Collections with how many pieces each has: a page of them."""

    rows: Sequence[tuple[Collection, int]]
    total: int


@dataclass(frozen=True, slots=True)
class Inside:
    """A collection and a page of its pieces. ``shareable``: those that ambassadors may share now. ``leads_to``: where
    shared links of its pieces lead, "" where the programme says."""

    row: Collection
    total: int
    items: Sequence[tuple[int, ItemView | None]]
    shareable: frozenset[int]
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions that stand about pieces: a page of them. ``counts``: how many of each kind there are."""

    marks: Sequence[Marked]
    total: int
    items: dict[int, ItemView]
    shareable: frozenset[int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Everything about one piece. ``licence`` None: ambassadors may not share it."""

    item: ItemView
    licence: Licence | None
    marks: dict[Mark, Marked]
    collections: Sequence[Collection]
    shares: int
    changes: Sequence[Change] = field(default=())
    sharers: Sequence[Sharer] = field(default=())
    leads: Leads = field(default=Leads())


@dataclass(frozen=True, slots=True)
class Held:
    """What holds for the programme, and what the settings say alone."""

    now: Programme
    settings: Programme


async def load_shelf(session: AsyncSession, page: int) -> Shelf:
    """Open ones first."""
    rows = await queries.collections(session, closed=True)
    rows.sort(key=lambda one: one[0].closed_at is not None)
    return Shelf(rows[(page - 1) * PAGE : page * PAGE], len(rows))


async def load_inside(session: AsyncSession, slug: str, page: int, now: datetime) -> Inside | None:
    """None where there is no such collection."""
    row = await queries.collection(session, slug)
    if row is None:
        return None
    ids = await queries.members(session, row.id or 0)
    shown = ids[(page - 1) * PAGE : page * PAGE]
    views = await load_item_views(session, shown)
    shareable = await licensed_among(session, shown, Use.EMPLOYEES, now)
    leads_to = await queries.override(session, leads_key(row.id or 0))
    return Inside(
        row,
        len(ids),
        [(one, views.get(one)) for one in shown],
        frozenset(shareable),
        leads_to.value["url"] if leads_to is not None else "",
    )


async def load_decided(session: AsyncSession, page: int, now: datetime) -> Decided:
    """What runs now, the latest first."""
    standing = await queries.live_marks(session)
    running = [one for one in standing if one.runs(now) and one.kind is not Mark.THANK]
    running.sort(key=lambda one: (one.at or EVER, one.item_id), reverse=True)
    shown = running[(page - 1) * PAGE : page * PAGE]
    ids = [one.item_id for one in shown]
    views = await load_item_views(session, ids)
    return Decided(
        shown, len(running), views, frozenset(await licensed_among(session, ids, Use.EMPLOYEES, now))
    )


async def load_piece(session: AsyncSession, item_id: int, now: datetime, settings: Settings) -> Piece | None:
    """None where there is no such piece."""
    view = (await load_item_views(session, [item_id])).get(item_id)
    if view is None:
        return None
    slugs = (await queries.collections_of(session, [item_id])).get(item_id, [])
    rows = [row for row, _ in await queries.collections(session) if row.slug in slugs]
    marks = [one for one in await queries.live_marks(session, [item_id]) if one.runs(now)]
    return Piece(
        view,
        await may_publish(session, item_id, Use.EMPLOYEES, now),
        {one.kind: one for one in marks},
        rows,
        await count_shares(session, item_id, EVER),
        await changes(session, item_id, 5),
        await sharers_of(session, item_id),
        await leads(session, await programme(session, settings), item_id),
    )


async def load_held(session: AsyncSession, settings: Settings) -> Held:
    return Held(await programme(session, settings), from_settings(settings))


async def find_pieces(session: AsyncSession, typed: str) -> list[tuple[int, str]]:
    """Pieces for what was typed, a number or words, with one line that names each; approved ones first."""
    words = " ".join(typed.split())[:200]
    number = words.removeprefix("#")
    found = []
    if number.isascii() and number.isdigit() and len(number) <= 18:
        found += list((await get_items(session, [int(number)])).values())
    query = SearchQuery(text=words, among=with_status(Status.APPROVED))
    found += (await search(session, query, OFFERED)).items
    ids = list(dict.fromkeys(one.id for one in found if one.id is not None))[:OFFERED]
    views = await load_item_views(session, ids)
    return [(one, line_of(views[one])) for one in ids if one in views and not views[one].gone]


def line_of(item: ItemView) -> str:
    """ "#12 Anna: I love this lamp": one line of anybody's words, not escaped."""
    words = clean_line(item.title or item.text, 60) or item.platform
    creator = clean_line(item.creator.label, 30) if item.creator else ""
    return f"#{item.item_id} {creator}: {words}" if creator else f"#{item.item_id} {words}"
