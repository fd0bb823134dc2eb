"""A process that runs durable work and dies where it is told to.

``python -m tests.bot.work.victim URL TRACE STAGE``: TRACE is a file that gets a line for each thing that
happens; the stages are the functions below. The process kills itself with SIGKILL, as the kernel would.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import select

from bot.content.tables import Campaign
from bot.kernel.clock import utc_now
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work.engine import Work
from bot.work.job import Job

POSTS = ["one", "two", "three"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where jobs leave their traces, and the stage at which the process dies."""

    database: Database
    trace: Path
    stage: str = ""

    def write(self, *words: object) -> None:
        with self.trace.open("a", encoding="utf-8") as file:
            file.write(" ".join(map(str, words)) + "\n")

    def die_at(self, stage: str) -> None:
        if self.stage == stage:
            os.kill(os.getpid(), signal.SIGKILL)


async def post(place: Place, name: str) -> None:
    """Adds a campaign of this name. Running twice adds one: the name is its idempotence key."""
    place.write("begin", name)
    place.die_at("inside the step")
    async with unit_of_work(place.database) as session:
        if (await session.exec(select(Campaign).where(Campaign.name == name))).first() is None:
            session.add(Campaign(name=name, created_at=utc_now()))
    place.die_at("before the checkpoint")
    if place.stage == "during the pause":
        asyncio.get_running_loop().call_later(0.4, place.die_at, place.stage)


async def slow(place: Place, number: int) -> None:
    """Takes a moment. Running twice writes two lines, so that a test sees it."""
    place.write("begin", number, os.getpid())
    await asyncio.sleep(0.5)
    place.write("end", number, os.getpid())


async def tick(place: Place, name: str) -> None:
    """Writes a line. Running twice writes two."""
    place.write("tick", name, os.getpid())


JOBS = [
    Job("victim.post", post, queue="deliver", pace=0.6),
    Job("victim.slow", slow),
    Job("victim.tick", tick),
]


async def ask_for_posts(work: Work, place: Place) -> None:
    async with unit_of_work(place.database) as session:
        for name in POSTS:
            await work.enqueue(session, "victim.post", name, partition="C1", key=name)
        place.die_at("before the commit")


async def serve(url: str, trace: str, stage: str) -> None:
    place = Place(Database(url), Path(trace), stage)
    work = Work(place.database, JOBS, place, reap_every=0.3, beat=0.1)
    if stage == "replica":
        work.schedule("every second", IntervalTrigger(seconds=1), "victim.tick", "second")
    await work.start()
    place.write("up", os.getpid())
    if stage != "replica":
        await ask_for_posts(work, place)
        place.die_at("after the commit")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(*sys.argv[1:]))
