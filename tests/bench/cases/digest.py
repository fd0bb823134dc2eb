"""The weekly digest: over a long history against a short one and against plain SQL, and what its charts take."""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.digests.building import build
from bot.digests.document import Document
from bot.insights.periods import Cadence, period_of
from bot.insights.rollups.service import count_up
from bot.kernel.clock import Clock
from bot.settings import Settings
from bot.storage.database import Database
from tests.bench import product
from tests.bench.cases._weeks import END, WEEK, fill
from tests.bench.floors.plain_digest import PlainDigest, digest
from tests.bench.harness import Goal, Result, compare, cpu_time
from tests.bench.product import Folder
from tests.bench.scale import Scale

CASE = "digest"
ASKED = 1_000_000
PERIOD = period_of(Cadence.WEEK, (END - WEEK).date(), "UTC")
NOW = END + timedelta(hours=9)
MEMORY, PAUSE = 150.0, 50.0  # MB, ms


@dataclass(frozen=True, slots=True)
class Running:
    """What building needs."""

    database: Database
    settings: Settings
    clock: Clock
    counting: float  # CPU seconds that counting a week took


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Days are counted beforehand, as they are when a digest is due."""
    plan, times = scale.plan(rounds), scale.digests
    with product.working_folder() as folder:
        async with AsyncExitStack() as stack:
            short = await _history(stack, folder, scale.few_weeks, scale.week_items)
            long = await _history(stack, folder, scale.weeks, scale.week_items)
            connection = sqlite3.connect(str(long.database.path))
            stack.callback(connection.close)

            async def of_few() -> float:
                return await _built(short, times)

            async def of_many() -> float:
                return await _built(long, times)

            async def plain() -> float:
                with cpu_time() as so_far:
                    for _ in range(times):
                        digest(connection, PERIOD.start, END - scale.weeks * WEEK)
                    return so_far() / times * 1000

            _same(await build(long, PERIOD), digest(connection, PERIOD.start, END - scale.weeks * WEEK))
            size = f"{scale.weeks} weeks of {scale.week_items:,} pieces"
            about = f"the product's own digest over {scale.few_weeks} weeks"
            notes = {"count_a_week_cpu_s": long.counting}
            result = await compare(
                CASE,
                f"a digest over {size}",
                of_few,
                of_many,
                Goal(at_most=1.5),
                plan=plan,
                unit="CPU ms",
                floor_is=about,
            )
            result.notes |= notes
            yield result
            about = "the same figures by SQL over the raw rows, by index (floors/plain_digest.py)"
            result = await compare(
                CASE,
                f"beside plain SQL, {size}",
                plain,
                of_many,
                Goal(at_most=0.2),
                plan=plan,
                unit="CPU ms",
                floor_is=about,
            )
            if scale.weeks * scale.week_items < ASKED:  # so little is read faster than names are looked up
                result.holds = None
                result.notes["size"] = f"judged with BENCH_FULL=1, which takes {ASKED:,} pieces"
            yield result
    async for result in _charts(rounds):
        yield result


async def _history(stack: AsyncExitStack, folder: Folder, weeks: int, items: int) -> Running:
    url = folder.fresh()
    fill(Path(url.removeprefix("sqlite:///")), weeks, items)
    database = await stack.enter_async_context(product.opened(url))
    began = time.process_time()
    if await count_up(database, "UTC", NOW) != weeks * 7:
        raise RuntimeError(f"not every day of {weeks} weeks was counted")
    settings = Settings.model_validate({"digest": {"time_zone": "UTC"}})
    return Running(database, settings, lambda: NOW, (time.process_time() - began) / weeks)


async def _built(running: Running, times: int) -> float:
    """CPU ms a digest."""
    with cpu_time() as so_far:
        for _ in range(times):
            document = await build(running, PERIOD)
            if document.missing:
                raise RuntimeError(f"missing in the digest: {', '.join(document.missing)}")
        return so_far() / times * 1000


def _same(ours: Document, plain: PlainDigest) -> None:
    """Both sides say the same, or comparing them means nothing."""
    pairs = {
        "funnel": (
            [(one.value, one.before) for one in ours.funnel],
            [(plain.now[one.figure], plain.before[one.figure]) for one in ours.funnel],
        ),
        "trend": ([(one.found, one.approved, one.granted) for one in ours.trend], plain.trend),
        "records": (
            {one.figure: one.periods for one in ours.records},
            {key: weeks for key, weeks in plain.best_of.items() if weeks >= 4},
        ),
        "pieces": ([one.item_id for one in ours.pieces if one.number], [one[0] for one in plain.pieces]),
        "creators": ([one.creator_id for one in ours.creators], [one[0] for one in plain.creators][:5]),
        "people": ([one.value for one in ours.people][:2], list(plain.people)),
    }
    for name, (first, second) in pairs.items():
        if first != second:
            raise RuntimeError(f"the digest and plain SQL differ in {name}: {first} and {second}")


async def _charts(rounds: int) -> AsyncIterator[Result]:
    """Drawn in a process of its own."""
    said = [await _drawer() for _ in range(rounds)]
    charts, before, most, first, second = (statistics.median(one) for one in zip(*said, strict=True))
    notes = {"charts": charts, "before_mb": before, "first_pause_ms": first}
    for what, allowed, used, unit, about in (
        ("memory that charts add", MEMORY, most - before, "MB", "what they may add"),
        ("longest pause of the loop meanwhile", PAUSE, second, "ms", "the longest pause that is fine"),
    ):
        goal, ratio = Goal(at_most=1.0), used / allowed
        holds = goal.holds(ratio)
        yield Result(
            CASE, what, allowed, used, ratio, str(goal), holds, unit, about, rounds=rounds, notes=dict(notes)
        )


async def _drawer() -> list[float]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.drawer"), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"tests.bench.drawer ended with {process.returncode}")
    return [float(one) for one in said.split()]
