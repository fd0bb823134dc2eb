"""The bot is killed while hundreds of pieces arrive and while people click. Nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from bot.playground.slack import LocalSlack
from bot.storage.database import Database
from tests.journeys.burst import (
    PEOPLE,
    Team,
    all_shown,
    assert_nothing_lost_or_doubled,
    bot_command,
    bot_environment,
    feed,
    items_stored,
    kill_when,
)
from tests.sources.server import LocalServer, local_server
from tests.support.child import child, connected
from tests.support.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
PIECES, CLICKS = 500, 100
SEED = int(os.environ.get("GOODWORD_TEST_SEED") or random.randrange(10**6))


@pytest_asyncio.fixture
async def web() -> AsyncIterator[LocalServer]:
    async with local_server() as server:
        server.routes["/feed.xml"] = lambda _: feed(PIECES)
        yield server


@pytest.mark.parametrize("overflow", ["lists", "summary"])
async def test_killed_again_and_again(
    slack: LocalSlack, web: LocalServer, sqlite_database: Database, tmp_path: Path, overflow: str
) -> None:
    dice = random.Random(SEED)
    print(f"repeat with GOODWORD_TEST_SEED={SEED}")
    team, database = Team(slack), sqlite_database
    env = bot_environment(slack, f"sqlite:///{database.path}")
    async with child(*bot_command(tmp_path, slack, web, overflow), cwd=tmp_path, env=env) as bot:
        stored = dice.randrange(1, PIECES)

        async def enough() -> bool:
            return await items_stored(database) >= stored

        await kill_when(bot, enough)
        await bot.start()
        posts = dice.randrange(2, 6 if overflow == "summary" else 25)
        await kill_when(bot, lambda: len(slack.calls("chat.postMessage")) >= posts)
        await bot.start()
        await eventually(lambda: all_shown(database, PIECES), within=90, what="everything is shown")
        deciding = asyncio.create_task(decide(team, overflow, dice))
        for share in (0.3, 0.7):
            wanted = int(CLICKS * share) + dice.randrange(10)
            await kill_when(bot, partial(team.promised, wanted))
            await bot.start()
        await deciding
        await eventually(lambda: all_shown(database, PIECES), within=60, what="every decision is shown")
        assert len(team.acked) >= CLICKS - len(PEOPLE)
        await assert_nothing_lost_or_doubled(database, team, PIECES)
        assert await bot.terminate() == 0


async def test_one_of_two_replicas_is_killed(
    slack: LocalSlack, web: LocalServer, postgres_url: str, tmp_path: Path
) -> None:
    dice = random.Random(SEED)
    print(f"repeat with GOODWORD_TEST_SEED={SEED}")
    team, database = Team(slack), Database(postgres_url)
    command, env = bot_command(tmp_path, slack, web, "lists"), bot_environment(slack, postgres_url)
    async with (
        child(*command, cwd=tmp_path, env=env, name="one") as one,
        child(*command, cwd=tmp_path, env=env, name="two") as two,
    ):
        await connected(slack, one, 2)
        posts = dice.randrange(2, 20)
        await kill_when(one, lambda: len(slack.calls("chat.postMessage")) >= posts)
        await eventually(lambda: all_shown(database, PIECES), within=90, what="everything is shown")
        await one.start()
        await connected(slack, one, 2)
        deciding = asyncio.create_task(decide(team, "lists", dice))
        await kill_when(two, lambda: len(team.acked) >= CLICKS // 2)
        await deciding
        await eventually(lambda: all_shown(database, PIECES), within=60, what="every decision is shown")
        await assert_nothing_lost_or_doubled(database, team, PIECES)
        assert await one.terminate() == 0
    await database.close()


async def decide(team: Team, overflow: str, dice: random.Random) -> None:
    """A hundred decisions of three people, each on their own pieces."""
    if overflow == "summary":
        await asyncio.gather(*(team.approve_in_triage(person, CLICKS // len(PEOPLE)) for person in PEOPLE))
        return
    chosen = dice.sample(sorted(team.items("approve")), CLICKS)

    async def work(number: int, person: str) -> None:
        for item in chosen[number :: len(PEOPLE)]:
            await team.approve_in_channel(person, item)

    await asyncio.gather(*(work(number, person) for number, person in enumerate(PEOPLE)))
