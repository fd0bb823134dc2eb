"""Ten picks for an ambassador among very many pieces: where all of them are read for it, and where they were read
already for somebody else."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.ambassadors.picking.rules import Leaning, Taste
from bot.ambassadors.picking.service import Picker
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bench import product
from tests.bench.cases._pieces import NOW, fill
from tests.bench.floors.plain_picks import read
from tests.bench.harness import Goal, Result, compare, cpu_time
from tests.bench.scale import Scale

CASE = "picks"
PICKS = 10
FLOOR_IS = (
    "the columns of the same pieces read by sqlite3, also what may not be offered (floors/plain_picks.py)"
)
TASTE = Taste(
    tags=frozenset({"tag1", "tag5"}),
    languages=frozenset({"en", "sv"}),
    leaning=Leaning(tags={"tag7": -0.5}, creators={3: 0.5}, kinds={"video": 0.2}),
    recent_creators=(1, 2, 3),
    recent_kinds=("post", "photo", "video"),
)
_SEEDS = count(1)


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Both questions, on SQLite."""
    plan, size = scale.plan(rounds), f"{scale.pieces:,} candidates"
    with product.working_folder() as folder:
        async with AsyncExitStack() as stack:
            url = folder.fresh()
            fill(Path(url.removeprefix("sqlite:///")), scale.pieces)
            database = await stack.enter_async_context(product.opened(url))
            connection = sqlite3.connect(str(database.path))
            stack.callback(connection.close)
            kept = Picker()

            async def plain() -> float:
                with cpu_time() as so_far:
                    assert read(connection) == scale.pieces
                    return so_far() * 1000

            async def anew() -> float:
                return await _picked(database, Picker(kept=timedelta(0)))

            async def again() -> float:
                await _picked(database, kept)
                return await _picked(database, kept)

            for what, candidate, goal in (
                (f"ten picks from {size}", anew, Goal(at_most=10.0)),
                (f"ten more for somebody else, {size}", again, Goal(at_most=0.5)),
            ):
                yield await compare(
                    CASE, what, plain, candidate, goal, plan=plan, unit="CPU ms", floor_is=FLOOR_IS
                )


async def _picked(database: Database, picker: Picker) -> float:
    with cpu_time() as so_far:
        async with reading(database) as session:
            picks = await picker.picks_for(session, TASTE, PICKS, NOW, seed=next(_SEEDS))
        spent = so_far()
    assert len(picks) == PICKS
    return spent * 1000
