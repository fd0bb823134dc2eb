"""The page before a network of servers in a browser: wide and narrow, light and dark, looked over for barriers, and
left by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Route, expect

from bot.faces.web.application import WebServer, application
from bot.faces.web.sharing import sharing_routes
from tests.bot.faces.gallery.test_in_a_browser import heard, looked_over, shot
from tests.cogs.ambassador.support import CHROME, Stage, share_address
from tests.support.browser import headless_chromium

pytestmark = pytest.mark.chromium
HOST = "mastodon.example"


@dataclass
class Page:
    """Where a Share button leads on a server of the test's."""

    url: str
    stage: Stage


@pytest_asyncio.fixture
async def served(stage: Stage) -> AsyncIterator[Page]:
    async def well() -> Mapping[str, tuple[bool, str]]:
        return {}

    await stage.pieces(3)
    await stage.join(networks=["mastodon"], mastodon=HOST)
    server = WebServer(application(well, sharing_routes(stage.services)), "127.0.0.1", 0)
    await server.start()
    path = urlsplit(share_address(stage.picks()[0], "mastodon")).path
    try:
        yield Page(f"http://127.0.0.1:{server.port}{path}", stage)
    finally:
        await server.stop()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
async def test_the_page_has_no_barriers(served: Page, theme: Literal["light", "dark"], width: int) -> None:
    async with headless_chromium() as browser:
        # axe is a script of the test's: the page's own policy lets no script run
        context = await browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=theme, bypass_csp=True, user_agent=CHROME
        )
        page = await context.new_page()
        problems: list[str] = []
        page.on("console", lambda message: heard(problems, message))
        for language, name in ("en", "Open"), ("sv", "Öppna"), ("de", "öffnen"):
            await page.goto(f"{served.url}?lang={language}")
            await expect(page.get_by_role("link", name=name)).to_contain_text(HOST)
            await looked_over(page)
            await shot(page, f"share-mastodon-{language}-{theme}-{width}")
        assert problems == []


async def test_the_server_is_opened_by_hand_and_not_told_where_from(served: Page) -> None:
    asked: list[tuple[str, str]] = []

    async def answer(route: Route) -> None:
        asked.append((route.request.url, route.request.headers.get("referer", "-")))
        await route.fulfill(content_type="text/html", body="<h1>Compose</h1>")

    async with headless_chromium() as browser:
        context = await browser.new_context(user_agent=CHROME)
        await context.route(f"https://{HOST}/**", answer)
        page = await context.new_page()
        blocked: list[str] = []
        page.on("console", lambda message: heard(blocked, message))
        await page.goto(served.url)
        assert "I work at Fjord Coffee. #employee" in await page.get_by_role("textbox").input_value()
        assert asked == [], "nothing is opened that nobody pressed"
        await page.get_by_role("link", name=f"Open {HOST}").click()
        await expect(page.get_by_role("heading")).to_have_text("Compose")
        assert blocked == []
    [(url, referer)] = asked
    assert url.startswith(f"https://{HOST}/share?text=")
    assert "%23employee" in url
    assert referer == "-"
