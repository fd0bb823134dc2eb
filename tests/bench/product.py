"""The product put together for a measurement: a fresh database, no socket, and a clock that sleeping moves."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from pydantic import SecretStr

from bot.faces.slack.face import SlackFace
from bot.faces.slack.limits import Pace
from bot.review.service import NewReview
from bot.services import Services
from bot.settings import Http, Review, Roles, Settings, Slack, SourceSection
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from tests.bench import material
from tests.support.databases import SqliteTemplate

CHANNEL = "C0BENCH001"
STORE = 500  # items queued in one transaction


class Time(Protocol):
    """A clock and what sleeping does to it."""

    def now(self) -> float: ...
    async def sleep(self, seconds: float) -> None: ...


class Folder:
    """A temporary folder with a migrated database to copy."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._template = SqliteTemplate(path)
        self._copies = 0

    def fresh(self) -> str:
        """URL of a new, migrated database."""
        self._copies += 1
        return self._template.copy_to(self.path / f"copy{self._copies}.db")

    def file(self) -> Path:
        """A path that nothing has used."""
        self._copies += 1
        return self.path / f"file{self._copies}.db"


@contextlib.contextmanager
def working_folder() -> Iterator[Folder]:
    """Gone, with everything in it, when the block ends."""
    with tempfile.TemporaryDirectory(prefix="goodword-bench-") as path:
        yield Folder(Path(path))


@contextlib.asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """A database, closed when the block ends."""
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


def settings(
    folder: Folder,
    port: int,
    api_url: str,
    sources: Mapping[str, Mapping[str, Any]] = {},
    *,
    bot_token: str = "xoxb-bench",
) -> Settings:
    """Lists in one channel; no pause between requests to our own server."""
    return Settings(
        data_dir=folder.path,
        slack=Slack(bot_token=SecretStr(bot_token), app_token=SecretStr("xapp-bench"), api_url=api_url),
        review=Review(channel=CHANNEL, overflow="lists"),
        roles=Roles(everyone="moderator"),
        http=Http(allowed=(f"127.0.0.1:{port}",), pause=0),
        sources={name: SourceSection(**values) for name, values in sources.items()},
    )


@contextlib.asynccontextmanager
async def services(made: Settings, database: Database) -> AsyncIterator[Services]:
    """The areas' services, without a face; durable work is asked for but not run."""
    work = Enqueuer(database, all_jobs())
    await work.prepare()
    built = build_services(made, database, work)
    try:
        yield built
    finally:
        await built.desk.stop()
        await built.outlet(PoliteClient).aclose()
        work.close()


@contextlib.asynccontextmanager
async def sending(built: Services, time: Time) -> AsyncIterator[SlackFace]:
    """The Slack face as far as sending goes."""
    face = SlackFace(built, pace=Pace(time.now, time.sleep))
    await face.open()
    try:
        yield face
    finally:
        await face.close()


async def queue(built: Services, items: int) -> None:
    """Store so many pieces and queue them for people; their ids begin at 1 in a fresh database."""
    written = material.pieces(items)
    for start in range(0, items, STORE):
        found = [material.found(one) for one in written[start : start + STORE]]
        async with unit_of_work(built.database) as session:
            stored = await built.contents.store(session, "bench", found, material.NOW)
            reviews = [NewReview(one.item_id) for one in stored.new]
            await built.reviews.queue_new(session, reviews, material.NOW)
