"""Digests as people and faces see them: schedules, what was sent, and sending one now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.digests import queries, wishes
from bot.digests.book import (
    document_of,
    new_digest,
    new_schedule,
    period_of,
    put,
    wanted_of,
    wished_of,
)
from bot.digests.document import Edition
from bot.digests.rules import State, Wanted
from bot.digests.tables import Digest, DigestSchedule
from bot.insights.periods import Period
from bot.kernel.errors import TellUser
from bot.work import Enqueuer


class Digests:
    """It flushes; whoever opened the unit of work commits."""

    def __init__(self, work: Enqueuer) -> None:
        self._work = work

    # schedules

    async def schedules(self, session: AsyncSession) -> list[DigestSchedule]:
        """All of them, by face and place."""
        return await queries.schedules(session)

    async def schedule(self, session: AsyncSession, schedule_id: int) -> DigestSchedule:
        """Raises TellUser for one that isn't there."""
        row = await queries.schedule(session, schedule_id)
        if row is None:
            raise TellUser(
                f"There is no schedule {schedule_id}.", remedy="Look at /goodword digest schedule."
            )
        return row

    async def add(
        self,
        session: AsyncSession,
        face: str,
        place: str,
        wanted: Wanted,
        by: str,
        now: datetime,
        *,
        edition: Edition = "team",
    ) -> DigestSchedule:
        """A place's digest from now on. Raises TellUser where the place has one of this edition and cadence."""
        row = new_schedule(face, place, edition, wanted, by, now)
        row.changed_by = by
        if not await queries.add_schedule(session, row):
            raise TellUser(
                f"{place} gets a digest every {wanted.cadence} already.",
                remedy="Change that schedule instead.",
            )
        return row

    async def change(
        self,
        session: AsyncSession,
        schedule_id: int,
        wanted: Wanted,
        by: str,
        now: datetime,
        *,
        revision: int | None = None,
    ) -> DigestSchedule:
        """Let a schedule say something else. From then on it wins over the settings, until ``give_back``.

        A period that was sent isn't sent again, and one that is due by the new times at once is sent at once. Raises
        TellUser for another cadence (a schedule of its own), and where ``revision`` is not the one that was seen.
        """
        row = await self._held(session, schedule_id, revision)
        if row.cadence != wanted.cadence.value:
            raise TellUser(
                f"This schedule comes every {row.cadence}.", remedy=f"Add one for every {wanted.cadence}."
            )
        put(row, wanted, now)
        row.changed_by = by
        await queries.save(session, row)
        return row

    async def give_back(self, session: AsyncSession, schedule_id: int, now: datetime) -> DigestSchedule:
        """Let a schedule follow the settings again; one that isn't in them is off."""
        row = await self._held(session, schedule_id, None)
        wished = wished_of(row)
        put(row, wished or wanted_of(row), now, enabled=wished is not None and wished.enabled)
        row.changed_by = None
        await queries.save(session, row)
        return row

    async def _held(self, session: AsyncSession, schedule_id: int, revision: int | None) -> DigestSchedule:
        row = await queries.hold_schedule(session, schedule_id)
        if row is None:
            raise TellUser(
                f"There is no schedule {schedule_id}.", remedy="Look at /goodword digest schedule."
            )
        if revision is not None and row.revision != revision:
            raise TellUser(
                f"{row.changed_by or 'Somebody'} changed this schedule meanwhile.", remedy="Open it again."
            )
        return row

    # digests

    async def get(self, session: AsyncSession, digest_id: int) -> Digest | None:
        return await queries.get(session, digest_id)

    async def latest(
        self, session: AsyncSession, place: str | None = None, *, face: str | None = None
    ) -> Digest | None:
        """The latest one that was sent, to a place or anywhere."""
        found = await queries.digests(session, face=face, place=place, states=[State.SENT], limit=1)
        return found[0] if found else None

    async def by_name(
        self, session: AsyncSession, name: str, place: str | None = None, *, face: str | None = None
    ) -> Digest | None:
        """The digest of a period ("2026-W47"), the latest that was sent where there are several; else the latest."""
        found = await queries.digests(session, face=face, place=place, name=name, limit=100)
        sent = [one for one in found if one.state == State.SENT]
        return next(iter([*sent, *found]), None)

    async def listed(
        self,
        session: AsyncSession,
        place: str | None = None,
        *,
        face: str | None = None,
        states: Sequence[State] | None = None,
        limit: int = 50,
        before: int | None = None,
    ) -> list[Digest]:
        """Digests, the newest first; ``before`` an id, for the next page."""
        return await queries.digests(
            session, face=face, place=place, states=states, limit=limit, before=before
        )

    async def send_now(
        self,
        session: AsyncSession,
        face: str,
        place: str,
        period: Period,
        by: str,
        *,
        request: str,
        now: datetime,
        edition: Edition = "team",
        language: str = "en",
        about: str = "",
    ) -> Digest:
        """Have a digest sent to a place once, whatever schedules say. The same ``request`` (a click's id) gives the
        same digest: a double click sends one."""
        row = new_digest(period, face, place, edition, language, by, now, about=about)
        row.request_key = request
        if not await queries.add_digest(session, row):
            found = await queries.by_request(session, request)
            if found is None:
                raise TellUser("That digest is being sent already.", remedy="Wait a moment and look again.")
            return found
        await self._work.enqueue(session, wishes.SEND, row.id, key=str(row.id))
        return row

    async def send_copy(
        self, session: AsyncSession, digest_id: int, place: str, by: str, *, request: str, now: datetime
    ) -> Digest:
        """Have a digest sent to another place of its face as it was sent, without what was taken out since. The same
        ``request`` sends once. Raises TellUser for one that was never built."""
        row = await queries.hold(session, digest_id)
        document = None if row is None else document_of(row)
        if row is None or document is None:
            raise TellUser("That digest is not kept.", remedy="Use /goodword digest now for a new one.")
        edition: Edition = "community" if row.edition == "community" else "team"
        copy = await self.send_now(
            session,
            row.face,
            place,
            period_of(row),
            by,
            request=request,
            now=now,
            edition=edition,
            language=row.language,
            about=row.about,
        )
        if copy.document is None:
            copy.document = row.document
            await queries.name_in(session, copy.id or 0, document)
            await queries.save(session, copy)
        return copy

    async def again(self, session: AsyncSession, digest_id: int) -> Digest:
        """Have a digest sent that failed, once its cause is mended. Raises TellUser for any other."""
        row = await queries.hold(session, digest_id)
        if row is None or row.state != State.FAILED:
            raise TellUser(
                "Only a digest that failed can be sent again.",
                remedy="Use /goodword digest now for a new one.",
            )
        row.state = (State.SENDING if row.begun_at is not None else State.DUE).value
        row.problem = None
        await queries.save(session, row)
        await self._work.enqueue_soon(session, wishes.SEND, row.id)
        return row
