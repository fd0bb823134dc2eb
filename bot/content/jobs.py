"""Durable work on content: fetching previews and dropping those whose time is up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.media import queries
from bot.content.media.cache import MediaCache
from bot.kernel.clock import Clock
from bot.kernel.log import get_logger
from bot.settings import Settings
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work import Enqueuer, Job

FETCH = "media.fetch"
EXPIRE = "media.expire"
LONGEST_RUN = 60.0
"""Seconds after which a run hands over to the next, so that a stop never waits for a long one."""

T = TypeVar("T")
log = get_logger(__name__)


class Cards(Protocol):
    """Whoever shows items: told that what a card shows has changed."""

    async def touch(self, session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None: ...


class MediaContext(Protocol):
    """What these jobs need of the running services."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def work(self) -> Enqueuer: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def reviews(self) -> Cards: ...
    def outlet(self, kind: type[T]) -> T: ...


async def fetch_media(context: MediaContext) -> None:
    """Fetch the previews that are wanted, a few at a time, and redraw the cards that show them.

    Running twice fetches what is still wanted; a picture fetched twice is the same file. One run serves every
    item that waits: a workflow for each picture would cost more than the picture.
    """
    cache = _cache(context)
    end = asyncio.get_running_loop().time() + LONGEST_RUN
    fetched = 0
    while results := await cache.fetch_some(context.clock()):
        fetched += sum(one.file is not None for one in results)
        async with unit_of_work(context.database) as session:
            now = context.clock()
            await queries.save_fetched(await session.connection(), results, now)
            await context.reviews.touch(session, sorted({one.item_id for one in results if one.file}), now)
            if asyncio.get_running_loop().time() > end:
                await context.work.enqueue_soon(session, FETCH)
                break
    if fetched:
        await _touch(context, await cache.keep_within_budget(context.clock()))


async def expire_media(context: MediaContext) -> None:
    """Delete previews past their deadline or over the disk budget, and files that nothing names.

    Running twice finds nothing more to do. Fetches that were put off are taken up again here as well.
    """
    cache = _cache(context)
    now = context.clock()
    lost = await cache.drop_expired(now) | await cache.keep_within_budget(now)
    await _touch(context, lost)
    await cache.sweep()
    async with unit_of_work(context.database) as session:
        await context.work.enqueue_soon(session, FETCH)


def _cache(context: MediaContext) -> MediaCache:
    return MediaCache(context.database, context.settings, context.outlet(PoliteClient))


async def _touch(context: MediaContext, items: set[int]) -> None:
    if items:
        log.info("media_dropped", items=len(items))
        async with unit_of_work(context.database) as session:
            await context.reviews.touch(session, sorted(items), context.clock())


JOBS = (Job(FETCH, fetch_media, queue="media"), Job(EXPIRE, expire_media, queue="media"))
"""``media.expire`` is for the calendar, every ten minutes or so; ``media.fetch`` is asked for by the intake."""
