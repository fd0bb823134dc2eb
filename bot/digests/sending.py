"""A digest on its way: built once, kept, drawn, handed to its face, and looked for before it is handed over again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.digests import leaving, queries, wishes
from bot.digests.book import document_of, period_of
from bot.digests.document import Document, Edition
from bot.digests.faces import Delivered, DigestFaces, Face, Outgoing, PlaceGone
from bot.digests.making import Maker
from bot.digests.rules import State
from bot.digests.tables import Digest
from bot.kernel.clock import Clock
from bot.kernel.errors import FixCredentials, FixSettings, GoodwordError, NeverWorks, TellUser, TryLater
from bot.kernel.log import get_logger
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer
from bot.work.notices import NOTICE

PATIENCE = timedelta(days=3)
"""How long a place that is away is tried."""
PICTURES_AGAIN = (60.0, 300.0, 1800.0, 7200.0, 21600.0)
"""Seconds before each further try to add pictures that could not be uploaded."""
UNSENT = (State.DUE, State.SENDING)

T = TypeVar("T")
log = get_logger(__name__)


class Context(Protocol):
    """What sending needs of the running services."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def work(self) -> Enqueuer: ...
    @property
    def clock(self) -> Clock: ...
    def outlet(self, kind: type[T]) -> T: ...


def outgoing(row: Digest, document: Document) -> Outgoing:
    """A digest as faces get it."""
    return Outgoing(
        digest_id=row.id or 0,
        key=f"digest:{row.id}",
        name=row.name,
        face=row.face,
        place=row.place,
        document=document,
        revision=row.revision,
        schedule_id=row.schedule_id,
        reference=row.reference,
    )


