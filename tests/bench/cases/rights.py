"""Checking the signed chain of rights events: what an event costs, and that memory doesn't grow with the chain."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bot.rights.chain import Signer
from tests.bench import product
from tests.bench.cases._chained import fill
from tests.bench.harness import Goal, Question, Result, Sample, compare_many
from tests.bench.product import Folder
from tests.bench.scale import Scale
from tests.bench.spent import parse

CASE = "rights"
SEED = bytes(range(32))
PLAIN = "tests.bench.floors.plain_chain"
OURS = "tests.bench.verifier"


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Every check is a process of its own, so that its CPU and its most memory are its own."""
    plan = scale.plan(rounds)
    with product.working_folder() as folder:
        large, small = _filled(folder, scale.events), _filled(folder, scale.few_events)

        async def plain() -> Sample:
            return await checked(PLAIN, str(large), scale.events)

        async def ours() -> Sample:
            return await checked(OURS, f"sqlite:///{large}", scale.events)

        async def ours_of_few() -> Sample:
            return await checked(OURS, f"sqlite:///{small}", scale.few_events)

        speed = Question(
            f"an event checked, {scale.events:,} of them", "event", Goal(at_most=2.5), "CPU µs an event"
        )
        about = "a checker in forty lines on sqlite3, json and cryptography (floors/plain_chain.py)"
        for result in await compare_many(CASE, [speed], plain, ours, plan=plan, floor_is=about):
            yield result
        memory = Question(
            f"most memory, {scale.events:,} events checked", "peak_mb", Goal(at_most=1.1), "MB of the process"
        )
        about = f"the product's own check of {scale.few_events:,} events"
        for result in await compare_many(CASE, [memory], ours_of_few, ours, plan=plan, floor_is=about):
            yield result


def _filled(folder: Folder, events: int) -> Path:
    file = Path(folder.fresh().removeprefix("sqlite:///"))
    fill(file, events, Signer(SEED))
    return file


async def checked(module: str, database: str, events: int) -> Sample:
    """One check in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, database, Signer(SEED).public), stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{module} ended with {process.returncode}")
    count, cpu, peak = parse(said)
    if count != events:
        raise RuntimeError(f"{module} checked {count} of {events} events")
    return {"event": cpu / events * 1e6, "peak_mb": peak}
