"""The pages of links in a browser: wide and narrow, light and dark, looked over for barriers, followed by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.faces.web.application import WebServer
from bot.links.tables import Link
from bot.storage.database import Database
from tests.bot.faces.gallery.test_in_a_browser import heard, looked_over, shot
from tests.bot.faces.links.support import CHROME, Sharing, open_sharing
from tests.support.browser import headless_chromium

pytestmark = pytest.mark.chromium


@dataclass
class Visit:
    """Served links, the website they lead to, and a browser's view of both."""

    sharing: Sharing
    url: str
    shop: list[str]
    pages: dict[str, Link]


@pytest_asyncio.fixture
async def served(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Visit]:
    asked: list[str] = []

    async def shop(request: Request) -> Response:
        asked.append(f"{request.url.query} {request.headers.get('referer', '-')}")
        return HTMLResponse("<!doctype html><title>The shop</title><h1>The shop</h1>")

    shop_server = WebServer(Starlette(routes=[Route("/tea", shop)]), "127.0.0.1", 0)
    await shop_server.start()
    async with open_sharing(sqlite_database, tmp_path, country_header="CF-IPCountry") as sharing:
        server = WebServer(sharing.app, "127.0.0.1", 0)
        await server.start()
        target = f"http://127.0.0.1:{shop_server.port}/tea?size=2"
        whole = await sharing.piece(media=("image",), text="My first cup this morning. " * 5)
        plain = await sharing.piece(text="أفضل قهوة في الصباح", changes={"language": "ar"})
        over = await sharing.piece()
        pages = {
            "onward": await sharing.link(whole.item, network="linkedin", target=target),
            "piece": await sharing.link(whole.item, network="copy", target=None, language="sv"),
            "words": await sharing.link(plain.item, network="copy", target=None, credit="x" * 200),
            "over": await sharing.link(over.item),
            "redirect": await sharing.link(whole.item, target=target),
        }
        await sharing.withdraw(over)
        try:
            yield Visit(sharing, f"http://127.0.0.1:{server.port}", asked, pages)
        finally:
            await server.stop()
            await shop_server.stop()


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
        shown = {name: f"s/{link.code}" for name, link in served.pages.items() if name != "redirect"}
        for name, path in {**shown, "missing": "s/abcdefgh", "privacy": "privacy"}.items():
            await page.goto(f"{served.url}/{path}")
            await expect(page.get_by_role("heading", level=1)).to_be_visible()
            await looked_over(page)
            await shot(page, f"link-{name}-{theme}-{width}")
        refused = (served.pages["over"].code, "abcdefgh")  # the browser reports their status
        assert [one for one in problems if not any(each in one for each in refused)] == []


async def test_somebody_follows_a_link_past_the_page_to_the_shop(served: Visit) -> None:
    async with headless_chromium() as browser:
        context = await browser.new_context(java_script_enabled=False, user_agent=CHROME)
        page = await context.new_page()
        blocked: list[str] = []
        page.on("console", lambda message: heard(blocked, message))
        await page.goto(f"{served.url}/s/{served.pages['onward'].code}")
        await expect(page.get_by_text("I work at Fjord Coffee. #employee")).to_be_visible()
        picture = page.locator("article img")
        assert await picture.evaluate("one => one.complete && one.naturalWidth") == 640
        await page.get_by_role("link", name="Visit 127.0.0.1").press("Enter")
        await expect(page.get_by_role("heading")).to_have_text("The shop")
        await page.goto(f"{served.url}/s/{served.pages['redirect'].code}")
        await expect(page.get_by_role("heading")).to_have_text("The shop")
        assert await context.cookies() == []
        assert blocked == []
    assert [one.split("&")[1] for one in served.shop] == ["utm_source=linkedin", "utm_source=bluesky"]
    assert all(one.endswith(" -") for one in served.shop), "the shop is not told the short address"
    for name in ("onward", "redirect"):
        assert (await served.sharing.counted(served.pages[name])).visitors == 1


async def test_the_pages_lead_to_the_privacy_statement(served: Visit) -> None:
    async with headless_chromium() as browser:
        page = await (await browser.new_context()).new_page()
        await page.goto(f"{served.url}/s/{served.pages['piece'].code}")
        await page.get_by_role("link", name="Vad som räknas här").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            "Vad som räknas när du följer en länk"
        )
        await page.get_by_role("link", name="Deutsch").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            "Was gezählt wird, wenn Sie einem Link folgen"
        )
