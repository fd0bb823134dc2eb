"""Everything that a message, a command and a form can hold, in the page's Discord half, in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.playground.discord import LocalDiscord
from bot.playground.samples.drawing import draw_picture
from bot.playground.slack import LocalSlack
from tests.playground.discord_showcase import Showcase
from tests.support.browser import Desk
from tests.support.discord_fixtures import running

pytestmark = pytest.mark.chromium
NO_ANSWER = "This interaction failed. The application did not respond."


@dataclass
class Stage:
    """Both chats on one page, and the bot that shows everything."""

    slack: LocalSlack
    discord: LocalDiscord
    bot: Showcase
    desk: Desk

    async def page(self, path: str = "/#/discord/contests", **options: Any) -> Page:
        page = await self.desk.open(f"{self.slack.base_url}{path}", **options)
        await expect(page.locator("#discord-connection")).to_have_attribute("data-state", "connected")
        return page

    async def shown(self, command: str) -> tuple[Page, Locator]:
        """The page, and the message that Noor's command made."""
        answer = await self.discord.slash("noor", channel="contests", command=f"tea {command}")
        page = await self.page()
        row = page.locator(f'[data-message-id="{answer["messages"][-1]["id"]}"]')
        await expect(row).to_be_visible()
        return page, row

    def forget_refusals(self) -> None:
        """A refusal is HTTP 400, of which the browser itself makes a note."""
        self.desk.problems[:] = [each for each in self.desk.problems if "status of 400" not in each]


@pytest_asyncio.fixture
async def stage(chromium_page: Desk) -> AsyncIterator[Stage]:
    discord = LocalDiscord(limits="off", ack_seconds=1.0)
    async with (
        LocalSlack(limits="off", extra_routes=discord.routes()) as slack,
        discord.mounted(slack.base_url),
        running(discord, Showcase(discord.guild_id)) as bot,
    ):
        yield Stage(slack, discord, bot, chromium_page)
        await chromium_page.close()


def messages(page: Page) -> Locator:
    return page.locator("#discord-messages .message")


def words(row: Locator) -> Locator:
    return row.locator(".message-body > .words")


def control(place: Page | Locator, custom_id: str) -> Locator:
    return place.locator(f'[data-custom-id="{custom_id}"]')


async def use(page: Page, command: str) -> None:
    box = page.locator("#discord-composer")
    await box.fill(f"/{command}")
    await expect(page.locator(f'[data-command="{command}"]')).to_be_visible()
    await box.press("Enter")


async def choose(page: Page, menu: str, *options: str) -> None:
    """Open a menu, choose, and close it; one of a single choice closes by itself."""
    await control(page, menu).click()
    for option in options:
        await page.locator(".picker-popup:popover-open").get_by_role("option", name=option).click()


async def say(page: Page, text: str) -> None:
    await page.locator("#discord-composer").fill(text)
    await page.locator("#discord-composer").press("Enter")


# messages


