"""How the page draws text and blocks, and what its controls answer."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack
from tests.playground.page_bot import Json, button, mrkdwn, plain
from tests.support.browser import Desk

TOKENS = Path(__file__).parents[2] / "bot" / "playground" / "page" / "css" / "tokens.css"
DRAW = """async ([file, name, input]) => {
    const drawn = (await import(file))[name](input, {register() {}});
    const box = document.createElement("div");
    box.append(...[drawn].flat(9));
    return box.innerHTML;
}"""


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(limits="off", ack_seconds=0.3) as running:
        yield running


@pytest.mark.chromium
async def test_mrkdwn_reads_as_in_slack(slack: LocalSlack, chromium_page: Desk) -> None:
    page = await chromium_page.open(slack.base_url)
    for source, wanted in MRKDWN.items():
        drawn = await page.evaluate(DRAW, ["/js/mrkdwn.js", "mrkdwn", source])
        assert re.sub(r' (?:class|target|rel|dir|title)="[^"]*"', "", drawn) == wanted, source


MRKDWN = {
    "*bold* _it_ ~gone~": "<strong>bold</strong> <em>it</em> <s>gone</s>",
    "*bold _both_*": "<strong>bold <em>both</em></strong>",
    "2*3*4 snake_case_name": "2*3*4 snake_case_name",
    "* not bold*": "* not bold*",
    "`*code* &lt;b&gt;`": "<code>*code* &lt;b&gt;</code>",
    "```a\n *b*```after": "<pre>a\n *b*</pre>after",
    "an open ``` fence": "an open ``` fence",
    "&gt; quoted\n&gt; more\nnot": "<blockquote>quoted<br>more</blockquote>not",
    "*Mia* asks\n>Legal should look\n&gt;at *it*": (
        "<strong>Mia</strong> asks<blockquote>Legal should look<br>at <strong>it</strong></blockquote>"
    ),
    "&gt;&gt;&gt; all\nof it": "<blockquote>all<br>of it</blockquote>",
    "2 > 1 &gt; 0": "2 &gt; 1 &gt; 0",
    "one\ntwo": "one<br>two",
    "<https://example.org/a?b=1&amp;c=2|here>": '<a href="https://example.org/a?b=1&amp;c=2">here</a>',
    "https://example.org/x": '<a href="https://example.org/x">https://example.org/x</a>',
    "<javascript:alert(1)|x>": "<span>x</span>",
    "<data:text/html,x|x>": "<span>x</span>",
    "<@U0MIA00001> <#C0GENERAL1|x>": "<span>@Mia Lindqvist</span> <span>#general</span>",
    "<!here>": "<span>@here</span>",
    "<!subteam^S0MANAGER1>": "<span>@content-managers</span>",
    "<@U0UNKNOWN1|someone>": "<span>@someone</span>",
    ":tada: :nobody_knows:": "🎉 :nobody_knows:",
    "<!date^1392734382^Posted {date_num}|then>": '<time datetime="2014-02-18T14:39:42.000Z">Posted 18/02/2014</time>',
    "<!date^x^{date}|then>": "<span>then</span>",
    "&amp;lt;b&amp;gt;": "&amp;lt;b&amp;gt;",
    "\ue0000\ue001 *x*": "0 <strong>x</strong>",
    "": "",
}


@pytest.mark.chromium
async def test_sections_their_fields_and_contexts_show_quotes(slack: LocalSlack, chromium_page: Desk) -> None:
    page = await chromium_page.open(slack.base_url)
    text = mrkdwn("Escalated to Mia\n>Legal should look")
    for block in (
        {"type": "section", "text": text},
        {"type": "section", "fields": [text]},
        {"type": "context", "elements": [text]},
    ):
        drawn = await page.evaluate(DRAW, ["/js/blocks.js", "renderBlocks", [block]])
        assert re.search(r"Escalated to Mia<blockquote[^>]*>Legal should look</blockquote>", drawn), drawn


@pytest.mark.chromium
async def test_markdown_and_unknown_blocks(slack: LocalSlack, chromium_page: Desk) -> None:
    page = await chromium_page.open(slack.base_url)
    text = "# Head\n**b** *i* `<x>`\n- one\n- two\n\n> q\n\n|a|b|\n|-|-|\n|1|2|\n\n"
    text += "[l](https://e.org) [j](javascript:x) <b>t</b>"
    drawn = await page.evaluate(DRAW, ["/js/markdown.js", "markdown", text])
    for part in (
        "<strong>b</strong>",
        "<em>i</em>",
        "<code",
        "&lt;x&gt;",
        "<li",
        "<blockquote",
        "<td>2</td>",
        "&lt;b&gt;t",
    ):
        assert part in drawn
    assert 'href="https://e.org/"' in drawn
    assert "javascript:" not in drawn
    blocks = [{"type": "hologram", "block_id": "h"}, {"type": "constructor", "block_id": "c"}]
    drawn = await page.evaluate(DRAW, ["/js/blocks.js", "renderBlocks", blocks])
    assert drawn.count("can't draw a block of type") == 2


@pytest.mark.chromium
async def test_every_kind_of_block_is_drawn(slack: LocalSlack, chromium_page: Desk) -> None:
    address = f"{slack.base_url}/icon.svg"
    await post(slack, all_blocks(address))
    page = await chromium_page.open(slack.base_url)
    kinds = await page.locator(".block").evaluate_all("all => all.map(each => each.dataset.blockType)")
    assert kinds == [each["type"] for each in all_blocks(address)]
    assert await page.locator(".unknown").count() == 0
    await expect(page.locator(".figure img")).to_have_attribute("src", address)
    await expect(page.locator(".picture-missing")).to_contain_text("cdn.example.org")
    await expect(page.locator(".rich-text")).to_contain_text("rich 🎉@Mia Lindqvist")


@pytest.mark.chromium
async def test_what_is_chosen_in_a_message_is_sent(slack: LocalSlack, chromium_page: Desk) -> None:
    await post(slack, all_blocks(f"{slack.base_url}/icon.svg"))
    page = await chromium_page.open(slack.base_url)
    await page.locator('[data-action-id="several"]').click()
    await page.keyboard.type("no")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(page.locator('[data-action-id="several"]')).to_contain_text("Noah Berg")
    await page.get_by_label("Second").check()
    await page.locator('[data-action-id="day"]').fill("2026-03-04")
    await slack.wait_for(lambda: len(chosen(slack)) == 3)
    assert chosen(slack) == {
        "several": {"type": "multi_users_select", "selected_users": ["U0NOAH0001"]},
        "ticks": {"type": "checkboxes", "selected_options": [OPTIONS[1]]},
        "day": {"type": "datepicker", "selected_date": "2026-03-04"},
    }


@pytest.mark.chromium
async def test_a_confirmation_can_be_declined(slack: LocalSlack, chromium_page: Desk) -> None:
    confirm = {
        "title": plain("Block?"),
        "text": plain("For good."),
        "confirm": plain("Block"),
        "deny": plain("Keep"),
    }
    block = {
        "type": "actions",
        "elements": [button("Block creator", "block", style="danger", confirm=confirm)],
    }
    await post(slack, [block])
    page = await chromium_page.open(slack.base_url)
    press = page.locator('[data-action-id="block"]')
    await press.click()
    await page.get_by_role("button", name="Keep").click()
    await expect(press).to_be_focused()
    await expect(page.get_by_role("alert")).to_have_count(0)
    await press.click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Block").click()
    await expect(page.get_by_role("alert")).to_contain_text("The app is not connected.")


@pytest.mark.chromium
async def test_a_permalink_opens_the_message(slack: LocalSlack, chromium_page: Desk) -> None:
    ts = await post(slack, [{"type": "section", "text": mrkdwn("Look here")}], channel="C0GENERAL1")
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    link = (await client.chat_getPermalink(channel="C0GENERAL1", message_ts=ts))["permalink"]
    page = await chromium_page.open(str(link))
    await expect(page.locator(f'[data-ts="{ts}"]')).to_be_focused()


@pytest.mark.chromium
async def test_the_page_survives_a_restart_of_the_playground(slack: LocalSlack, chromium_page: Desk) -> None:
    await post(slack, [{"type": "section", "text": mrkdwn("Before")}])
    page = await chromium_page.open(slack.base_url)
    port = int(slack.base_url.rsplit(":", 1)[1])
    await slack.stop()
    state = page.get_by_test_id("connection")
    await expect(state).to_have_text("Playground unreachable")
    async with LocalSlack(port=port, limits="off") as again:
        await post(again, [{"type": "section", "text": mrkdwn("After")}])
        await expect(page.get_by_role("article")).to_contain_text("After", timeout=15_000)
        await expect(state).to_have_text("Bot reconnecting…")
        await page.close()
    # A server that is away is no fault of the page.
    chromium_page.problems[:] = [
        each for each in chromium_page.problems if "ERR_CONNECTION_REFUSED" not in each
    ]


def chosen(slack: LocalSlack) -> dict[str, Any]:
    return {
        name: state
        for kept in slack.world.inputs.values()
        for block in kept.values()
        for name, state in block.items()
    }


async def post(slack: LocalSlack, blocks: list[Json], channel: str = "C0REVIEW01") -> str:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    return str((await client.chat_postMessage(channel=channel, text="words", blocks=blocks))["ts"])


OPTIONS: list[Json] = [{"text": plain("First"), "value": "1"}, {"text": plain("Second"), "value": "2"}]


def all_blocks(address: str) -> list[Json]:
    run = {"type": "rich_text_section", "elements": RICH}
    groups = [{"label": plain("Group"), "options": OPTIONS}]
    elements = [
        {
            "type": "static_select",
            "action_id": "one",
            "placeholder": plain("Reason"),
            "option_groups": groups,
        },
        {"type": "multi_users_select", "action_id": "several", "placeholder": plain("People")},
        {"type": "datepicker", "action_id": "day"},
        {"type": "timepicker", "action_id": "hour"},
        {"type": "overflow", "action_id": "rest", "options": OPTIONS},
        button("Open", "away", url="https://example.org"),
    ]
    ticks = {"type": "checkboxes", "action_id": "ticks", "options": OPTIONS}
    return [
        {"type": "header", "text": plain("All of it")},
        {"type": "section", "fields": [mrkdwn("*One*"), plain("Two *plain*")]},
        {"type": "section", "text": mrkdwn("Tick"), "accessory": ticks},
        {"type": "divider"},
        {"type": "image", "image_url": address, "alt_text": "The icon", "title": plain("Icon")},
        {"type": "image", "image_url": "https://cdn.example.org/far.png", "alt_text": "Far away"},
        {
            "type": "context",
            "elements": [mrkdwn("small"), {"type": "image", "image_url": address, "alt_text": "i"}],
        },
        {"type": "actions", "elements": elements},
        {
            "type": "rich_text",
            "elements": [run, {"type": "rich_text_list", "style": "bullet", "elements": [run]}],
        },
        {"type": "markdown", "text": "**Strong**"},
    ]


RICH: list[Json] = [
    {"type": "text", "text": "rich ", "style": {"bold": True}},
    {"type": "emoji", "name": "tada"},
    {"type": "user", "user_id": "U0MIA00001"},
    {"type": "link", "url": "https://example.org", "text": "there"},
]

#: Text on surface, in both themes, and the contrast WCAG AA asks for.
PAIRS = [
    *[("--text", surface) for surface in ("--bg", "--bg-soft", "--sidebar", "--card", "--accent-soft")],
    *[
        ("--muted", surface)
        for surface in ("--bg", "--bg-soft", "--bg-hover", "--sidebar", "--sidebar-hover")
    ],
    *[("--link", surface) for surface in ("--bg", "--bg-soft", "--card", "--accent-soft")],
    *[("--danger", surface) for surface in ("--bg", "--card", "--danger-soft")],
    ("--muted", "--accent-soft"),
    ("--on-accent", "--accent"),
    ("--on-accent", "--accent-hover"),
    ("--accent-text", "--accent-soft"),
    ("--warn-text", "--warn-bg"),
    ("--warn-text", "--special-bg"),
    ("--mention-text", "--mention-bg"),
    ("--code-text", "--code-bg"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_have_contrast(theme: str) -> None:
    light, dark = TOKENS.read_text("utf-8").split('[data-theme="dark"]')
    colours = {**hex_colours(light), **(hex_colours(dark) if theme == "dark" else {})}
    weak = {
        pair: round(ratio, 2)
        for pair in PAIRS
        if (ratio := contrast(colours[pair[0]], colours[pair[1]])) < 4.5
    }
    assert not weak
    assert contrast(colours["--line-strong"], colours["--bg"]) >= 3, "the border of a control"


def hex_colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+): #([0-9a-f]{6});", css))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours. Source: WCAG 2.2, relative luminance."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
