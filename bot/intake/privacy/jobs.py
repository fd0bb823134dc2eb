"""Durable work of privacy."""

from __future__ import annotations

import asyncio

from bot.intake.privacy.erasing import Context, Eraser, begin
from bot.intake.privacy.retained.over import remove_due
from bot.intake.privacy.rules import Stage
from bot.intake.privacy.wishes import ERASE, RETAIN
from bot.people.rules import Person, Role
from bot.storage.unit_of_work import unit_of_work
from bot.work import Job

LONGEST_RUN = 60.0
"""Seconds after which a run hands over to the next, so that a stop never waits for a long one."""


async def erase(context: Context, creator_id: int, by: str, by_name: str = "") -> None:
    """Erase the person behind a creator, see ``erasing``. Running twice, or after a death at any moment, goes on
    where it was; when it is done it finds nothing to do. Raises TryLater while something outside is waited for."""
    async with unit_of_work(context.database) as session:
        row = await begin(session, creator_id, Person(by, by_name or by, Role.MANAGER), context.clock())
    eraser, end = Eraser(context), asyncio.get_running_loop().time() + LONGEST_RUN
    while row.stage != Stage.DONE and asyncio.get_running_loop().time() < end:
        row = await eraser.step(row.id or 0)
    if row.stage != Stage.DONE:
        async with unit_of_work(context.database) as session:
            await context.work.enqueue_soon(session, ERASE, creator_id, by, by_name)


async def retain(context: Context) -> None:
    """Remove what is over its retention period, see ``over``. Running twice finds nothing more."""
    if context.settings.retention.enabled:
        await remove_due(context)


JOBS = (Job(ERASE, erase), Job(RETAIN, retain, queue="timers"))
RETAIN_EVERY = 6 * 3600.0
"""Seconds: periods are days."""
