"""The page in a real browser, against the local Slack and an unmodified Bolt app."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, Route, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.page_bot import HOSTILE, card, decided, escaped, running_app
from tests.support.browser import Desk

pytestmark = pytest.mark.chromium
REVIEW = "C0REVIEW01"
WATCH_CONNECTION = """() => {
    const node = document.getElementById("connection");
    const note = () => { document.body.dataset.seen = `${document.body.dataset.seen ?? ""} ${node.dataset.state}`; };
    new MutationObserver(note).observe(node, {attributeFilter: ["data-state"]});
}"""
SCROLL_UP = """node => new Promise((done) => {
    node.addEventListener("scroll", () => done(), {once: true});
    node.scrollTop = 0;
})"""


@dataclass
class Stage:
    """The local Slack, the app's client, and what the app heard."""

    slack: LocalSlack
    desk: Desk
    heard: list[dict[str, Any]] = field(default_factory=list)

    @property
    def client(self) -> AsyncWebClient:
        return AsyncWebClient(token=self.slack.bot_token, base_url=self.slack.api_url)

    async def card(self, words: str = "A *kind* word", **more: Any) -> str:
        """Post a card; its ts."""
        answer = await self.client.chat_postMessage(channel=REVIEW, text=words, blocks=card(words), **more)
        return str(answer["ts"])

    async def page(self, path: str = "/", **options: Any) -> Page:
        return await self.desk.open(f"{self.slack.base_url}{path}", **options)


@pytest_asyncio.fixture
async def stage(chromium_page: Desk) -> AsyncIterator[Stage]:
    async with LocalSlack(limits="off", ack_seconds=1.5) as slack:
        set_up = Stage(slack, chromium_page)
        async with running_app(slack, set_up.heard):
            yield set_up
            await chromium_page.close()


def row(page: Page, ts: str) -> Locator:
    return page.locator(f'[data-ts="{ts}"]')


def action(place: Page | Locator, name: str) -> Locator:
    return place.locator(f'[data-action-id="{name}"]')


async def test_a_click_changes_the_card_for_everybody_and_keeps_the_place(stage: Stage) -> None:
    earlier = [await stage.card(f"Card {number}") for number in range(12)]
    page, other = await stage.page(), await stage.page("/?as=U0NOAH0001")
    await expect(page.get_by_role("article")).to_have_count(12)
    await row(page, earlier[3]).scroll_into_view_if_needed()
    before = await page.locator("#scroller").evaluate("node => node.scrollTop")
    await page.evaluate("ts => document.querySelector(`[data-ts='${ts}']`).kept = true", earlier[4])
    await action(row(page, earlier[3]), "approve").click()
    for each in (page, other):
        await expect(row(each, earlier[3])).to_contain_text("Approved by @Mia Lindqvist")
    await expect(row(page, earlier[3])).to_be_focused()
    assert abs(await page.locator("#scroller").evaluate("node => node.scrollTop") - before) < 200
    assert await page.evaluate("ts => document.querySelector(`[data-ts='${ts}']`).kept", earlier[4])
    await expect(row(page, earlier[3]).locator(".edited")).to_have_text("(edited)")


async def test_new_messages_are_shown_counted_and_announced(stage: Stage) -> None:
    page = await stage.page("/#/general")
    ts = await stage.card("Fresh from the feed")
    place = page.locator('[data-channel="content-review"]')
    await expect(place.locator(".count")).to_contain_text("1")
    await place.click()
    await expect(row(page, ts)).to_contain_text("Fresh from the feed")
    await expect(place.locator(".count")).to_have_count(0)
    await stage.card("One more")
    await expect(page.locator("#announcer")).to_contain_text("New message from Goodword: One more")


