"""Tracked links: what a click costs beside a redirect that writes nothing, how soon it is kept, what the page before
it costs beside hello world, and a thousand people a second."""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette

from bot.faces.web.application import WebServer, application
from bot.faces.web.consent import consent_routes
from bot.faces.web.draws import draw_routes, published
from bot.faces.web.links.resolving import LOOK
from bot.links.queries import totals
from bot.links.tables import Link
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bench import product
from tests.bench.crowd import CONNECTIONS, LONG_BEFORE, crowd
from tests.bench.floors import bare_redirect
from tests.bench.harness import Goal, Plan, Result, Sample, compare, compare_many, cpu_time
from tests.bench.harness import Question as Asked
from tests.bench.scale import Scale
from tests.bot.faces.links.support import TARGET, Sharing, open_sharing
from tests.support.child import child

CASE = "links"
DURABLE_MS = 50.0
A_SECOND = 1000
PATIENCE = 30.0
"""Seconds for which a crowd goes on where the kill is late."""


@dataclass
class Stage:
    """Both servers, and what is followed."""

    sharing: Sharing
    ours: WebServer
    bare: WebServer
    link: Link
    page: Link
    people: int = field(default=0)

    async def cost(
        self, server: WebServer, path: str, count: int, status: int, who: str = "people"
    ) -> Sample:
        """CPU µs of this process an answer, clicks written."""
        self.people += count
        async with crowd(server.port, path, count, status, first=self.people, who=who) as waiting:
            with cpu_time() as spent:
                said = await waiting.go()
                await self.sharing.counter.flush()
                return {"answer": spent() / count * 1e6, "p99_ms": said["p99_ms"]}

    async def clicks(self) -> int:
        async with reading(self.sharing.database) as session:
            return (await totals(session, [self.link.id or 0]))[self.link.id or 0].clicks


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Both are served by the same uvicorn in this process, and asked from another one. Previews ask for the page,
    which write no row each: what counting people costs is the first question's, and stands in the notes."""
    plan = scale.plan(rounds)
    async with _stage() as stage:
        path, page = f"/s/{stage.link.code}", f"/s/{stage.page.code}"

        async def redirect() -> Sample:
            return await stage.cost(stage.bare, path, scale.follows, 302)

        async def tracked() -> Sample:
            return await stage.cost(stage.ours, path, scale.follows, 302)

        what = Asked(
            "a link followed by somebody new, counted", "answer", Goal(at_most=1.6), "CPU µs an answer"
        )
        about = "a Starlette redirect that writes nothing (floors/bare_redirect.py)"
        for result in await compare_many(CASE, [what], redirect, tracked, plan=plan, floor_is=about):
            yield result

        async def hello() -> Sample:
            return await stage.cost(stage.bare, "/hello", scale.follows, 200)

        async def landing() -> Sample:
            seen = await stage.cost(stage.ours, page, scale.follows, 200, "previews")
            people = await stage.cost(stage.ours, page, scale.follows, 200)
            return {**seen, "of_people_counted": people["answer"]}

        what = Asked("the page before it, shown", "answer", Goal(at_most=1.5), "CPU µs an answer")
        about = "a Starlette route that says hello (floors/bare_redirect.py)"
        for result in await compare_many(CASE, [what], hello, landing, plan=plan, floor_is=about):
            yield result
        yield await _durable(stage, rounds, scale)
        yield await _rush(stage, scale)
    yield await _killed(scale)


async def _durable(stage: Stage, rounds: int, scale: Scale) -> Result:
    async def allowed() -> float:
        return _nine_in_ten([await _the_time_allowed(stage) for _ in range(scale.durable)])

    async def slowest() -> float:
        return _nine_in_ten([await _until_kept(stage) for _ in range(scale.durable)])

    return await compare(
        CASE,
        "from the answer to the committed click, nine in ten",
        allowed,
        slowest,
        Goal(at_most=1.0),
        plan=scale.plan(rounds),
        unit="ms",
        floor_is=f"waiting for the {DURABLE_MS:g} ms that are allowed, and looking once",
    )


def _nine_in_ten(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.9)]


async def _the_time_allowed(stage: Stage) -> float:
    """Milliseconds that the allowed time takes here, where others work too."""
    began = time.perf_counter()
    await asyncio.sleep(DURABLE_MS / 1000)
    await stage.clicks()
    return (time.perf_counter() - began) * 1000


