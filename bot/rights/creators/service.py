"""Deciding about a creator as a whole. Each act is kept with who did it, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.queries import hold_creators
from bot.people.rules import Person
from bot.people.tables import Creator
from bot.rights import contacts, wishes
from bot.rights import queries as rights
from bot.rights.book import Book
from bot.rights.clearances.queries import locked_clearance
from bot.rights.creators import queries
from bot.rights.creators.rules import CreatorAct, CreatorRefusal, Listing, no_right, not_now
from bot.rights.scope import Use
from bot.rights.tables import Clearance, CreatorEvent
from bot.storage.personal import SOMEBODY

LONGEST_CLEARANCE_YEARS = 20


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody decides about a person, who may be several creators. ``seen`` is the number of the last event that
    they were shown (0: there was none; None: they were shown nothing), ``request_id`` the number of their click."""

    creators: Sequence[int]
    actor: Person
    now: datetime
    seen: int | None = None
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed with a creator, so that nobody need ask."""

    kind: Literal["paid", "pre-cleared"]
    uses: frozenset[Use]
    starts_at: datetime
    ends_at: datetime | None
    credit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CreatorDone:
    """It was done; ``again``: by an earlier delivery of this very click."""

    again: bool = False


CreatorOutcome = CreatorDone | CreatorRefusal


class AboutCreators:
    """It flushes; whoever opened the unit of work commits."""

    _book: Book

    async def listing(self, session: AsyncSession, creators: Sequence[Creator]) -> Listing | None:
        """Since when, why and by whom nobody asks these; their own wish comes first."""
        found = [row for one in creators if (row := await contacts.entry_of(session, one)) is not None]
        whole = len(found) == len(creators)
        listed = [Listing(row.at, row.reason, row.by, contacts.is_strict(row.reason), whole) for row in found]
        return min(listed, key=lambda one: (not one.strict, one.since), default=None)

    async def decide_about(
        self, session: AsyncSession, press: Press, act: CreatorAct, reason: str | None = None
    ) -> CreatorOutcome:
        """Never ask them, ask them again, or keep that they were exported or are to be erased."""
        found = await self._begin(session, press, act, reason)
        if not isinstance(found, list):
            return found
        why = clean_line(reason or "", contacts.REASON_LIMIT)
        for creator in found:
            if act is CreatorAct.NEVER:
                await contacts.never_contact(session, creator, why, press.actor.id, press.now, quiet=True)
            elif act is CreatorAct.LIFTED:
                await contacts.take_off(session, creator)
        await self._keep(session, found, press, act, why, {})
        if act in (CreatorAct.NEVER, CreatorAct.LIFTED):
            await self._redraw(session, found, press.now)
        return CreatorDone()

    async def add_clearance(self, session: AsyncSession, press: Press, agreed: Agreed) -> CreatorOutcome:
        """Their pieces need no asking. Raises TellUser for what can't be agreed."""
        found = await self._begin(session, press, CreatorAct.CLEARED, None)
        if not isinstance(found, list):
            return found
        if agreed.ends_at is not None and agreed.ends_at <= press.now:
            raise TellUser("The clearance is over already.", remedy="Choose a later end.")
        rows = [await self._clear(session, one, press, agreed) for one in found]
        numbers = {"clearance": [row.id for row in rows]}
        await self._keep(session, found, press, CreatorAct.CLEARED, agreed.kind, numbers)
        await self._redraw(session, found, press.now)
        return CreatorDone()

    async def _clear(
        self, session: AsyncSession, creator: Creator, press: Press, agreed: Agreed
    ) -> Clearance:
        return await contacts.clear(
            session,
            creator.id or 0,
            agreed.kind,
            agreed.uses,
            agreed.starts_at,
            agreed.ends_at,
            press.actor,
            press.now,
            credit=agreed.credit,
            note=agreed.note,
        )

    async def stop_clearance(
        self, session: AsyncSession, press: Press, clearance_id: int, reason: str | None = None
    ) -> CreatorOutcome:
        """End a clearance now; what it alone allowed leaves every surface."""
        found = await self._begin(session, press, CreatorAct.CLEARANCE_ENDED, reason)
        if not isinstance(found, list):
            return found
        row = await locked_clearance(session, clearance_id)
        if row is None or row.creator_id not in [one.id for one in found]:
            return CreatorRefusal("nothing")
        if row.ended_by is not None or (row.ends_at is not None and row.ends_at <= press.now):
            return CreatorRefusal("already", by=row.ended_by or "", at=row.ends_at)
        await contacts.end_clearance(session, row, press.actor, press.now)
        await self._book.work.enqueue_soon(session, wishes.CLEARANCE_ENDED, clearance_id)
        of_it = [one for one in found if one.id == row.creator_id]
        why = clean_line(reason or "", contacts.REASON_LIMIT)
        numbers = {"clearance": [clearance_id]}
        await self._keep(session, of_it, press, CreatorAct.CLEARANCE_ENDED, why, numbers)
        await self._redraw(session, of_it, press.now)
        return CreatorDone()

    async def _begin(
        self, session: AsyncSession, press: Press, act: CreatorAct, reason: str | None
    ) -> list[Creator] | CreatorOutcome:
        """The creators, held, where this person may do that to them now."""
        held = await hold_creators(session, press.creators)
        found = [one for one in held if not one.external_id.startswith(f"{SOMEBODY}:")]
        if not found:
            return CreatorRefusal("unknown")
        if press.request_id and await queries.seen_request(session, press.request_id):
            return CreatorDone(again=True)
        listing = await self.listing(session, found)
        refused = no_right(act, press.actor, listing)
        if refused is None:
            last = await queries.last_event(session, press.creators)
            if press.seen is not None and last is not None and (last.id or 0) > press.seen:
                done = CreatorAct(last.event)
                return CreatorRefusal("changed", by=last.by, by_name=last.by_name, at=last.at, act=done)
            refused = not_now(act, listing, reason)
        return found if refused is None else refused

    async def _keep(
        self,
        session: AsyncSession,
        creators: Sequence[Creator],
        press: Press,
        act: CreatorAct,
        reason: str,
        data: Mapping[str, Any],
    ) -> None:
        for number, creator in enumerate(creators):
            row = CreatorEvent(
                creator_id=creator.id or 0,
                event=act.value,
                reason=reason,
                by=press.actor.id,
                by_name=press.actor.name,
                data=dict(data),
                request_id=press.request_id if number == 0 else None,
                at=press.now,
            )
            await rights.save(session, row)

    async def _redraw(self, session: AsyncSession, creators: Sequence[Creator], now: datetime) -> None:
        """The cards of their pieces say something else now."""
        items = await queries.items_of(session, [one.id or 0 for one in creators])
        await self._book.touch(session, items, now)
