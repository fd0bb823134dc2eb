"""Somebody who is erased while a digest is built comes not to stand in it, however the two interleave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.content.queries import get_items
from bot.contests.scoring.votes import Voted
from bot.digests.book import document_of
from bot.digests.building import build
from bot.digests.document import Document
from bot.digests.faces import DigestFaces
from bot.digests.making import Maker
from bot.digests.sending import Sending
from bot.insights.periods import Cadence, period_of
from bot.intake.privacy.erasing import Eraser, begin
from bot.intake.privacy.rules import Stage
from bot.kernel.errors import TryLater
from bot.review.rules import Action
from bot.review.service import Decision
from bot.services import Services
from bot.settings import Settings
from bot.sources.base import FoundCreator, FoundItem, Kind
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from tests.bot.contests.scoring.support import MIA, NOW, Arena
from tests.bot.digests.outside import Recording

MARK = "zqmarkzq"
ANNA = FoundCreator(f"https://social.example/users/{MARK}", f"{MARK}@social.example", f"Anna {MARK.title()}")
BERT = FoundCreator("https://social.example/users/bert", "bert@social.example", "Bert Berg")
WEEK = period_of(Cadence.WEEK, NOW.date(), "UTC")
MONDAY = WEEK.end + timedelta(hours=9)


@dataclass
class Scene:
    """A week in which Anna posted, leads a contest, and is named by Bert. The digest about it is built, then it waits
    for ``go`` before it is stored."""

    services: Services
    face: Recording
    built: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    anna: int = 0
    digest: int = 0

    async def make(self, services: Any, *args: Any, **how: Any) -> Document:
        document = await build(services, *args, **how)
        self.built.set()
        await self.go.wait()
        return document

    async def draw(self, document: Document) -> tuple[list[Any], list[str]]:
        return [], []

    async def erase(self, until: Callable[[Stage], bool] = lambda stage: False) -> None:
        """Step by step, as its job does, until a stage is reached or something is waited for."""
        database = self.services.database
        async with unit_of_work(database) as session:
            row = await begin(session, self.anna, MIA, MONDAY)
        while row.stage != Stage.BYTES and not until(Stage(row.stage)):
            row = await Eraser(self.services).step(row.id or 0)

    async def finish(self) -> None:
        """Until nothing is waited for any more; what jobs would do meanwhile is done here."""
        while True:
            try:
                return await self.erase()
            except TryLater:
                await asyncio.sleep(0.01)
                await Sending(self.services).redraw(self.digest)

    async def send(self) -> None:
        await Sending(self.services).send(self.digest)

    async def stored(self) -> str:
        async with reading(self.services.database) as session:
            row = await self.services.digests.get(session, self.digest)
        document = None if row is None else document_of(row)
        assert document is not None
        return document.model_dump_json()


@asynccontextmanager
async def scene(database: Database, folder: Path) -> AsyncIterator[Scene]:
    work = Enqueuer(database, all_jobs())
    await work.prepare()
    settings = Settings.model_validate({"data_dir": str(folder / "data"), "digest": {"time_zone": "UTC"}})
    services = build_services(settings, database, work)
    services.clock = lambda: MONDAY
    made = Scene(services, Recording(folder / "place"))
    services.outlet(DigestFaces).plug(made.face)
    services.provide(Maker(made.make, made.draw))
    words = ((ANNA, "lovely teapot"), (BERT, f"I love the teapot of @{MARK}@social.example"))
    pieces = [
        FoundItem(f"piece-{one.name}", Kind.POST, "mastodon", said, url=one.external_id, creator=one)
        for one, said in words
    ]
    taken = await services.intake.run(database, "fediverse", pieces, NOW)
    assert len(taken.new) == 2
    async with reading(database) as session:
        made.anna = (await get_items(session, taken.new))[taken.new[0]].creator_id or 0
    approvals = [Decision(one, Action.APPROVE, MIA, None) for one in taken.new]
    async with unit_of_work(database) as session:
        await services.reviews.decide(session, approvals, NOW)
    arena = Arena(database, work)
    await arena.contest()
    leader = await arena.member(platform="mastodon", external_id=ANNA.external_id, name=ANNA.name)
    entry = await arena.entry(leader)
    assert isinstance(await arena.vote(await arena.member(), entry), Voted)
    async with unit_of_work(database) as session:
        row = await services.digests.send_now(session, "slack", "C1", WEEK, "U1", request="click", now=MONDAY)
        made.digest = row.id or 0
    try:
        yield made
    finally:
        work.close()


async def test_whoever_is_erased_before_it_is_stored_is_not_in_it(database: Database, tmp_path: Path) -> None:
    async with scene(database, tmp_path) as on:
        sending = asyncio.create_task(on.send())
        await on.built.wait()
        with pytest.raises(TryLater):  # others' words about her may stand in what is being built
            await on.erase()
        on.go.set()
        await sending
        stored = await on.stored()
        assert "Anna" not in stored
        assert "lovely teapot" not in stored
        assert "Bert Berg" in stored
        document = Document.model_validate_json(stored)
        assert [one.leaders for one in document.contests] == [["[erased]"]]
        assert [one.gone for one in document.creators if one.creator_id == on.anna] == [True]
        assert [one.title for one in document.pieces if one.gone] == [""]
        await on.finish()
        assert MARK not in await on.stored()


async def test_a_digest_that_nobody_left_is_stored_as_it_was_built(
    database: Database, tmp_path: Path
) -> None:
    async with scene(database, tmp_path) as on:
        on.go.set()
        await on.send()
        document = Document.model_validate_json(await on.stored())
        assert [one.leaders for one in document.contests] == [[ANNA.name]]
        assert [one.name for one in document.creators] == [ANNA.name, BERT.name]
        assert not any(one.gone for one in document.pieces)


@pytest.mark.parametrize("stage", [Stage.PIECES, Stage.PERSON, Stage.MESSAGES])
async def test_stored_in_the_midst_of_an_erasure_it_names_nobody_at_its_end(
    database: Database, tmp_path: Path, stage: Stage
) -> None:
    async with scene(database, tmp_path) as on:
        sending = asyncio.create_task(on.send())
        await on.built.wait()
        await on.erase(lambda reached: reached == stage)
        on.go.set()
        await sending
        await on.finish()
        stored = await on.stored()
        assert MARK not in stored.casefold()
        assert "Bert Berg" in stored


@pytest.mark.parametrize("pause", [0.0, 0.005, 0.02, 0.05, 0.1, 0.2])
async def test_at_the_same_moment_it_names_nobody_either(
    database: Database, tmp_path: Path, pause: float
) -> None:
    async with scene(database, tmp_path) as on:
        sending = asyncio.create_task(on.send())
        await on.built.wait()

        async def later(do: Callable[[], Awaitable[None]]) -> None:
            await asyncio.sleep(pause)
            on.go.set()
            await do()

        await asyncio.gather(on.finish(), later(lambda: sending))
        assert MARK not in (await on.stored()).casefold()
