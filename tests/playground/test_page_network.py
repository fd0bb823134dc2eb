"""The page's Creators half in a real browser, against the local network that the brand writes to over the wire."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.playground.network.model import Post
from bot.playground.slack import LocalSlack
from tests.playground.network_story import BASE, HOSTILE, Served, Told, served
from tests.support.browser import Desk

pytestmark = pytest.mark.chromium
PRIVATE = "http://127.0.0.1:9/p/abc"


@dataclass
class Stage:
    """Slack and the network on one page."""

    slack: LocalSlack
    network: Served
    desk: Desk

    async def page(self, path: str = "/#/network/ana", width: int = 1280) -> Page:
        page = await self.desk.open(f"{self.slack.base_url}{path}", width=width)
        await expect(page.locator("#network-connection")).to_have_attribute("data-state", "connected")
        return page

    async def ask(self, text: str = f"@ana May we show it? {PRIVATE}.") -> str:
        return str((await self.network.post(text, in_reply_to_id=str(BASE + 1))).json()["id"])


@pytest_asyncio.fixture
async def stage(chromium_page: Desk) -> AsyncIterator[Stage]:
    now = time.time()
    story = Told(
        now, [Post(BASE + 1, "ana", "First cup of #tea", now - 600), Post(BASE + 2, "bo", HOSTILE, now)]
    )
    async with served(story) as network:
        network.network.world.links["gallery"] = "http://127.0.0.1:9/gallery"
        async with LocalSlack(limits="off", extra_routes=network.network.control()) as slack:
            yield Stage(slack, network, chromium_page)
            await chromium_page.close()


def posts(page: Page) -> Locator:
    return page.locator("#network-posts article")


async def test_an_ask_is_told_answered_and_the_answer_changed_and_taken_away(stage: Stage) -> None:
    page = await stage.page("/#/general")
    switch = page.locator('.chat-switch:visible [data-half="network"]')
    await expect(switch.locator(".count")).to_have_count(0)
    ask = await stage.ask()
    await expect(switch.locator(".count")).to_contain_text("1")
    await switch.click()
    await expect(page.locator("#network-name")).to_have_text("Ana")
    question = page.locator(f'#network-posts [data-post="{ask}"]')
    await expect(question).to_contain_text("May we show it?")
    await expect(switch.locator(".count")).to_have_count(0)  # seen
    await question.get_by_role("button", name="Yes", exact=True).click()
    box = page.locator("#network-composer")
    await expect(box).to_have_value("@kettleandfern Yes, gladly! #yeskettle")
    await expect(page.get_by_test_id("network-target")).to_contain_text("Answering Kettle & Fern")
    await box.press("Enter")
    answer = posts(page).filter(has_text="Yes, gladly!")
    await expect(answer).to_be_visible()
    written = max(stage.network.network.world.written.values(), key=lambda post: post.id)
    assert (written.author, written.reply_to) == ("ana", int(ask))

    await answer.hover()
    await answer.get_by_test_id("network-edit").click()
    await box.fill("@kettleandfern Rather not")
    await box.press("Enter")
    changed = posts(page).filter(has_text="Rather not")
    await expect(changed).to_contain_text("(edited)")
    await changed.hover()
    await changed.get_by_test_id("network-delete").click()
    await expect(changed).to_be_visible()  # asked twice
    await changed.get_by_test_id("network-delete").click()
    await expect(changed).to_have_count(0)


async def test_links_open_elsewhere_and_hostile_words_are_words(stage: Stage) -> None:
    await stage.ask()
    page = await stage.page()
    link = posts(page).get_by_role("link", name=PRIVATE)
    await expect(link).to_have_attribute("href", PRIVATE)
    await expect(link).to_have_attribute("target", "_blank")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    gallery = page.get_by_role("link", name="Gallery")
    await expect(gallery).to_have_attribute("href", "http://127.0.0.1:9/gallery")
    await page.locator('#network-places [data-entry="bo"]').click()
    await expect(posts(page)).to_contain_text("<script>alert(1)</script>")
    assert await posts(page).locator("script, b").count() == 0
    await expect(page.locator("#network-name")).to_have_text("Bo <b>")


async def test_it_works_by_keyboard_alone(stage: Stage) -> None:
    ask = await stage.ask()
    page = await stage.page()
    await page.locator(f'[data-post="{ask}"]').focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(f'[data-post="{BASE + 1}"]')).to_be_focused()
    await page.keyboard.press("ArrowDown")
    for _ in range(10):
        await page.keyboard.press("Tab")
        if await page.get_by_test_id("answer-question").evaluate("node => node === document.activeElement"):
            break
    await page.keyboard.press("Enter")
    box = page.locator("#network-composer")
    await expect(box).to_be_focused()
    await expect(box).to_have_value("@kettleandfern What would you use it for, and where?")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("network-target")).to_be_hidden()
    await page.keyboard.press("Alt+ArrowDown")
    await expect(page.locator("#network-name")).to_have_text("Bo <b>")
    await page.keyboard.type("A new #tea")
    await page.keyboard.press("Enter")
    await expect(posts(page).filter(has_text="A new #tea")).to_be_visible()


async def test_what_is_too_long_is_refused_with_a_remedy_and_kept(stage: Stage) -> None:
    page = await stage.page()
    box = page.locator("#network-composer")
    await box.fill("x" * 501)
    await expect(page.locator(".letters-left:visible")).to_have_text("-1")
    await box.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("at most 500 characters")
    await expect(box).to_have_value("x" * 501)


@pytest.mark.parametrize("width", [1280, 390])
async def test_it_fits_the_window_and_names_its_controls(stage: Stage, width: int) -> None:
    await stage.ask("@ana " + "May we show it? " * 20 + PRIVATE)
    page = await stage.page(width=width)
    await expect(posts(page)).to_have_count(2)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    for button in await page.locator("#network-half button:visible").all():
        assert (await button.get_attribute("aria-label")) or (await button.inner_text()).strip()
