"""Durable work of insights: counting the days that are over, following later changes, and the daily check that what
was counted is what the events say."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from bot.insights.rollups.service import check, count_up, follow, turn_back
from bot.kernel.clock import Clock
from bot.kernel.log import get_logger
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work import Enqueuer, Job
from bot.work.notices import NOTICE

COUNT, CHECK = "insights.count", "insights.check"
EVERY = {COUNT: 10 * 60, CHECK: 24 * 3600}
"""Seconds between two runs."""

CHECKED = timedelta(days=35)
"""How far back the check counts again: a month and what moves in its first days."""

NAMED = 5  # days spelled out in the message
log = get_logger(__name__)


class Context(Protocol):
    """What the work needs of the services."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def work(self) -> Enqueuer: ...
    @property
    def clock(self) -> Clock: ...


async def count(context: Context) -> None:
    """Count what is over and what changed since. Running twice, here or in another replica, counts the same."""
    now = context.clock()
    await turn_back(context.database, now)
    await count_up(context.database, context.settings.digest.time_zone, now)
    await follow(context.database, now)


async def check_days(context: Context) -> None:
    """Count the last weeks again, mend what differs and tell managers. Running twice finds nothing more to mend."""
    await count(context)
    now = context.clock()
    found = await check(context.database, now, now - CHECKED)
    if not found.mended:
        return
    log.warning("insights_mended", days=len(found.mended), checked=found.days)
    named = [f"{day:%Y-%m-%d}" for day in found.mended[:NAMED]] + ["..."] * (len(found.mended) > NAMED)
    key = f"insights:mended:{now:%Y-%m-%d}"
    what = f"The figures of {len(found.mended)} days were not what their events say: {', '.join(named)}."
    remedy = "They are right now. Digests that were sent before may show what was wrong; was a row changed by hand?"
    async with unit_of_work(context.database) as session:
        await context.work.enqueue(session, NOTICE, what, remedy, key, key=key)


JOBS = (Job(COUNT, count), Job(CHECK, check_days))
