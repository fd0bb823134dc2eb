"""Erasing a person, step by step: each step is one transaction that says how far it is, so whatever dies in between
is taken up where it was, and doing a step twice erases nothing twice.

What stays is said by the lists beside the tables (``personal.py``): that there was a permission, as hashes in a chain
that still verifies; decisions of the team; what was counted in contests; and hashes by which the same person is
neither taken in nor asked again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.media.queries import files_in_use
from bot.content.queries import keep_events
from bot.contests.wishes import SHOW
from bot.intake.privacy import leftovers, queries
from bot.intake.privacy.colleagues import leave_programme
from bot.intake.privacy.places import ErasurePlaces, Traces
from bot.intake.privacy.rules import (
    Stage,
    account_marks,
    add_counts,
    after,
    piece_mark,
)
from bot.intake.privacy.subject import Subject, names_of, person_of, was_erased
from bot.intake.privacy.tables import Erasure
from bot.kernel.clock import Clock
from bot.kernel.errors import NeverWorks, TellUser, TryLater
from bot.kernel.log import get_logger
from bot.people.queries import get_creators
from bot.people.rules import Person, Role
from bot.review.service import Reviews
from bot.rights import contacts
from bot.rights import queries as rights
from bot.rights.pictures import Pictures
from bot.rights.service import Asks
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.personal import (
    Named,
    Whose,
    all_held,
    erase_rows,
    held_by,
    naming,
    replace_actor,
    replace_words,
)
from bot.storage.scrubbing import is_too_large, scrub
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer
from bot.work.forgetting import given_to
from bot.work.notices import NOTICE

BATCH = 100
"""Pieces in one transaction: clicks wait a few milliseconds for it."""
AGAIN = 2.0
"""Seconds until it is looked again whether chats show it no more."""
MESSAGES_WITHIN = timedelta(hours=6)
LEFTOVERS_WITHIN = timedelta(days=7)
"""How long chats are given to redraw, and work to end; then the receipt says what is left."""

T = TypeVar("T")
log = get_logger(__name__)


class Context(Protocol):
    """What erasing needs of the services."""

    @property
    def database(self) -> Database: ...
    @property
    def work(self) -> Enqueuer: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def reviews(self) -> Reviews: ...
    @property
    def asks(self) -> Asks: ...
    @property
    def settings(self) -> Settings: ...
    def outlet(self, kind: type[T]) -> T: ...


async def begin(session: AsyncSession, creator_id: int, by: Person, now: datetime) -> Erasure:
    """The creator's erasure: the one that runs, or that was done, else a new one. From here on nothing of theirs is
    taken in and nobody asks them. Raises TellUser where there is no such creator."""
    if (running := await queries.running(session, creator_id)) is not None:
        return running
    creator = (await get_creators(session, [creator_id])).get(creator_id)
    if creator is None or was_erased(creator):
        if (done := await queries.last(session, creator_id)) is not None:
            return done
        raise TellUser(
            f"There is no creator {creator_id}.", remedy="Give the number that an item's page shows."
        )
    subject = await person_of(session, creator)
    row = Erasure(
        creator_id=creator_id,
        creators=subject.creator_ids,
        accounts=subject.account_ids,
        platforms=subject.platforms,
        by=by.id,
        by_name=by.name,
        names=await names_of(session, subject),
        started_at=now,
        moved_at=now,
    )
    await queries.save(session, row)
    await _remember(session, row.id or 0, subject, by, now)
    return row


async def _remember(
    session: AsyncSession, erasure_id: int, subject: Subject, by: Person, now: datetime
) -> None:
    marks = [
        mark
        for one in subject.everywhere
        for mark in account_marks(one.platform, one.external_id, one.handle)
    ]
    await queries.add_marks(session, erasure_id, marks)
    for creator in subject.creators:
        await contacts.never_contact(session, creator, "erased", by.id, now)


class Eraser:
    """Takes erasures further."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def step(self, erasure_id: int) -> Erasure:
        """One step of the stage that an erasure is in; gives how far it is then. Raises TryLater where something
        outside is waited for, NeverWorks for an unknown one."""
        row = await self._row(erasure_id)
        if any(row.files.values()):
            await self._remove_files(erasure_id, row.files)
            row = await self._row(erasure_id)
        match Stage(row.stage):
            case Stage.PERMISSIONS:
                await self._permissions(erasure_id)
            case Stage.PIECES:
                await self._pieces(erasure_id)
            case Stage.PERSON:
                await self._person(erasure_id)
            case Stage.MESSAGES:
                await self._messages(row)
            case Stage.LEFTOVERS:
                await self._leftovers(row)
            case Stage.BYTES:
                await self._bytes(row)
            case Stage.DONE:
                pass
        return await self._row(erasure_id)

    async def _row(self, erasure_id: int) -> Erasure:
        async with reading(self._context.database) as session:
            row = await queries.get(session, erasure_id)
        if row is None:
            raise NeverWorks(f"There is no erasure {erasure_id}.")
        return row

    # the database

    async def _permissions(self, erasure_id: int) -> None:
        """End what runs and erase its words; what was licensed leaves every surface of ours (``rights.removed``)."""
        now = self._context.clock()
        async with unit_of_work(self._context.database) as session:
            row = await self._held(session, erasure_id, Stage.PERMISSIONS)
            if row is None:
                return
            for creator in row.creators:
                done = await self._context.asks.erase(session, creator, _actor(row), now, via="privacy")
                counts = [("permissions", done.asks), ("words of permissions", done.words)]
                self._count(row, [*counts, ("snapshots", done.snapshots)])
                self._add_files(row, "evidence", done.files)
            await self._next(session, row, now)

    async def _pieces(self, erasure_id: int) -> None:
        """The next pieces, oldest first, with all that hangs on them."""
        now = self._context.clock()
        async with unit_of_work(self._context.database) as session:
            row = await self._held(session, erasure_id, Stage.PIECES)
            if row is None:
                return
            ids = await queries.next_pieces(session, row.creators, BATCH)
            if not ids:
                await self._next(session, row, now)
                return
            await self._batch(session, row, ids, now)
            await queries.save(session, row)

    async def _batch(self, session: AsyncSession, row: Erasure, ids: list[int], now: datetime) -> None:
        places = await queries.places_of(session, ids)
        await queries.add_marks(session, row.id or 0, [piece_mark(source, at) for source, at, _ in places])
        self._add_files(row, "previews", await queries.preview_files(session, ids))
        self._add_files(row, "pictures", [str(one) for one in ids])
        shown = {one for item in ids for one in await _evidence(session, item)}
        # While the item still says why it ends: contests and direct messages follow.
        waiting = await queries.not_closed(session, ids)
        await self._context.reviews.close(session, waiting, queries.ERASED, _actor(row), now, "privacy")
        await session.flush()
        for held in held_by(Whose.ITEM):
            self._count(row, [(held.name, await erase_rows(session, held, ids))])
        self._add_files(
            row, "evidence", [one for one in shown if not await rights.shown_elsewhere(session, one)]
        )
        await queries.end_pieces(session, ids, now)
        await keep_events(session, [_event(one, row, now) for one in ids])
        await self._context.reviews.touch(session, ids, now)

    async def _person(self, erasure_id: int) -> None:
        """Accounts and names, and what others wrote about them."""
        now = self._context.clock()
        async with unit_of_work(self._context.database) as session:
            row = await self._held(session, erasure_id, Stage.PERSON)
            if row is None:
                return
            named = named_in(row)
            for contest in await queries.contests_of(session, row.accounts):
                await self._context.work.enqueue_soon(session, SHOW, contest)
            colleagues = await leave_programme(self._context, session, row.accounts, now)
            self._count(row, [("ambassador", colleagues)])
            theirs = {Whose.CREATOR: row.creators, Whose.ACCOUNT: row.accounts}
            for held in all_held():
                ids = theirs.get(held.whose, []) if held.whose is not None else []
                done = await erase_rows(session, held, ids)
                done += await replace_actor(session, held, named) + await replace_words(session, held, named)
                self._count(row, [(held.name, done)])
            await self._next(session, row, now)

    # what is not the database

    async def _remove_files(self, erasure_id: int, files: dict[str, list[str]]) -> None:
        """Remove from disk what no other piece shows. They were noted in the transaction that forgot them."""
        kit = self._context.asks.kit
        previews, evidence = set(files.get("previews", ())), set(files.get("evidence", ()))
        pictures = Pictures(self._context.settings.pictures_dir, kit.previews, kit.evidence)
        async with reading(self._context.database) as session:
            used = await files_in_use(await session.connection(), previews) if previews else set()
        await asyncio.to_thread(kit.previews.remove, previews - used)
        for digest in sorted(evidence):
            await asyncio.to_thread(kit.evidence.remove, digest)
        for item in files.get("pictures", ()):
            await asyncio.to_thread(pictures.drop, int(item))
        async with unit_of_work(self._context.database) as session:
            row = await queries.hold(session, erasure_id)
            if row is not None:
                left = {one for kept in row.files.values() for one in kept}
                self._count(row, [("files", len(((previews - used) | evidence) & left))])
                gone = {*previews, *evidence, *files.get("pictures", ())}
                row.files = {
                    name: [one for one in kept if one not in gone] for name, kept in row.files.items()
                }
                await queries.save(session, row)

    async def _messages(self, row: Erasure) -> None:
        """What chats show. Where a place is slow it is looked again, for some hours."""
        database, now = self._context.database, self._context.clock()
        async with reading(database) as session:
            items = await queries.pieces(session, row.creators, erased=True)
        named = named_in(row)
        told = await given_to(database, NOTICE, naming({*named.names, *row.names.get("credits", ())}))
        notices = sorted({str(args[2]) for args in told if len(args) > 2 and args[2]})
        traces = Traces(items, row.accounts, named, notices)
        counts, waiting, left = list[tuple[str, int]](), 0, list[str]()
        for place in self._context.outlet(ErasurePlaces):
            cleared = await place.clear(traces)
            counts.append((place.name, cleared.gone))
            waiting += cleared.waiting
            left += [*cleared.left, *([f"{place.name}: {cleared.waiting}"] if cleared.waiting else [])]
        patient = now - row.moved_at < MESSAGES_WITHIN
        async with unit_of_work(database) as session:
            held = await self._held(session, row.id or 0, Stage.MESSAGES)
            if held is None:
                return
            self._count(held, counts)
            if waiting and patient:
                await queries.save(session, held)
            else:
                held.left = [*held.left, *left]
                await self._next(session, held, now)
        if waiting and patient:
            raise TryLater("Chats are still to be redrawn.", retry_after=AGAIN)

    async def _leftovers(self, row: Erasure) -> None:
        """Words that jobs were given, what sources left, and pieces that came in at the last moment."""
        database, now = self._context.database, self._context.clock()
        found = await leftovers.clear(self._context, row)
        async with unit_of_work(database) as session:
            held = await self._held(session, row.id or 0, Stage.LEFTOVERS)
            if held is None:
                return
            self._count(held, found.counts)
            late = await queries.count_pieces(session, held.creators)
            patient = now - row.moved_at < LEFTOVERS_WITHIN
            if late:
                held.stage, held.moved_at = Stage.PIECES.value, now
                await queries.save(session, held)
                return
            if found.waiting and patient:
                await queries.save(session, held)
            else:
                held.left = [
                    *held.left,
                    *([f"work that is not over: {found.waiting}"] if found.waiting else []),
                ]
                await self._next(session, held, now)
        if found.waiting and patient:
            raise TryLater("Work that is not over names them.", retry_after=AGAIN)

    async def _bytes(self, row: Erasure) -> None:
        """The database file holds nothing of it any more, as far as that is ours to say; then it is done."""
        database, left = self._context.database, list[str]()
        async with unit_of_work(database) as session:
            held = await self._held(session, row.id or 0, Stage.BYTES)
            if held is None:
                return
            held.names, held.files = {}, {}
            await queries.save(session, held)
        if is_too_large(database):
            left.append("free parts of the database file: stop Goodword and run: goodword scrub")
        else:
            await scrub(database, {one.name for one in all_held()})
        if not database.is_sqlite:
            left.append("what the PostgreSQL server keeps of deleted rows: its write-ahead log and backups")
        now = self._context.clock()
        async with unit_of_work(database) as session:
            held = await self._held(session, row.id or 0, Stage.BYTES)
            if held is None:
                return
            held.left, held.finished_at = [*held.left, *left], now
            await self._next(session, held, now)
            key = f"erased:{held.id}"
            await self._context.work.enqueue(session, NOTICE, *_told(held), key, key=key)
        log.info("person_erased", erasure=row.id, counts=held.counts)

    # the row

    async def _held(self, session: AsyncSession, erasure_id: int, stage: Stage) -> Erasure | None:
        """The row, held; None where somebody else did this stage meanwhile."""
        row = await queries.hold(session, erasure_id)
        return row if row is not None and row.stage == stage.value else None

    async def _next(self, session: AsyncSession, row: Erasure, now: datetime) -> None:
        row.stage, row.moved_at = after(Stage(row.stage)).value, now
        await queries.save(session, row)

    def _count(self, row: Erasure, more: Sequence[tuple[str, int]]) -> None:
        row.counts = add_counts(row.counts, more)

    def _add_files(self, row: Erasure, kind: str, names: Iterable[str]) -> None:
        kept = set(row.files.get(kind, ())) | set(names)
        row.files = {**row.files, kind: sorted(kept)}