async def test_markdown_becomes_elements(stage: Stage) -> None:
    _page, row = await stage.shown("words")
    for level, heading in enumerate(("Heading one", "Heading two", "Heading three"), 3):
        await expect(row.get_by_role("heading", level=level, name=heading)).to_be_visible()
    await expect(row.locator("strong", has_text="bold over")).to_have_text("bold over\ntwo lines")
    await expect(row.locator("ul > li > ul > li")).to_have_text("inside")
    await expect(row.locator("ol > li")).to_have_text(["one", "two"])
    await expect(row.locator("blockquote")).to_have_text("quoted words\nin two lines")
    await expect(row.locator("pre")).to_have_text('print("*not italic*")')
    await expect(row.locator(".mention")).to_have_text(
        ["@Noor Haddad", "@Contest managers", "#contests", "/tea order"]
    )
    await expect(row.locator("time.date").first).to_have_text("3 years ago")
    await expect(row).to_contain_text("*escaped*")
    await expect(row.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.com/tea")
    spoiler = row.get_by_role("button", name="Spoiler: show it")
    await spoiler.press("Enter")
    await expect(spoiler).to_have_count(0)
    await expect(row.locator(".spoiler")).to_have_text("a secret")


async def test_a_countdown_counts(stage: Stage) -> None:
    page = await stage.page()
    soon = int(stage.discord.world.clock()) + 50
    await stage.discord.post("noor", channel="contests", text=f"Closes <t:{soon}:R>")
    count = messages(page).last.locator("time.date")
    await expect(count).to_contain_text("seconds")
    first = await count.text_content()
    await expect(count).not_to_have_text(first or "", timeout=5000)
    await expect(count).to_contain_text("in 4")


async def test_an_embed_has_its_parts_and_shows_no_picture_twice(stage: Stage) -> None:
    _page, row = await stage.shown("card")
    card = row.locator(".embed")
    await expect(card).to_have_attribute("data-tint", "blue")
    await expect(card.get_by_role("link", name="Noor Haddad")).to_be_visible()
    await expect(card.locator(".header strong")).to_have_text("cup")
    await expect(card.locator("dt")).to_have_text(["Points", "Votes", "About"])
    boxes = [await card.locator("dt").nth(at).bounding_box() for at in range(3)]
    assert all(boxes)
    assert boxes[0]["y"] == boxes[1]["y"] < boxes[2]["y"]  # type: ignore[index] # all there
    await expect(row.locator(".picture img")).to_have_count(2)
    await expect(card.locator(".context")).to_have_text("Kettle & Fern")
    assert await row.locator("img").evaluate_all("all => all.every((one) => one.complete)")
    await expect(row.get_by_role("link", name="Shop")).to_have_attribute("href", "https://example.com/shop")
    await expect(row.get_by_role("button", name="Sold out")).to_be_disabled()
    await expect(row.get_by_role("button", name="🍵")).to_be_enabled()


async def test_layout_components_are_a_card(stage: Stage) -> None:
    _page, row = await stage.shown("board")
    card = row.locator(".container")
    await expect(card).to_have_attribute("data-tint", "green")
    await expect(card.get_by_role("heading", name="Standings")).to_be_visible()
    await expect(card.locator(".section .accessory").first).to_have_text("Vote")
    await expect(card.get_by_alt_text("Lena's cup")).to_be_visible()
    await expect(card.locator("hr")).to_have_count(1)
    await expect(row.locator(".attached")).to_have_count(0)
    await expect(card.get_by_alt_text("A surprise")).to_have_count(0)
    await card.get_by_role("button", name="Spoiler: show it").click()
    await expect(card.get_by_alt_text("A surprise")).to_be_visible()


async def test_pictures_and_files_of_a_message(stage: Stage) -> None:
    page, row = await stage.shown("files")
    await expect(row.get_by_alt_text("one.png")).to_be_visible()
    await expect(row.locator(".embed .context")).to_have_text("No icon here")
    await expect(row.locator("img")).to_have_count(1)
    file = row.locator(".file").get_by_role("link", name="list.csv")
    answer = await page.request.get(await file.get_attribute("href") or "")
    assert await answer.text() == "one\ntwo\n"


async def test_the_bot_is_thinking_until_it_has_an_answer(stage: Stage) -> None:
    page = await stage.page()
    await use(page, "tea slow")
    await expect(messages(page).last.locator(".thinking")).to_contain_text("Goodword is thinking…")
    await expect(page.locator("#discord-composer")).to_be_focused()
    stage.bot.finish.set()
    await expect(words(messages(page).last)).to_have_text("Done at last")


async def test_names_of_other_scripts_keep_their_direction(stage: Stage) -> None:
    page = await stage.page()
    await stage.discord.post("yusuf", channel="contests", text="مرحبا **بكم**\nsecond line")
    row = messages(page).last
    await expect(row.locator(".author")).to_have_text("يوسف القحطاني")
    for name in ("يوسف القحطاني", "🍵✨"):
        await expect(page.locator(".member", has_text=name)).to_be_visible()


# menus


async def test_a_menu_of_several_sends_once_when_it_closes(stage: Stage) -> None:
    page, row = await stage.shown("menus")
    await choose(page, "several", "Tea b")
    await page.keyboard.press("Escape")
    await expect(row.locator(".warning")).to_have_text("Choose 2 to 3.")
    await choose(page, "several", "Tea d")
    await expect(messages(page)).to_have_count(1)  # nothing is sent while it is open
    await page.keyboard.press("Escape")
    await expect(words(messages(page).last)).to_have_text("several: b, d")
    await expect(row.locator(".warning")).to_have_count(0)


async def test_menus_of_people_roles_and_channels(stage: Stage) -> None:
    page, _row = await stage.shown("menus")
    people, roles = stage.discord.world.people, stage.discord.world.roles
    noor = next(each.id for each in people.values() if each.name == "noor")
    winner = next(each.id for each in roles.values() if each.name == "Contest winner")
    news = next(each.id for each in stage.discord.world.channels.values() if each.name == "announcements")
    await choose(page, "person", "Noor Haddad")
    await expect(words(messages(page).last)).to_have_text(f"person: {noor}")
    await choose(page, "role", "@Contest winner")
    await expect(words(messages(page).last)).to_have_text(f"role: {winner}")
    await choose(page, "anybody", "@Contest winner")
    await expect(words(messages(page).last)).to_have_text(f"anybody: {winner}")
    await control(page, "channel").click()
    await expect(page.locator(".picker-popup:popover-open [role=option]")).to_have_text(["#announcements"])
    await page.keyboard.press("Enter")
    await expect(words(messages(page).last)).to_have_text(f"channel: {news}")


async def test_an_open_menu_outlives_a_change_of_its_message(stage: Stage) -> None:
    page, row = await stage.shown("menus")
    message = stage.discord.messages("contests")[-1]["id"]
    await choose(page, "several", "Tea a")
    await stage.discord.hands.react("lena", channel="contests", message=message, emoji="👍")
    await say_elsewhere(stage, page)
    await expect(page.locator(".picker-popup:popover-open")).to_be_visible()
    await expect(row.locator(".reaction")).to_have_count(0)
    await page.locator(".picker-popup:popover-open").get_by_role("option", name="Tea c").click()
    await page.keyboard.press("Escape")
    await expect(row.locator(".reaction")).to_contain_text("1")
    await expect(words(messages(page).last)).to_have_text("several: a, c")


async def say_elsewhere(stage: Stage, page: Page) -> None:
    """Once this is on the page, what happened before has arrived too."""
    await stage.discord.post("jonas", channel="contests", text="Later")
    await expect(words(messages(page).last)).to_have_text("Later")


async def test_a_press_that_nobody_answers_can_be_tried_again(stage: Stage) -> None:
    page, row = await stage.shown("menus")
    await page.locator("#discord-faults").click()
    await page.get_by_role("button", name="Do it: Lose a press").click()
    await expect(page.locator(".fault-now")).to_contain_text("swallow on INTERACTION_CREATE")
    await choose(page, "person", "Noor Haddad")
    await expect(row.locator(".warning")).to_have_text(NO_ANSWER)
    await choose(page, "person", "Noor Haddad")
    await expect(words(messages(page).last)).to_contain_text("person: ")
    await expect(row.locator(".warning")).to_have_count(0)


# forms


async def test_a_form_of_every_field_keeps_its_values_until_it_was_taken(stage: Stage) -> None:
    page = await stage.page()
    await use(page, "tea form")
    form = page.get_by_test_id("discord-modal")
    submit = page.get_by_test_id("discord-modal-submit")
    await form.get_by_label("Name").fill("Noor")
    await form.get_by_label("Large").check()
    await form.get_by_label("Lemon").check()
    await form.get_by_label("It is a gift").check()
    await submit.click()
    await expect(form.locator(".invalid .input-error")).to_have_text("Please fill in what is required.")
    await expect(control(form, "kinds")).to_be_focused()
    await choose(page, "kinds", "Black", "White")
    await page.keyboard.press("Escape")
    stage.discord.fault("swallow", event="INTERACTION_CREATE")
    await submit.click()
    await expect(form.locator(".modal-warning")).to_have_text("Something went wrong. Try again.")
    await expect(form.get_by_label("Name")).to_have_value("Noor")
    await expect(form.get_by_label("Large")).to_be_checked()
    await expect(control(form, "kinds")).to_contain_text("White")
    await submit.click()
    await expect(form).to_be_hidden()
    await expect(words(messages(page).last)).to_have_text("Noor / black+white / l / lemon / True")


# commands


async def test_every_option_of_a_command_by_keyboard_alone(stage: Stage) -> None:
    page = await stage.page()
    await page.locator("#discord-composer").focus()
    await page.keyboard.type("/tea ord")
    await expect(page.locator("#discord-hints [role=option]")).to_have_count(1)
    await page.keyboard.press("Tab")
    await expect(page.locator("#option-tea")).to_be_focused()
    await page.keyboard.type("as")
    await expect(page.locator(".suggest-list [role=option]")).to_have_text(["Assam"])
    await page.keyboard.press("Enter")
    for keys in ("9", "La", "0.25", "Tr", "Lena", "Contest m", "#gen", "Well done"):
        await page.keyboard.press("Tab")
        await page.keyboard.type(keys)
    await page.keyboard.press("Enter")
    await expect(page.locator(".command-form .input-error")).to_contain_text("cups")
    await expect(page.locator("#option-note")).to_have_value("Well done")
    stage.forget_refusals()
    await page.locator("#option-cups").fill("3")
    await page.locator("#option-cups").press("Enter")
    await expect(words(messages(page).last)).to_have_text(
        "assam / 3 / L / 0.25 / True / lena / Contest managers / general / Well done"
    )
    await expect(page.locator("#discord-composer")).to_be_focused()


async def test_who_only_passes_through_suggestions_has_chosen_nothing(stage: Stage) -> None:
    page = await stage.page()
    await use(page, "tea order")
    await expect(page.locator(".suggest-list [role=option]")).to_have_count(3)
    await page.keyboard.press("Tab")
    await expect(page.locator("#option-tea")).to_have_value("")
    await expect(page.locator(".suggest-list:popover-open")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("command-form")).to_be_hidden()
    await expect(page.locator("#discord-composer")).to_be_focused()


async def test_commands_are_in_the_members_own_language(stage: Stage) -> None:
    page = await stage.page()
    await page.locator("#discord-act-as").select_option(label="Lena Vogt · German")
    await page.locator("#discord-composer").fill("/tea best")
    hint = page.locator('[data-command="tea order"]')
    await expect(hint.locator(".suggestion-name")).to_contain_text("/tea bestellen")
    await expect(hint).to_contain_text("Eine Tasse bestellen")
    await page.locator("#discord-composer").press("Enter")
    await expect(page.get_by_test_id("command-form")).to_have_attribute("aria-label", "/tea bestellen")


# what people write


async def test_a_message_with_a_picture_is_written_and_entered(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "cup.png").write_bytes(draw_picture("teapot", 1))
    page = await stage.page()
    await page.get_by_test_id("discord-files").set_input_files(tmp_path / "cup.png")
    await expect(page.locator(".draft-file")).to_contain_text("cup.png")
    await say(page, "My cup")
    row = messages(page).last
    await expect(row.get_by_alt_text("cup.png")).to_be_visible()
    await expect(page.locator(".draft")).to_be_hidden()
    await row.get_by_test_id("discord-message-menu").click()
    await page.get_by_role("menuitem", name="Enter this message").click()
    await expect(words(messages(page).last)).to_have_text("Entered: My cup [cup.png]")


async def test_replies_changes_and_deletions(stage: Stage) -> None:
    await stage.discord.post("lena", channel="contests", text="Who is **in**?")
    page = await stage.page()
    await messages(page).first.get_by_test_id("discord-reply").click()
    await expect(page.locator(".draft")).to_contain_text("Replying to Lena Vogt Who is in?")
    await say(page, "I am")
    mine = messages(page).last
    await expect(mine.locator(".replied")).to_contain_text("Lena Vogt")
    assert stage.discord.messages("contests")[-1]["referenced_message"]["content"] == "Who is **in**?"
    await mine.get_by_test_id("discord-message-menu").click()
    await page.get_by_role("menuitem", name="Edit").click()
    await expect(page.locator("#discord-composer")).to_have_value("I am")
    await say(page, "I am too")
    await expect(words(mine)).to_have_text("I am too")
    await expect(mine.locator(".edited")).to_have_text("(edited)")
    await messages(page).first.get_by_test_id("discord-message-menu").click()
    await expect(page.get_by_role("menuitem", name="Delete")).to_have_count(0)  # it is Lena's
    await page.keyboard.press("Escape")
    await mine.get_by_test_id("discord-message-menu").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(messages(page)).to_have_count(1)


async def test_a_dismissed_answer_stays_away(stage: Stage) -> None:
    await stage.discord.post("noor", channel="contests", text="Mine")
    page = await stage.page()
    await messages(page).last.get_by_test_id("discord-message-menu").click()
    await page.get_by_role("menuitem", name="Enter this message").click()
    await messages(page).last.get_by_role("button", name="Dismiss message").click()
    await expect(messages(page)).to_have_count(1)
    await page.reload()
    await page.wait_for_selector("body[data-ready=yes]")
    await expect(messages(page)).to_have_count(1)


async def test_a_refused_message_is_in_the_box_again(stage: Stage) -> None:
    page = await stage.page("/#/discord/announcements")
    await say(page, "News!")
    await expect(page.locator(".toast")).to_contain_text("may not write in #announcements")
    await expect(page.locator("#discord-composer")).to_have_value("News!")
    stage.forget_refusals()


async def test_a_members_own_menu(stage: Stage) -> None:
    page = await stage.page()
    lena = page.locator(".member", has_text="Lena Vogt")
    await lena.click()
    await page.get_by_role("menuitem", name="Show their cups").click()
    await expect(words(messages(page).last)).to_have_text("Cups of Lena Vogt")
    await lena.click()
    await page.get_by_role("menuitem", name="Act as Lena Vogt").click()
    await expect(page.locator("#discord-act-as option:checked")).to_have_text("Lena Vogt · German")


# both halves


async def test_whoever_is_in_both_chats_stays_themselves(stage: Stage) -> None:
    page = await stage.page("/#/slack/general")
    await expect(page.locator("#place-name")).to_have_text("general")
    await page.locator("#act-as").select_option(label="Tom Weber")
    await page.locator('#slack-half [data-half="discord"]').click()
    await expect(page.locator("#discord-act-as option:checked")).to_have_text("Noor Haddad")
    await page.locator("#discord-act-as").select_option(label="Mia Lindqvist · manager")
    await page.locator('#discord-half [data-half="slack"]').click()
    await expect(page.locator("#act-as option:checked")).to_have_text("Mia Lindqvist")
    await expect(page.locator("#place-name")).to_have_text("general")


async def test_what_happens_in_slack_is_counted_in_discord(stage: Stage) -> None:
    page = await stage.page("/")
    await page.locator('#slack-half [data-half="discord"]').click()
    await stage.slack.post("noah", channel="content-review", text="Look at this")
    await expect(page.locator('#discord-half [data-half="slack"] .count')).to_contain_text("1")
    await page.locator('#discord-half [data-half="slack"]').click()
    await expect(page.locator("#messages article").last).to_contain_text("Look at this")
    await expect(page.locator('#slack-half [data-half="slack"] .count')).to_have_count(0)


async def test_the_address_of_the_skip_link_is_no_place(stage: Stage) -> None:
    page = await stage.page()
    await page.locator(".skip").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#discord-composer")).to_be_focused()
    assert page.url.endswith("#/discord/contests")


async def test_a_newcomer_is_told_what_there_is_to_try(stage: Stage) -> None:
    page = await stage.page(newcomer=True)
    banner = page.locator("#discord-welcome")
    await expect(banner).to_contain_text("enter a contest, vote")
    await banner.get_by_role("button", name="More").click()
    await expect(page.locator("#discord-side")).to_contain_text("/contest verify")
    await page.keyboard.press("Escape")
    await banner.get_by_test_id("welcome-dismiss").click()
    await expect(banner).to_be_empty()


@pytest.mark.parametrize("command", ["words", "card", "board", "menus", "files"])
async def test_a_phone_shows_it_without_scrolling_sideways(stage: Stage, command: str) -> None:
    await stage.discord.slash("noor", channel="contests", command=f"tea {command}")
    page = await stage.page(width=360, height=740)
    await expect(messages(page)).to_have_count(1)
    wide = """() => [...document.querySelectorAll('#discord-half .main *')].filter((node) =>
        node.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(node).overflowX !== 'hidden')
        .map((node) => node.className).slice(0, 5)"""
    assert await page.evaluate(wide) == []
    await page.locator("#discord-half .menu-button").click()
    await page.locator('#discord-half [data-channel="general"]').click()
    await expect(page.locator("#discord-place")).to_have_text("general")
