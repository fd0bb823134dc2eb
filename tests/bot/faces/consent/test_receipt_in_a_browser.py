"""The receipt and the button in Chromium: without JavaScript, on a phone and a desk, and what axe finds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.faces.web.application import WebServer
from bot.storage.database import Database
from tests.bot.faces.consent.receipts import ANNA, MAIL, grant, letters, receipt_path, withdraw_path
from tests.bot.faces.consent.support import ALL, Asked, House, open_house
from tests.support.browser import headless_chromium

pytestmark = pytest.mark.chromium
SIZES = ((360, 740), (1280, 860))


@pytest_asyncio.fixture
async def site(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[tuple[House, str]]:
    async with open_house(sqlite_database, tmp_path / "data", mail=MAIL) as house:
        server = WebServer(house.app, "127.0.0.1", 0)
        await server.start()
        try:
            yield house, f"http://127.0.0.1:{server.port}"
        finally:
            await server.stop()


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with headless_chromium() as opened:
        yield opened


async def _page(
    browser: Browser, *, script: bool, size: tuple[int, int] = SIZES[0], dark: bool = False
) -> Page:
    context = await browser.new_context(
        java_script_enabled=script,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        locale="en-GB",
        accept_downloads=True,
    )
    context.set_default_timeout(20_000)
    return await context.new_page()


async def _granted(house: House) -> Asked:
    asked = await house.asked(uses=ALL, territory="DE, AT", days=365)
    await grant(house, asked)
    return asked


async def test_from_the_receipt_to_the_end_without_javascript(
    site: tuple[House, str], browser: Browser, tmp_path: Path
) -> None:
    house, url = site
    asked = await _granted(house)
    page = await _page(browser, script=False)
    await page.goto(url + await receipt_path(house, asked))
    await expect(page.get_by_role("heading", name="You allow it")).to_be_visible()
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="Download the receipt").click()
    await (await waiting.value).save_as(tmp_path / "receipt.json")
    assert b"goodword-consent-receipt-1" in (tmp_path / "receipt.json").read_bytes()

    await page.get_by_label("Your mail address").fill("nonsense")
    await page.get_by_role("button", name="Send me the receipt").click()
    await expect(page.get_by_role("alert")).to_contain_text("Write a mail address")
    await page.get_by_label("Your mail address").fill(ANNA)
    await page.get_by_role("button", name="Send me the receipt").click()
    await expect(page.get_by_role("status")).to_contain_text("on its way")
    assert [one.to for one in await letters(house)] == [ANNA]

    await page.get_by_role("link", name="Deutsch").click()
    await page.get_by_role("link", name="Zurücknehmen", exact=True).click()
    await page.get_by_role("button", name="Jetzt zurücknehmen").focus()  # the chosen language goes along
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Erledigt: Du hast deine Erlaubnis zurückgenommen"
    )
    await page.reload()
    assert await house.actions(asked) == ["sent", "granted", "withdrawn"]
    await page.get_by_role("link", name="Deine Quittung ansehen").click()
    await expect(page.get_by_role("heading", name="Du hast deine Erlaubnis zurückgenommen")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", SIZES)
async def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    site: tuple[House, str], browser: Browser, size: tuple[int, int], dark: bool
) -> None:
    house, url = site
    asked = await _granted(house)
    page = await _page(browser, script=True, size=size, dark=dark)
    receipt, button = await receipt_path(house, asked), await withdraw_path(house, asked)

    async def look(path: str) -> None:
        await page.goto(url + path)
        await _sound(page, size[0], path)

    for path in (receipt, button, receipt + "?sent", receipt + "?lang=de", button + "?lang=sv"):
        await look(path)
    await page.goto(url + receipt)
    await page.get_by_role("button", name="Send me the receipt").click()
    await _sound(page, size[0], "an address that is none")
    await page.goto(url + button)
    await page.get_by_role("button", name="Take it back now").click()
    await _sound(page, size[0], "withdrawn")
    await look(button)
    await look(receipt)
    await look("/r/nothing")


async def _sound(page: Page, width: int, what: str) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, what


async def test_it_prints_without_buttons(site: tuple[House, str], browser: Browser) -> None:
    house, url = site
    page = await _page(browser, script=False)
    await page.goto(url + await receipt_path(house, await _granted(house)))
    await page.emulate_media(media="print")
    await expect(page.get_by_role("button")).to_have_count(0)
    await expect(page.get_by_role("link", name="Take it back")).to_have_count(0)
    await expect(page.get_by_text("it stays yours")).to_be_visible()
