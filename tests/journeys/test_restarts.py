"""A bot that is stopped between a card and its click, and clicks on cards that are a year old."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from bot.faces.slack.blocks import search_text
from bot.playground.slack import LocalSlack
from bot.review.tables import ReviewEvent
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.journeys.burst import CHANNEL, action_ids, feed
from tests.sources.server import local_server
from tests.support.child import Child, child, connected, environment, tokens, write_settings
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow
YEAR = timedelta(days=365)
Json = Mapping[str, Any]


class Stage:
    """A bot with two cards in the channel; the bot can be stopped and started."""

    def __init__(self, slack: LocalSlack, bot: Child, database: Database) -> None:
        self.slack = slack
        self.bot = bot
        self.database = database

    def card(self, at: int = 0) -> Json:
        return self.slack.messages(CHANNEL)[at]

    def text(self, at: int = 0) -> str:
        return search_text(self.card(at)["blocks"])

    def offers(self, verb: str, at: int = 0) -> list[str]:
        return [each for each in action_ids(self.card(at)["blocks"]) if f":{verb}:" in each]

    async def click(self, person: str, verb: str, at: int = 0) -> Json:
        message, [action_id] = self.card(at), self.offers(verb, at)
        return await self.slack.click(person, channel=CHANNEL, ts=message["ts"], action_id=action_id)

    async def shows(self, words: str, at: int = 0) -> None:
        await eventually(lambda: words in self.text(at), what=f"{words!r} on card {at}")

    async def restart(self) -> None:
        assert await self.bot.terminate() == 0
        await eventually(lambda: not self.slack.sockets.connected, what="the old process is gone")
        await self.bot.start()
        await connected(self.slack, self.bot)


@pytest_asyncio.fixture
async def stage(slack: LocalSlack, sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    async with local_server() as web:
        web.routes["/feed.xml"] = lambda _: feed(2)
        settings = write_settings(
            tmp_path / "goodword.toml",
            slack,
            top={"data_dir": tmp_path / "data"},
            http={"allowed": [f"127.0.0.1:{web.port}"], "pause": 0},
            web={"enabled": False},
            sources={"blog": {"kind": "feed", "url": f"{web.url}/feed.xml"}},
        )
        env = environment(**tokens(slack), GOODWORD_DATABASE_URL=f"sqlite:///{sqlite_database.path}")
        command = (sys.executable, "-m", "tests.support.run_bot", str(settings), "1", "10")
        async with child(*command, cwd=tmp_path, env=env) as bot:
            await connected(slack, bot)
            await eventually(lambda: len(slack.messages(CHANNEL)) == 2, what="two cards")
            yield Stage(slack, bot, sqlite_database)


async def test_a_card_posted_before_a_restart_is_decided_after_it(stage: Stage) -> None:
    await stage.restart()
    assert (await stage.click("mia", "approve"))["acked"]
    await stage.shows("Approved")
    await stage.restart()
    assert (await stage.click("mia", "undo"))["acked"]
    await eventually(lambda: stage.offers("approve"), what="the whole card is back")
    assert len(stage.slack.messages(CHANNEL)) == 2


async def test_a_click_while_nobody_is_there_is_not_swallowed(stage: Stage) -> None:
    """Slack tells the person that it didn't work; afterwards the same button does."""
    assert await stage.bot.terminate() == 0
    await eventually(lambda: not stage.slack.sockets.connected, what="the bot is gone")
    assert not (await stage.click("mia", "approve")).get("acked")
    await stage.bot.start()
    await connected(stage.slack, stage.bot)
    assert (await stage.click("mia", "approve"))["acked"]
    await stage.shows("Approved")
    async with reading(stage.database) as session:
        made = (await session.exec(select(ReviewEvent).where(ReviewEvent.action == "approve"))).all()
    assert len(made) == 1


async def test_a_year_old_button_works(stage: Stage) -> None:
    assert await stage.bot.terminate() == 0
    await _age(stage.database, YEAR)
    await eventually(lambda: not stage.slack.sockets.connected, what="the bot is gone")
    await stage.bot.start()
    await connected(stage.slack, stage.bot)
    assert (await stage.click("noah", "approve", 1))["acked"]
    await stage.shows("Approved", 1)


async def test_a_button_of_a_version_that_is_no_more_says_so(stage: Stage) -> None:
    message = stage.slack.world.messages[stage.slack.world.channel_named(CHANNEL, None).id][
        stage.card()["ts"]
    ]
    [row] = [block for block in message["blocks"] if block["type"] == "actions"]
    old = row["elements"][0]
    old["action_id"] = old["action_id"].replace("g1:", "g0:")
    answer = await stage.slack.click("mia", channel=CHANNEL, ts=message["ts"], action_id=old["action_id"])
    assert answer["acked"]
    await eventually(lambda: stage.slack.ephemerals("mia"), what="an answer to Mia alone")
    told = " ".join(each.get("text", "") for each in stage.slack.ephemerals("mia"))
    assert "older version of me, so I did nothing" in told
    async with reading(stage.database) as session:
        assert (await session.exec(select(ReviewEvent).where(ReviewEvent.action == "approve"))).all() == []


async def _age(database: Database, by: timedelta) -> None:
    """Everything happened that much earlier."""
    moments = {
        "item": "found_at",
        "review": "queued_at",
        "review_event": "at",
        "slack_message": "posted_at",
    }
    async with unit_of_work(database) as session:
        connection = await session.connection()
        for name, column in moments.items():
            table = SQLModel.metadata.tables[name]
            key, when = next(iter(table.primary_key)), table.c[column]
            for identity, moment in (await connection.execute(sa.select(key, when))).all():
                await connection.execute(sa.update(table).where(key == identity).values({when: moment - by}))
