"""What managers do: collections, decisions about pieces, and settings that they overrule. It flushes; whoever opened
the unit of work commits."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.curation import queries
from bot.curation.programme import DISCLOSURE, Programme, programme
from bot.curation.refusals import Why, refused
from bot.curation.rules import (
    CREATOR,
    LARGEST_LIMIT,
    LONGEST_DAYS,
    MOST_IN_COLLECTION,
    NAME_LIMIT,
    ChangeId,
    Limit,
    Mark,
    Setting,
    Shelved,
    leads_key,
    slug_of,
)
from bot.curation.tables import Collection, CollectionChange, CurationMark, CurationOverride
from bot.curation.undoing import reshelve, undo
from bot.kernel.targets import checked_target
from bot.kernel.text import casefold_text, clean_line
from bot.people.rules import Person, Role
from bot.settings import Settings
from bot.settings.ambassadors import BLOCKED_LIMIT, DISCLOSURE_LIMIT, NETWORKS, TAG_LIMIT, names_company

MOST_WORDS = 200
MOST_PICKS = 100
TARGET_LIMIT = 500
"""Characters of an address that managers write; the settings take longer ones."""


class Curation:
    """Every change is a manager's; others are refused."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def programme(self, session: AsyncSession) -> Programme:
        """What holds now."""
        return await programme(session, self._settings)

    # collections

    async def make(self, session: AsyncSession, name: str, actor: Person, now: datetime) -> Collection:
        """A new, empty collection. Raises Refused where its name is taken or has no letter."""
        await self._begin(session, actor)
        name = clean_line(name, NAME_LIMIT)
        slug = slug_of(name)
        if not slug:
            raise refused(Why.NO_NAME)
        if await queries.collection(session, slug) is not None:
            raise refused(Why.NAME_TAKEN, name=name)
        row = Collection(
            slug=slug, name=name, created_by=actor.id, created_by_name=actor.name, created_at=now
        )
        await queries.add(session, row)
        await self._shelved(session, row, Shelved.MAKE, actor, now)
        return row

    async def rename(
        self, session: AsyncSession, slug: str, name: str, actor: Person, now: datetime
    ) -> Collection:
        """Call a collection something else. Its slug changes too. Raises Refused."""
        await self._begin(session, actor)
        row, name = await self._known(session, slug), clean_line(name, NAME_LIMIT)
        new = slug_of(name)
        if not new:
            raise refused(Why.NO_NAME)
        if new != row.slug and await queries.collection(session, new) is not None:
            raise refused(Why.NAME_TAKEN, name=name)
        before, row.name, row.slug = row.name, name, new
        if before != name:
            await self._shelved(session, row, Shelved.RENAME, actor, now, before=before)
        return await self._changed(session, row, actor, now)

    async def close(self, session: AsyncSession, slug: str, actor: Person, now: datetime) -> Collection:
        """Nothing is picked because of it any more. Its pieces stay in it."""
        await self._begin(session, actor)
        row = await self._known(session, slug)
        if row.closed_at is None:
            row.closed_at = now
            await self._shelved(session, row, Shelved.CLOSE, actor, now)
        return await self._changed(session, row, actor, now)

    async def reopen(self, session: AsyncSession, slug: str, actor: Person, now: datetime) -> Collection:
        """Let it count again."""
        await self._begin(session, actor)
        row = await self._known(session, slug)
        if row.closed_at is not None:
            row.closed_at = None
            await self._shelved(session, row, Shelved.OPEN, actor, now)
        return await self._changed(session, row, actor, now)

    async def lead(
        self, session: AsyncSession, slug: str, address: str, actor: Person, now: datetime
    ) -> str | None:
        """Where shared links of a collection's pieces lead; "": where the programme says. It holds for what is shared
        from then on. The key of the setting that this changed, None where it said so already. Raises Refused."""
        await self._begin(session, actor)
        row, target = await self._known(session, slug), _target(address)
        key = leads_key(row.id or 0)
        before = await queries.override(session, key)
        if target == (before.value["url"] if before is not None else ""):
            return None
        if target:
            await self._overrule(session, key, {"url": target, "name": row.name}, actor, now)
        else:
            await queries.end_override(session, key, actor.id, now)
        return key

    async def _changed(
        self, session: AsyncSession, row: Collection, actor: Person, now: datetime
    ) -> Collection:
        row.changed_by, row.changed_by_name, row.changed_at = actor.id, actor.name, now
        await queries.add(session, row)
        return row

    async def put_in(
        self, session: AsyncSession, slug: str, item_ids: Several[int], actor: Person, now: datetime
    ) -> int:
        """Add pieces to an open collection: how many were not in it yet. Raises Refused."""
        await self._begin(session, actor)
        row = await self._known(session, slug)
        if row.closed_at is not None:
            raise refused(Why.CLOSED, name=row.name)
        ids = sorted(set(item_ids))
        for item_id in ids:
            if not await queries.item_exists(session, item_id):
                raise refused(Why.UNKNOWN_ITEM, item=item_id)
        if await queries.count_members(session, row.id or 0) + len(ids) > MOST_IN_COLLECTION:
            raise refused(Why.FULL, name=row.name, most=MOST_IN_COLLECTION)
        who = {"added_by": actor.id, "added_by_name": actor.name, "added_at": now}
        rows = [{"collection_id": row.id, "item_id": one, **who} for one in ids]
        added = await queries.add_members(session, rows)
        if added:
            await self._shelved(session, row, Shelved.PUT, actor, now, items=added)
        return len(added)

    async def take_out(
        self, session: AsyncSession, slug: str, item_ids: Several[int], actor: Person, now: datetime
    ) -> int:
        """How many were in it."""
        await self._begin(session, actor)
        row = await self._known(session, slug)
        taken = await queries.remove_members(session, row.id or 0, item_ids)
        if taken:
            await self._shelved(session, row, Shelved.TAKE, actor, now, items=taken)
        return len(taken)

    async def _shelved(
        self,
        session: AsyncSession,
        row: Collection,
        kind: Shelved,
        actor: Person,
        now: datetime,
        *,
        before: str = "",
        items: Sequence[int] = (),
    ) -> None:
        """Note what happened to a collection."""
        change = CollectionChange(
            collection_id=row.id or 0,
            kind=kind.value,
            name=row.name,
            before=before,
            item_ids=list(items),
            by=actor.id,
            by_name=actor.name,
            at=now,
        )
        await queries.add(session, change)

    async def _known(self, session: AsyncSession, slug: str) -> Collection:
        row = await queries.collection(session, slug_of(slug))
        if row is None:
            raise refused(Why.UNKNOWN_COLLECTION, name=clean_line(slug, NAME_LIMIT))
        return row

    # decisions about a piece

    async def pin(
        self, session: AsyncSession, item_id: int, until: datetime | None, actor: Person, now: datetime
    ) -> None:
        """It comes first, until then. Raises Refused."""
        await self._mark(session, item_id, Mark.PIN, actor, now, until=until)

    async def hold(
        self, session: AsyncSession, item_id: int, until: datetime, actor: Person, now: datetime
    ) -> None:
        """An embargo: nobody is offered it and nobody shares it before then. Raises Refused."""
        await self._mark(session, item_id, Mark.HOLD, actor, now, until=until)

    async def hide(self, session: AsyncSession, item_id: int, actor: Person, now: datetime) -> None:
        """Ambassadors don't get it, until it is shown again. Raises Refused."""
        await self._mark(session, item_id, Mark.HIDE, actor, now)

    async def limit(
        self, session: AsyncSession, item_id: int, limit: Limit, actor: Person, now: datetime
    ) -> None:
        """At most so many shares of it within so many days, instead of what holds for every piece. Raises Refused."""
        _within(limit.shares, 1, LARGEST_LIMIT)
        _within(limit.days, 1, LONGEST_DAYS)
        await self._mark(session, item_id, Mark.LIMIT, actor, now, number=limit.shares, days=limit.days)

    async def thank(self, session: AsyncSession, item_id: int, actor: Person, now: datetime) -> None:
        """Pass on that whoever made it thanks those who shared it. Raises Refused."""
        await self._mark(session, item_id, Mark.THANK, actor, now)

    async def thanked(self, session: AsyncSession, item_id: int, now: datetime) -> bool:
        """Whoever made a piece thanks those who shared it, from their own page. Once for each piece, whatever became
        of it: False where they did."""
        await queries.hold(session)
        if await queries.creator_thanked(session, item_id):
            return False
        await queries.end_mark(session, item_id, Mark.THANK, CREATOR, now)
        await queries.add(
            session, CurationMark(item_id=item_id, kind=Mark.THANK.value, by=CREATOR, by_name="", at=now)
        )
        return True

    async def lift(
        self, session: AsyncSession, item_id: int, kind: Mark, actor: Person, now: datetime
    ) -> bool:
        """Take a decision about a piece back. False where none stood."""
        await self._begin(session, actor)
        return await queries.end_mark(session, item_id, kind, actor.id, now)

    async def _mark(
        self, session: AsyncSession, item_id: int, kind: Mark, actor: Person, now: datetime, **more: Any
    ) -> None:
        await self._begin(session, actor)
        until = more.get("until")
        if until is not None and until <= now:
            raise refused(Why.PAST)
        if not await queries.item_exists(session, item_id):
            raise refused(Why.UNKNOWN_ITEM, item=item_id)
        await queries.end_mark(session, item_id, kind, actor.id, now)
        row = CurationMark(item_id=item_id, kind=kind.value, by=actor.id, by_name=actor.name, at=now, **more)
        await queries.add(session, row)

    # settings

    async def set_networks(
        self, session: AsyncSession, names: Several[str], actor: Person, now: datetime
    ) -> None:
        """Which networks people may share on, of those that the settings allow. Raises Refused."""
        for name in names:
            if name not in NETWORKS:
                raise refused(Why.UNKNOWN_NETWORK, name=clean_line(name, 30), known=", ".join(NETWORKS))
        left = [name for name in self._settings.ambassadors.networks if name in names]
        if not left:
            raise refused(Why.NO_NETWORK)
        await self._overrule(session, Setting.NETWORKS.value, {"names": left}, actor, now)

    async def set_blocked_words(
        self, session: AsyncSession, words: Several[str], actor: Person, now: datetime
    ) -> None:
        """What nobody shares, instead of the settings' words. Raises Refused."""
        kept = list(dict.fromkeys(" ".join(word.split()) for word in words))
        for word in kept:
            if not any(map(str.isalnum, casefold_text(word))) or len(word) > BLOCKED_LIMIT:
                raise refused(Why.WORD_LENGTH, name=clean_line(word, BLOCKED_LIMIT))
        _within(len(kept), 0, MOST_WORDS)
        await self._overrule(session, Setting.BLOCKED_WORDS.value, {"words": kept}, actor, now)

    async def set_budget(self, session: AsyncSession, picks: int, actor: Person, now: datetime) -> None:
        """How many picks a person gets in a week, at most. Raises Refused."""
        _within(picks, 1, MOST_PICKS)
        await self._overrule(session, Setting.PICKS_A_WEEK.value, {"number": picks}, actor, now)

    async def set_piece_limit(
        self, session: AsyncSession, limit: Limit | None, actor: Person, now: datetime
    ) -> None:
        """How often any piece may be shared; None: any number of times. Raises Refused."""
        if limit is not None:
            _within(limit.shares, 1, LARGEST_LIMIT)
            _within(limit.days, 1, LONGEST_DAYS)
        value = {"shares": limit.shares, "days": limit.days} if limit else {"shares": 0, "days": 1}
        await self._overrule(session, Setting.PIECE_LIMIT.value, value, actor, now)

    async def set_disclosure(
        self,
        session: AsyncSession,
        language: str,
        text: str,
        tag: str,
        actor: Person,
        now: datetime,
        *,
        network: str = "",
        country: str = "",
    ) -> None:
        """The words that say who shares, for a network and a country or for all. ``{company}`` in them is the
        company's name; that or the name itself must stand there. Raises Refused: a disclosure can be worded, not left
        out."""
        text, tag, country = clean_line(text, 1000), tag.strip(), country.strip().upper()
        own = self._settings.ambassadors
        company = own.company or self._settings.brand.name
        if not (language.isascii() and language.isalpha() and language.islower() and len(language) in (2, 3)):
            raise refused(Why.DISCLOSURE_LANGUAGE)
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise refused(Why.DISCLOSURE_COUNTRY)
        if not 0 < len(text) <= DISCLOSURE_LIMIT:
            raise refused(Why.DISCLOSURE, most=DISCLOSURE_LIMIT)
        if not names_company(text, company):
            raise refused(Why.DISCLOSURE_COMPANY, company=company)
        if tag and not (tag.startswith("#") and tag[1:].isalnum() and len(tag) <= TAG_LIMIT):
            raise refused(Why.DISCLOSURE_TAG, most=TAG_LIMIT)
        if network and network not in NETWORKS:
            raise refused(Why.UNKNOWN_NETWORK, name=clean_line(network, 30), known=", ".join(NETWORKS))
        key = f"{DISCLOSURE}:{language}:{network}:{country}"
        await self._overrule(session, key, {"text": text, "tag": tag}, actor, now)

    async def set_leads_to(self, session: AsyncSession, address: str, actor: Person, now: datetime) -> None:
        """Where shared links lead from now on; "": to the page of the piece here. Raises Refused for what is no web
        address."""
        await self._overrule(session, Setting.LEADS_TO.value, {"url": _target(address)}, actor, now)

    async def give_back(self, session: AsyncSession, key: str, actor: Person, now: datetime) -> bool:
        """Let the settings hold again. False where nothing was overruled."""
        await self._begin(session, actor)
        return await queries.end_override(session, key, actor.id, now)

    async def _overrule(
        self, session: AsyncSession, key: str, value: dict[str, Any], actor: Person, now: datetime
    ) -> None:
        await self._begin(session, actor)
        await queries.end_override(session, key, actor.id, now)
        row = CurationOverride(key=key, value=value, by=actor.id, by_name=actor.name, at=now)
        await queries.add(session, row)

    async def _begin(self, session: AsyncSession, actor: Person) -> None:
        if actor.role < Role.MANAGER:
            raise refused(Why.NOT_ALLOWED)
        await queries.hold(session)

    # taking changes back

    async def undo(
        self, session: AsyncSession, change: ChangeId, actor: Person, now: datetime
    ) -> CurationMark | CurationOverride | CollectionChange:
        """Take one change back: what stood before it stands again, as a change of its own. What was taken back.
        Raises Refused where it was changed again since."""
        await self._begin(session, actor)
        if change.shelf:
            return await reshelve(session, self, change.row, actor, now)
        return await undo(session, change, actor, now)


def _target(address: str) -> str:
    """An address as links lead to it; "" for none. Raises Refused."""
    try:
        target = checked_target(address.strip()) if address.strip() else ""
    except ValueError:
        raise refused(Why.TARGET, most=TARGET_LIMIT) from None
    if len(target) > TARGET_LIMIT:
        raise refused(Why.TARGET, most=TARGET_LIMIT)
    return target


def _within(number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise refused(Why.RANGE, least=least, most=most)
