"""The page in a real browser: without JavaScript, on a phone, by keyboard, in the dark; and what axe-core finds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.faces.web.application import WebServer
from bot.rights.scope import Channel
from tests.bot.faces.consent.support import ALL, Asked, House, picture
from tests.support.browser import headless_chromium

pytestmark = pytest.mark.chromium
PHONE, DESKTOP = (360, 740), (1280, 900)
LONG = "Sunrise, a cup, and nobody awake yet. " * 30 + "\n\n" + "W" * 300
_WIDTH = "() => document.documentElement.scrollWidth"


@dataclass
class Visitor:
    """The creator with their browser, at the house's own server."""

    house: House
    browser: Browser
    base: str

    @asynccontextmanager
    async def page(
        self,
        size: tuple[int, int] = DESKTOP,
        *,
        theme: Literal["light", "dark"] = "light",
        scripts: bool = False,
    ) -> AsyncIterator[Page]:
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        page = await context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        try:
            yield page
        finally:
            await context.close()
        unexpected = [one for one in complaints if "Failed to load resource" not in one]
        assert unexpected == []

    def url(self, asked: Asked, more: str = "") -> str:
        return f"{self.base}{asked.path}{more}"


@pytest_asyncio.fixture
async def visitor(house: House) -> AsyncIterator[Visitor]:
    server = WebServer(house.app, "127.0.0.1", 0)
    await server.start()
    try:
        async with headless_chromium() as browser:
            yield Visitor(house, browser, f"http://127.0.0.1:{server.port}")
    finally:
        await server.stop()


async def _full(house: House, **more: Any) -> Asked:
    facts: dict[str, Any] = {
        "uses": ALL,
        "media": ["image", "video"],
        "territory": "DE, AT, CH",
        "text": LONG,
    }
    return await house.asked(**{**facts, **more})


async def _axe(page: Page) -> None:
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


async def test_a_creator_allows_a_part_on_a_phone_without_javascript(
    visitor: Visitor, tmp_path: Path
) -> None:
    house = visitor.house
    asked = await _full(house)
    file = tmp_path / "original.jpg"
    file.write_bytes(picture(1600, 1200))
    async with visitor.page(PHONE) as page:
        await page.goto(visitor.url(asked))
        await page.get_by_label("In its newsletters and mails").uncheck()
        await page.get_by_label("In print, such as packaging, posters and leaflets").uncheck()
        await page.get_by_label("How to name you").fill("Anna of Oslo")
        await page.get_by_role("button", name="Yes, I allow this").click()
        # two boxes were left open
        await expect(page.get_by_role("alert")).to_contain_text("Confirm that the people in it agree")
        await expect(page.get_by_role("alert")).to_be_focused()
        await expect(page).to_have_title("Please look again: Fjord Coffee asks for your permission")
        await expect(page.get_by_label("In its newsletters and mails")).not_to_be_checked()
        await expect(page.get_by_label("How to name you")).to_have_value("Anna of Oslo")
        await page.get_by_role("link", name="Confirm that the people in it agree").click()
        await expect(page.locator("#people")).to_be_in_viewport()
        await page.locator("#people").check()
        await page.locator("#own").check()
        await page.get_by_label("The original file").set_input_files(file)
        await page.get_by_role("button", name="Yes, I allow this").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: you have allowed it")
        await expect(page.locator(".pending")).to_contain_text("In paid advertising")
        code = await page.locator(".code code").inner_text()
        await house.answered(asked.ask, f"My code: {code}", by="c1", request_id="m1")
        await page.reload()
        await expect(page.locator(".pending")).to_have_count(0)
        await expect(page.locator("dl")).to_contain_text("In paid advertising")
    ask = await house.row(asked.ask)
    assert ask.granted_uses == ["website", "social", "ads", "employees"]
    assert (ask.credit, ask.proof) == ("Anna of Oslo", "code")
    assert (await house.actions(asked)).count("granted") == 2


async def test_a_creator_says_no_by_keyboard_in_their_language(visitor: Visitor) -> None:
    asked = await _full(visitor.house, language="de")
    async with visitor.page() as page:
        await page.goto(visitor.url(asked))
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
        await page.get_by_role("link", name="Svenska").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("html")).to_have_attribute("lang", "sv")
        await page.get_by_label("Fråga mig inte om något annat heller").focus()
        await page.keyboard.press("Space")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="Nej, jag tillåter det inte")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Du sa nej")
    assert (await visitor.house.row(asked.ask)).status == "declined"


