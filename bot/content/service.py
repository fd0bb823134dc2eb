"""Keeping found content: what is new, edited, seen again or gone, and what people change about it.

Everything here runs inside the caller's unit of work and commits nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import queries
from bot.content.campaigns import CAMPAIGN_NAME_LIMIT
from bot.content.known import LIVE, KnownItem, Plan
from bot.content.measuring.queries import write_measurements
from bot.content.media.queries import expire_with_items, insert_media, replace_media, want_again
from bot.content.pieces import Entry, Piece, prepare_batch
from bot.content.resolve import resolve
from bot.content.store.queries import load, serialise, write_events, write_items, write_sightings
from bot.kernel.errors import TellUser
from bot.kernel.origin import OWN
from bot.kernel.text import clean_line
from bot.people.queries import CreatorKey, upsert_creators_of
from bot.sources.base import FoundItem, Removed, Why


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item that this batch brought. ``version`` is over 1 when the batch also edited it."""

    item_id: int
    piece: Piece
    version: int = 1
    sentiment: str | None = None

    @property
    def found(self) -> FoundItem:
        return self.piece.found


@dataclass(frozen=True, slots=True)
class EditedItem:
    """An item whose content this batch changed, and the version it has now."""

    item_id: int
    version: int
    piece: Piece
    sentiment: str | None = None

    @property
    def found(self) -> FoundItem:
        return self.piece.found


@dataclass(slots=True)
class Stored:
    """What became of a batch, by item id. An item that came and went in one batch is in new and in ended."""

    new: list[NewItem] = field(default_factory=list)
    edited: list[EditedItem] = field(default_factory=list)
    merged: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    ended_as: dict[int, str] = field(default_factory=dict)  # deleted or withdrawn
    returned: list[int] = field(default_factory=list)
    unrated: list[EditedItem] = field(default_factory=list)  # unedited, but their stars are gone
    own: set[int] = field(default_factory=set)  # of all these: the team's own
    moved: dict[int, str] = field(
        default_factory=dict
    )  # known ones that are of another origin now: the one before
    unchanged: int = 0
    creators: dict[CreatorKey, int] = field(default_factory=dict)

    def add(self, plan: Plan) -> None:
        """Add what a written plan came to."""
        self.new += [
            NewItem(_id(one), one.piece, one.version, one.sentiment) for one in plan.new if one.piece
        ]
        edited = [one for one in plan.touched.values() if one.edited]
        self.edited += [
            EditedItem(_id(one), one.version, one.piece, one.sentiment) for one in edited if one.piece
        ]
        self.unrated += [
            EditedItem(_id(one), one.version, one.unrated) for one in plan.touched.values() if one.unrated
        ]
        self.own |= {_id(one) for one in plan.items if one.origin in OWN}
        self.moved |= {_id(one): one.moved_from for one in plan.touched.values() if one.moved_from}
        fresh = {_id(one) for one in plan.new}
        self.merged += [_id(one) for one in plan.merged if _id(one) not in fresh]
        self.ended += [_id(one) for one in plan.ended()]
        self.ended_as |= {_id(one): one.life for one in plan.ended()}
        self.returned += [_id(one) for one in plan.returned()]
        self.unchanged += plan.unchanged


