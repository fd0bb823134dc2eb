"""The demo's Creators half: what a creator does on the network, as the team sees it in Slack; over a kill as well."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.journeys.test_demo_goes_on import demo as kept_demo
from tests.journeys.test_demo_goes_on import opened
from tests.journeys.test_demo_in_a_browser import SLOWLY, card, demo_process
from tests.support.browser import Desk, chromium_path
from tests.support.waiting import eventually

pytestmark = [pytest.mark.chromium, pytest.mark.slow, pytest.mark.timeout(300)]
ASK = "@luciaprado May we show it? #yeskettleandfern"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if chromium_path() is None:
        pytest.skip("no Chromium here: install one or name it in GOODWORD_CHROMIUM")
    with demo_process(tmp_path_factory.mktemp("creators")) as address:
        yield address


@pytest_asyncio.fixture
async def page(demo: str, chromium_page: Desk) -> AsyncIterator[Page]:
    page = await chromium_page.open(demo)
    page.set_default_timeout(SLOWLY)
    yield page
    await chromium_page.close()


async def to(page: Page, half: str) -> None:
    await page.locator(f'.chat-switch:visible [data-half="{half}"]').click()


def posts(page: Page) -> Locator:
    return page.locator("#network-posts article")


async def creator(page: Page, handle: str) -> None:
    await page.locator(f'#network-places [data-entry="{handle}"]').click()


async def test_a_creators_post_comes_as_a_card_and_goes_when_they_delete_it(page: Page) -> None:
    await to(page, "network")
    await creator(page, "jonas_ek")
    box = page.locator("#network-composer")
    await box.fill("Ersättningen kom idag, hel den här gången. Tack, #KettleAndFern!")
    await box.press("Enter")
    mine = posts(page).filter(has_text="Ersättningen kom idag")
    await expect(mine).to_be_visible()
    await to(page, "slack")
    await expect(card(page, "Ersättningen kom idag")).to_contain_text("Jonas Ek", timeout=SLOWLY)
    await to(page, "network")
    await mine.hover()
    await mine.get_by_test_id("network-delete").click()
    await mine.get_by_test_id("network-delete").click()
    await expect(mine).to_have_count(0)
    await to(page, "slack")
    await expect(card(page, "Ersättningen kom idag")).to_have_count(0, timeout=60_000)


async def test_a_creators_edit_is_on_the_card(page: Page) -> None:
    await expect(card(page, "Té frío de hibisco")).to_be_visible(timeout=SLOWLY)
    await to(page, "network")
    await creator(page, "luciaprado")
    hers = posts(page).filter(has_text="Té frío de hibisco")
    await hers.hover()
    await hers.get_by_test_id("network-edit").click()
    box = page.locator("#network-composer")
    await expect(box).to_have_value(re.compile("Té frío de hibisco"))
    await box.fill("Té frío de menta, mejor que el de ayer. #KettleAndFern")
    await box.press("Enter")
    await expect(posts(page).filter(has_text="Té frío de menta")).to_contain_text("(edited)")
    await to(page, "slack")
    await expect(card(page, "Té frío de menta")).to_be_visible(timeout=60_000)


class Wire:
    """The network as the brand's account sees it, with what the demo keeps."""

    def __init__(self, http: aiohttp.ClientSession, folder: Path) -> None:
        kept = json.loads((folder / "demo.json").read_text())
        self.http, self.base = http, f"http://127.0.0.1:{kept['samples_port']}"
        self.mine = {"authorization": f"Bearer {kept['token']}"}
        self.web_port = kept["web_port"]

    async def get(self, path: str) -> Any:
        async with self.http.get(f"{self.base}{path}", headers=self.mine) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def piece(self, handle: str) -> str:
        async def found() -> str:
            tagged = await self.get("/api/v1/timelines/tag/kettleandfern?limit=40")
            return next((one["id"] for one in tagged if one["account"]["acct"] == handle), "")

        return str(await eventually(found, within=60, what=f"{handle} has posted"))

    async def ask(self, piece: str, text: str, key: str) -> str:
        body = {"status": text, "in_reply_to_id": piece}
        headers = {**self.mine, "idempotency-key": key}
        async with self.http.post(f"{self.base}/api/v1/statuses", json=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            return str((await answer.json())["id"])

    async def below(self, piece: str) -> list[tuple[str, str]]:
        """Who wrote which post under it."""
        found = await self.get(f"/api/v1/statuses/{piece}/context")
        return [(one["account"]["acct"], one["id"]) for one in found["descendants"]]


async def test_killed_between_ask_and_answer_nothing_is_asked_twice_or_lost(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as http, kept_demo(tmp_path, "--speed", "4") as running:
        page = await opened(running, http)
        wire = Wire(http, tmp_path / "kept")
        piece = await wire.piece("luciaprado")
        ask = await wire.ask(piece, ASK, "one-press")
        await running.kill()

        page = await opened(running, http)
        again = Wire(http, tmp_path / "kept")
        assert (again.base, again.web_port) == (
            wire.base,
            wire.web_port,
        )  # links in messages lead where they led
        assert await again.ask(piece, ASK, "one-press") == ask
        assert await again.below(piece) == [("kettleandfern", ask)]
        answer = {"creator": "luciaprado", "to": ask, "text": "@kettleandfern Sí #yeskettleandfern"}
        async with http.post(f"{page.url}/playground/network/reply", json=answer) as done:
            said = (await done.json())["post"]
        await running.kill()

        await opened(running, http)
        assert await again.below(piece) == [("kettleandfern", ask), ("luciaprado", said)]
        running.process.terminate()
        assert await running.process.wait() == 0
    assert "Traceback" not in running.said()


async def test_priya_answers_by_herself_once(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as http, kept_demo(tmp_path, "--speed", "8") as running:
        await opened(running, http)
        wire = Wire(http, tmp_path / "kept")
        piece = await wire.piece("priyareads")
        await wire.ask(piece, "@priyareads May we show it?", "one-press")

        async def answered() -> bool:
            return [who for who, _ in await wire.below(piece)] == ["kettleandfern", "priyareads"]

        await eventually(answered, within=30, what="Priya has answered")
        before = await wire.below(piece)
        (notice,) = await wire.get("/api/v1/notifications?types[]=mention")
        assert "#<span>yeskettleandfern</span>" in notice["status"]["content"]
        await running.kill()
        await opened(running, http)
        # She would have answered again by then: another post of the story is there first.
        await wire.piece("giuliaconti")
        assert await wire.below(piece) == before
