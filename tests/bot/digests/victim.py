"""A replica that sends digests and dies where it is told to.

``python -m tests.bot.digests.victim URL FILE STAGE NOW``: FILE is what the place shows.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from bot.digests import wishes
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work.engine import Work
from tests.bot.digests.outside import ALL_JOBS, Recording, World


async def serve(url: str, file: str, stage: str, now: str) -> None:
    moment = datetime.fromisoformat(now)
    database = Database(url)
    world = World(database, Recording(Path(file), stage), clock=lambda: moment)
    work = Work(database, ALL_JOBS, world, reap_every=0.3, beat=0.1)
    world.work = work
    await work.start()
    while True:  # until it is killed; the clock stands still, so looks are asked for here
        async with unit_of_work(database) as session:
            await work.enqueue(session, wishes.DUE)
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
