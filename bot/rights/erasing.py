"""Erasing what is personal in a creator's permissions. What stays proves that there was consent, as hashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.people.queries import get_creators
from bot.people.rules import Person
from bot.rights import contacts, queries
from bot.rights.book import Book
from bot.rights.chain import WORDS
from bot.rights.rules import (
    CREATOR_PREFIX,
    LIVE_ASKS,
    AskAction,
    AskRefusal,
    AskStatus,
    apply,
)
from bot.rights.tables import Ask, AskEvent


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased. ``files`` are the hashes of evidence that nobody else needs: remove them once this is
    committed (``Evidence.remove``)."""

    asks: int
    words: int
    snapshots: int
    files: frozenset[str]


class Erasing:
    """It flushes; whoever opened the unit of work commits."""

    _book: Book

    async def erase(
        self, session: AsyncSession, creator_id: int, actor: Person, now: datetime, *, via: str = "cli"
    ) -> Erased:
        """End what still runs with a creator, and erase their words, our messages to them, credit lines and what
        was shown of theirs. They are not asked again: a hash remembers that. Doing it twice erases nothing more.

        The caller checks the right (``Right.OVERRULE``) and erases what other areas hold.
        """
        creator = (await get_creators(session, [creator_id])).get(creator_id)
        if creator is not None:
            await contacts.never_contact(session, creator, contacts.ERASED, actor.id, now)
        rows = await queries.asks_of_creator(session, creator_id)
        words = 0
        for row in rows:
            words += await self._one(session, row.id or 0, actor, now, via)
        items = sorted({row.item_id for row in rows})
        shown, files = await self._shown(session, items)
        files |= await self._originals(session, rows)
        return Erased(len(rows), words, shown, files)

    async def _one(self, session: AsyncSession, ask_id: int, actor: Person, now: datetime, via: str) -> int:
        """End an ask, then erase its words; how many those were."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is not None and loaded.state.status in LIVE_ASKS:
            granted = loaded.state.status is AskStatus.GRANTED
            action = AskAction.WITHDRAWN if granted else AskAction.DECLINED
            ended = apply(loaded.state, action, actor, now, loaded.subject, data={"why": "erased"})
            if not isinstance(ended, AskRefusal):
                await self._book.keep(session, loaded, replace(ended, via=via))
        events = await queries.events_of_ask(session, ask_id)
        erased = {event.sequence: len(names) for event in events if (names := _erase(event))}
        await session.flush()
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is not None and loaded.ask is not None:
            _forget(loaded.ask)
            await queries.save(session, loaded.ask)
            data = {"steps": sorted(erased), "words": sum(erased.values())}
            step = apply(loaded.state, AskAction.ERASED, actor, now, loaded.subject, data=data)
            if erased and not isinstance(step, AskRefusal):
                await self._book.keep(session, loaded, replace(step, via=via))
        return sum(erased.values())

    async def _shown(self, session: AsyncSession, items: list[int]) -> tuple[int, frozenset[str]]:
        files: set[str] = set()
        count = 0
        for item in items:
            for row in await queries.snapshots_of(session, item):
                if not (row.text or row.title or row.url or row.media):
                    continue
                files |= {str(one["sha256"]) for one in row.media if one.get("sha256")}
                row.title, row.text, row.url, row.media = None, "", None, []
                await queries.save(session, row)
                count += 1
        kept = {one for one in files if await queries.shown_elsewhere(session, one)}
        return count, frozenset(files - kept)

    async def _originals(self, session: AsyncSession, asks: Sequence[Ask]) -> frozenset[str]:
        """The files that the creator sent along. Their hashes stay in the chain."""
        files: set[str] = set()
        for ask in asks:
            for event in await queries.events_of_ask(session, ask.id or 0):
                if digest := str(event.data.get("original") or ""):
                    files.add(digest)
        ids = [ask.id or 0 for ask in asks]
        kept = {one for one in files if await queries.original_elsewhere(session, one, ids)}
        return frozenset(files - kept - {one for one in files if await queries.shown_elsewhere(session, one)})


def _forget(ask: Ask) -> None:
    """Take out what no event says. The links to receipt and withdrawal stay: they are the creator's own copy, which
    goes on to show that there was consent and that it ended, and names nobody any more. The link to answer is dead.
    """
    ask.credit, ask.pending = "", {}
    ask.link_hash = ask.code_hash = None
    ask.receipt_to, ask.receipt_mails = None, []


def _erase(event: AskEvent) -> list[str]:
    """Erase an event's personal words with their salts, and name them. Who of the team acted is not the creator's
    to erase."""
    theirs = event.actor.startswith(CREATOR_PREFIX)
    names = [name for name in WORDS if name != "actor_name" or theirs]
    found = [name for name in names if getattr(event, name) is not None]
    for name in found:
        setattr(event, name, None)
    if found:
        event.salts = {name: salt for name, salt in event.salts.items() if name not in found}
    return found