class Sending:
    """Sends one digest. Each method is what one job does, and may be run again at any point of it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def send(self, digest_id: int) -> None:
        """Raises TryLater while the place is away."""
        row = await self._row(digest_id)
        if row is None or row.state not in UNSENT:
            return
        try:
            if not await self._overtaken(row):
                await self._send(row)
        except TryLater as error:
            if self._context.clock() - row.made_at < PATIENCE:
                raise
            await self._fail(digest_id, error)
        except (NeverWorks, FixCredentials, FixSettings, TellUser) as error:
            await self._fail(digest_id, error)

    async def _send(self, row: Digest) -> None:
        maker, face = self._context.outlet(Maker), self._face(row)
        document = document_of(row) or await self._built(row, maker)
        pictures, lacking = await maker.draw(document)
        begun = await self._begin(row.id or 0, lacking)
        if begun is None:
            return  # it was sent meanwhile
        wanted, first = begun
        delivered = None if first else await face.find(wanted)
        found = delivered is not None
        if delivered is None:
            delivered = await face.deliver(wanted, pictures)
        # Of a message that was found nobody knows which revision it shows: the first, at least.
        await self._sent(wanted.digest_id, delivered, 1 if found else wanted.revision)

    async def _built(self, row: Digest, maker: Maker) -> Document:
        """The document, kept before anything is sent. Where another run was first, its document."""
        edition: Edition = "community" if row.edition == "community" else "team"
        made = await maker.build(
            self._context, period_of(row), edition=edition, language=row.language, about=row.about
        )
        async with unit_of_work(self._context.database) as session:
            held = await queries.hold(session, row.id or 0)
            if held is None:
                raise NeverWorks(f"There is no digest {row.id}.")
            if (kept := document_of(held)) is not None:
                return kept
            return await leaving.store(session, held, made)

    async def _begin(self, digest_id: int, lacking: Sequence[str]) -> tuple[Outgoing, bool] | None:
        """Commit that it is being sent, and say whether this is the first try. What could not be drawn is said in
        the document; once a try began, the document stays as that try has it."""
        async with unit_of_work(self._context.database) as session:
            row = await queries.hold(session, digest_id)
            document = None if row is None else document_of(row)
            if row is None or document is None or row.state not in UNSENT:
                return None
            first = row.begun_at is None
            if first:
                missing = list(dict.fromkeys((*document.missing, *lacking)))
                document = document.model_copy(update={"missing": missing})
                row.document = document.model_dump(mode="json")
                row.begun_at = self._context.clock()
            row.state = State.SENDING.value
            await queries.save(session, row)
            return outgoing(row, document), first

    async def _sent(self, digest_id: int, delivered: Delivered, revision: int) -> None:
        async with unit_of_work(self._context.database) as session:
            row = await queries.hold(session, digest_id)
            if row is None or row.state == State.SENT:
                return
            row.state, row.problem, row.sent_at = State.SENT.value, None, self._context.clock()
            self._note(row, delivered, revision)
            await queries.save(session, row)
            if row.pictures == "missing":
                await self._pictures_later(session, digest_id, 1)
            if row.shown_revision < row.revision:
                await self._context.work.enqueue_soon(session, wishes.REDRAW, digest_id)
        log.info("digest_sent", digest=digest_id, pictures=delivered.pictures)

    def _note(self, row: Digest, delivered: Delivered, revision: int) -> None:
        row.reference, row.pictures = delivered.reference, delivered.pictures
        row.missing = list(delivered.missing)
        row.shown_revision = max(row.shown_revision, revision)

    # what came too late, and what failed

    async def _overtaken(self, row: Digest) -> bool:
        """Whether its schedule's next digest is due while this one never went out: then only that one is sent. One
        whose sending had begun is looked for first."""
        if row.schedule_id is None:
            return False
        now = self._context.clock()
        async with reading(self._context.database) as session:
            later = await queries.later_one(session, row, now)
            schedule = await queries.schedule(session, row.schedule_id)
        due = schedule is not None and schedule.next_due_at is not None and schedule.next_due_at <= now
        if not (later or due):
            return False
        if row.begun_at is not None:
            document = document_of(row)
            found = None if document is None else await self._face(row).find(outgoing(row, document))
            if found is not None:
                await self._sent(row.id or 0, found, 1)
                return True
        async with unit_of_work(self._context.database) as session:
            held = await queries.hold(session, row.id or 0)
            if held is not None and held.state in UNSENT:
                held.state = State.SKIPPED.value
                held.problem = "It could not be sent before the next one was due."
                await queries.save(session, held)
        return True

    async def _fail(self, digest_id: int, error: GoodwordError) -> None:
        """Keep why, and tell managers, once."""
        async with unit_of_work(self._context.database) as session:
            row = await queries.hold(session, digest_id)
            if row is None or row.state not in UNSENT:
                return
            row.state, row.problem = State.FAILED.value, str(error)
            await queries.save(session, row)
            key = f"digest:{digest_id}:failed"
            what = f"The digest {row.name} could not be sent to {row.face}, {row.place}: {error.message}"
            remedy = f"{error.remedy} Then send it again: /goodword digest now.".strip()
            await self._context.work.enqueue(session, NOTICE, what, remedy, key, key=key)
        log.warning("digest_failed", digest=digest_id, error=type(error).__name__)

    async def give_up(self) -> None:
        """Digests whose work ended for a reason that nobody foresaw. Doing it twice ends them once."""
        before = self._context.clock() - PATIENCE - timedelta(days=1)
        async with reading(self._context.database) as session:
            stuck = await queries.waiting_since(session, before)
        for digest_id in stuck:
            error = NeverWorks(
                "it was tried for days.", remedy="Look at goodword health for the work that failed."
            )
            await self._fail(digest_id, error)

    # what is sent already

    async def redraw(self, digest_id: int) -> None:
        """Let the message show what the document says now. Raises TryLater while the place is away."""
        row = await self._row(digest_id)
        if row is None or row.state != State.SENT or row.shown_revision >= row.revision:
            return
        await self._draw(row)

    async def add_pictures(self, digest_id: int, attempt: int) -> None:
        """Try again to add pictures; after the last try the message stays without."""
        row = await self._row(digest_id)
        if row is None or row.state != State.SENT or row.pictures != "missing":
            return
        await self._draw(row, attempt)

    async def _draw(self, row: Digest, attempt: int | None = None) -> None:
        document, digest_id = document_of(row), row.id or 0
        if document is None:
            return
        delivered: Delivered | None = None
        try:
            pictures, _ = await self._context.outlet(Maker).draw(document)
            delivered = await self._face(row).redraw(outgoing(row, document), pictures)
        except (NeverWorks, FixCredentials, FixSettings) as error:
            log.warning("digest_stays_as_it_is", digest=digest_id, error=type(error).__name__)
        async with unit_of_work(self._context.database) as session:
            held = await queries.hold(session, digest_id)
            if held is None:
                return
            if delivered is None:
                held.problem = "Its message can't be changed any more."
                held.shown_revision = max(held.shown_revision, row.revision)
            else:
                self._note(held, delivered, row.revision)
            held.picture_tries = max(held.picture_tries, attempt or 0)
            await queries.save(session, held)
            if attempt is not None and held.pictures == "missing" and delivered is not None:
                await self._pictures_later(session, digest_id, attempt + 1)
            if held.shown_revision < held.revision:
                await self._context.work.enqueue_soon(session, wishes.REDRAW, digest_id)

    async def _pictures_later(self, session: AsyncSession, digest_id: int, attempt: int) -> None:
        if attempt <= len(PICTURES_AGAIN):
            pause, key = PICTURES_AGAIN[attempt - 1], f"{digest_id}:{attempt}"
            await self._context.work.enqueue(
                session, wishes.PICTURES, digest_id, attempt, key=key, delay=pause
            )

    # help

    async def _row(self, digest_id: int) -> Digest | None:
        async with reading(self._context.database) as session:
            return await queries.get(session, digest_id)

    def _face(self, row: Digest) -> Face:
        face = self._context.outlet(DigestFaces).of(row.face)
        if face is None:
            raise PlaceGone(
                f"this installation sends nothing by {row.face}.",
                remedy=f"Set up {row.face} in goodword.toml, or switch its schedule off.",
            )
        return face