async def test_who_reads_above_is_not_thrown_down(stage: Stage) -> None:
    for number in range(12):
        await stage.card(f"Card {number}")
    page = await stage.page()
    await expect(page.get_by_role("article")).to_have_count(12)
    await page.locator("#scroller").evaluate(SCROLL_UP)
    await stage.card("Down there")
    pill = page.get_by_role("button", name="New messages")
    await expect(pill).to_be_visible()
    assert await page.locator("#scroller").evaluate("node => node.scrollTop") == 0
    await page.evaluate("import('/js/toasts.js').then(({toast}) => toast('A notice'))")
    scroller = await page.locator("#scroller").bounding_box()
    for above in (pill, page.locator(".toast")):  # neither may lie over a card's buttons
        box = await above.bounding_box()
        assert scroller
        assert box
        assert box["y"] >= scroller["y"] + scroller["height"]
    await page.get_by_role("button", name="Dismiss").click()
    await pill.click()
    await expect(pill).to_be_hidden()
    await expect(page.get_by_role("article").last).to_be_in_viewport()


async def test_what_happens_while_the_messages_are_read_is_not_lost(stage: Stage) -> None:
    """Acting as somebody else reads the channel anew; an answer that is older than an event must not undo it."""
    changed, deleted = await stage.card("Changed meanwhile"), await stage.card("Deleted meanwhile")
    page = await stage.page()
    await expect(row(page, deleted)).to_be_visible()
    read, go_on = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        read.set()
        await go_on.wait()
        await route.fulfill(response=answer)

    await page.route("**/playground/slack/messages?**", late)
    await page.locator("#act-as").select_option("U0TOM00001")
    await read.wait()
    await stage.client.chat_postEphemeral(channel=REVIEW, user="U0TOM00001", text="For Tom alone")
    await stage.client.chat_postEphemeral(channel=REVIEW, user="U0MIA00001", text="For Mia alone")
    await stage.client.chat_update(channel=REVIEW, ts=changed, text="Now other words", blocks=[])
    await stage.client.chat_delete(channel=REVIEW, ts=deleted)
    arrived = await stage.card("Arrived meanwhile")
    place = page.locator('[data-channel="general"]')
    await stage.client.chat_postMessage(channel="C0GENERAL1", text="Told last")
    await expect(place.locator(".count")).to_contain_text("1")  # so everything before it was told too
    go_on.set()
    await expect(page.get_by_role("article").filter(has_text="For Tom alone")).to_be_visible()
    await expect(row(page, changed)).to_contain_text("Now other words")
    await expect(row(page, arrived)).to_be_visible()
    await expect(row(page, deleted)).to_have_count(0)
    await expect(page.get_by_role("article").filter(has_text="For Mia alone")).to_have_count(0)


async def test_what_is_sent_in_a_hurry_is_sent_in_order(stage: Stage) -> None:
    page = await stage.page("/#/general")
    go_on = asyncio.Event()

    async def late(route: Route) -> None:
        await go_on.wait()
        await route.continue_()

    await page.route("**/playground/slack/post", late)
    box = page.locator("#composer")
    for words in ("First", "Second", "Third"):
        await box.fill(words)
        await box.press("Enter")
        await expect(box).to_have_value("")
    go_on.set()
    said = page.get_by_role("article").filter(has_text=re.compile("First|Second|Third"))
    await expect(said).to_have_count(3)
    assert [re.findall("First|Second|Third", words)[0] for words in await said.all_inner_texts()] == [
        "First",
        "Second",
        "Third",
    ]


