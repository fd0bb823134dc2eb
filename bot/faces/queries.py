"""Item views: ten statements for any number of items, and one more where some are entered in contests, over the
tables of the areas they show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Campaign, CampaignItem, ContentEvent, Item, Media, Sighting
from bot.contests.rules import EntryStatus
from bot.contests.tables import Contest, ContestEntry
from bot.faces.item_view import (
    AskView,
    ClearedView,
    CreatorView,
    EntryMark,
    FlagView,
    ItemView,
    MediaView,
    NoteView,
)
from bot.people.tables import Creator
from bot.review.queries import QueueFilter
from bot.review.rules import Status
from bot.review.tables import Review, ReviewEvent
from bot.rights.queries import standing
from bot.rights.rules import AskStatus
from bot.rights.tables import Ask, AskEvent, Clearance
from bot.rights.takedowns.queries import standing_takedowns
from bot.screening.tables import ScreeningFlag

MAX_ITEMS = 500  # bound variables of one statement
Row = TypeVar("Row")


async def load_item_views(session: AsyncSession, item_ids: Iterable[int]) -> dict[int, ItemView]:
    """The items that exist and are in review, by id. At most ``MAX_ITEMS`` at a time."""
    ids = sorted(set(item_ids))
    if len(ids) > MAX_ITEMS:
        raise ValueError(f"at most {MAX_ITEMS} items at once, not {len(ids)}")
    if not ids:
        return {}
    rows = (
        await session.exec(
            select(Item, Review)
            .join(Review, col(Review.item_id) == col(Item.id))
            .where(col(Item.id).in_(ids))
        )
    ).all()
    around = await _Around.load(session, ids, [item for item, _ in rows])
    around.entries = await _entries(session, [review.item_id for _, review in rows if review.followed])
    return {review.item_id: around.view(item, review) for item, review in rows}


async def load_item_view(session: AsyncSession, item_id: int) -> ItemView | None:
    """One item, or None where there is none."""
    return (await load_item_views(session, [item_id])).get(item_id)


_BRIEF_TEXT = 1000  # characters; a line of a list shows far fewer
_BRIEF = (
    sa.select(
        col(Item.id).label("item_id"),
        col(Item.kind),
        col(Item.platform),
        sa.func.substr(col(Item.text), 1, _BRIEF_TEXT).label("text"),
        col(Item.title),
        col(Item.url),
        col(Item.rating),
        col(Item.rating_scale),
        col(Item.version),
        col(Item.life),
        col(Item.found_at),
        *(
            col(getattr(Review, name))
            for name in (
                "queued_at",
                "status",
                "revision",
                "display_revision",
                "decided_by",
                "decided_by_name",
                "decided_at",
                "reason",
                "escalated_to",
            )
        ),
        col(Creator.id).label("creator_id"),
        col(Creator.name).label("creator_name"),
        col(Creator.handle).label("creator_handle"),
    )
    .join_from(Item, Review, col(Review.item_id) == col(Item.id))
    .join(Creator, col(Creator.id) == col(Item.creator_id), isouter=True)
    .where(col(Item.id).in_(sa.bindparam("ids", expanding=True)))
)
_BRIEF_FLAGS = (
    sa.select(
        col(ScreeningFlag.item_id),
        col(ScreeningFlag.version),
        col(ScreeningFlag.severity),
        col(ScreeningFlag.reason),
        col(ScreeningFlag.excerpt),
    )
    .where(col(ScreeningFlag.item_id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(col(ScreeningFlag.severity).desc(), col(ScreeningFlag.id))
)


async def load_brief_views(session: AsyncSession, item_ids: Sequence[int]) -> dict[int, ItemView]:
    """What a line of a list shows, by id: the beginning of the text, creator, flags, and where the item stands.

    Two statements of plain columns, because a burst draws hundreds of lines. At most ``MAX_ITEMS`` at a time.
    """
    connection = await session.connection()
    ids = {"ids": list(item_ids)}
    flags = _grouped((await connection.execute(_BRIEF_FLAGS, ids)).all())
    rows = await connection.execute(_BRIEF, ids)
    return {row["item_id"]: _brief_view(dict(row), flags) for row in rows.mappings()}


def _brief_view(row: dict[str, Any], flags: Mapping[int, Sequence[Any]]) -> ItemView:
    creator_id, name, handle = (row.pop(f"creator_{field}") for field in ("id", "name", "handle"))
    row["status"] = Status(row["status"])
    return ItemView(
        **row,
        creator=None if creator_id is None else CreatorView(creator_id, name, handle),
        flags=tuple(
            FlagView(flag.severity, flag.reason, flag.excerpt)
            for flag in flags.get(row["item_id"], ())
            if flag.version == row["version"]
        ),
    )


# What is over, or was ended by somebody, is not said. Not by the time: what a card shows changes with rows alone.
_CREATORS = (
    select(Creator, Clearance)
    .outerjoin(
        Clearance,
        sa.and_(
            col(Clearance.creator_id) == col(Creator.id),
            col(Clearance.settled_at).is_(None),
            col(Clearance.ended_by).is_(None),
        ),
    )
    .order_by(col(Clearance.id))
)


class _Around:
    """What stands around a set of items, by item."""

    def __init__(self) -> None:
        self.creators: dict[int, Creator] = {}
        self.cleared: dict[int, list[Clearance]] = {}
        self.media: dict[int, list[Media]] = {}
        self.sightings: dict[int, list[Sighting]] = {}
        self.flags: dict[int, list[ScreeningFlag]] = {}
        self.asks: dict[int, AskView] = {}
        self.campaigns: dict[int, list[str]] = {}
        self.entries: dict[int, list[EntryMark]] = {}
        self.hidden_by: dict[int, str] = {}
        self.notes: dict[int, NoteView] = {}

    @classmethod
    async def load(cls, session: AsyncSession, ids: Sequence[int], items: Sequence[Item]) -> _Around:
        around = cls()
        creators = {item.creator_id for item in items if item.creator_id is not None}
        found = (await session.exec(_CREATORS.where(col(Creator.id).in_(creators)))).all() if creators else []
        around.creators = {row.id: row for row, _ in found if row.id is not None}
        for row, clearance in found:
            if clearance is not None:
                around.cleared.setdefault(row.id or 0, []).append(clearance)
        worst_first = (col(ScreeningFlag.severity).desc(), col(ScreeningFlag.id))
        around.flags = _grouped((await session.exec(_of(ScreeningFlag, ids).order_by(*worst_first))).all())
        around.media = _grouped((await session.exec(_of(Media, ids).order_by(col(Media.position)))).all())
        around.sightings = _grouped((await session.exec(_of(Sighting, ids).order_by(col(Sighting.id)))).all())
        around.asks = await ask_views(session, ids)
        around.campaigns = await _campaigns(session, ids)
        hidden = [item.id for item in items if item.media_hidden and item.id is not None]
        around.hidden_by = await _hidden_by(session, hidden)
        around.notes = await _notes(session, ids)
        return around

    def view(self, item: Item, review: Review) -> ItemView:
        item_id = review.item_id
        return ItemView(
            item_id=item_id,
            kind=item.kind,
            platform=item.platform,
            text=item.text,
            title=item.title,
            language=item.language or item.declared_language,
            url=item.url,
            rating=item.rating,
            rating_scale=item.rating_scale,
            metrics=item.metrics,
            why=tuple((why.get("how", ""), why.get("what", "")) for why in item.why),
            notes=tuple(item.notes),
            version=item.version,
            life=item.life,
            ended_at=item.ended_at,
            published_at=item.published_at,
            found_at=item.found_at,
            queued_at=review.queued_at,
            media_hidden=item.media_hidden,
            media_hidden_by=self.hidden_by.get(item_id),
            creator=_creator(
                self.creators.get(item.creator_id or -1), self.cleared.get(item.creator_id or -1, ())
            ),
            media=tuple(_media(row) for row in self.media.get(item_id, ())),
            flags=tuple(
                FlagView(row.severity, row.reason, row.excerpt)
                for row in self.flags.get(item_id, ())
                if row.version == item.version
            ),
            ask=self.asks.get(item_id),
            note=self.notes.get(item_id),
            campaigns=tuple(self.campaigns.get(item_id, ())),
            entries=tuple(self.entries.get(item_id, ())),
            sightings=tuple((row.platform, row.url) for row in self.sightings.get(item_id, ())),
            status=Status(review.status),
            revision=review.revision,
            display_revision=review.display_revision,
            decided_by=review.decided_by,
            decided_by_name=review.decided_by_name,
            decided_at=review.decided_at,
            reason=review.reason,
            escalated_to=review.escalated_to,
        )


def _of(table: Any, ids: Sequence[int]) -> Any:
    return select(table).where(col(table.item_id).in_(ids))


def _grouped(rows: Sequence[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.item_id].append(row)
    return grouped


async def _campaigns(session: AsyncSession, ids: Sequence[int]) -> dict[int, list[str]]:
    statement = (
        select(CampaignItem.item_id, Campaign.name)
        .join(Campaign, col(Campaign.id) == col(CampaignItem.campaign_id))
        .where(col(CampaignItem.item_id).in_(ids))
        .order_by(col(Campaign.name))
    )
    names: dict[int, list[str]] = defaultdict(list)
    for item_id, name in (await session.exec(statement)).all():
        names[item_id].append(name)
    return names


async def _entries(session: AsyncSession, ids: Sequence[int]) -> dict[int, list[EntryMark]]:
    """What each item is entered in. Only items that a contest follows are asked about."""
    found: dict[int, list[EntryMark]] = {}
    if not ids:
        return found
    statement = (
        sa.select(col(ContestEntry.item_id), col(Contest.name), col(ContestEntry.number))
        .join_from(ContestEntry, Contest, col(Contest.id) == col(ContestEntry.contest_id))
        .where(col(ContestEntry.item_id).in_(ids), col(ContestEntry.status) != EntryStatus.WITHDRAWN.value)
        .order_by(col(ContestEntry.id))
    )
    for item_id, name, number in await (await session.connection()).execute(statement):
        found.setdefault(int(item_id), []).append(EntryMark(str(name), int(number)))
    return found


async def _hidden_by(session: AsyncSession, ids: Sequence[int]) -> dict[int, str]:
    """Who hid the media last, by the name that review recorded."""
    if not ids:
        return {}
    statement = (
        select(ReviewEvent.item_id, ReviewEvent.actor_name)
        .where(col(ReviewEvent.item_id).in_(ids), ReviewEvent.action == "hide_media")
        .order_by(col(ReviewEvent.id))
    )
    return dict((await session.exec(statement)).all())


async def _notes(session: AsyncSession, ids: Sequence[int]) -> dict[int, NoteView]:
    """The newest note of each item, and who wrote it."""
    statement = (
        select(ReviewEvent.item_id, ReviewEvent.note, ReviewEvent.actor_name)
        .where(col(ReviewEvent.item_id).in_(ids), ReviewEvent.action == "note")
        .order_by(col(ReviewEvent.id))
    )
    rows = (await session.exec(statement)).all()
    return {item_id: NoteView(text, name) for item_id, text, name in rows if text}


def _creator(row: Creator | None, cleared: Sequence[Clearance]) -> CreatorView | None:
    if row is None:
        return None
    return CreatorView(
        row.id or 0,
        row.name,
        row.handle,
        row.url,
        row.followers,
        row.blocked_at is not None,
        tuple(ClearedView(one.kind, tuple(one.uses), one.starts_at, one.ends_at) for one in cleared),
    )


def _media(row: Media) -> MediaView:
    assert row.id is not None
    return MediaView(row.id, row.kind, row.url, row.alt, row.state, row.problem, row.file)


async def ask_views(session: AsyncSession, ids: Sequence[int]) -> dict[int, AskView]:
    """Where each request stands and who recorded its last step: one person asks, another hears the answer."""
    last = sa.and_(col(AskEvent.ask_id) == col(Ask.id), col(AskEvent.revision) == col(Ask.standing_revision))
    statement = select(Ask, AskEvent).outerjoin(AskEvent, last).where(col(Ask.item_id).in_(ids))
    rows = sorted((await session.exec(statement)).all(), key=lambda row: standing(row[0]))
    found = {ask.item_id: _ask(ask, step) for ask, step in rows}
    for ask, step in rows:
        if ask.renewal and ask.live:
            found[ask.item_id] = replace(found[ask.item_id], renewal=_ask(ask, step))
    for item_id, row in (await standing_takedowns(session, list(found))).items():
        found[item_id] = replace(found[item_id], taken_down=row.at)
    return found


def _ask(ask: Ask, step: AskEvent | None) -> AskView:
    """A request as faces show it, and the step by which it stands as it does. An earlier yes is not what somebody
    said who took it back without a word."""
    granted = ask.status == AskStatus.GRANTED.value
    ended = ask.status in (AskStatus.DECLINED.value, AskStatus.WITHDRAWN.value)
    return AskView(
        ask.status,
        step.actor if step is not None else None,
        step.actor_name if step is not None else None,
        ask.changed_at,
        step.note if step is not None else None,
        channel=ask.channel,
        delivery=ask.delivery,
        remind_at=ask.remind_at if ask.status == AskStatus.ASKED.value else None,
        ends_at=ask.ends_at,
        answer=(step.text if step is not None else None) if ended else ask.answer,
        uses=tuple(ask.granted_uses if granted else ask.uses),
        territory=ask.territory,
        days=0 if granted else ask.duration_days,
        until=ask.licence_until if granted else ask.latest,
        credit=ask.credit,
    )


async def content_events(session: AsyncSession, item_id: int) -> list[ContentEvent]:
    """What happened to the item where it was found, oldest first."""
    statement = select(ContentEvent).where(ContentEvent.item_id == item_id).order_by(col(ContentEvent.id))
    return list((await session.exec(statement)).all())


async def count_queue(session: AsyncSession, only: QueueFilter) -> int:
    """How many items wait in that part of the queue."""
    statement = sa.select(sa.func.count()).select_from(Review)
    statement = statement.where(Review.status == Status.QUEUED.value, *only.conditions())  # type: ignore[arg-type]
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def queue_languages(session: AsyncSession, limit: int = 20) -> list[str]:
    """The languages that wait, the most frequent first."""
    statement = (
        sa.select(col(Item.language))
        .join_from(Review, Item, col(Item.id) == col(Review.item_id))
        .where(Review.status == Status.QUEUED.value, col(Item.language).is_not(None))  # type: ignore[arg-type]
        .group_by(col(Item.language))
        .order_by(sa.func.count().desc(), col(Item.language))
        .limit(limit)
    )
    return [str(row[0]) for row in await (await session.connection()).execute(statement)]
