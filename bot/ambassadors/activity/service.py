"""How the programme goes, and telling managers when it fades."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries as programme_queries
from bot.ambassadors.activity import queries
from bot.ambassadors.activity.queries import Activity
from bot.ambassadors.activity.rules import STRETCH, TOLD_AGAIN, Nudge, Pulse, nudge
from bot.ambassadors.rules import Status
from bot.curation import queries as curated
from bot.curation.programme import Programme
from bot.curation.rules import standing
from bot.rights.licensed import count_licensed, licensed_among
from bot.rights.scope import Use
from bot.work import Enqueuer
from bot.work.notices import NOTICE, Offer

TOLD = "told"
LOOK: Offer = ("See how it goes", "curation", "goes", 0, 0)
"""The button below what managers are told: it opens the window of the programme."""


async def pulse(session: AsyncSession, programme: Programme, now: datetime) -> Pulse:
    """How it goes now."""
    people = await queries.count_by_status(session)
    since = now - timedelta(days=programme.fades_after_days)
    return Pulse(
        shares=await queries.count_shares(session, now - STRETCH, now),
        shares_before=await queries.count_shares(session, now - 2 * STRETCH, now - STRETCH),
        active=people.get(Status.ACTIVE, 0),
        paused=people.get(Status.PAUSED, 0),
        faded=await queries.count_faded(session, since),
    )


async def faded(
    session: AsyncSession, programme: Programme, now: datetime, limit: int | None = None
) -> list[Activity]:
    """Active people who shared nothing for the programme's days, though they could have; whoever shared last comes
    first. ``limit``: so many of them."""
    since = now - timedelta(days=programme.fades_after_days)
    return await queries.faded(session, since, limit)


async def shareable(session: AsyncSession, now: datetime) -> int:
    """How many pieces ambassadors may share now: approved, licensed for that, neither hidden nor held back."""
    barred = standing(await curated.live_marks(session), now).barred
    kept_back = await licensed_among(session, barred, Use.EMPLOYEES, now)
    return await count_licensed(session, Use.EMPLOYEES, now) - len(kept_back)


async def tell_when_fading(
    session: AsyncSession, work: Enqueuer, programme: Programme, now: datetime
) -> Nudge | None:
    """Have managers told, at most once in four weeks. None where there is nothing to tell."""
    told = await programme_queries.progress(session, TOLD)
    if not programme.enabled or (told is not None and now - told < TOLD_AGAIN):
        return None
    found = nudge(await pulse(session, programme, now))
    if found is not None:
        await programme_queries.set_progress(session, TOLD, now)
        key = f"ambassadors-fade:{now:%Y-%m-%d}"
        await work.enqueue(session, NOTICE, found.what, found.remedy, key, [LOOK], key=key)
    return found
