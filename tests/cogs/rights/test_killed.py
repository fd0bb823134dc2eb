"""The whole bot as its own process, killed between a step and its post, and between a post and its click."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlmodel import select

from bot.content.tables import Item
from bot.faces.slack.blocks import search_text
from bot.kernel.clock import utc_now
from bot.playground.slack import LocalSlack
from bot.playground.slack.faults import Fault
from bot.rights import queries
from bot.rights.asking import Request
from bot.rights.scope import Proof
from bot.rights.tables import Ask
from bot.services import Services
from bot.settings import load_settings
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from tests.bot.faces.gallery.test_running import free_port
from tests.cogs.rights.support import NOAH_HIMSELF, WANTED, Json, do
from tests.journeys.burst import feed
from tests.sources.server import local_server
from tests.support.child import Child, child, connected, environment, tokens, write_settings
from tests.support.slack_bot import CHANNEL, MIA, NOAH, action_in, press
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow


@dataclass
class Stage:
    """A bot with one card, which can be killed; ``services`` act beside it as the web page or a source would."""

    slack: LocalSlack
    bot: Child
    services: Services
    visitor: httpx.AsyncClient
    item: int

    def every(self) -> list[Json]:
        world = self.slack.world
        (place,) = [channel for channel in world.channels.values() if channel.name == CHANNEL]
        return sorted(world.messages.get(place.id, {}).values(), key=lambda each: str(each["ts"]))

    def below(self) -> list[Json]:
        return [one for one in self.every() if one.get("thread_ts") not in (None, one["ts"])]

    def said(self, words: str) -> list[Json]:
        """The posts below the card that say this."""
        return [one for one in self.below() if words in search_text(one["blocks"])]

    async def says(self, words: str) -> Json:
        await eventually(lambda: self.said(words), within=60, what=f"{words!r} below the card")
        (post,) = self.said(words)
        return post

    async def killed(self) -> None:
        await self.bot.kill()
        await eventually(lambda: not self.slack.sockets.connected, within=30, what="the process is gone")

    async def restarted(self) -> None:
        await self.bot.start()
        await connected(self.slack, self.bot)

    async def ask(self) -> Ask:
        request = Request("May we show this?", WANTED)
        return await do(self.services, self.services.asks.ask, self.item, NOAH_HIMSELF, utc_now(), request)

    async def answer(self, ask: Ask, words: str) -> Ask:
        asks = self.services.asks
        return await do(self.services, asks.answered, ask.id, words, Proof.REPLY, utc_now(), via="mastodon")

    async def press(self, user: str, message: Json, verb: str) -> Any:
        return await press(self.slack, user, message["blocks"], verb, channel=CHANNEL, ts=message["ts"])

    async def row(self, ask: Ask) -> Ask:
        async with reading(self.services.database) as session:
            found = await queries.get_ask(session, ask.id or 0)
        assert found is not None
        return found

    async def shown(self) -> int:
        return len((await self.visitor.get("/gallery.json")).json()["items"])


@pytest_asyncio.fixture
async def stage(slack: LocalSlack, sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    async with local_server() as web, open_stage(slack, sqlite_database, tmp_path, web) as opened:
        yield opened


@asynccontextmanager
async def open_stage(slack: LocalSlack, database: Database, folder: Path, web: Any) -> AsyncIterator[Stage]:
    web.routes["/feed.xml"] = lambda _: feed(1)
    port = free_port()
    file = write_settings(
        folder / "goodword.toml",
        slack,
        top={"data_dir": folder / "data"},
        http={"allowed": [f"127.0.0.1:{web.port}"], "pause": 0},
        web={"port": port, "address": f"http://127.0.0.1:{port}"},
        sources={"blog": {"kind": "feed", "url": f"{web.url}/feed.xml"}},
    )
    env = environment(**tokens(slack), GOODWORD_DATABASE_URL=f"sqlite:///{database.path}")
    command = (sys.executable, "-m", "tests.support.run_bot", str(file), "1", "10")
    async with child(*command, cwd=folder, env=env) as bot:
        await connected(slack, bot)
        await eventually(lambda: slack.messages(CHANNEL), within=60, what="a card")
        work = Enqueuer(database, all_jobs())
        services = build_services(load_settings(file, must_exist=True), database, work)
        async with reading(database) as session:
            item = (await session.exec(select(Item))).one()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as visitor:
            yield Stage(slack, bot, services, visitor, item.id or 0)
        await services.desk.stop()
        await services.outlet(PoliteClient).aclose()
        work.close()


async def test_killed_between_any_two_steps_each_is_said_once(stage: Stage) -> None:
    """The answer of the post is lost and the process killed before it knows; then again between post and click."""
    ask = await stage.ask()
    await stage.says("asked for permission")
    stage.slack.faults.add(Fault(kind="drop", method="chat.postMessage", after=True))
    await stage.answer(ask, "Hm, which brand is that?")
    await eventually(lambda: stage.said("which brand"), within=60, what="the answer below the card")
    await stage.killed()
    await stage.restarted()
    await eventually(lambda: _recorded(stage, 2), within=60, what="the post is known again")
    post = await stage.says("which brand")
    await stage.killed()
    assert not (await stage.press(NOAH, post, "rights:grant")).get("acked")
    await stage.restarted()
    assert (await stage.press(NOAH, post, "rights:grant"))["acked"]
    await stage.killed()  # it is committed; what follows from it is taken up again
    assert (await stage.row(ask)).status == "granted"
    await stage.restarted()
    await stage.says("recorded that it is granted")
    await eventually(
        lambda: "rights:grant" not in str(stage.said("which brand")), what="the buttons are gone"
    )
    assert len(stage.below()) == 3


async def _recorded(stage: Stage, revision: int) -> bool:
    from bot.faces.slack.queries import message_with_key

    async with reading(stage.services.database) as session:
        ask = (await session.exec(select(Ask))).one()
        row = await message_with_key(session, f"said:{ask.id}:{revision}")
    return row is not None and bool(row.ts)


async def test_a_takedown_takes_it_off_the_gallery_and_says_that_it_was_looked_for(stage: Stage) -> None:
    ask = await stage.ask()
    asks = stage.services.asks
    await do(stage.services, asks.grant, ask.id, WANTED.uses, Proof.REPLY, utc_now())
    assert (await stage.press(MIA, stage.slack.messages(CHANNEL)[0], "review:approve"))["acked"]
    await eventually(lambda: _shows(stage, 1), within=60, what="it stands in the gallery")
    await stage.slack.command(MIA, channel=CHANNEL, command="/goodword", text=f"takedown {stage.item}")
    await eventually(lambda: stage.slack.modal(MIA), what="the window")
    view = stage.slack.modal(MIA)
    assert view is not None
    await stage.slack.submit(MIA, view_id=view["id"], values={"who": "Bo", "reason": "That is my kitchen."})
    assert await stage.shown() == 0
    await stage.killed()
    await stage.restarted()
    gone = await stage.says("Gone from the gallery, looked at")
    assert len(stage.said("recorded a takedown notice")) == 1
    assert gone["thread_ts"] == stage.slack.messages(CHANNEL)[0]["ts"]
    await eventually(
        lambda: any("That was checked." in one.get("text", "") for one in stage.every()),
        within=60,
        what="the team is told",
    )
    await stage.slack.command(MIA, channel=CHANNEL, command="/goodword", text=f"rights {stage.item}")
    await eventually(lambda: stage.slack.modal(MIA), what="the record")
    view = stage.slack.modal(MIA)
    assert view is not None
    assert "Gone everywhere, looked at" in search_text(view["blocks"])
    lift = action_in(view["blocks"], "rights:lift")
    await stage.slack.click(MIA, view_id=view["id"], action_id=lift)
    await eventually(lambda: "Why may it" in str(stage.slack.modal(MIA)), what="the window to lift it")
    view = stage.slack.modal(MIA)
    assert view is not None
    await stage.slack.submit(MIA, view_id=view["id"], values={"reason": "It was another kitchen."})
    await eventually(lambda: _shows(stage, 1), within=60, what="it is back")


async def _shows(stage: Stage, count: int) -> bool:
    return await stage.shown() == count