class Contents:
    """The service of found content. It keeps no state of its own."""

    async def store(
        self, session: AsyncSession, source: str, batch: Sequence[FoundItem | Removed | Piece], now: datetime
    ) -> Stored:
        """Keep what a source gave, in its order: a fixed number of statements, whatever the batch's size.

        Taking the same batch twice changes nothing but when it was last seen. A withdrawn piece stays ended
        whatever its source shows; a deleted one that is shown again lives again.
        """
        rest: Sequence[Entry] = prepare_batch(batch)
        await session.flush()
        connection = await session.connection()
        await serialise(connection)
        stored = Stored()
        while rest:
            known = await load(connection, source, rest)
            plan = resolve(known, source, rest, now)
            creators = await upsert_creators_of(session, _creators(plan), now)
            await write_items(connection, plan, creators, now)
            await write_measurements(connection, plan, now)
            await write_sightings(connection, plan, now)
            await insert_media(connection, {_id(one): one.piece.found.media for one in plan.new if one.piece})
            edited = {
                _id(one): one.piece.found.media for one in plan.touched.values() if one.edited and one.piece
            }
            if edited:
                await replace_media(connection, edited)
            if ended := [_id(one) for one in plan.ended()]:
                await expire_with_items(connection, ended, now)
            if returned := [_id(one) for one in plan.returned()]:
                await want_again(connection, returned)
            await write_events(connection, plan, source, now)
            stored.add(plan)
            stored.creators |= creators
            rest = rest[plan.done :]
        return stored

    async def end(
        self,
        session: AsyncSession,
        item_ids: Sequence[int],
        reason: Literal["deleted", "withdrawn"],
        actor: str,
        via: str,
        now: datetime,
    ) -> list[int]:
        """End items everywhere, and give those that this changed. A withdrawal outranks a deletion."""
        lives = await queries.lives_of(session, item_ids)
        changed = [
            one for one in lives if lives[one] == LIVE or (reason == "withdrawn" and lives[one] == "deleted")
        ]
        if changed:
            await queries.set_life(session, changed, reason, now)
            await expire_with_items(await session.connection(), changed, now)
            await queries.keep_events(session, [_event(one, reason, actor, via, now) for one in changed])
        return changed

    async def hide_media(
        self, session: AsyncSession, item_id: int, hidden: bool, actor: str, via: str, now: datetime
    ) -> bool:
        """Hide an item's pictures from every card, or show them again. False when that was so already."""
        changed = await queries.set_media_hidden(session, item_id, hidden, now)
        if changed:
            event = "media_hidden" if hidden else "media_shown"
            await queries.keep_events(session, [_event(item_id, event, actor, via, now)])
        return changed

    async def add_to_campaign(
        self, session: AsyncSession, item_id: int, name: str, actor: str, now: datetime, via: str = "slack"
    ) -> bool:
        """Put an item into the campaign of that name, which is made if need be. False when it is there."""
        name = clean_line(name, CAMPAIGN_NAME_LIMIT)
        if not name:
            raise TellUser("A campaign needs a name.", remedy="Write one, such as “Summer 2027”.")
        standing = await queries.find_campaign(session, name)
        if standing is not None and standing.id is not None:
            name, campaign_id = standing.name, standing.id
        else:
            campaign_id = await queries.keep_campaign(session, name, None, actor, now)
        joined = await queries.join_campaign(session, campaign_id, item_id, actor, now)
        if joined:
            event = _event(item_id, "campaign_joined", actor, via, now, campaign=name)
            await queries.keep_events(session, [event])
        return joined

    async def join_by_hashtag(
        self,
        session: AsyncSession,
        carried: Mapping[int, Mapping[str, str]],
        edited: Sequence[int],
        actor: str,
        now: datetime,
    ) -> int:
        """Put items into the campaigns whose hashtags they carry, as item id to campaign and hashtag; how many
        times that was new. ``edited`` may be known to people already: what one of them took out stays out."""
        if not carried:
            return 0
        names = {name for found in carried.values() for name in found}
        campaigns = await queries.campaign_ids(session, names)
        for name in sorted(names - set(campaigns)):
            tag = next(found[name] for found in carried.values() if name in found)
            campaigns[name] = await queries.keep_campaign(session, name, f"#{tag}", None, now)
        left = await queries.left_campaigns(session, [one for one in edited if one in carried])
        wanted = {
            (campaigns[name], item_id): (name, tag)
            for item_id, found in carried.items()
            for name, tag in found.items()
            if (item_id, name) not in left
        }
        joined = await queries.join_campaigns(session, list(wanted), actor, now)
        events = []
        for campaign_id, item_id in sorted(joined):
            name, tag = wanted[campaign_id, item_id]
            events.append(
                _event(item_id, "campaign_matched", actor, "source", now, campaign=name, hashtag=tag)
            )
        await queries.keep_events(session, events)
        return len(events)

    async def remove_from_campaign(
        self, session: AsyncSession, item_id: int, name: str, actor: str, now: datetime, via: str = "slack"
    ) -> bool:
        """Take an item out of a campaign. False when it isn't in it."""
        standing = await queries.find_campaign(session, clean_line(name, CAMPAIGN_NAME_LIMIT))
        if standing is None or standing.id is None:
            return False
        left = await queries.leave_campaign(session, standing.id, item_id)
        if left:
            event = _event(item_id, "campaign_left", actor, via, now, campaign=standing.name)
            await queries.keep_events(session, [event])
        return left

    async def add_reason(
        self,
        session: AsyncSession,
        item_id: int,
        reason: Why,
        note: str | None,
        actor: str,
        via: str,
        now: datetime,
    ) -> bool:
        """Say of a known item that it is here for this reason too. False when that is known, or the item isn't."""
        await serialise(await session.connection())  # a store reads the reasons first and writes them last
        if not await queries.add_reason(session, item_id, reason.how, reason.what, note, now):
            return False
        event = _event(item_id, "reason_added", actor, via, now, how=reason.how, what=reason.what)
        await queries.keep_events(session, [event])
        return True

    async def keep_campaigns(
        self, session: AsyncSession, wanted: Sequence[tuple[str, str | None]], now: datetime
    ) -> None:
        """Make the campaigns of the settings known, as (name, hashtag). Those that exist stay as they are."""
        for name, hashtag in wanted:
            await queries.keep_campaign(session, clean_line(name, CAMPAIGN_NAME_LIMIT), hashtag, None, now)


def _creators(plan: Plan) -> list[tuple[str, Any]]:
    """Creators to make known: of items that are new, edited, or changed where they mainly stand."""
    pieces = [one.main_piece for one in plan.items if one.main_piece]
    return [(one.found.platform, one.found.creator) for one in pieces if one.found.creator]


def _id(item: KnownItem) -> int:
    if item.id is None:
        raise ValueError("the item was not written")
    return item.id


def _event(item_id: int, event: str, actor: str, via: str, now: datetime, **data: Any) -> dict[str, Any]:
    return {"item_id": item_id, "event": event, "actor": actor, "via": via, "data": data, "at": now}