async def test_a_modal_refuses_keeps_and_submits(stage: Stage) -> None:
    ts = await stage.card()
    page = await stage.page()
    await action(row(page, ts), "ask").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("heading", name="Ask permission")).to_be_visible()
    await expect(dialog.get_by_label("Message")).to_be_focused()
    await page.get_by_test_id("modal-submit").click()
    await expect(dialog.locator(".input-error:visible")).to_have_count(2)
    await dialog.get_by_label("Message").fill("Hey")
    await action(dialog, "pick").click()
    await dialog.get_by_role("option", name="Newsletter").click()
    await page.get_by_test_id("modal-submit").click()
    await expect(dialog.get_by_text("Say a little more.")).to_be_visible()
    await expect(dialog.get_by_label("Message")).to_have_value("Hey")
    await dialog.get_by_label("Message").fill("May we share it?")
    await page.get_by_test_id("modal-submit").click()
    await expect(dialog).to_be_hidden()
    [submitted] = [each["submitted"] for each in stage.heard if "submitted" in each]
    assert submitted["message"]["text"]["value"] == "May we share it?"
    assert submitted["use"]["pick"]["selected_option"]["value"] == "mail"
    await expect(action(row(page, ts), "ask")).to_be_focused()


async def test_a_modal_is_updated_pushed_and_closed(stage: Stage) -> None:
    ts = await stage.card()
    page = await stage.page()
    await action(row(page, ts), "ask").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Message").fill("Half written")
    await action(dialog, "campaign").click()
    await page.keyboard.type("spring")
    await dialog.get_by_role("option", name="Campaign spring").click()
    await action(dialog, "shorter").click()
    await expect(dialog.get_by_role("heading", name="Shorter")).to_be_visible()
    await expect(dialog.get_by_label("Message")).to_have_value("Half written")
    [state] = [each["state"] for each in stage.heard if "state" in each]
    assert state["message"]["text"]["value"] == "Half written"
    assert state["who"]["campaign"]["selected_option"]["value"] == "c-spring"
    await action(dialog, "deeper").click()
    await expect(dialog.get_by_text("A step further")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog.get_by_label("Message")).to_have_value("Half written")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await stage.slack.wait_for(lambda: stage.slack.modal("mia") is None)


async def test_a_click_nobody_answers_is_said_so(stage: Stage) -> None:
    ts = await stage.card()
    page = await stage.page()
    await action(row(page, ts), "silent").click()
    warning = row(page, ts).get_by_role("alert")
    await expect(warning).to_have_text(
        "The app didn't answer in time. Your click may not have been recorded."
    )
    await warning.get_by_role("button", name="Dismiss the warning").click()
    await expect(warning).to_have_count(0)


async def test_a_command_with_suggestions_answers_only_me(stage: Stage) -> None:
    page, other = await stage.page(), await stage.page("/?as=tom")
    box = page.locator("#composer")
    await box.press_sequentially("/goodword he")
    await expect(page.get_by_role("option", name="/goodword help")).to_be_visible()
    await box.press("Enter")
    await expect(box).to_have_value("/goodword help")
    await box.press("Enter")
    answer = page.get_by_role("article").filter(has_text="You asked for help")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer.locator("strong")).to_have_text("help")
    await expect(other.get_by_role("article")).to_have_count(0)
    await answer.get_by_role("button", name="Dismiss message").click()
    await expect(answer).to_have_count(0)


async def test_menus_threads_and_message_shortcuts(stage: Stage) -> None:
    ts = await stage.card()
    page = await stage.page()
    await action(row(page, ts), "more").click()
    await page.get_by_role("menuitem", name="History").click()
    await stage.slack.wait_for(lambda: {"more": "history"} in stage.heard)
    await row(page, ts).hover()
    await row(page, ts).get_by_test_id("message-menu").click()
    await page.get_by_role("menuitem", name="Add to Goodword").click()
    await row(page, ts).get_by_role("button", name="1 reply").click()
    thread = page.get_by_test_id("thread")
    await expect(thread).to_contain_text("Taken in")
    await page.locator("#thread-composer").fill("Thanks <b>all</b>")
    await page.locator("#thread-composer").press("Enter")
    await expect(thread).to_contain_text("Thanks <b>all</b>")
    await expect(row(page, ts).get_by_role("button", name="2 replies")).to_be_visible()
    await page.locator("#thread-composer").fill("Half a repl")
    await page.locator("#thread-composer").press("Escape")
    await expect(page.locator("#thread-composer")).to_have_value("Half a repl")
    await page.locator("#thread-composer").fill("")
    await page.locator("#thread-composer").press("Escape")
    await expect(thread).to_be_hidden()


