"""Reading items for whoever shows them, always many at once, and the few writes that people cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.identity import url_key
from bot.content.tables import Campaign, CampaignItem, ContentEvent, Item, ItemVersion, Media, Sighting
from bot.people.creators import creator_identity
from bot.people.queries import holds
from bot.people.tables import Creator
from bot.storage.types import table_of

Row = TypeVar("Row", bound=SQLModel)
_DIALECT = {"sqlite": sqlite, "postgresql": postgresql}
_PAIRS = 1000  # rows of one insert: each takes four of SQLite's 32,766 parameters


async def get_items(session: AsyncSession, ids: Iterable[int]) -> dict[int, Item]:
    """Items by id; unknown ids are left out."""
    rows = await session.exec(select(Item).where(col(Item.id).in_(set(ids))))
    return {row.id: row for row in rows if row.id is not None}


async def media_of(session: AsyncSession, ids: Iterable[int]) -> dict[int, list[Media]]:
    """The media of items in their order; items without any are left out."""
    return await _by_item(session, Media, ids, col(Media.position), col(Media.id))


async def sightings_of(session: AsyncSession, ids: Iterable[int]) -> dict[int, list[Sighting]]:
    """Where items were seen, the first place first."""
    return await _by_item(session, Sighting, ids, col(Sighting.id))


async def versions_of(session: AsyncSession, ids: Iterable[int]) -> dict[int, list[ItemVersion]]:
    """What items said before they were edited, oldest first. The present text stands in the item."""
    return await _by_item(session, ItemVersion, ids, col(ItemVersion.number))


async def events_of(session: AsyncSession, ids: Iterable[int]) -> dict[int, list[ContentEvent]]:
    """What happened to items, oldest first."""
    return await _by_item(session, ContentEvent, ids, col(ContentEvent.id))


async def campaigns_of(session: AsyncSession, ids: Iterable[int]) -> dict[int, list[Campaign]]:
    """The campaigns that items belong to, by name."""
    statement = (
        select(CampaignItem.item_id, Campaign)
        .join(Campaign, col(Campaign.id) == col(CampaignItem.campaign_id))
        .where(col(CampaignItem.item_id).in_(set(ids)))
        .order_by(Campaign.name)
    )
    found: dict[int, list[Campaign]] = defaultdict(list)
    for item_id, campaign in await session.exec(statement):
        found[item_id].append(campaign)
    return dict(found)


async def campaigns(session: AsyncSession) -> list[Campaign]:
    """All campaigns, by name."""
    return list(await session.exec(select(Campaign).order_by(Campaign.name)))


async def find_by_url(session: AsyncSession, url: str) -> int | None:
    """The item seen at this address, or None: one that still lives first, then the one seen there first."""
    key = url_key(url)
    if not key:
        return None
    statement = (
        select(Sighting.item_id)
        .join(Item, col(Item.id) == col(Sighting.item_id))
        .where(Sighting.url_key == key)
        .order_by(sa.case((col(Item.life) == "live", 0), else_=1), col(Sighting.id))
        .limit(1)
    )
    return (await session.exec(statement)).first()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to look for; what is None or empty doesn't restrict.

    ``text`` are words that all stand in the text, the title or the creator's name or handle, ``creator`` a part
    of a handle or name, ``among`` a select of item ids, by which rooms above restrict by what they know (a review's
    status).
    """

    text: str = ""
    creator: str = ""
    platform: str = ""
    kind: str = ""
    since: datetime | None = None
    campaign: str = ""
    among: sa.Select[Any] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of what was found, newest first; ``more`` says that there is another part."""

    items: list[Item]
    offset: int
    more: bool


async def search(session: AsyncSession, query: SearchQuery, limit: int = 20, offset: int = 0) -> Page:
    """Items that fit every part of the query, newest first. Case doesn't count."""
    statement = select(Item).where(*_conditions(query))
    newest = statement.order_by(col(Item.found_at).desc(), col(Item.id).desc())
    rows = list(await session.exec(newest.limit(limit + 1).offset(offset)))
    return Page(rows[:limit], offset, len(rows) > limit)


