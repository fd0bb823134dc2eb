"""Limits, faults and what works only for a while, through Slack's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground.slack import LocalSlack, PlaygroundClock
from tests.playground.sample_app import CARD, DETAILS
from tests.support.slack_app import refused, web_client

REVIEW = "C0REVIEW01"


@pytest.fixture
async def clock() -> PlaygroundClock:
    return PlaygroundClock(scale=0)


@pytest.fixture
async def slack(clock: PlaygroundClock) -> AsyncIterator[LocalSlack]:
    async with LocalSlack(clock=clock) as running:
        yield running


@pytest.fixture
def client(slack: LocalSlack) -> AsyncWebClient:
    return web_client(slack)


async def test_one_message_a_second_a_channel_after_a_short_burst(
    slack: LocalSlack, client: AsyncWebClient, clock: PlaygroundClock
) -> None:
    for _ in range(slack.world.message_burst):
        await client.chat_postMessage(channel=REVIEW, text="x")
    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel="#content-review", text="x")
    assert (error.value.response.status_code, error.value.response["error"]) == (429, "ratelimited")
    assert error.value.response.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel="#general", text="another channel is free")
    clock.advance(1)
    await client.chat_postMessage(channel=REVIEW, text="x")
    assert len(slack.messages(REVIEW)) == slack.world.message_burst + 1


async def test_methods_have_their_tiers(client: AsyncWebClient, clock: PlaygroundClock) -> None:
    for _ in range(20):
        await client.conversations_list()
    with pytest.raises(SlackApiError) as error:
        await client.conversations_list()
    assert error.value.response.headers["Retry-After"] == "3"
    await client.users_info(user="U0MIA00001")
    clock.advance(3)
    await client.conversations_list()


async def test_limits_can_be_switched_off() -> None:
    async with LocalSlack(limits="off") as slack:
        client = web_client(slack)
        for _ in range(30):
            await client.chat_postMessage(channel=REVIEW, text="x")
        assert len(slack.messages(REVIEW)) == 30


async def test_the_sdks_retry_handler_honours_retry_after(slack: LocalSlack, client: AsyncWebClient) -> None:
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    slack.fault("429", method="chat.postMessage", seconds=1)
    assert (await client.chat_postMessage(channel=REVIEW, text="x"))["ok"]
    assert len(slack.messages(REVIEW)) == 1


@pytest.mark.parametrize(
    ("kind", "after", "written"), [("500", False, 0), ("drop", False, 0), ("drop", True, 1)]
)
async def test_faults_strike_as_often_as_told(
    slack: LocalSlack, client: AsyncWebClient, kind: Any, after: bool, written: int
) -> None:
    client.retry_handlers.clear()
    slack.fault(kind, method="chat.postMessage", after=after)
    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await client.chat_postMessage(channel=REVIEW, text="x")
    assert len(slack.messages(REVIEW)) == written
    assert (await client.chat_postMessage(channel=REVIEW, text="y"))["ok"]


async def test_a_call_is_refused_with_the_error_asked_for(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.fault("refuse", method="chat.postMessage", error="msg_too_long")
    with pytest.raises(SlackApiError, match="msg_too_long"):
        await client.chat_postMessage(channel=REVIEW, text="x")
    assert slack.messages(REVIEW) == []


async def test_a_trigger_works_once_and_for_three_seconds(
    slack: LocalSlack, client: AsyncWebClient, clock: PlaygroundClock
) -> None:
    trigger = slack.world.permits.trigger("U0MIA00001")
    await client.views_open(trigger_id=trigger, view=DETAILS)
    assert (await refused(client, "views.open", trigger_id=trigger, view=DETAILS))[
        "error"
    ] == "exchanged_trigger_id"
    late = slack.world.permits.trigger("U0MIA00001")
    clock.advance(3.1)
    assert (await refused(client, "views.open", trigger_id=late, view=DETAILS))[
        "error"
    ] == "expired_trigger_id"


async def test_a_response_url_works_five_times_in_thirty_minutes(
    slack: LocalSlack, clock: PlaygroundClock
) -> None:
    permits = slack.world.permits
    webhook = AsyncWebhookClient(slack.base_url + permits.response_url(REVIEW, "U0MIA00001"))
    for number in range(5):
        kind = "in_channel" if number else "ephemeral"
        assert (await webhook.send(text=f"{number}", response_type=kind)).status_code == 200
    spent = await webhook.send(text="6")
    assert (spent.status_code, "used_url" in spent.body) == (404, True)
    assert (len(slack.messages(REVIEW)), len(slack.ephemerals("mia"))) == (4, 1)
    late = AsyncWebhookClient(slack.base_url + permits.response_url(REVIEW, "U0MIA00001"))
    clock.advance(1801)
    assert "expired_url" in (await late.send(text="x")).body


async def test_a_response_url_replaces_and_deletes_what_it_came_from(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    permits = slack.world.permits
    private = (await client.chat_postEphemeral(channel=REVIEW, user="U0MIA00001", text="x"))["message_ts"]
    url = permits.response_url(REVIEW, "U0MIA00001", private, ephemeral=True)
    webhook = AsyncWebhookClient(slack.base_url + url)
    await webhook.send(text="changed", replace_original=True)
    assert slack.ephemerals("mia")[0]["text"] == "changed"
    await webhook.send(delete_original=True)
    assert slack.ephemerals("mia") == []
    ts = (await client.chat_postMessage(channel=REVIEW, text="x", blocks=CARD))["ts"]
    webhook = AsyncWebhookClient(slack.base_url + permits.response_url(REVIEW, "U0MIA00001", ts))
    assert (await webhook.send(blocks=[{"type": "nope"}])).status_code == 400
    await webhook.send(text="seen", replace_original=True)
    assert (slack.messages(REVIEW)[0]["text"], "blocks" in slack.messages(REVIEW)[0]) == ("seen", False)