async def test_a_menu_stays_open_while_its_card_changes_and_what_is_chosen_counts(stage: Stage) -> None:
    ts = await stage.card()
    page = await stage.page()
    await action(row(page, ts), "more").click()
    await stage.client.chat_update(
        channel=REVIEW, ts=ts, text="Approved", blocks=decided("U0MIA00001", "Approved")
    )
    await stage.client.chat_postMessage(channel=REVIEW, text="A later message")
    await expect(page.get_by_role("article").last).to_contain_text("A later message")
    await expect(page.get_by_role("menuitem", name="History")).to_be_visible()
    await page.get_by_role("menuitem", name="History").click()
    await stage.slack.wait_for(lambda: {"more": "history"} in stage.heard)
    await expect(row(page, ts)).to_contain_text("Approved by @Mia Lindqvist")
    await expect(action(row(page, ts), "more")).to_have_count(0)


async def test_an_empty_channel_says_what_it_is_for(stage: Stage) -> None:
    page = await stage.page("/#/brand-alerts")
    await expect(page.locator(".empty")).to_contain_text("Notices to managers appear here")


async def test_a_divider_stays_in_a_window_that_scrolls(stage: Stage) -> None:
    page = await stage.page()
    height = await page.evaluate(
        """() => {
            const make = (tag, className) => Object.assign(document.createElement(tag), {className});
            const add = (to, tag, name) => to.appendChild(make(tag, name));
            const body = add(add(document.body, "div", "modal modal-form"), "div", "modal-body");
            for (let n = 0; n < 60; n += 1) { add(body, "p", "").textContent = "words"; add(body, "hr", "divider"); }
            const line = body.querySelector("hr").getBoundingClientRect().height;
            return body.scrollHeight > body.clientHeight ? line : -1;
        }"""
    )
    assert height == 1


async def test_the_home_tab_is_each_members_own(stage: Stage) -> None:
    page = await stage.page()
    await page.get_by_test_id("app-home").first.click()
    await expect(page.locator("#home-panel")).to_contain_text("Hello @Mia Lindqvist")
    await action(page.locator("#home-panel"), "count").click()
    await expect(page.locator("#home-panel")).to_contain_text("Counted 1")
    await expect(action(page.locator("#home-panel"), "count")).to_be_focused()
    await page.locator("#act-as").select_option("U0TOM00001")
    await expect(page.locator("#home-panel")).to_contain_text("Hello @Tom Weber")
    await page.get_by_role("tab", name="Messages").click()
    await page.locator("#composer").fill("Hello @goodword")
    await page.locator("#composer").press("Enter")
    await expect(page.get_by_role("article").last.locator(".mention")).to_have_text("@Goodword")
    await page.get_by_role("tab", name="About").click()
    await expect(page.locator("#about-panel")).to_contain_text("/goodword")


async def test_hostile_text_stays_text(stage: Stage) -> None:
    name = "\u202e<b onclick=alert(3)>evil</b>"
    ts = await stage.card(escaped(f"{HOSTILE} {name}") + " <javascript:alert(4)|click> <!channel>")
    page = await stage.page()
    words = row(page, ts).locator('[data-block-id="words"]')
    await expect(words).to_contain_text("<script>alert(1)</script> <img src=x onerror=alert(2)> & bold")
    assert await row(page, ts).locator("script, img, b, [onclick], a[href^='javascript']").count() == 0
    await expect(words.locator(".special")).to_have_text("@channel")
    links = await page.locator(".message a").evaluate_all("all => all.map(a => [a.rel, a.target])")
    assert all("noopener" in rel and target == "_blank" for rel, target in links)


