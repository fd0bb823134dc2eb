"""The gallery in a browser: wide and narrow, light and dark, by keyboard, looked over for barriers."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import ConsoleMessage, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.faces.web.application import WebServer
from bot.settings import Gallery
from bot.storage.database import Database
from bot.work.notices import NOTICE
from tests.bot.faces.gallery.support import Show, open_show
from tests.support.browser import headless_chromium
from tests.support.work import asked_for

pytestmark = pytest.mark.chromium
LONG = "Every morning the same cup, and every morning it is the best one. " * 40
ARABIC = "أفضل قهوة في الصباح"


EMBED = """async (url) => {
  const first = await fetch(url);
  const feed = await first.json();
  const headers = {'If-None-Match': first.headers.get('etag')};
  const again = await fetch(url, {headers, cache: 'no-store'});
  const picture = new Image();
  picture.src = feed.items[0].image;
  await picture.decode();
  return [feed.items.length, again.status, picture.naturalWidth];
}"""


class Visit:
    """A served gallery and a browser before it."""

    def __init__(self, show: Show, url: str) -> None:
        self.show = show
        self.url = url


@pytest_asyncio.fixture
async def served(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Visit]:
    async with open_show(sqlite_database, tmp_path, gallery=Gallery(page_size=6)) as show:
        await show.shown(text="Older than the others", media=())
        await show.shown(text="Nothing to see but words. " * 4, media=(), changes={"url": None})
        await show.shown(text=ARABIC, credit="@قهوة \u202e(mastodon)", changes={"language": "ar"})
        await show.shown(text=LONG, media=("image", "image"), changes={"title": "A cup in the morning"})
        await show.shown(text="x" * 400, credit="A" * 200)
        await show.shown(text="Fika på jobbet ☕", changes={"language": "sv"})
        await show.shown(text="My first cup this morning", credit="Photo: Anna Berg")
        server = WebServer(show.app, "127.0.0.1", 0)
        await server.start()
        try:
            yield Visit(show, f"http://127.0.0.1:{server.port}")
        finally:
            await server.stop()


async def looked_over(page: Page) -> None:
    """No barrier that axe finds, nothing wider than the window, no word of the console."""
    found = await Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0


def heard(problems: list[str], message: ConsoleMessage) -> None:
    """Every browser asks for an icon that we don't have."""
    where = message.location["url"]
    if not where.endswith("/favicon.ico"):
        problems.append(f"{message.text} ({where})")


async def shot(page: Page, name: str) -> None:
    """A picture for whoever wants to look: where GOODWORD_SCREENSHOTS names a folder."""
    if folder := os.environ.get("GOODWORD_SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
async def test_the_pages_have_no_barriers(served: Visit, theme: Literal["light", "dark"], width: int) -> None:
    async with headless_chromium() as browser:
        # axe is a script of the test's: the page's own policy lets no script run
        context = await browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=theme, bypass_csp=True
        )
        page = await context.new_page()
        problems: list[str] = []
        page.on("console", lambda message: heard(problems, message))
        await page.goto(f"{served.url}/gallery")
        await expect(page.locator("article")).to_have_count(6)
        await looked_over(page)
        await shot(page, f"gallery-{theme}-{width}")
        await page.get_by_role("link", name="Is this yours? Ask for removal").first.click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Ask for a removal")
        await looked_over(page)
        await shot(page, f"removal-{theme}-{width}")
        await page.get_by_role("button", name="Send the request").click()
        await expect(page.get_by_role("alert")).to_contain_text("Please say who you are")
        await looked_over(page)
        await page.get_by_label("I made it").check()
        await page.get_by_label("How can we reach you?").fill("bo@example.org")
        await page.get_by_role("button", name="Send the request").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Your request has arrived")
        await looked_over(page)
        for nothing in ("gallery?before=nonsense", "gallery/removal?item=nonsense"):
            await page.goto(f"{served.url}/{nothing}")
            await looked_over(page)
        refused = ("nonsense", "gallery/removal")  # answers that the browser reports for their status
        assert [one for one in problems if not any(each in one for each in refused)] == []


async def test_it_works_without_a_script_by_keyboard(served: Visit) -> None:
    async with headless_chromium() as browser:
        context = await browser.new_context(java_script_enabled=False, locale="en-GB")
        page = await context.new_page()
        blocked: list[str] = []
        page.on("console", lambda message: heard(blocked, message))
        await page.goto(f"{served.url}/gallery")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")  # past the languages, to the gallery
        pictures = page.locator("article img")
        await expect(pictures.first).to_be_visible()
        assert await pictures.first.get_attribute("alt") == "A cup on a window sill"
        await expect(page.locator("article").first).to_contain_text("Photo: Anna Berg")
        original = page.get_by_role("link", name="See it on Mastodon").first
        assert await original.get_attribute("href") == "https://social.example/@anna/1"
        await page.get_by_role("link", name="Older pieces").click()
        await expect(page.locator("article")).to_have_count(1)
        await expect(page.locator("article")).to_contain_text("Older than the others")
        await page.get_by_role("link", name="The newest").click()
        await page.get_by_role("link", name="Is this yours? Ask for removal").first.press("Enter")
        await page.get_by_label("I am in it, or my child is").press("Space")
        await page.get_by_label("How can we reach you?").fill("bo@example.org")
        await page.get_by_label("What should we know?").fill("That is me.")
        await page.get_by_role("button", name="Send the request").press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            "Thank you. Your request has arrived."
        )
        await shot(page, "removal-sent")
        assert blocked == []
    assert len(await asked_for(served.show.database, NOTICE)) == 1


async def test_another_website_shows_the_feed_and_its_pictures(served: Visit) -> None:
    """A page of another origin reads the feed and shows the pictures: what the feed is for."""
    served.show.gallery.services.settings = served.show.settings.model_copy(
        update={"web": served.show.settings.web.model_copy(update={"address": ""})}
    )

    async def shop(_request: Request) -> Response:
        return HTMLResponse("<!doctype html><title>A shop</title>")

    server = WebServer(Starlette(routes=[Route("/", shop)]), "127.0.0.1", 0)
    await server.start()
    try:
        async with headless_chromium() as browser:
            page = await browser.new_page()
            await page.goto(f"http://127.0.0.1:{server.port}/")
            found = await page.evaluate(EMBED, f"{served.url}/gallery.json")
    finally:
        await server.stop()
    assert found == [6, 304, 640]