async def _until_kept(stage: Stage) -> float:
    """Milliseconds from an answer until another connection reads the click."""
    before = await stage.clicks()
    stage.people += 1
    await stage.sharing.follow(stage.link, address=f"9.{stage.people // 250 % 250}.7.{stage.people % 250}")
    answered = time.perf_counter()
    while await stage.clicks() == before:  # noqa: ASYNC110 - it is looked from outside, as after a crash
        await asyncio.sleep(0.001)
    return (time.perf_counter() - answered) * 1000


async def _rush(stage: Stage, scale: Scale) -> Result:
    """A thousand new people a second; every one of them counts."""
    count, rates = int(scale.rush * A_SECOND), dict[str, float]()

    async def answered() -> float:
        return float(count)

    async def counted() -> float:
        before = await stage.clicks()
        stage.people += count
        path = f"/s/{stage.link.code}"
        async with crowd(stage.ours.port, path, count, 302, rate=A_SECOND, first=stage.people) as waiting:
            rates.update(await waiting.go())
        await stage.sharing.counter.flush()
        return float(await stage.clicks() - before)

    plan = Plan(1, "AB", warm_up=False)  # it takes as long as it says
    result = await compare(
        CASE,
        f"{scale.rush:g} s of {A_SECOND:,} clicks a second, kept",
        answered,
        counted,
        Goal(at_least=1.0),
        plan=plan,
        unit="clicks",
        floor_is="what was answered",
    )
    result.notes |= rates
    return result


async def _killed(scale: Scale) -> Result:
    """A thousand new people a second follow a link of a process that is killed (SIGKILL) in the midst of it: what it
    answered a second before stands in the database, and nobody counts twice."""
    kept, rates, seconds = 0, dict[str, float](), max(scale.rush, LONG_BEFORE * 2)

    async def answered() -> float:
        nonlocal kept
        with product.working_folder() as folder:
            url = folder.fresh()
            command = (sys.executable, "-m", "tests.bench.linked", url, str(folder.path / "data"))
            async with child(*command, cwd=folder.path, name="linked") as server:
                port, path, link = (await server.says("serves ")).split("serves ")[1].split()[:3]
                count = int((seconds + PATIENCE) * A_SECOND)
                async with crowd(int(port), path, count, 302, rate=A_SECOND, breaks=True) as waiting:
                    going = asyncio.create_task(waiting.go())
                    await asyncio.sleep(seconds)
                    await server.kill()
                    rates.update(await going)
            async with product.opened(url) as database, reading(database) as session:
                kept = (await totals(session, [int(link)]))[int(link)].clicks
        assert rates["long_before"] > 0
        assert kept <= rates["answered"] + CONNECTIONS, "somebody counts twice"
        return rates["long_before"]

    async def stands() -> float:
        return float(kept)

    result = await compare(
        CASE,
        f"{seconds:g} s of {A_SECOND:,} clicks a second, kept after kill -9",
        answered,
        stands,
        Goal(at_least=1.0),
        plan=Plan(1, "AB", warm_up=False),
        unit="clicks",
        floor_is=f"what was answered {LONG_BEFORE:g} s before and earlier",
    )
    result.notes |= rates
    return result


@asynccontextmanager
async def _stage() -> AsyncIterator[Stage]:
    with product.working_folder() as folder:
        async with (
            product.opened(folder.fresh()) as database,
            staged(database, folder.path / "data") as stage,
        ):
            yield stage


@asynccontextmanager
async def staged(database: Database, folder: Path) -> AsyncIterator[Stage]:
    """Both servers on an empty database."""
    async with open_sharing(database, folder, look=LOOK) as sharing:
        piece = await sharing.piece(text="My first cup this morning. " * 8)
        link = await sharing.link(piece.item)
        page = await sharing.link(piece.item, network="linkedin")
        routes = [
            *sharing.links.routes(),
            *draw_routes(published(database)),
            *consent_routes(sharing.services),
            *sharing.gallery.routes(),
        ]
        async with (
            _served(application(sharing.well, routes)) as ours,
            _served(bare_redirect.application(TARGET)) as bare,
        ):
            gc.freeze()  # as the product does when it has started: looking through all of it takes 0.2 s
            try:
                yield Stage(sharing, ours, bare, link, page)
            finally:
                gc.unfreeze()


@asynccontextmanager
async def _served(app: Starlette) -> AsyncIterator[WebServer]:
    server = WebServer(app, "127.0.0.1", 0)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