async def platforms(session: AsyncSession) -> list[str]:
    """The platforms that items are from, by name."""
    rows = await session.exec(select(Item.platform).distinct().order_by(Item.platform))
    return list(rows)


def _conditions(query: SearchQuery) -> list[Any]:
    where: list[Any] = [
        sa.or_(
            holds(Item.text, word),
            holds(Item.title, word),
            col(Item.creator_id).in_(_creators_like(word)),
        )
        for word in query.text.split()[:10]
    ]
    if query.creator:
        where.append(col(Item.creator_id).in_(_creators_like(query.creator)))
    if query.platform:
        where.append(Item.platform == query.platform)
    if query.kind:
        where.append(Item.kind == query.kind)
    if query.since:
        where.append(col(Item.found_at) >= query.since)
    if query.campaign:
        members = sa.select(col(CampaignItem.item_id)).join(
            Campaign, col(Campaign.id) == CampaignItem.campaign_id
        )
        where.append(col(Item.id).in_(members.where(sa.func.lower(Campaign.name) == query.campaign.lower())))
    if query.among is not None:
        where.append(col(Item.id).in_(query.among))
    return where


def _creators_like(name: str) -> sa.Select[Any]:
    name = name.strip().lstrip("@") or name
    likely = [holds(Creator.handle, name), holds(Creator.name, name)]
    if identity := creator_identity(name, None, ""):
        likely.append(col(Creator.identity) == identity)
    return sa.select(col(Creator.id)).where(sa.or_(*likely))


# ---- what people change ----


async def lives_of(session: AsyncSession, ids: Iterable[int]) -> dict[int, str]:
    """Whether items live, read for a change that follows."""
    statement = select(Item.id, Item.life).where(col(Item.id).in_(set(ids)))
    return {item_id: life for item_id, life in await session.exec(statement) if item_id is not None}


async def set_life(session: AsyncSession, ids: Sequence[int], life: str, now: datetime) -> None:
    """End items, or let them live again: their sightings follow, and cached previews of ended ones are due."""
    ended = None if life == "live" else now
    connection = await session.connection()
    await connection.execute(
        sa.update(Item).where(col(Item.id).in_(ids)).values(life=life, ended_at=ended, updated_at=now)
    )
    await connection.execute(
        sa.update(Sighting).where(col(Sighting.item_id).in_(ids)).values(removed_at=ended)
    )


async def set_media_hidden(session: AsyncSession, item_id: int, hidden: bool, now: datetime) -> bool:
    """Hide or show an item's media. False when that was so already or there is no such item."""
    statement = (
        sa.update(Item)
        .where(col(Item.id) == item_id, col(Item.media_hidden) != hidden)
        .values(media_hidden=hidden, updated_at=now)
    )
    return bool((await (await session.connection()).execute(statement)).rowcount)


async def add_reason(
    session: AsyncSession, item_id: int, how: str, what: str, note: str | None, now: datetime
) -> bool:
    """Add to why an item is here, and to its notes. False when both stand there already, or no item does."""
    statement = select(Item).where(col(Item.id) == item_id).with_for_update()
    item = (await session.exec(statement.execution_options(populate_existing=True))).one_or_none()
    reason = {"how": how, "what": what}
    if item is None or (reason in item.why and (note is None or note in item.notes)):
        return False
    if reason not in item.why:
        item.why = [*item.why, reason]
    if note and note not in item.notes:
        item.notes = [note, *item.notes]  # the newest first: a card shows two
    item.updated_at = now
    session.add(item)
    await session.flush()
    return True


async def set_judged(session: AsyncSession, judged: Mapping[int, tuple[str, str | None]]) -> None:
    """Write the language and the sentiment that screening decided, by item."""
    if judged:
        rows = [
            {"row_id": item_id, "language_now": language, "sentiment_now": sentiment}
            for item_id, (language, sentiment) in judged.items()
        ]
        await (await session.connection()).execute(_SET_JUDGED, rows)


_SET_JUDGED = (
    sa.update(table_of(Item))
    .where(col(Item.id) == sa.bindparam("row_id"))
    .values(language=sa.bindparam("language_now"), sentiment=sa.bindparam("sentiment_now"))
)


