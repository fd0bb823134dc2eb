"""What managers do for single people: celebrate somebody in the channel, and remind somebody who faded. It flushes;
whoever opened the unit of work commits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.badges import queries as badges
from bot.ambassadors.badges.rules import PRAISES, Kind
from bot.ambassadors.badges.service import give
from bot.ambassadors.membership import taking_part, wanted_of
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.rules import Status, at_work, periods_of
from bot.ambassadors.tables import Ambassador, Badge
from bot.ambassadors.wishes import ask_to_remind, ask_to_unsay
from bot.curation.programme import Programme
from bot.curation.refusals import Why as Curated
from bot.curation.refusals import refused as curation_refused
from bot.kernel.errors import Refused
from bot.people.rules import Person, Role
from bot.work import Enqueuer

REMINDED_AGAIN = timedelta(days=28)
"""Nobody is reminded sooner: a second word soon after is pressure."""


async def celebrate(
    session: AsyncSession,
    ambassador_id: int,
    praise: int,
    programme: Programme,
    actor: Person,
    now: datetime,
) -> Badge:
    """Celebrate somebody who stands on the boards, in words of ours (``PRAISES``), once in a week of the programme's
    zone. It is told as other badges are, in their working hours. Raises Refused."""
    _managers(actor)
    row = await _still_there(session, ambassador_id)
    if not await badges.celebrable(session, [ambassador_id]):
        raise refused(Why.NOT_CELEBRATED, name=row.name)
    number = praise if praise in PRAISES else PRAISES[0]
    if not await give(session, ambassador_id, Kind.CELEBRATED, _week(programme, now), now, number=number):
        raise refused(Why.CELEBRATED, name=row.name)
    found = await badges.with_key(session, ambassador_id, _key(programme, now))
    if found is None:
        raise refused(Why.CELEBRATED, name=row.name)
    return found


async def celebrated(
    session: AsyncSession, ids: Collection[int], programme: Programme, now: datetime
) -> dict[int, int]:
    """Who of these was celebrated this week, with the badge they got."""
    return await badges.with_key_among(session, ids, _key(programme, now))


async def take_back(
    session: AsyncSession, work: Enqueuer, badge_id: int, actor: Person, now: datetime
) -> bool:
    """Celebrate somebody no more: the badge goes, and the post where there is one. False where that was done."""
    _managers(actor)
    gone, told = await badges.drop(session, badge_id, Kind.CELEBRATED)
    if told is not None:
        await ask_to_unsay(session, work, badge_id, told, now)
    return gone


async def remind(
    session: AsyncSession, work: Enqueuer, ambassador_id: int, actor: Person, now: datetime
) -> datetime:
    """Have somebody asked kindly whether they still like to share: when that comes, in their working hours. Raises
    Refused for whoever paused, or was reminded lately."""
    _managers(actor)
    row = await _still_there(session, ambassador_id)
    if row.status == Status.PAUSED:
        raise refused(Why.REMIND_PAUSED, name=row.name)
    if row.reminded_at is not None and now - row.reminded_at < REMINDED_AGAIN:
        raise refused(Why.REMINDED, name=row.name, days=REMINDED_AGAIN.days)
    row.reminded_at = now
    await queries.save(session, row)
    comes = at_work(wanted_of(row), now)
    await ask_to_remind(session, work, ambassador_id, now, comes, now)
    return comes


async def _still_there(session: AsyncSession, ambassador_id: int) -> Ambassador:
    """Somebody who takes part; said to others than themselves where they don't. Raises Refused."""
    try:
        return await taking_part(session, ambassador_id, hold=True)
    except Refused:
        raise refused(Why.THEY_LEFT) from None


def _week(programme: Programme, now: datetime) -> str:
    return periods_of(now, programme.zone).week


def _key(programme: Programme, now: datetime) -> str:
    return f"{Kind.CELEBRATED.value}:{_week(programme, now)}"


def _managers(actor: Person) -> None:
    if actor.role < Role.MANAGER:
        raise curation_refused(Curated.NOT_ALLOWED)