def named_in(row: Erasure) -> Named:
    """What the person of a running erasure is called."""
    return Named(frozenset(row.names.get("keys", ())), frozenset(row.names.get("sure", ())))


def _actor(row: Erasure) -> Person:
    return Person(row.by, row.by_name, Role.MANAGER)


def _event(item_id: int, row: Erasure, now: datetime) -> dict[str, object]:
    return {
        "item_id": item_id,
        "event": queries.ERASED,
        "actor": row.by,
        "via": "privacy",
        "data": {},
        "at": now,
    }


async def _evidence(session: AsyncSession, item_id: int) -> set[str]:
    shown = await rights.snapshots_of(session, item_id)
    return {str(one["sha256"]) for row in shown for one in row.media if one.get("sha256")}


def _told(row: Erasure) -> tuple[str, str]:
    """What the team is told: no names."""
    numbers = ", ".join(f"{count} {place.replace('_', ' ')}" for place, count in sorted(row.counts.items()))
    what = (
        f"Creator {row.creator_id} ({', '.join(row.platforms)}) was erased, as {row.by_name} asked for: "
        f"{numbers or 'there was nothing'}. They are not taken in or asked again."
    )
    left = f"Not reached: {'; '.join(row.left)}. " if row.left else ""
    remedy = f"{left}Look for copies made by hand, and for what we wrote to them on their own network."
    return what, remedy
