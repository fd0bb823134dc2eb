"""The page's Discord half in a real browser, against the local Discord and an unmodified discord.py bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.playground.discord import LocalDiscord
from bot.playground.samples.drawing import draw_picture
from bot.playground.slack import LocalSlack
from tests.playground.page_discord_bot import CUPS, HOSTILE, PageBot
from tests.support.browser import Desk
from tests.support.discord_fixtures import running

pytestmark = pytest.mark.chromium


@dataclass
class Stage:
    """Both chats on one page, and a bot in Discord."""

    slack: LocalSlack
    discord: LocalDiscord
    desk: Desk

    async def page(self, path: str = "/#/discord/contests") -> Page:
        page = await self.desk.open(f"{self.slack.base_url}{path}")
        await expect(page.locator("#discord-connection")).to_have_attribute("data-state", "connected")
        return page


@pytest_asyncio.fixture
async def stage(chromium_page: Desk) -> AsyncIterator[Stage]:
    discord = LocalDiscord(limits="off", ack_seconds=1.0)
    async with (
        LocalSlack(limits="off", extra_routes=discord.routes()) as slack,
        discord.mounted(slack.base_url),
        running(discord, PageBot(discord.guild_id)),
    ):
        yield Stage(slack, discord, chromium_page)
        await chromium_page.close()


def messages(page: Page) -> Locator:
    return page.locator("#discord-messages .message")


async def use(page: Page, command: str) -> None:
    """Type a command and choose it from the list, with the keyboard alone."""
    box = page.locator("#discord-composer")
    await box.fill(f"/{command}")
    await expect(page.locator(f'[data-command="{command}"]')).to_be_visible()
    await box.press("Enter")


async def act_as(page: Page, name: str) -> None:
    await page.locator("#discord-act-as").select_option(label=name)


async def show_a_cup(page: Page) -> Locator:
    await use(page, "cup show")
    field = page.locator("#option-cup")
    await field.fill("oolong")
    await expect(page.locator(".suggest-list [role=option]")).to_have_count(1)
    await field.press("Enter")
    await expect(field).to_have_value(CUPS[0])
    await page.get_by_test_id("use-command").click()
    card = messages(page).last
    await expect(card.locator(".embed .header")).to_have_text(CUPS[0])
    return card


async def test_a_command_with_suggestions_shows_a_card_with_a_picture(stage: Stage) -> None:
    page = await stage.page()
    card = await show_a_cup(page)
    await expect(card.locator(".embed")).to_have_attribute("data-tint", "gold")
    await expect(card.locator(".embed .words").first).to_contain_text(HOSTILE)
    await expect(card.locator(".embed strong").first).to_have_text("1")
    picture = card.locator(".embed img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("node => node.complete && node.naturalWidth > 0")
    assert await page.locator("#discord-messages script").count() == 0


async def test_buttons_change_the_message_and_menus_answer_privately(stage: Stage) -> None:
    page = await stage.page()
    card = await show_a_cup(page)
    await card.get_by_role("button", name="Vote").click()
    await card.get_by_role("button", name="Vote").click()
    await expect(card.locator(".words").first).to_have_text("Votes: 2")
    await card.locator('[data-custom-id="many"]').click()
    await page.get_by_role("option", name="3 votes").click()
    await expect(messages(page)).to_have_count(2)
    mine = messages(page).last
    await expect(mine.locator(".words")).to_have_text("You gave 3")
    await expect(mine.locator(".ephemeral-note")).to_contain_text("Only you can see this")
    await act_as(page, "Mia Lindqvist · manager")
    await expect(messages(page)).to_have_count(1)  # the card; the private answer is Noor's
    await act_as(page, "Noor Haddad")
    await messages(page).last.get_by_role("button", name="Dismiss message").click()
    await expect(messages(page)).to_have_count(1)


async def test_a_form_keeps_what_was_typed_until_it_can_be_sent(stage: Stage) -> None:
    page = await stage.page()
    card = await show_a_cup(page)
    await card.get_by_role("button", name="Name it").click()
    form = page.get_by_test_id("discord-modal")
    await expect(form.locator(".dialog-title")).to_have_text("Name your cup")
    await form.locator("#modal-story").fill("From the hills")
    await page.get_by_test_id("discord-modal-submit").click()
    await expect(form.locator(".modal-warning")).to_have_text("Please fill in what is required.")
    await expect(form.locator("#modal-story")).to_have_value("From the hills")
    await form.locator("#modal-name").fill("Cloud & mist")
    await page.get_by_test_id("discord-modal-submit").click()
    await expect(form).to_be_hidden()
    await expect(messages(page).last.locator(".words")).to_have_text("Named Cloud & mist")


async def test_a_click_that_nobody_answers_is_said_beside_it(stage: Stage) -> None:
    page = await stage.page()
    card = await show_a_cup(page)
    await card.get_by_role("button", name="Silent").click()
    await expect(card.locator(".warning")).to_contain_text("The application did not respond.")


async def test_a_letter_of_the_bot_is_counted_until_it_is_read(stage: Stage) -> None:
    page = await stage.page()
    await use(page, "cup mine")
    await expect(messages(page).last.locator(".words").first).to_have_text("Nothing yet, @Noor Haddad")
    letters = page.locator('[data-channel="dm"]')
    await expect(letters.locator(".count")).to_have_text("1")
    await letters.click()
    await expect(messages(page).last.locator("em")).to_have_text("letter")
    await expect(letters.locator(".count")).to_have_count(0)
    assert page.url.endswith("#/discord/@me")


async def test_a_letter_to_somebody_else_waits_for_them(stage: Stage) -> None:
    page = await stage.page()
    letters = page.locator('[data-channel="dm"]')
    await act_as(page, "Mia Lindqvist · manager")
    await stage.discord.slash("noor", channel="contests", command="cup mine")
    await stage.discord.post("jonas", channel="contests", text="Afterwards")
    await expect(messages(page).last).to_contain_text("Afterwards")
    await expect(letters).to_have_count(0)  # it is not Mia's
    await act_as(page, "Noor Haddad")
    await expect(letters.locator(".count")).to_have_text("1")
    await letters.click()
    await expect(letters.locator(".count")).to_have_count(0)
    await act_as(page, "Mia Lindqvist · manager")
    await act_as(page, "Noor Haddad")
    await expect(page.locator("#discord-me")).to_have_text("NH")
    await expect(letters).to_be_visible()
    await expect(letters.locator(".count")).to_have_count(0)  # read once is read


async def test_a_file_is_handed_in(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "cup.png").write_bytes(draw_picture("teapot", 1))
    page = await stage.page()
    await use(page, "cup enter")
    await page.get_by_test_id("use-command").click()
    await expect(page.locator(".command-form .input-error")).to_have_text("Please fill in what is required.")
    await page.locator("#option-picture").set_input_files(tmp_path / "cup.png")
    await page.get_by_test_id("use-command").click()
    await expect(messages(page).last.locator(".words")).to_have_text("Got cup.png")


async def test_a_message_has_the_bots_own_menu(stage: Stage) -> None:
    page = await stage.page()
    await page.locator("#discord-composer").fill("A cup of *rain*")
    await page.locator("#discord-composer").press("Enter")
    said = messages(page).last
    await expect(said.locator("em")).to_have_text("rain")
    await said.hover()
    await said.get_by_test_id("discord-message-menu").click()
    await page.get_by_role("menuitem", name="Enter this message").click()
    await expect(messages(page).last.locator(".words")).to_have_text("Entered: A cup of rain")


async def test_both_halves_count_what_happens_in_the_other(stage: Stage) -> None:
    page = await stage.page("/")
    switch = page.locator("#slack-half .chat-switch")
    await expect(switch.locator('[data-half="slack"]')).to_have_attribute("aria-pressed", "true")
    await stage.discord.post("jonas", channel="contests", text="Hello")
    await expect(switch.locator('[data-half="discord"] .count')).to_contain_text("1")
    await switch.locator('[data-half="discord"]').click()
    await expect(page.locator("#slack-half")).to_be_hidden()
    await expect(messages(page).last).to_contain_text("Hello")
    await expect(page.locator('#discord-half [data-half="discord"] .count')).to_have_count(0)
    await page.locator('#discord-half [data-half="slack"]').click()
    await expect(page.locator("#place-name")).to_have_text("content-review")


async def test_members_leave_and_join(stage: Stage) -> None:
    page = await stage.page()
    before = await page.locator(".member").count()
    await act_as(page, "Noor Haddad")
    await page.locator("#discord-members").click()
    await page.get_by_role("menuitem", name="Noor Haddad leaves the server").click()
    await expect(page.locator(".member")).to_have_count(before - 1)
    await page.locator("#discord-members").click()
    await page.get_by_role("menuitem", name="Noor Haddad joins again").click()
    await expect(page.locator(".member")).to_have_count(before)


async def test_a_playground_without_a_discord_has_no_switch(chromium_page: Desk) -> None:
    async with LocalSlack(limits="off") as slack:
        page = await chromium_page.open(slack.base_url)
        await expect(page.locator("#slack-half .chat-switch")).to_be_hidden()
        await chromium_page.close()
