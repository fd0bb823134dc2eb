"""The whole line on a database: contents, real checks, reviews, a real outbox, a real client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.content import jobs as media_jobs
from bot.content.service import Contents
from bot.intake import poll
from bot.intake.line import Intake, Taken
from bot.people.identity.service import Identities
from bot.review.service import DELIVER, Reviews
from bot.screening.registry import load_checks
from bot.settings import Settings
from bot.sources.base import FoundItem, Removed
from bot.sources.guard import HttpPolicy
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.work import Enqueuer, Job
from bot.work.notices import NOTICE
from tests.bot.content.pieces import NOW
from tests.support.work import asked_for

CHANNEL = "C0REVIEW01"
T = TypeVar("T")


async def _nothing(_context: object, *_args: object) -> None:
    """The face's jobs: these tests look at what is asked for."""


ALL_JOBS = (
    *media_jobs.JOBS,
    *poll.JOBS,
    Job(DELIVER, _nothing, queue="deliver"),
    Job(NOTICE, _nothing),
)


class Line:
    """The services that intake and its jobs need; also the context the jobs are given."""

    def __init__(self, database: Database, settings: Settings, http: PoliteClient) -> None:
        self.database = database
        self.settings = settings
        self.work = Enqueuer(database, ALL_JOBS)
        self.contents = Contents()
        self.reviews = Reviews(self.work, CHANNEL)
        campaigns = [(each.name, each.hashtag) for each in settings.campaigns]
        self.identities = Identities()
        self.intake = Intake(
            self.contents, load_checks(), self.reviews, self.work, campaigns, self.identities
        )
        self.now = NOW
        self._http = http

    def clock(self) -> datetime:
        return self.now

    def outlet(self, kind: type[T]) -> T:
        if not isinstance(self._http, kind):
            raise TypeError(f"these tests have no {kind.__name__}")
        return self._http

    def forward(self, **interval: float) -> None:
        self.now += timedelta(**interval)

    async def take(self, source: str, *batch: FoundItem | Removed) -> Taken:
        """Run a batch through the line."""
        return await self.intake.run(self.database, source, batch, self.now)

    async def asked_for(self, job: str) -> list[list[Any]]:
        """The arguments of every run of a job that was asked for, in order."""
        return await asked_for(self.database, job)


@asynccontextmanager
async def open_line(database: Database, folder: Path, **settings: Any) -> AsyncIterator[Line]:
    """A line whose client may reach this machine's test servers (``allowed``: their ports) and nothing else."""
    ports = settings.pop("allowed", ())
    endpoints = frozenset(("127.0.0.1", port) for port in ports)
    policy = HttpPolicy(allowed=endpoints, pictures=endpoints, pause=0.0, retries=0, total_timeout=5.0)
    async with PoliteClient(policy) as http:
        line = Line(database, Settings(data_dir=folder, **settings), http)
        await line.work.prepare()
        try:
            yield line
        finally:
            line.work.close()
