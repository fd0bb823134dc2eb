"""Socket Mode: tickets, acks, redelivery, refresh, duplicates, several connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from bot.playground.slack import LocalSlack, PlaygroundClock
from tests.playground.sample_app import CARD, review_bot
from tests.support.slack_app import connected_app, web_client

Json = dict[str, Any]


class RawClient:
    """A client that acknowledges only what it is told to."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def next(self) -> Json:
        frame = await self.socket.receive_json(timeout=5)
        assert isinstance(frame, dict)
        return frame

    async def ack(self, frame: Json, payload: Any = None) -> None:
        body = {"envelope_id": frame["envelope_id"]}
        await self.socket.send_json(body if payload is None else {**body, "payload": payload})


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(ack_seconds=0.3, redelivery_delays=(0.05, 0.05, 0.05)) as running:
        yield running


async def socket_url(slack: LocalSlack) -> str:
    """A fresh address with its ticket."""
    answer = await web_client(slack).apps_connections_open(app_token=slack.app_token)
    return str(answer["url"])


async def connect(slack: LocalSlack, http: aiohttp.ClientSession) -> RawClient:
    """A raw connection that has said hello."""
    client = RawClient(await http.ws_connect(await socket_url(slack)))
    hello = await client.next()
    assert (hello["type"], hello["connection_info"]) == ("hello", {"app_id": slack.world.app_id})
    assert hello["num_connections"] == slack.sockets.connected
    return client


async def card(slack: LocalSlack) -> str:
    """A card of the bot's in #general; its ts."""
    return str((await web_client(slack).chat_postMessage(channel="#general", text="x", blocks=CARD))["ts"])


async def test_a_ticket_works_once(slack: LocalSlack, http: aiohttp.ClientSession) -> None:
    url = await socket_url(slack)
    async with http.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(url)
    assert refused.value.status == 400


async def test_an_old_ticket_is_refused(http: aiohttp.ClientSession) -> None:
    clock = PlaygroundClock()
    async with LocalSlack(clock=clock) as slack:
        url = await socket_url(slack)
        clock.advance(31)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(url)


async def test_pings_are_echoed(slack: LocalSlack, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect(await socket_url(slack), autoping=False) as socket:
        assert (await socket.receive_json(timeout=5))["type"] == "hello"
        await socket.ping(b"sdk-ping-pong:1.5")
        pong = await socket.receive(timeout=5)
        assert (pong.type, bytes(pong.data)) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:1.5")


async def test_an_unacknowledged_event_comes_again_with_its_number(
    slack: LocalSlack, http: aiohttp.ClientSession
) -> None:
    client = await connect(slack, http)
    posting = asyncio.create_task(slack.post("lea", channel="general", text="hi"))
    first, second = await client.next(), await client.next()
    await client.ack(second)
    assert (await posting)["acked"] is False
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]


async def test_after_three_more_attempts_an_event_is_given_up(
    slack: LocalSlack, http: aiohttp.ClientSession
) -> None:
    client = await connect(slack, http)
    await slack.open_home("mia")
    attempts = [(await client.next())["retry_attempt"] for _ in range(4)]
    assert attempts == [0, 1, 2, 3]
    with pytest.raises(TimeoutError):
        await client.socket.receive_json(timeout=0.6)


async def test_an_event_waits_for_a_bot_that_comes_late(slack: LocalSlack) -> None:
    post = await slack.post("lea", channel="general", text="hello @goodword")
    assert post["acked"] is False
    slack.world.redelivery_delays = (0.5, 0.5, 0.5)
    late = await slack.post("lea", channel="general", text="hello again @goodword")
    async with connected_app(slack, review_bot):
        await slack.wait_for(lambda: late["message"].get("reply_count"), what="an answer")


async def test_a_click_is_not_redelivered(slack: LocalSlack, http: aiohttp.ClientSession) -> None:
    client = await connect(slack, http)
    answer = await slack.click("mia", channel="general", ts=await card(slack), action_id="approve")
    assert answer["error"] == "operation_timeout"
    assert (await client.next())["payload"]["type"] == "block_actions"
    with pytest.raises(TimeoutError):
        await client.socket.receive_json(timeout=0.5)


async def test_a_payload_goes_to_exactly_one_connection(
    slack: LocalSlack, http: aiohttp.ClientSession
) -> None:
    clients = [await connect(slack, http) for _ in range(3)]
    seen: list[tuple[int, str]] = []

    async def serve(number: int, client: RawClient) -> None:
        while True:
            frame = await client.next()
            seen.append((number, frame["payload"]["actions"][0]["action_ts"]))
            await client.ack(frame)

    serving = [asyncio.create_task(serve(*each)) for each in enumerate(clients)]
    ts = await card(slack)
    for _ in range(30):
        assert (await slack.click("mia", channel="general", ts=ts, action_id="approve"))["acked"]
    for task in serving:
        task.cancel()
    await asyncio.gather(*serving, return_exceptions=True)
    assert len({stamp for _, stamp in seen}) == len(seen) == 30
    assert {number for number, _ in seen} == {0, 1, 2}


