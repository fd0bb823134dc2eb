"""Killed at any step between the press and the licence, it asks once and loses no answer: with real processes, the
real engine of durable work, on both databases."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.rights import queries
from bot.rights.licensed import licence
from bot.rights.scope import Use
from bot.rights.tables import Ask
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bot.intake.reaching.support import Reach, reached
from tests.sources.mastodon.home import ANA, Home
from tests.sources.server import Answer, Seen
from tests.support.waiting import eventually

ROOT = Path(__file__).parents[4]
YES = "@brand #yesbrand @brand with pleasure!"
STEPS = {
    1: "on its way",
    2: "sent, and watched",
    3: "about to look",
    4: "answer heard",
    5: "looked",
}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def answers_at_once(home: Home) -> None:
    """Ana answers whatever we write to her, before anybody looks."""
    write = home.server.routes["/api/v1/statuses"]

    def written(seen: Seen) -> Answer:
        before = len(home.ours)
        found = write(seen)
        if len(home.ours) > before:
            home.add(ANA, YES, home.ours[-1]["id"])
        return found

    home.server.routes["/api/v1/statuses"] = written


@asynccontextmanager
async def process(plan: dict[str, Any]) -> AsyncIterator[asyncio.subprocess.Process]:
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.intake.reaching.mortal", json.dumps(plan), cwd=ROOT
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


async def granted(reach: Reach, ask: int) -> bool:
    return (await reach.row(ask)).status == "granted"


async def settled(reach: Reach, ask: int) -> bool:
    [heard] = await reach.rows("SELECT count(*) FROM heard_answer") or [(0,)]
    return await granted(reach, ask) and heard[0] == 1


MOMENTS = [("before", step) for step in STEPS] + [("after", step) for step in (1, 3, 5)]
"""Before two of the commits nothing happens outside since the one before: killed after that one is the same."""


@pytest.mark.parametrize(("when", "step"), MOMENTS, ids=[f"{when} {STEPS[step]}" for when, step in MOMENTS])
async def test_killed_at_any_step_it_asks_once_and_hears_the_answer(
    database_url: str, tmp_path: Path, when: str, step: int
) -> None:
    database = Database(database_url)
    async with reached(database, tmp_path) as reach:
        ask = await reach.ask(await reach.found())
        answers_at_once(reach.home)
        plan = {"url": database_url, "settings": reach.settings}
        first = {**plan, "start": reach.now.isoformat(), "die": [when, step]}
        async with process(first) as mortal:
            assert await asyncio.wait_for(mortal.wait(), 100) == -signal.SIGKILL
        reach.later(days=4)
        async with process({**plan, "start": reach.now.isoformat(), "die": ["before", 0]}):
            await eventually(lambda: settled(reach, ask), within=100, what="the answer counts")
            reach.later(days=4)
        assert len(reach.home.ours) == 1
        assert await reach.actions(ask) == ["sent", "delivered", "granted"]
        row: Ask = await reach.row(ask)
        assert (row.answer, row.proof, row.granted_uses) == (YES, "reply", ["website", "ads"])
        async with reading(database) as session:
            assert await licence(session, row.item_id, Use.ADS, reach.now) is not None
            assert len(await queries.all_asks(session, row.item_id)) == 1
        assert await reach.told("may or may not") == []
    await database.close()
