"""What is due: a schedule's digest of a period is made once, whoever looks and whatever the clock does."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.digests import queries, wishes
from bot.digests.book import SCHEDULE, first_day, new_digest, wanted_of
from bot.digests.document import Edition
from bot.digests.rules import State, Turn, Wanted, ahead, begin, due_at, turn
from bot.digests.tables import Digest, DigestSchedule
from bot.insights.periods import Period
from bot.kernel.log import get_logger
from bot.work import Enqueuer

log = get_logger(__name__)


def is_due(row: DigestSchedule, now: datetime) -> bool:
    """Whether something is to be done about a schedule."""
    if row.next_due_at is None:
        return False
    return row.next_due_at <= now or ahead(wanted_of(row), row.handled, now)


async def take(session: AsyncSession, work: Enqueuer, schedule_id: int, now: datetime) -> Digest | None:
    """Do what is due about a schedule, in the caller's unit of work: the digest's row, its work and the next moment
    stand together or not at all. Gives the digest that is to be sent; None where nothing was due any more."""
    row = await queries.hold_schedule(session, schedule_id)
    if row is None or not is_due(row, now):
        return None  # another replica was first
    wanted = wanted_of(row)
    handled = row.handled
    if ahead(wanted, handled, now):
        over = await queries.latest_over(session, schedule_id, now)
        handled = begin(wanted, now) if over is None else first_day(over)
        log.warning("digests.clock_went_back", schedule=schedule_id, handled=str(row.handled))
    found = turn(wanted, handled, now)
    row.handled, row.next_due_at = found.handled, found.next_due_at
    await queries.save(session, row)
    return await _make(session, work, row, found, now)


async def _make(
    session: AsyncSession, work: Enqueuer, row: DigestSchedule, found: Turn, now: datetime
) -> Digest | None:
    if found.send is None:
        return None
    for period in found.skip:
        reason = f"Nothing ran when it was due; the digest of {found.send.name} was sent instead."
        await queries.add_digest(session, _digest(row, period, now, reason))
    digest = _digest(row, found.send, now)
    if not await queries.add_digest(session, digest):
        there = await queries.of_schedule(session, row.id or 0, found.send.name)
        if there is None or there.state != State.SKIPPED:
            return None
        digest = there  # skipped while the clock stood in the future: its time comes after all
        digest.state, digest.problem, digest.made_at = State.DUE.value, None, now
        await queries.save(session, digest)
    await work.enqueue(session, wishes.SEND, digest.id, key=str(digest.id))
    return digest


def _digest(row: DigestSchedule, period: Period, now: datetime, skipped: str | None = None) -> Digest:
    edition: Edition = "community" if row.edition == "community" else "team"
    wanted: Wanted = wanted_of(row)
    return new_digest(
        period,
        row.face,
        row.place,
        edition,
        row.language,
        SCHEDULE,
        now,
        schedule_id=row.id,
        due_at=due_at(wanted, period),
        skipped=skipped,
    )
