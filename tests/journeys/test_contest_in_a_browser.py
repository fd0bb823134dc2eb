"""A contest in the demo, from both sides of the page: entered and voted on in Discord, reviewed in Slack."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, TimeoutError, expect

from bot.playground.samples.drawing import draw_picture
from tests.journeys.test_demo_in_a_browser import SLOWLY, card, control, demo_process, send
from tests.support.browser import Desk, chromium_path
from tests.support.waiting import eventually

pytestmark = [pytest.mark.chromium, pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if chromium_path() is None:
        pytest.skip("no Chromium here: install one or name it in GOODWORD_CHROMIUM")
    with demo_process(tmp_path_factory.mktemp("contest")) as address:
        yield address


@pytest_asyncio.fixture
async def page(demo: str, chromium_page: Desk) -> AsyncIterator[Page]:
    opened = await chromium_page.open(f"{demo}/#/discord/contests")
    opened.set_default_timeout(SLOWLY)
    yield opened
    await chromium_page.close()


def in_discord(page: Page) -> Locator:
    return page.locator("#discord-messages .message")


async def to(page: Page, half: str) -> None:
    await page.locator(f'.chat-switch:visible [data-half="{half}"]').click()


async def member(page: Page, name: str) -> None:
    label = page.locator("#discord-act-as option").filter(has_text=name)
    await page.locator("#discord-act-as").select_option(await label.get_attribute("value"))


async def use(page: Page, command: str) -> Locator:
    """Choose a slash command; its form."""
    box = page.locator("#discord-composer")
    await expect(box).to_be_visible()
    await box.fill(f"/{command}")
    await page.locator(f'[data-command="{command}"]').click()
    return page.get_by_test_id("command-form")


async def enter(page: Page, contest: str, picture: Path) -> None:
    form = await use(page, "contest enter")
    await form.locator("#option-contest").fill(contest)
    await form.get_by_role("option", name=contest).click()
    await form.locator("#option-file").set_input_files(picture)
    await page.get_by_test_id("use-command").click()
    await expect(in_discord(page).filter(has_text=f"in {contest}. It is in review").last).to_be_visible(
        timeout=SLOWLY
    )


async def approve(page: Page, contest: str) -> None:
    """In Slack, the piece that Noor entered."""
    entered = card(page, contest).filter(has_text="Noor Haddad").last
    await control(entered, "review:approve").click()
    await expect(card(page, contest).filter(has_text="Noor Haddad")).to_have_count(
        0, timeout=SLOWLY
    )  # it is short


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "cup.png"
    path.write_bytes(draw_picture("cake", 11))
    return path


async def test_a_visitor_enters_is_voted_for_and_moves_up(page: Page, picture: Path) -> None:
    await expect(in_discord(page).filter(has_text="Standings of Autumn of tea").first).to_be_visible(
        timeout=60_000
    )
    await enter(page, "Autumn of tea", picture)
    await to(page, "slack")
    await approve(page, "Autumn of tea")
    await to(page, "discord")
    entry = in_discord(page).filter(has_text="Made by Noor Haddad").last
    await expect(entry).to_be_visible(timeout=SLOWLY)
    await entry.get_by_role("button", name="Vote", exact=True).click()
    await expect(in_discord(page).filter(has_text="your own entry").last).to_be_visible(timeout=SLOWLY)
    for name in ("Sam Okafor", "Ayşe Demir"):
        await member(page, name)
        await (
            in_discord(page)
            .filter(has_text="Made by Noor Haddad")
            .last.get_by_role("button", name="Vote", exact=True)
            .click()
        )
    standings = in_discord(page).filter(has_text="Standings of Autumn of tea").filter(has_text="As of").last
    await expect(standings).to_contain_text(re.compile(r"by Noor Haddad · [2-9]\d* votes"), timeout=SLOWLY)


def window(page: Page) -> Locator:
    return page.get_by_test_id("modal")


async def press(page: Page, name: str) -> None:
    """A button of the window, and its confirmation where it asks for one."""
    await window(page).get_by_role("button", name=name, exact=True).click()
    agreed = page.locator("dialog.confirm [data-confirm=yes]")
    if name in ASKED_TWICE:
        await agreed.click()


async def typed(page: Page, field: str, text: str) -> None:
    await window(page).locator(f'[data-block-id^="{field}"]').locator("input, textarea").first.fill(text)


async def to_be_awarded(page: Page) -> None:
    """Look at it until the named round of the beacon has come and the winners are known."""
    award = window(page).get_by_role("button", name="Award…")

    async def known() -> bool:
        await page.keyboard.press("Escape")
        await expect(window(page)).to_be_hidden()
        await send(page, "/goodword contest lucky-leaf")
        try:
            await award.wait_for(timeout=5_000)
        except TimeoutError:
            return False
        return True

    await eventually(known, within=120, what="the winners are known")


ASKED_TWICE = {"Announce", "Open now", "Close now", "Award"}


async def test_a_manager_runs_a_lot_from_brief_to_checked_draw(page: Page, picture: Path) -> None:
    await to(page, "slack")
    await send(page, "/goodword contest new")
    await typed(page, "name", "Lucky leaf")
    await window(page).locator('[data-action-id*="contest:kind"]').click()
    await page.get_by_role("option", name=re.compile("^Lot:")).first.click()
    await expect(window(page).locator('[data-block-id="closes_day"]')).to_have_count(0, timeout=SLOWLY)
    await typed(page, "brief", "Show us a leaf.")
    await typed(page, "prizes", "1 × Tea box")
    await window(page).get_by_test_id("modal-submit").click()
    await press(page, "Announce")
    await expect(window(page)).to_contain_text("Announced", timeout=SLOWLY)
    await press(page, "Open now")
    await expect(window(page)).to_contain_text("It is open", timeout=SLOWLY)
    await page.keyboard.press("Escape")

    await to(page, "discord")
    await expect(in_discord(page).filter(has_text="Lucky leaf").last).to_be_visible(timeout=SLOWLY)
    await member(page, "Noor Haddad")
    await enter(page, "Lucky leaf", picture)
    await to(page, "slack")
    await approve(page, "Lucky leaf")

    await send(page, "/goodword contest lucky-leaf")
    await press(page, "Close now")
    await expect(window(page)).to_contain_text("frozen", timeout=SLOWLY)
    await page.keyboard.press("Escape")
    await to_be_awarded(page)
    await window(page).get_by_role("button", name="Award…").click()
    await expect(window(page)).to_contain_text("Noor Haddad", timeout=SLOWLY)
    await press(page, "Award")
    await expect(window(page)).to_contain_text("Awarded", timeout=SLOWLY)
    await page.keyboard.press("Escape")

    await to(page, "discord")
    winners = in_discord(page).filter(has_text="Winners of Lucky leaf").last
    await expect(winners).to_contain_text("@Noor Haddad", timeout=SLOWLY)
    form = await use(page, "contest verify")
    await form.locator("#option-contest").fill("Lucky leaf")
    await form.get_by_role("option", name="Lucky leaf").click()
    await page.get_by_test_id("use-command").click()
    checked = in_discord(page).filter(has_text="✅").last
    await expect(checked).to_contain_text("Lucky leaf", timeout=SLOWLY)
    await expect(checked).not_to_contain_text("❌")
