"""What is over its retention period, and removing it.

Removed is what found content says and who made it: the piece, its pictures, its places. What people decided stays.
Left alone is whatever permission was asked for, whoever is cleared, and what takes part in a contest: those have
periods of their own, and the evidence of a licence is never touched. A hash of where it was remains, so that a source
that still lists a piece does not bring it back.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot.content.measuring.queries import drop_expired
from bot.content.media.folder import MediaFolder
from bot.content.media.queries import files_in_use
from bot.content.queries import keep_events
from bot.insights.rollups.service import count_up, counted_to
from bot.intake.privacy import queries
from bot.intake.privacy.retained import queries as over
from bot.intake.privacy.retained.periods import Period, period
from bot.intake.privacy.rules import piece_mark
from bot.kernel.clock import Clock
from bot.kernel.log import get_logger
from bot.people.rules import SYSTEM
from bot.review.service import Reviews
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.personal import Whose, erase_rows, held_by
from bot.storage.unit_of_work import reading, unit_of_work

BATCH = 100
WHY = "retention"
T = TypeVar("T")
log = get_logger(__name__)


class Context(Protocol):
    """What retention needs of the services."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def reviews(self) -> Reviews: ...


@dataclass(frozen=True, slots=True)
class Due:
    """What one source gave of one platform: how much of it is over, and which is the oldest."""

    source: str
    platform: str
    period: Period
    count: int
    oldest: int | None = None  # the item
    seen_at: datetime | None = None


async def due(database: Database, settings: Settings, now: datetime) -> list[Due]:
    """A row for each source and platform, also where nothing is over. Writes nothing."""
    found = []
    async with reading(database) as session:
        for source, platform in await over.places(session):
            limit = _period(settings, source, platform)
            before = now - timedelta(days=limit.days)
            count = await over.count(session, source, platform, before, now)
            oldest = await over.oldest(session, source, platform, before, now)
            item, seen = oldest if oldest is not None else (None, None)
            found.append(Due(source, platform, limit, count, item, seen))
    return found


async def remove_due(context: Context) -> dict[str, int]:
    """Remove what is over, a batch a transaction; how many pieces of which source. Doing it twice finds nothing more.

    Past counts of pieces that stay go where a platform's terms ask it (``content.metrics``); they are no pieces."""
    now, removed = context.clock(), dict[str, int]()
    async with reading(context.database) as session:
        places = await over.places(session)
    for source, platform in places:
        limit = _period(context.settings, source, platform)
        while count := await _batch(context, source, platform, now - timedelta(days=limit.days), now):
            removed[source] = removed.get(source, 0) + count
    counts = 0
    await count_up(context.database, context.settings.digest.time_zone, now)
    while dropped := await _past_counts(context, now):
        counts += dropped
    if removed or counts:
        log.info("retention", removed=removed, counts=counts)
    return removed


async def _past_counts(context: Context, now: datetime) -> int:
    """Drop what may be kept no longer, once its day is added up: some platforms allow a day only, so the last minutes
    of it wait for the end of the day that they are part of."""
    counted = await counted_to(context.database)
    if counted is None:
        return 0
    async with unit_of_work(context.database) as session:
        return await drop_expired(session, now, before=counted)


async def _batch(context: Context, source: str, platform: str, before: datetime, now: datetime) -> int:
    async with unit_of_work(context.database) as session:
        ids = await over.items(session, source, platform, before, now, BATCH)
        if not ids:
            return 0
        files = await queries.preview_files(session, ids)
        places = await queries.places_of(session, ids)
        await queries.add_marks(session, 0, [piece_mark(name, at) for name, at, _ in places])
        waiting = await queries.not_closed(session, ids)
        await context.reviews.close(session, waiting, queries.ERASED, SYSTEM, now, WHY)
        await session.flush()
        for held in held_by(Whose.ITEM):
            await erase_rows(session, held, ids)
        await queries.end_pieces(session, ids, now)
        await keep_events(session, [_event(one, now) for one in ids])
        await context.reviews.touch(session, ids, now)
    folder = MediaFolder(context.settings.media_dir)
    async with reading(context.database) as session:
        used = await files_in_use(await session.connection(), files) if files else set()
    await asyncio.to_thread(
        folder.remove, files - used
    )  # what a death leaves here, the media's sweep removes
    return len(ids)


def _event(item_id: int, now: datetime) -> dict[str, Any]:
    data = {"why": WHY}
    return {
        "item_id": item_id,
        "event": queries.ERASED,
        "actor": "system",
        "via": WHY,
        "data": data,
        "at": now,
    }


def _period(settings: Settings, source: str, platform: str) -> Period:
    section = settings.sources.get(source)
    kind = section.kind if section is not None else source
    own = section.content_days if section is not None else None
    return period(kind, platform, source_days=own, all_days=settings.retention.keep_days)
