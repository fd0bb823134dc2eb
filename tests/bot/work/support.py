"""Jobs that leave traces, and a running engine around a test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work.engine import Work
from bot.work.enqueue import Enqueuer
from bot.work.job import Job


@asynccontextmanager
async def working(
    database: Database, jobs: Sequence[Job], context: object = None, *, grace: float = 5.0, **options: Any
) -> AsyncIterator[Work]:
    """A started engine that is stopped at the end, quick where the product may take its time."""
    work = Work(database, jobs, context, **{"beat": 0.02, "reap_every": 0.3, "watchdog": None, **options})
    await work.start()
    try:
        yield work
    finally:
        await work.stop(grace)


async def ask(work: Enqueuer, name: str, *args: Any, **options: Any) -> str:
    """Enqueue in a unit of work of its own."""
    async with unit_of_work(work.database) as session:
        return await work.enqueue(session, name, *args, **options)


async def wish(work: Work, name: str, *args: Any, **options: Any) -> None:
    async with unit_of_work(work.database) as session:
        await work.enqueue_soon(session, name, *args, **options)


class Trace:
    """A job context that remembers the runs."""

    def __init__(self) -> None:
        self.runs: list[Any] = []


async def note(trace: Trace, *args: Any) -> None:
    """Remembers its arguments. Running twice remembers twice, so that a test sees it."""
    trace.runs.append(args[0] if len(args) == 1 else args)


class Hands:
    """A clock that a test moves."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **interval: float) -> None:
        self.now += timedelta(**interval)
