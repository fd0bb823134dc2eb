"""The demo's ambassador: joins, gets picks, shares one, a stranger follows the link, points and leaderboard move; the
clock brings the picks of tomorrow."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.journeys.test_demo_in_a_browser import SLOWLY, answer, as_, demo_process, send
from tests.support.browser import Desk, chromium_path

pytestmark = [pytest.mark.chromium, pytest.mark.slow, pytest.mark.timeout(300)]
PERSON = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Safari/537.36"
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if chromium_path() is None:
        pytest.skip("no Chromium here: install one or name it in GOODWORD_CHROMIUM")
    with demo_process(tmp_path_factory.mktemp("ambassador")) as address:
        yield address


@pytest_asyncio.fixture
async def page(demo: str, chromium_page: Desk) -> AsyncIterator[Page]:
    opened = await chromium_page.open(demo)
    opened.set_default_timeout(SLOWLY)
    yield opened
    await chromium_page.close()


def picks(page: Page) -> Locator:
    return page.get_by_role("article").filter(has=page.locator('[data-action-id*=":ambassador:open:"]'))


async def browse(browser: Browser, address: str) -> str:
    """What somebody reads there who isn't in the workspace."""
    context = await browser.new_context(user_agent=PERSON)
    try:
        stranger = await context.new_page()
        await stranger.goto(address)
        fields = await stranger.locator("textarea").all()
        return "\n".join(
            [await stranger.locator("main").inner_text(), *[await one.input_value() for one in fields]]
        )
    finally:
        await context.close()


async def test_a_share_moves_the_leaderboard(demo: str, page: Page, browser: Browser) -> None:
    # What colleagues may share was posted before this and is approved by then.
    later = page.get_by_role("article").filter(has_text="Teatime with Oyelaran").first
    await expect(later).to_be_visible(timeout=60_000)
    await as_(page, "U0LEA00001")
    await page.locator('[data-channel="ambassadors"]').first.click()
    await send(page, "/goodword ambassador join")
    await page.get_by_label("Show my name on the leaderboard, also to people outside").check()
    await page.get_by_role("button", name="Join", exact=True).click()
    await expect(answer(page, "You are an ambassador of")).to_be_visible()

    await page.locator('[data-place="home"]').click()
    await page.get_by_role("tab", name="Messages").or_(page.get_by_text("Messages", exact=True)).first.click()
    await expect(picks(page)).to_have_count(3, timeout=SLOWLY)
    pick = picks(page).first
    address = await pick.locator('a[data-action-id$=":linkedin"]').get_attribute("href")
    assert address is not None
    post = await browse(browser, address)
    assert "I work at Kettle & Fern. #employee" in post
    await expect(pick).to_contain_text("Did you post it?", timeout=SLOWLY)

    link = re.search(r"http://127\.0\.0\.1:\d+/s/\w+", post)
    assert link is not None
    landing = await browse(browser, link[0])
    assert "I work at Kettle & Fern. #employee" in landing
    await expect(pick).to_contain_text("first click", timeout=60_000)

    await page.locator('[data-channel="ambassadors"]').first.click()
    await send(page, "/goodword leaderboard")
    await expect(answer(page, "Leaderboard")).to_contain_text(re.compile(r"Lea Moreau.* · 16"))
    await expect(page.get_by_role("article").filter(has_text="shared for the first time")).to_be_visible(
        timeout=90_000
    )

    async with httpx.AsyncClient(base_url=demo) as client:
        now = datetime.fromisoformat((await client.get("/playground/clock")).json()["now"])
        days = (2 - now.weekday()) % 7 or 7
        to = (now + timedelta(days=days)).replace(hour=8, minute=0, second=30)
        assert (await client.post("/playground/clock", json={"to": to.isoformat()})).status_code == 200
    await page.locator('[data-place="home"]').click()
    await page.get_by_role("tab", name="Messages").or_(page.get_by_text("Messages", exact=True)).first.click()
    await expect(picks(page)).to_have_count(5, timeout=90_000)