async def test_going_back_and_pressing_again_changes_nothing(visitor: Visitor) -> None:
    asked = await visitor.house.asked()
    async with visitor.page() as page:
        await page.goto(visitor.url(asked))
        await page.get_by_role("button", name="Yes, I allow this").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: you have allowed it")
        await page.reload()
        await page.go_back()
        if await page.get_by_role("button", name="Yes, I allow this").count():
            await page.get_by_role("button", name="Yes, I allow this").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you: you have allowed it")
    assert await visitor.house.actions(asked) == ["sent", "granted"]


async def test_a_file_that_is_far_too_large_gets_an_answer(visitor: Visitor, tmp_path: Path) -> None:
    """The browser is let finish, else it would show a broken connection and not our page."""
    asked = await visitor.house.asked()
    file = tmp_path / "huge.mov"
    with file.open("wb") as opened:
        opened.truncate(120_000_000)
    async with visitor.page(PHONE) as page:
        await page.goto(visitor.url(asked))
        await page.get_by_label("How to name you").fill("Anna of Oslo")
        await page.get_by_label("The original file").set_input_files(file)
        await page.get_by_role("button", name="Yes, I allow this").click(timeout=60_000)
        await expect(page.get_by_role("alert")).to_contain_text("at most 50 MB", timeout=60_000)
        await expect(page.get_by_label("How to name you")).to_have_value("Anna of Oslo")
    assert (await visitor.house.row(asked.ask)).status == "asked"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_axe_finds_nothing_on_any_page(
    visitor: Visitor, size: tuple[int, int], theme: Literal["light", "dark"]
) -> None:
    house = visitor.house
    asked = await _full(house)
    async with visitor.page(size, theme=theme, scripts=True) as page:

        async def look(wanted: str) -> None:
            await expect(page.get_by_role("heading", level=1)).to_have_text(wanted)
            await _axe(page)
            assert await page.evaluate(_WIDTH) <= size[0]  # nothing is to be scrolled sideways

        await page.goto(visitor.url(asked))
        await look("May Fjord Coffee show what you made?")
        await page.get_by_text("The full terms").click()
        await page.get_by_label("How to name you").fill("")
        await page.get_by_role("button", name="Yes, I allow this").click()
        await look("May Fjord Coffee show what you made?")
        await expect(page.get_by_role("alert")).to_be_focused()
        await page.get_by_label("How to name you").fill("Anna")
        await page.locator("#people").check()
        await page.locator("#own").check()
        await page.get_by_role("button", name="Yes, I allow this").click()
        await look("Thank you: you have allowed it")
        declined = await house.asked(channel=Channel.HAND, language="sv")
        await page.goto(visitor.url(declined))
        await page.get_by_role("button", name="Nej, jag tillåter det inte").click()
        await look("Du sa nej")
        question = await house.asked(language="sv")
        await page.goto(visitor.url(question))
        await page.get_by_role("button", name="Skicka frågan").click()
        await expect(page.get_by_role("alert")).to_contain_text("Skriv din fråga först")
        await look("Får Fjord Coffee visa det du har skapat?")
        await page.get_by_label("Din fråga till teamet").fill("Var?")
        await page.get_by_role("button", name="Skicka frågan").click()
        await expect(page.get_by_role("status")).to_contain_text("Din fråga har nått teamet")
        await look("Får Fjord Coffee visa det du har skapat?")
        ended = await house.asked(days=5)
        await page.goto(visitor.url(ended))
        await page.get_by_role("button", name="Yes, I allow this").click()
        await look("Thank you: you have allowed it")
        house.tick(days=6)
        await page.reload()
        await look("The permission has ended")
        await page.goto(f"{visitor.base}/w/")
        await look("This link opens nothing")
        late = await _full(house, language="de")
        house.tick(days=20)
        await page.goto(visitor.url(late))
        await look("Die Zeit zum Antworten ist vorbei")
        await page.goto(f"{visitor.base}/p/nothing")
        await look("This link opens nothing")
