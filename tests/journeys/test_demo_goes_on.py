"""``goodword demo --data``: killed, it goes on where it was: same messages, same decisions, working buttons."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import sqlite3
import stat
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.faces.slack.blocks import search_text
from tests.support.child import GOODWORD, Child, child, environment, goodword
from tests.support.slack_bot import action_in
from tests.support.waiting import eventually

Json = dict[str, Any]


class Page:
    """What a person at the demo's page sees and does, over its own JSON."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url

    async def cards(self) -> list[Json]:
        async with self.http.get(
            f"{self.url}/playground/slack/messages", params={"channel": "content-review", "user": "mia"}
        ) as answer:
            return list((await answer.json())["messages"])

    async def texts(self) -> dict[str, str]:
        return {each["ts"]: search_text(each.get("blocks") or []) for each in await self.cards()}

    async def click(self, card: Json, verb: str) -> Json:
        body = {"user": "mia", "channel": "content-review", "ts": card["ts"]}
        body["action_id"] = action_in(card["blocks"], verb)
        async with self.http.post(f"{self.url}/playground/slack/click", json=body) as answer:
            return dict(await answer.json())

    async def card(self, ts: str) -> Json:
        return next(each for each in await self.cards() if each["ts"] == ts)

    async def waiting_cards(self, least: int) -> list[Json]:
        async def found() -> list[Json]:
            cards = [each for each in await self.cards() if "review:approve" in json.dumps(each)]
            return cards if len(cards) >= least else []

        return list(await eventually(found, within=60, what=f"{least} cards wait"))

    async def says(self, ts: str, words: str) -> None:
        async def there() -> bool:
            return words in (await self.texts()).get(ts, "")

        await eventually(there, within=30, what=f"card {ts} says {words!r}")


def shown_items(card: Json) -> set[str]:
    """The items that a message's controls act on."""
    return set(re.findall(r"g1:review:[a-z_]+:(\d+)", json.dumps(card)))


@contextlib.asynccontextmanager
async def demo(folder: Path, *options: str) -> AsyncIterator[Child]:
    command = (*GOODWORD, "demo", "--port", "0", "--data", str(folder / "kept"), *options)
    async with child(*command, cwd=folder, env=environment(), name="demo", start=False) as made:
        yield made


async def opened(started: Child, http: aiohttp.ClientSession) -> Page:
    """The page of the run that started last."""
    before = started.said().count("Open http")
    await started.start()

    def address() -> str:
        assert started.process.returncode is None, started.said()[-3000:]
        said = started.said()
        return said.rpartition("Open ")[2].split()[0] if said.count("Open http") > before else ""

    return Page(http, await eventually(address, within=60, what="the demo is up"))


async def test_a_killed_demo_goes_on_where_it_was(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as http, demo(tmp_path, "--speed", "4") as running:
        page = await opened(running, http)
        decided, undecided, *_ = await page.waiting_cards(6)
        assert (await page.click(decided, "review:approve"))["ok"]
        await page.says(decided["ts"], "Approved")
        address, before = page.url, await page.texts()
        await running.kill()

        page = await opened(running, http)
        assert page.url == address  # links to messages lead where they led
        now = await page.texts()
        assert before.keys() <= now.keys()
        assert "Approved" in now[decided["ts"]]
        assert (await page.click(await page.card(decided["ts"]), "review:undo"))["ok"]

        async def waits_again() -> bool:
            return "review:approve" in json.dumps(await page.card(decided["ts"]))

        await eventually(waits_again, within=30, what="what was undone waits again")
        assert (await page.click(await page.card(undecided["ts"]), "review:approve"))["ok"]
        await page.says(undecided["ts"], "Approved")

        await page.waiting_cards(len(before) + 2)  # the timeline goes on
        items = [item for card in await page.cards() for item in shown_items(card)]
        assert len(items) == len(set(items)) >= len(before) + 2, "an item was carded twice"
        assert stat.S_IMODE(os.stat(tmp_path / "kept" / "demo.json").st_mode) == 0o600
        running.process.send_signal(signal.SIGTERM)
        assert await running.process.wait() == 0
    assert "Traceback" not in running.said()


async def test_a_jump_to_monday_takes_the_bot_along_and_is_kept(tmp_path: Path) -> None:
    """What the bot does then bears the new time; a click that spans the jump counts; a restart goes on from there."""
    async with aiohttp.ClientSession() as http, demo(tmp_path, "--speed", "4") as running:
        page = await opened(running, http)
        before = await page.waiting_cards(3)
        # The demo's moderator approves posts whose creators agreed beforehand, and no review of the shop.
        first = next(each for each in before if "Review on" in json.dumps(each))
        monday = datetime.now(UTC) + timedelta(days=9)
        async with http.post(f"{page.url}/playground/clock", json={"to": monday.isoformat()}) as answer:
            assert (await answer.json())["ok"]
        assert (await page.click(first, "review:approve"))["ok"]
        await page.says(first["ts"], "Approved")
        cards = await page.waiting_cards(len(before) + 2)  # polls go on, and bring what is posted then
        fresh = [each for each in cards if float(each["ts"]) >= monday.timestamp()]
        assert fresh
        assert len(cards) < len(before) + 20, "nine days of posts came at once"
        assert monday.date().isoformat() in decided_on(tmp_path / "kept" / "goodword.db")
        running.process.send_signal(signal.SIGTERM)
        assert await running.process.wait() == 0

        page = await opened(running, http)
        async with http.get(f"{page.url}/playground/clock") as answer:
            assert datetime.fromisoformat((await answer.json())["now"]) > monday
        assert first["ts"] in await page.texts()
        running.process.send_signal(signal.SIGTERM)
        assert await running.process.wait() == 0
    assert "Traceback" not in running.said()


def decided_on(file: Path) -> set[str]:
    """The days on which people decided about items, as the bot's own database has it."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        rows = database.execute("select at from review_event where action = 'approve'").fetchall()
    return {str(at)[:10] for (at,) in rows}


async def test_what_stands_in_the_way_is_named(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (kept / "demo.json").write_text(json.dumps({"samples_port": port}))
        refused = await goodword("demo", "--port", "0", "--data", str(kept), cwd=tmp_path)
    assert (refused.code, "Traceback" in refused.said) == (64, False)
    assert f"needs port {port}" in refused.said
    assert "another folder" in refused.said


@pytest.mark.parametrize("damage", ['{"version": 2}', "nonsense", '{"speed": 0}'])
async def test_a_damaged_memory_is_named(tmp_path: Path, damage: str) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "demo.json").write_text(damage)
    refused = await goodword("demo", "--port", "0", "--data", str(kept), cwd=tmp_path)
    assert (refused.code, "Traceback" in refused.said) == (64, False)
    assert "demo.json" in refused.said
    assert "start afresh" in refused.said