async def test_an_eleventh_connection_is_sent_away(slack: LocalSlack, http: aiohttp.ClientSession) -> None:
    kept = [await connect(slack, http) for _ in range(10)]
    async with http.ws_connect(await socket_url(slack)) as socket:
        assert (await socket.receive_json(timeout=5))["reason"] == "too_many_websockets"
        assert (await socket.receive(timeout=5)).type is aiohttp.WSMsgType.CLOSE
    assert slack.sockets.connected == len(kept)


async def test_a_connection_told_to_refresh_gets_nothing_new(
    slack: LocalSlack, http: aiohttp.ClientSession
) -> None:
    old = await connect(slack, http)
    await slack.sockets.refresh("warning")
    assert (await old.next())["reason"] == "warning"
    await slack.sockets.refresh()
    assert (await old.next())["reason"] == "refresh_requested"
    new = await connect(slack, http)
    clicking = asyncio.create_task(
        slack.click("mia", channel="general", ts=await card(slack), action_id="approve")
    )
    await new.ack(await new.next())
    assert (await clicking)["acked"]


@pytest.mark.parametrize("how", ["refresh", "cut"])
async def test_bolt_comes_back_after_a_refresh_and_after_a_cut(how: str) -> None:
    async with LocalSlack() as slack, connected_app(slack, review_bot, ping_interval=0.2):
        await (slack.sockets.refresh() if how == "refresh" else slack.sockets.drop_all())
        await slack.wait_for(
            lambda: len(slack.calls("apps.connections.open")) > 1 and slack.sockets.connected,
            what="a new connection",
        )
        post = await slack.post("lea", channel="general", text="hello @goodword")
        await slack.wait_for(lambda: post["message"].get("reply_count"), what="an answer")


async def test_a_refused_ticket_leaves_the_sdk_on_the_same_address() -> None:
    """The trap our watchdog exists for: the SDK never asks for a fresh address by itself."""
    async with LocalSlack() as slack, connected_app(slack, review_bot, ping_interval=0.2):
        before = len(slack.calls("apps.connections.open"))
        slack.fault("reject_ticket")
        await slack.sockets.refresh()
        await slack.wait_for(lambda: slack.sockets.refused >= 3, what="three refused attempts")
        assert len(slack.calls("apps.connections.open")) == before + 1


@pytest.mark.parametrize("event", ["app_mention", "*"])
async def test_a_duplicate_delivery_carries_the_same_event(
    slack: LocalSlack, http: aiohttp.ClientSession, event: str
) -> None:
    slack.world.subscriptions = {"app_mention"}
    client = await connect(slack, http)
    slack.fault("duplicate", event=event)
    posting = asyncio.create_task(slack.post("lea", channel="general", text="hi @goodword"))
    first = await client.next()
    await client.ack(first)
    second = await client.next()
    await client.ack(second)
    assert (await posting)["acked"]
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


async def test_a_dropped_event_is_redelivered(slack: LocalSlack, http: aiohttp.ClientSession) -> None:
    slack.world.subscriptions = {"app_mention"}
    client = await connect(slack, http)
    slack.fault("drop", event="app_mention")
    assert (await slack.post("lea", channel="general", text="hi @goodword"))["acked"] is False
    assert (await client.next())["retry_attempt"] == 1


async def test_a_duplicated_click_has_the_same_envelope(
    slack: LocalSlack, http: aiohttp.ClientSession
) -> None:
    client = await connect(slack, http)
    slack.fault("duplicate", event="block_actions")
    clicking = asyncio.create_task(
        slack.click("mia", channel="general", ts=await card(slack), action_id="approve")
    )
    first = await client.next()
    await client.ack(first)
    assert (await clicking)["acked"]
    assert (await client.next())["envelope_id"] == first["envelope_id"]


async def test_nonsense_from_the_client_is_ignored(slack: LocalSlack, http: aiohttp.ClientSession) -> None:
    client = await connect(slack, http)
    for text in ("not json", "[]", '{"envelope_id": "unknown"}'):
        await client.socket.send_str(text)
    clicking = asyncio.create_task(
        slack.click("mia", channel="general", ts=await card(slack), action_id="approve")
    )
    await client.ack(await client.next())
    assert (await clicking)["acked"]


async def test_nobody_hears_of_what_the_app_is_not_subscribed_to(
    slack: LocalSlack, http: aiohttp.ClientSession
) -> None:
    def nothing(app: AsyncApp) -> None:
        """No listeners: an event would be logged as unhandled."""

    slack.world.subscriptions = set()
    async with connected_app(slack, nothing):
        assert (await slack.post("lea", channel="general", text="hi @goodword"))["dispatched"] is False
        assert (await slack.open_home("lea"))["dispatched"] is False
