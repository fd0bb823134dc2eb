"""A replica that sends digests and dies where it is told to.

``python -m tests.bot.digests.victim URL FILE STAGE NOW``: FILE is what the place shows.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from apscheduler.triggers.interval import IntervalTrigger

from bot.digests import wishes
from bot.storage.database import Database
from bot.work.engine import Work
from tests.bot.digests.outside import ALL_JOBS, Recording, World


async def serve(url: str, file: str, stage: str, now: str) -> None:
    moment = datetime.fromisoformat(now)
    database = Database(url)
    world = World(database, Recording(Path(file), stage), clock=lambda: moment)
    work = Work(database, ALL_JOBS, world, reap_every=0.3, beat=0.1)
    world.work = work
    work.schedule("look", IntervalTrigger(seconds=1), wishes.DUE)
    await work.start()
    Path(f"{file}.up").open("a", encoding="utf-8").write("up\n")
    while True:  # the clock stands still: each look is asked for here
        async with asyncio.timeout(60):
            await asyncio.sleep(0.2)
            await _look(work)


async def _look(work: Work) -> None:
    from bot.storage.unit_of_work import unit_of_work

    async with unit_of_work(work.database) as session:
        await work.enqueue(session, wishes.DUE)


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