async def test_with_the_keyboard_alone(stage: Stage) -> None:
    ts = await stage.card()
    page = await stage.page("/#/general")
    await expect(page.locator("#composer")).to_be_focused()
    await page.locator('[data-channel="general"]').focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator('[data-channel="content-review"]')).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(row(page, ts)).to_be_visible()
    for _ in range(12):
        await page.keyboard.press("Tab")
        if await action(row(page, ts), "approve").evaluate("node => node === document.activeElement"):
            break
    await expect(action(row(page, ts), "approve")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(row(page, ts)).to_contain_text("Approved by")
    await expect(row(page, ts)).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(row(page, ts)).to_contain_text("Back again")


async def test_on_a_phone(stage: Stage) -> None:
    ts = await stage.card("A rather long word: " + "Donaudampfschifffahrtsgesellschaft" * 6)
    page = await stage.page("/#/general", width=390, height=844, newcomer=True)
    await expect(page.locator("#sidebar")).to_be_hidden()
    welcome = await page.get_by_test_id("welcome").bounding_box()
    assert welcome
    assert welcome["height"] < 48  # one line
    await page.get_by_test_id("welcome-dismiss").click()
    await expect(page.get_by_test_id("welcome")).to_have_count(0)
    await page.get_by_role("button", name="Channels").click()
    await page.locator('[data-channel="content-review"]').click()
    await expect(page.locator("#sidebar")).to_be_hidden()
    await expect(action(row(page, ts), "approve")).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    assert await page.locator("#scroller").evaluate("node => node.scrollWidth - node.clientWidth") <= 0


async def test_the_bot_goes_and_comes_back(stage: Stage) -> None:
    page = await stage.page()
    state = page.get_by_test_id("connection")
    await expect(state).to_have_text("Bot connected")
    await page.evaluate(WATCH_CONNECTION)
    await page.locator("#faults-button").click()
    await page.get_by_role("button", name="Do it: Drop the connection").click()
    there_and_back = re.compile(r"reconnecting.* connected$")
    await expect(page.locator("body")).to_have_attribute("data-seen", there_and_back, timeout=40_000)
    await expect(state).to_have_text("Bot connected")


async def test_a_window_that_the_server_has_forgotten_keeps_what_was_typed_and_can_be_closed(
    stage: Stage,
) -> None:
    ts = await stage.card()
    page = await stage.page()
    await action(row(page, ts), "ask").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Message").fill("Two hours of work")
    await page.context.set_offline(True)
    await page.evaluate("dispatchEvent(new Event('pagehide'))")  # a browser goes on reading what is open
    stage.slack.world.modals.clear()
    await page.context.set_offline(False)
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    await expect(dialog.get_by_text("no longer knows this window")).to_be_visible()
    await expect(dialog.get_by_label("Message")).to_have_value("Two hours of work")
    await expect(page.get_by_test_id("modal-submit")).to_be_disabled()
    await page.get_by_test_id("modal-close").click()
    await expect(dialog).to_be_hidden()
    await expect(page.locator(".toast")).to_have_count(0)


async def test_the_same_notice_twice_stands_once(stage: Stage) -> None:
    page = await stage.page()
    say = """async (text) => {
        const main = document.querySelector("script[type=module]").src;
        (await import(new URL("./toasts.js", main))).toast(text);
    }"""
    for words in ("It broke.", "It broke.", "Something else."):
        await page.evaluate(say, words)
    await expect(page.locator(".toast")).to_have_text(["It broke.", "Something else."])


async def test_every_fault_of_the_drawer_is_one_the_local_slack_knows(stage: Stage) -> None:
    page = await stage.page()
    await page.locator("#faults-button").click()
    buttons = page.locator(".fault .button")
    for index in range(2, await buttons.count()):
        await buttons.nth(index).click()
        await expect(page.locator(".fault-now li")).to_have_count(index - 1)
    assert await page.locator(".toast").count() == 0
