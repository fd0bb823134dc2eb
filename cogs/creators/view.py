"""What the window about a creator shows, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_views
from bot.intake.privacy import queries as privacy
from bot.intake.privacy.rules import Stage
from bot.intake.privacy.subject import Subject, person_of, was_erased
from bot.intake.privacy.tables import Erasure
from bot.people.queries import get_creators
from bot.people.rules import Person
from bot.people.tables import Creator
from bot.rights.creators import queries
from bot.rights.creators.rules import CreatorAct, Listing, open_acts
from bot.rights.rules import AskStatus
from bot.rights.tables import Ask, Clearance, CreatorEvent
from bot.services import Services
from cogs.creators.finding import label_of

PIECES = 5
ASKS = 6
EVENTS = 5
STAGES = {
    Stage.PERMISSIONS: "ending what runs, erasing the words of permissions",
    Stage.PIECES: "erasing pieces",
    Stage.PERSON: "erasing accounts and names",
    Stage.MESSAGES: "waiting until chats show nothing of theirs",
    Stage.LEFTOVERS: "clearing what work and inboxes still hold",
    Stage.BYTES: "clearing the database's free space",
    Stage.DONE: "done",
}


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One creator of the person. ``asked``: times in the days that the limit counts."""

    id: int
    label: str
    url: str | None
    followers: int | None
    first_seen_at: datetime
    asked: int
    blocked_at: datetime | None = None
    blocked_by: str = ""
    blocked_reason: str = ""


@dataclass(frozen=True, slots=True)
class ErasureLine:
    """How far their erasure is."""

    stage: Stage
    by_name: str
    at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class CreatorPage:
    """One person. ``revision`` is the number of the last thing that was decided about them."""

    id: int
    label: str
    handle: str  # what to type to erase them
    accounts: Sequence[AccountLine]
    chats: Sequence[str]  # accounts with us, linked with theirs
    most_asked: int
    days: int
    piece_count: int
    pieces: Sequence[ItemView]
    statuses: Mapping[AskStatus, int]
    asks: Sequence[Ask]
    clearances: Sequence[Clearance]  # that run or begin later
    ended_clearances: int
    listing: Listing | None
    listed_by: str | None
    events: Sequence[CreatorEvent]
    revision: int
    open: frozenset[CreatorAct]
    erasure: ErasureLine | None = None
    creators: Sequence[int] = field(default=())
    links: Mapping[int, str] = field(default_factory=dict)  # to cards, by item


async def load(
    session: AsyncSession, services: Services, creator_id: int, person: Person, now: datetime
) -> CreatorPage | None:
    """The person behind a creator, as somebody sees them; None for one that nobody knows or that was erased."""
    creator = (await get_creators(session, [creator_id])).get(creator_id)
    if creator is None or was_erased(creator):
        return None
    subject = await person_of(session, creator)
    ids = subject.creator_ids
    asks = services.asks
    listing = await asks.listing(session, subject.creators)
    events = await queries.events_of(session, ids, 50)
    clearances = await queries.all_clearances(session, ids)
    running = [one for one in clearances if one.ends_at is None or one.ends_at > now]
    newest = await queries.items_of(session, ids, PIECES)
    views = await load_item_views(session, newest)
    row = await privacy.running(session, creator_id)
    erasing = _erasure(row) if row is not None else _asked_for(events)
    return CreatorPage(
        id=creator_id,
        label=label_of(creator),
        handle=(creator.handle or creator.name or creator.external_id).removeprefix("@"),
        accounts=await _accounts(session, subject, creator, asks.limits.since(now)),
        chats=_chats(subject),
        most_asked=asks.limits.asks_per_creator,
        days=asks.limits.asks_days,
        piece_count=await queries.count_items(session, ids),
        pieces=[views[one] for one in newest if one in views],
        statuses=_known(await queries.asks_by_status(session, ids)),
        asks=await queries.latest_asks(session, ids, ASKS),
        clearances=running,
        ended_clearances=len(clearances) - len(running),
        listing=listing,
        listed_by=_listed_by(listing, events),
        events=events[:EVENTS],
        revision=(events[0].id or 0) if events else 0,
        open=open_acts(person, listing) if erasing is None else frozenset(),
        erasure=erasing,
        creators=ids,
    )


async def last_erasure(session: AsyncSession, creator_id: int) -> ErasureLine | None:
    """Of somebody who may be gone already."""
    row = await privacy.running(session, creator_id) or await privacy.last(session, creator_id)
    return None if row is None else _erasure(row)


def _erasure(row: Erasure) -> ErasureLine:
    return ErasureLine(Stage(row.stage), row.by_name, row.started_at, row.finished_at)


def _asked_for(events: Sequence[CreatorEvent]) -> ErasureLine | None:
    """Somebody asked for it, and it has not begun."""
    if not events or events[0].event != CreatorAct.ERASING:
        return None
    return ErasureLine(Stage.PERMISSIONS, events[0].by_name, events[0].at, None)


async def _accounts(
    session: AsyncSession, subject: Subject, first: Creator, since: datetime
) -> list[AccountLine]:
    asked = await queries.asked_each(session, subject.creator_ids, since)
    rows = sorted(subject.creators, key=lambda one: (one.id != first.id, one.platform, one.id))
    return [
        AccountLine(
            id=one.id or 0,
            label=label_of(one),
            url=one.url,
            followers=one.followers,
            first_seen_at=one.first_seen_at,
            asked=asked.get(one.id or 0, 0),
            blocked_at=one.blocked_at,
            blocked_by=one.blocked_by or "",
            blocked_reason=one.blocked_reason or "",
        )
        for one in rows
    ]


def _chats(subject: Subject) -> list[str]:
    """Accounts that are not creators as well."""
    known = {(one.platform, one.external_id) for one in subject.creators}
    return [
        f"{one.name or one.handle or one.external_id} ({one.platform})"
        for one in subject.accounts
        if (one.platform, one.external_id) not in known
    ]


def _known(counts: Mapping[str, int]) -> dict[AskStatus, int]:
    return {status: counts[status.value] for status in AskStatus if counts.get(status.value)}


def _listed_by(listing: Listing | None, events: Sequence[CreatorEvent]) -> str | None:
    """The name of who of the team put them on the list, as it was recorded."""
    if listing is None:
        return None
    named = (one.by_name for one in events if one.event == CreatorAct.NEVER and one.by == listing.by)
    return next((name for name in named if name), None)
