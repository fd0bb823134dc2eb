"""A permission in the demo, from the question to the end: asked, answered on the network, shown, withdrawn;
and killed between the steps."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.journeys.test_creators_in_a_browser import creator, posts, to
from tests.journeys.test_demo_in_a_browser import ADDRESS, SLOWLY, card, control, loose
from tests.support.browser import Desk
from tests.support.child import GOODWORD, environment
from tests.support.waiting import eventually

pytestmark = [pytest.mark.chromium, pytest.mark.slow, pytest.mark.timeout(400)]
MINUTE = 60_000
RIDGE = "Sunrise on the ridge"
QUESTION = "would love to show this on its website"
YES = "#yeskettleandfern and @kettleandfern"
PRIVATE = re.compile(r"http://127\.0\.0\.1:\d+/p/[\w-]{22}")


class Running:
    """A demo as a process of its own; killed and started again in the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self.process: asyncio.subprocess.Process

    async def start(self) -> None:
        command = (*GOODWORD, "demo", "--port", "0", "--data", str(self.folder), "--speed", "2")
        with (self.folder / "demo.log").open("ab") as log:
            begun = log.tell()
            self.process = await asyncio.create_subprocess_exec(
                *command, stdout=log, stderr=log, env=environment(), cwd=self.folder
            )
        self.url = await eventually(lambda: self._address(begun), within=90, what="the demo says where it is")

    async def _address(self, begun: int) -> str:
        found = ADDRESS.search((self.folder / "demo.log").read_bytes()[begun:].decode())
        return found[1] if found is not None else ""

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
            try:
                await asyncio.wait_for(self.process.wait(), 20)
            finally:
                if self.process.returncode is None:
                    await self.kill()

    @property
    def address(self) -> str:
        """Of the bot's own web face."""
        return f"http://127.0.0.1:{json.loads((self.folder / 'demo.json').read_text())['web_port']}"

    async def feed(self) -> list[dict[str, Any]]:
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.get(f"{self.address}/gallery.json")
        assert answer.status_code == 200
        return list(answer.json()["items"])

    async def shows(self, words: str) -> bool:
        return any(words in json.dumps(item) for item in await self.feed())

    async def hides(self, words: str) -> bool:
        return not await self.shows(words)


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Running]:
    demo = Running(folder)
    await demo.start()
    try:
        yield demo
    finally:
        await demo.stop()
    assert demo.process.returncode == 0, (folder / "demo.log").read_text()
    assert "Traceback" not in (folder / "demo.log").read_text()


@pytest_asyncio.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as demo:
        yield demo


@pytest_asyncio.fixture
async def page(demo: Running, chromium_page: Desk) -> AsyncIterator[Page]:
    page = await chromium_page.open(demo.url)
    page.set_default_timeout(SLOWLY)
    yield page
    await chromium_page.close()


async def approved(page: Page, words: str) -> None:
    await control(card(page, words), "review:approve").click()
    await expect(card(page, words)).to_contain_text(loose("Approved by Mia Lindqvist"), timeout=SLOWLY)


async def ask(page: Page, words: str) -> None:
    """Mia presses Ask permission on the card, and Send in the window: a reply with a private link."""
    await control(card(page, words), "ask:open").click()
    window = page.get_by_role("dialog")
    message = window.get_by_label(re.compile("^Message in"))
    await expect(message).to_have_value(PRIVATE)
    text = PRIVATE.search(await message.input_value())
    assert text is not None
    await message.fill(
        f"Kettle & Fern {QUESTION} and on our employees' own accounts. May we? Answer with {YES}, or see all of it "
        f"here: {text[0]}"
    )
    await window.get_by_role("button", name="Send", exact=True).click()
    await expect(window).to_be_hidden(timeout=SLOWLY)
    await expect(card(page, words)).to_contain_text(
        loose("Permission asked by Mia Lindqvist"), timeout=SLOWLY
    )
    await expect(card(page, words)).to_contain_text("by a reply")


def question(page: Page) -> Locator:
    return posts(page).filter(has_text=QUESTION)


