"""The clock that jumps: over the wire, on the page, and what a jump leaves alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.operations.examples import config_folder
from bot.playground.discord import LocalDiscord
from bot.playground.samples.server import SampleWeb
from bot.playground.samples.timeline import load_timeline
from bot.playground.slack import LocalSlack
from bot.playground.slack.clock import PlaygroundClock
from tests.support.browser import Desk

REVIEW = "C0REVIEW01"
SATURDAY = datetime(2026, 11, 28, 22, 10, tzinfo=UTC)
MONDAY = "2026-11-30T09:00:00+01:00"
DAY = 86_400


def stopped(start: datetime = SATURDAY) -> PlaygroundClock:
    return PlaygroundClock(scale=0, start=start.timestamp())


async def ask(slack: LocalSlack, body: Any = None) -> tuple[int, dict[str, Any]]:
    """Read the clock, or move it."""
    url = f"{slack.base_url}/playground/clock"
    async with aiohttp.ClientSession() as http:
        asked = http.get(url) if body is None else http.post(url, json=body)
        async with asked as answer:
            return answer.status, dict(await answer.json())


async def test_a_jump_takes_all_that_share_the_clock_along() -> None:
    clock = stopped()
    async with LocalSlack(clock=clock) as slack, LocalDiscord(clock=clock) as discord:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        before = (await client.chat_postMessage(channel=REVIEW, text="Saturday"))["ts"]
        status, told = await ask(slack, {"to": MONDAY})
        assert (status, told["ok"], datetime.fromisoformat(told["now"])) == (
            200,
            True,
            datetime.fromisoformat(MONDAY),
        )
        assert (await ask(slack))[1]["now"] == told["now"]
        after = (await client.chat_postMessage(channel=REVIEW, text="Monday"))["ts"]
        moments = [datetime.fromtimestamp(float(ts), UTC) for ts in (before, after)]
        assert moments[0] - SATURDAY < timedelta(seconds=1)
        assert timedelta(0) <= moments[1] - datetime.fromisoformat(MONDAY) < timedelta(seconds=1)
        posted = await discord.post("noor", channel="general", text="Monday here too")
        stamp = discord.messages("general")[-1]["timestamp"]
        assert posted["ok"]
        assert datetime.fromisoformat(stamp).date() == datetime.fromisoformat(MONDAY).date()
        await ask(slack, {"forward": 3600})
        assert datetime.fromtimestamp(clock(), UTC) == datetime.fromisoformat(MONDAY) + timedelta(hours=1)


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        ({"to": "2026-11-28T23:09:00+01:00"}, "in_the_past", "only goes forward"),
        ({"to": "0001-01-01T00:00:00+14:00"}, "in_the_past", "only goes forward"),
        ({"forward": -1}, "in_the_past", "only goes forward"),
        ({"to": "next monday"}, "invalid_time", "'next monday' is no time of ISO 8601"),
        ({"to": "2026-11-30T09:00:00"}, "invalid_time", "doesn't say its offset"),
        ({"to": 1796029200}, "invalid_time", "to is a time as text"),
        ({"forward": "3600"}, "invalid_time", "a number of seconds"),
        ({"forward": True}, "invalid_time", "a number of seconds"),
        ({}, "invalid_time", "either to or forward"),
        ({"to": MONDAY, "forward": 1}, "invalid_time", "either to or forward"),
        ({"to": "2028-01-05T00:00:00Z"}, "too_far", "400 days"),
        ({"to": "9999-12-31T23:59:59-14:00"}, "too_far", "400 days"),
        ({"forward": 10**18}, "too_far", "400 days"),
        ([], "invalid_json", "JSON object"),
    ],
)
async def test_what_it_refuses_it_names_and_the_clock_stands(body: Any, error: str, words: str) -> None:
    async with LocalSlack(clock=stopped()) as slack:
        status, told = await ask(slack, body)
        assert (status, told["error"]) == (400, error)
        assert words in told["message"]
        assert datetime.fromisoformat((await ask(slack))[1]["now"]) == SATURDAY


async def test_jumps_end_before_identifiers_get_another_length() -> None:
    async with LocalSlack(clock=stopped(datetime(2099, 6, 1, tzinfo=UTC))) as slack:
        assert (await ask(slack, {"forward": 200 * DAY}))[0] == 200
        status, told = await ask(slack, {"forward": 200 * DAY})
        assert (status, told["error"]) == (400, "too_far")
        assert "2100-01-01" in told["message"]


async def test_a_clock_of_a_tests_own_is_not_moved() -> None:
    async with LocalSlack(clock=SATURDAY.timestamp) as slack:
        status, told = await ask(slack, {"forward": 60})
        assert (status, told["error"]) == (400, "fixed_clock")
        assert (await ask(slack))[1]["moves"] is False


async def test_whoever_is_in_the_middle_of_something_is_not_late() -> None:
    clock = stopped()
    async with LocalSlack(clock=clock) as slack:
        permits = slack.world.permits
        trigger, url, ticket = (
            permits.trigger("U0MIA00001"),
            permits.response_url(REVIEW, "U0MIA00001"),
            permits.ticket(),
        )
        clock.jump(30 * DAY)
        assert permits.redeem_trigger(trigger).user == "U0MIA00001"
        assert permits.redeem_response_url(url.rpartition("/")[2]).channel == REVIEW
        assert permits.redeem_ticket(ticket)
        late = permits.trigger("U0MIA00001")
        clock.advance(3.1)
        with pytest.raises(Exception, match="expired_trigger_id"):
            permits.redeem_trigger(late)


async def test_a_jump_refills_no_limit_and_empties_none() -> None:
    clock = stopped()
    async with LocalSlack(clock=clock, message_burst=1) as slack:
        limits = slack.web_api.limits
        assert limits.check_message(REVIEW) == 0
        clock.jump(DAY)
        assert limits.check_message(REVIEW) == 1
        clock.advance(1)
        assert limits.check_message(REVIEW) == 0


async def test_a_scheduled_message_is_written_at_once_when_its_time_was_jumped_over() -> None:
    async with LocalSlack() as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        at = int(slack.world.clock()) + 2 * DAY
        await client.chat_scheduleMessage(channel=REVIEW, text="later", post_at=at)
        await ask(slack, {"forward": 3 * DAY})
        found = await slack.wait_for(lambda: slack.messages(REVIEW), what="the scheduled message")
        assert float(found[0]["ts"]) >= at


def test_the_sample_pieces_keep_their_times_and_none_is_made_up_for_the_time_between() -> None:
    clock = stopped()
    web = SampleWeb(load_timeline(config_folder() / "sample"), clock=clock)
    clock.jumped.append(lambda: web.leap(clock.ahead))
    clock.advance(120)
    before = {piece.number: web.at(piece.at) for piece in web.timeline.visible(web.elapsed, "mastodon")}
    clock.jump(2 * DAY)
    assert {
        piece.number: web.at(piece.at) for piece in web.timeline.visible(web.elapsed, "mastodon")
    } == before
    clock.advance(300)
    fresh = [
        web.at(piece.at)
        for piece in web.timeline.visible(web.elapsed, "mastodon")
        if piece.number not in before
    ]
    assert fresh
    assert all(moment > SATURDAY + timedelta(days=2) for moment in fresh)


# the page


@pytest.mark.chromium
async def test_the_page_shows_the_new_time_and_whose_day_a_message_is(chromium_page: Desk) -> None:
    async with LocalSlack(limits="off") as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        await client.chat_postMessage(channel=REVIEW, text="before the jump")
        page = await chromium_page.open(slack.base_url)
        await expect(page.locator(".day")).to_have_text("Today")
        clock = page.locator("#slack-half .clock-button")
        shown = await clock.inner_text()
        await clock.focus()
        await clock.press("Enter")  # by keyboard alone
        await expect(page.get_by_role("button", name="One hour later")).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("button", name="Next Monday 09:00")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(clock).to_be_focused()
        await expect(clock).to_contain_text("Mon")
        await expect(clock).to_contain_text("09:00")
        assert await clock.inner_text() != shown
        await client.chat_postMessage(channel=REVIEW, text="after the jump")
        await expect(page.locator(".day")).to_have_count(2)
        await expect(page.locator(".day").last).to_have_text("Today")
        await expect(page.locator(".day").first).not_to_have_text("Today")
        await expect(page.get_by_role("article").last.locator(".time")).to_contain_text("09:0")
        await expect(page.get_by_role("article").last.locator(".ago")).to_have_text("just now")
        again = await chromium_page.open(slack.base_url, width=390, height=800, theme="dark")
        await expect(again.locator("#slack-half .clock-time")).to_contain_text("09:0")
        assert await again.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await chromium_page.close()


@pytest.mark.chromium
async def test_a_refused_jump_is_said_in_the_menu(chromium_page: Desk) -> None:
    async with LocalSlack(limits="off") as slack:
        page = await chromium_page.open(slack.base_url)
        await page.locator("#slack-half .clock-button").click()
        field = page.locator("#clock-field")
        await field.fill("2098-01-01T09:00")
        await field.press("Enter")
        await expect(page.get_by_role("alert").filter(has_text="400 days")).to_be_visible()
        chromium_page.problems.clear()  # the refusal itself, which the browser notes
        await page.keyboard.press("Escape")
        await expect(page.locator(".clock-menu")).to_have_count(0)
        await chromium_page.close()
