"""The settings' schedules are rows, kept at each start.

A row that nobody changed follows the settings. One that people changed in a chat stays as they made it, whatever the
settings say afterwards; what these wish is kept beside it, and ``Digests.give_back`` lets it follow them again. A
place that left the settings gets no digest any more, unless people had changed its schedule.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.digests import queries
from bot.digests.book import SETTINGS, new_schedule, put, wanted_of, written
from bot.digests.document import Edition
from bot.digests.rules import Wanted, day_of_week, time_of_day
from bot.insights.periods import Cadence
from bot.kernel.log import get_logger
from bot.settings import Settings

log = get_logger(__name__)
Where = tuple[str, str, Edition]


def wanted_by(settings: Settings) -> Wanted:
    """What the settings say of every place."""
    section = settings.digest
    hour, minute = time_of_day(section.at)
    return Wanted(
        cadence=Cadence.WEEK,
        day=day_of_week(section.weekday),
        hour=hour,
        minute=minute,
        zone=section.time_zone,
        language=section.language,
        quiet_days=tuple(sorted({day_of_week(one) for one in section.quiet_days})),
        holidays=section.holidays,
    )


def places(settings: Settings) -> Iterator[Where]:
    """Where digests go: face, place and edition."""
    section = settings.digest
    if section.slack is not False:
        yield "slack", str(section.slack) or settings.review.channel, "team"
    if section.discord:
        yield "discord", section.discord, "community"
    for address in dict.fromkeys(one.lower() for one in section.mail):
        yield "mail", address, "team"


async def keep(session: AsyncSession, settings: Settings, now: datetime) -> None:
    """Let rows say what the settings wish. Doing it twice changes nothing more."""
    wanted = wanted_by(settings)
    wished = set(places(settings)) if settings.digest.enabled else set()
    for where in sorted(wished):
        await _keep(session, where, wanted, now)
    for row in await queries.schedules(session):
        if row.wished is not None and (row.face, row.place, row.edition) not in wished:
            row.wished = None
            if row.changed_by is None and row.enabled:
                put(row, wanted_of(row), now, enabled=False)
            await queries.save(session, row)


async def _keep(session: AsyncSession, where: Where, wanted: Wanted, now: datetime) -> None:
    face, place, edition = where
    row = await queries.schedule_of(session, face, place, edition, wanted.cadence.value)
    if row is None:
        row = new_schedule(face, place, edition, wanted, SETTINGS, now)
        row.wished = written(wanted)
        await queries.add_schedule(session, row)  # or another replica was first
        return
    row.wished = written(wanted)
    if written(wanted_of(row)) != row.wished:
        if row.changed_by is None:
            put(row, wanted, now)
        else:
            log.info("digests.people_decide", schedule=row.id, changed_by=row.changed_by)
    await queries.save(session, row)