async def keep_campaign(
    session: AsyncSession, name: str, hashtag: str | None, by: str | None, now: datetime
) -> int:
    """The id of the campaign of that name, made where there is none."""
    connection = await session.connection()
    statement = (
        _DIALECT[connection.dialect.name]
        .insert(table_of(Campaign))
        .values(name=name, hashtag=hashtag, created_by=by, created_at=now)
        .on_conflict_do_nothing(index_elements=["name"])
    )
    await connection.execute(statement)
    found = await connection.execute(sa.select(col(Campaign.id)).where(col(Campaign.name) == name))
    return int(found.scalar_one() or 0)


async def find_campaign(session: AsyncSession, name: str) -> Campaign | None:
    """The campaign of that name; case doesn't count."""
    statement = (
        select(Campaign).where(sa.func.lower(Campaign.name) == name.lower()).order_by(col(Campaign.id))
    )
    return (await session.exec(statement.limit(1))).first()


async def join_campaign(
    session: AsyncSession, campaign_id: int, item_id: int, by: str, now: datetime
) -> bool:
    """Put an item into a campaign. False when it is there already."""
    connection = await session.connection()
    statement = (
        _DIALECT[connection.dialect.name]
        .insert(table_of(CampaignItem))
        .values(campaign_id=campaign_id, item_id=item_id, added_by=by, added_at=now)
        .on_conflict_do_nothing()
        .returning(col(CampaignItem.item_id))
    )
    return (await connection.execute(statement)).first() is not None


async def campaign_ids(session: AsyncSession, names: Collection[str]) -> dict[str, int]:
    """The ids of campaigns by their exact names; those that don't exist are left out."""
    statement = select(Campaign.name, Campaign.id).where(col(Campaign.name).in_(names))
    return {name: campaign_id for name, campaign_id in await session.exec(statement) if campaign_id}


async def join_campaigns(
    session: AsyncSession, pairs: Sequence[tuple[int, int]], by: str, now: datetime
) -> set[tuple[int, int]]:
    """Put items into campaigns, as (campaign, item), and give the pairs that are new."""
    connection = await session.connection()
    joined: set[tuple[int, int]] = set()
    for start in range(0, len(pairs), _PAIRS):
        rows = [
            {"campaign_id": campaign_id, "item_id": item_id, "added_by": by, "added_at": now}
            for campaign_id, item_id in pairs[start : start + _PAIRS]
        ]
        statement = (
            _DIALECT[connection.dialect.name]
            .insert(table_of(CampaignItem))
            .values(rows)
            .on_conflict_do_nothing()
            .returning(col(CampaignItem.campaign_id), col(CampaignItem.item_id))
        )
        joined |= {(row[0], row[1]) for row in await connection.execute(statement)}
    return joined


async def left_campaigns(session: AsyncSession, item_ids: Sequence[int]) -> set[tuple[int, str]]:
    """Which campaigns people took these items out of, as (item, name)."""
    if not item_ids:
        return set()
    statement = select(ContentEvent.item_id, ContentEvent.data).where(
        col(ContentEvent.item_id).in_(item_ids), ContentEvent.event == "campaign_left"
    )
    return {(item_id, str(data.get("campaign"))) for item_id, data in await session.exec(statement)}


async def leave_campaign(session: AsyncSession, campaign_id: int, item_id: int) -> bool:
    """Take an item out of a campaign. False when it isn't there."""
    statement = sa.delete(CampaignItem).where(
        col(CampaignItem.campaign_id) == campaign_id, col(CampaignItem.item_id) == item_id
    )
    return bool((await (await session.connection()).execute(statement)).rowcount)


async def keep_events(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert content events: item_id, event, actor, via, data, at."""
    if rows:
        await (await session.connection()).execute(sa.insert(ContentEvent), list(rows))


async def _by_item(
    session: AsyncSession, table: type[Row], ids: Iterable[int], *order: Any
) -> dict[int, list[Row]]:
    item_id: Any = table_of(table).c.item_id
    found: dict[int, list[Row]] = defaultdict(list)
    for row in await session.exec(select(table).where(item_id.in_(set(ids))).order_by(*order)):
        found[row.item_id].append(row)  # type: ignore[attr-defined]
    return dict(found)