async def answer(page: Page, who: str, which: str) -> None:
    """As a creator in their half: one of the answers to start from, sent as it is."""
    await to(page, "network")
    await creator(page, who)
    await question(page).get_by_role("button", name=which, exact=True).click()
    box = page.locator("#network-composer")
    said = await box.input_value()
    await box.press("Enter")
    await expect(posts(page).filter(has_text=said.split(" ", 1)[1].split(" #")[0])).to_be_visible()


async def card_says(page: Page, words: str, state: str) -> None:
    await to(page, "slack")
    await expect(card(page, words)).to_contain_text(re.compile(state, re.I), timeout=MINUTE)


async def alerts(page: Page) -> Locator:
    await page.locator("#places .place").filter(has_text="brand-alerts").click()
    return page.locator("#messages")


async def by_private_link(page: Page) -> Page:
    """What the link in the question opens."""
    await to(page, "network")
    async with page.expect_popup() as opened:
        await question(page).get_by_role("link").click()
    return await opened.value


async def test_asked_granted_shown_and_withdrawn(demo: Running, page: Page) -> None:
    await approved(page, RIDGE)
    await ask(page, RIDGE)
    switch = page.locator('.chat-switch:visible [data-half="network"]')
    await expect(switch.locator(".count")).to_contain_text("1", timeout=SLOWLY)
    assert await demo.hides(RIDGE)
    await answer(page, "ingridhikes", "Yes")
    await card_says(page, RIDGE, "permission granted")
    await eventually(lambda: demo.shows(RIDGE), within=60, what="the gallery has it")

    private = await by_private_link(page)
    await private.locator('a[href*="/w/"]').click()
    await private.get_by_role("button").click()
    await expect(private.get_by_role("status")).to_be_visible()
    await eventually(lambda: demo.hides(RIDGE), within=60, what="it has left the gallery")
    await card_says(page, RIDGE, "withdr|took back|taken back")
    await expect(await alerts(page)).to_contain_text("gone from: gallery. That was checked.", timeout=MINUTE)
    answers = [item for item in await page.get_by_role("article").all_inner_texts() if "Yes, gladly!" in item]
    assert len(answers) <= 1  # what answers is no piece to review


async def test_a_no_in_an_answer_takes_a_yes_back(demo: Running, page: Page) -> None:
    await approved(page, RIDGE)
    await ask(page, RIDGE)
    await answer(page, "ingridhikes", "Yes")
    await eventually(lambda: demo.shows(RIDGE), within=60, what="the gallery has it")
    await answer(page, "ingridhikes", "No")
    await eventually(lambda: demo.hides(RIDGE), within=60, what="it has left the gallery")


async def test_a_condition_waits_for_a_person(demo: Running, page: Page) -> None:
    await approved(page, RIDGE)
    await ask(page, RIDGE)
    await answer(page, "ingridhikes", "Yes, but…")
    await card_says(page, RIDGE, "answered")
    assert await demo.hides(RIDGE)


async def test_killed_between_the_steps_it_is_asked_once_and_answered(
    tmp_path: Path, chromium_page: Desk
) -> None:
    async with running(tmp_path) as demo:
        page = await chromium_page.open(demo.url)
        page.set_default_timeout(SLOWLY)
        await approved(page, RIDGE)
        await ask(page, RIDGE)  # committed, and on its way
        await demo.kill()
        await demo.start()
        await to(page, "network")
        await creator(page, "ingridhikes")
        await expect(question(page)).to_have_count(1, timeout=MINUTE)
        await answer(page, "ingridhikes", "Yes")
        await demo.kill()  # what was answered is on the network, and the bot may not have seen it
        await demo.start()
        await page.reload()
        await card_says(page, RIDGE, "permission granted")
        await eventually(lambda: demo.shows(RIDGE), within=60, what="the gallery has it")
        await to(page, "network")
        await expect(question(page)).to_have_count(1)
        private = await by_private_link(page)
        await expect(private.locator('a[href*="/w/"]')).to_be_visible()  # links lead where they led
        chromium_page.problems.clear()  # the page says that its server was away, as it was
        await chromium_page.close()
