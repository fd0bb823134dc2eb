"""The running bot: a person asks, the creator's server sees one reply, the answer draws the card anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import Application, running
from bot.faces.slack.blocks import search_text
from bot.playground.slack import LocalSlack
from bot.rights import queries
from bot.rights.asking import Request
from bot.rights.outcomes import AskDone
from bot.rights.scope import Channel, Scope, Use
from bot.settings import load_settings
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.intake.reaching.support import BRAND, MIA, TEXT
from tests.journeys.burst import CHANNEL
from tests.sources.mastodon.home import ANA, Home
from tests.sources.mastodon.world import SECRET
from tests.sources.server import local_server
from tests.support.child import write_settings
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow
EVERY = timedelta(seconds=1)


class Loop:
    """A started bot with one piece that was asked about."""

    def __init__(self, app: Application, slack: LocalSlack, home: Home) -> None:
        self.app, self.slack, self.home = app, slack, home
        self.ask = 0

    def card(self) -> str:
        shown = self.slack.messages(CHANNEL)
        return search_text(shown[0]["blocks"]) if shown else ""

    async def begin(self) -> None:
        self.home.add(ANA, "Warm all day #TrailBottle")
        await eventually(self.card, what="a card")
        async with unit_of_work(self.app.database) as session:
            request = Request(TEXT, Scope(frozenset({Use.WEBSITE})), Channel.REPLY)
            done = await self.app.services.asks.ask(session, 1, MIA, datetime.now(UTC), request)
        assert isinstance(done, AskDone)
        self.ask = done.ask.id or 0
        await eventually(self.delivered, what="the request went out")

    async def delivered(self) -> bool:
        return await self.status("delivery") == "sent"

    async def status(self, column: str = "status") -> str:
        async with reading(self.app.database) as session:
            return str(getattr(await queries.get_ask(session, self.ask), column))

    def answer(self, text: str) -> dict[str, Any]:
        self.home.now = datetime.now(UTC)
        return self.home.add(ANA, text, self.home.ours[0]["id"])

    async def becomes(self, status: str) -> None:
        async def so() -> bool:
            return await self.status() == status

        await eventually(so, what=f"the ask is {status}")


@asynccontextmanager
async def looped(database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Loop]:
    async with LocalSlack(limits="off") as slack, local_server() as server:
        home = Home(server)
        home.now = datetime.now(UTC)
        allowed = [f"127.0.0.1:{server.port}"]
        for name, value in {
            "GOODWORD_SLACK_BOT_TOKEN": slack.bot_token,
            "GOODWORD_SLACK_APP_TOKEN": slack.app_token,
            "GOODWORD_SOURCES_SOCIAL_TOKEN": SECRET,
            "GOODWORD_DATABASE_URL": str(database.sync_engine.url.render_as_string(hide_password=False)),
        }.items():
            monkeypatch.setenv(name, value)
        social = {"kind": "mastodon", "servers": [server.url], "hashtags": ["trailbottle"], "mentions": True}
        file = write_settings(
            folder / "goodword.toml",
            slack,
            top={"data_dir": folder / "data"},
            brand=BRAND,
            http={"allowed": allowed, "pictures": allowed, "pause": 0},
            web={"enabled": False},
            sources={"social": social},
        )
        async with running(load_settings(file, must_exist=True), poll_every=EVERY) as app:
            yield Loop(app, slack, home)


async def test_ask_answer_granted(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with looped(sqlite_database, tmp_path, monkeypatch) as loop:
        await loop.begin()
        [sent] = loop.home.ours
        assert loop.home.texts[sent["id"]] == f"@ana@far.example {TEXT}"
        loop.answer("@brand #yesbrand @brand #TrailBottle")
        await loop.becomes("granted")
        await eventually(lambda: "granted" in loop.card().lower(), what="the card says so")
        assert len(loop.slack.messages(CHANNEL)) == 1  # the answer carries the hashtag, and is no piece
        assert len(loop.home.ours) == 1
        loop.answer("@brand no, please take it down")
        await loop.becomes("withdrawn")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("@brand #yesbrand @brand but only until Christmas", "answered"),
        ("@brand no thanks, and don't contact me again", "declined"),
    ],
)
async def test_ask_answer_otherwise(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, status: str
) -> None:
    async with looped(sqlite_database, tmp_path, monkeypatch) as loop:
        await loop.begin()
        loop.answer(said)
        await loop.becomes(status)
        await eventually(lambda: status in loop.card().lower(), what="the card says so")
        assert len(loop.home.ours) == 1
