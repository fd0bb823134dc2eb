"""The JSON control surface, its event stream and its doors, over HTTP as scripts and the page use them."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.kernel.errors import FixSettings
from bot.playground.slack import Channel, LocalSlack, Person
from bot.playground.slack.errors import ActError
from tests.playground.sample_app import CARD, PNG, review_bot
from tests.support.slack_app import connected_app, web_client

Json = dict[str, Any]


class Script:
    """A person's script: JSON in, JSON out."""

    def __init__(self, base_url: str, session: aiohttp.ClientSession) -> None:
        self.base_url = base_url
        self.session = session

    async def get(self, path: str, status: int = 200, **query: str) -> Json:
        async with self.session.get(f"{self.base_url}/playground/{path}", params=query) as answer:
            assert answer.status == status, await answer.text()
            return dict(await answer.json())

    async def post(self, path: str, body: Any, status: int = 200, **headers: str) -> Json:
        async with self.session.post(
            f"{self.base_url}/playground/{path}", json=body, headers=headers
        ) as answer:
            assert answer.status == status, await answer.text()
            return dict(await answer.json())


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack() as running:
        yield running


@pytest.fixture
async def script(slack: LocalSlack) -> AsyncIterator[Script]:
    async with aiohttp.ClientSession() as session:
        yield Script(slack.base_url, session)


async def test_a_script_does_what_a_person_does(slack: LocalSlack, script: Script) -> None:
    async with connected_app(slack, review_bot):
        where: Json = {"user": "mia", "channel": "content-review"}
        assert (await script.post("slack/command", {**where, "command": "/goodword", "text": ""}))["acked"]
        await slack.wait_for(lambda: slack.ephemerals("mia"), what="the private answer")
        seen = await script.get("slack/messages", channel="content-review", user="mia")
        private, message = seen["messages"]
        assert (private["is_ephemeral"], private["text"]) == (True, "card posted")
        others = await script.get("slack/messages", channel="#content-review", user="noah")
        assert [each["ts"] for each in others["messages"]] == [message["ts"]]

        clicked = await script.post("slack/click", {**where, "ts": message["ts"], "action_id": "ask"})
        assert (clicked["ok"], clicked["acked"]) == (True, True)
        await slack.wait_for(lambda: slack.modal("mia"))
        (view,) = (await script.get("slack/views", user="mia"))["modals"]
        short = await script.post(
            "slack/submit", {"user": "mia", "view_id": view["id"], "values": {"words": "short"}}
        )
        assert short["errors"] == {"words": "say more"}
        (view,) = (await script.get("slack/views", user="U0MIA00001"))["modals"]
        assert view["errors"] == {"words": "say more"}
        state = {"words": {"text": {"type": "plain_text_input", "value": "May we?"}}}
        sent = await script.post("slack/submit", {"user": "mia", "view_id": view["id"], "values": state})
        assert sent["acked"]
        assert (await script.get("slack/views", user="mia"))["modals"] == []

        assert (await script.post("slack/open_home", {"user": "mia"}))["acked"]
        await slack.wait_for(lambda: slack.home("mia"))
        assert (await script.get("slack/views", user="mia"))["home"]["type"] == "home"
        await script.post(
            "slack/click", {**where, "ts": message["ts"], "action_id": "approve", "value": "42"}
        )
        changed = slack.world.messages["C0REVIEW01"][message["ts"]]
        await slack.wait_for(lambda: changed.get("reply_count"))
        thread = await script.get("slack/messages", channel="content-review", thread_ts=message["ts"])
        assert [len(each.get("files", [])) for each in thread["messages"]] == [0, 1]


REFUSED: list[tuple[str, Any, int, str, str]] = [
    ("slack/click", {"user": "nobody", "action_id": "x"}, 404, "user_not_found", "there are: mia, noah"),
    ("slack/click", {"user": "mia"}, 400, "invalid_arguments", "action_id is missing"),
    ("slack/click", {"user": "mia", "action_id": "x"}, 400, "invalid_arguments", "channel and ts"),
    (
        "slack/click",
        {"user": "mia", "action_id": "x", "channel": "nowhere", "ts": "1"},
        404,
        "channel_not_found",
        "#gen",
    ),
    (
        "slack/click",
        {"user": "mia", "action_id": "x", "channel": "general", "ts": "1"},
        404,
        "message_not_found",
        "1",
    ),
    (
        "slack/click",
        {"user": "mia", "action_id": "x", "view_id": "V1"},
        404,
        "view_not_found",
        "mia has no view",
    ),
    ("slack/click", {"user": "mia", "action_id": 5}, 400, "invalid_arguments", "action_id is text"),
    ("slack/dance", {"user": "mia"}, 404, "unknown_act", "click, select"),
    (
        "slack/command",
        {"user": "mia", "channel": "general", "command": "/other"},
        404,
        "unknown_command",
        "/goodword",
    ),
    ("slack/submit", {"user": "mia", "view_id": "V1"}, 404, "view_not_found", "no modal"),
    (
        "slack/submit",
        {"user": "mia", "view_id": "V1", "values": []},
        400,
        "invalid_arguments",
        "values is an object",
    ),
    ("slack/shortcut", {"user": "mia", "callback_id": "x"}, 404, "unknown_shortcut", "add_content"),
    ("slack/post", {"user": "mia", "channel": "general", "text": " "}, 400, "no_text", "Write something"),
    (
        "slack/post",
        {"user": "mia", "channel": "general", "text": "x", "thread_ts": "1"},
        404,
        "cannot_reply_to_message",
        "",
    ),
    ("slack/post", ["x"], 400, "invalid_json", "JSON object"),
    ("faults", {"kind": "fire"}, 400, "unknown_kind", "429, 500"),
    ("faults", {"kind": "429"}, 400, "invalid_fault", "needs a method"),
    ("faults", {"kind": "429", "event": "message"}, 400, "invalid_fault", "doesn't apply to an event"),
    ("faults", {"kind": "refresh", "method": "x"}, 400, "invalid_fault", "leave out"),
    ("faults", {"kind": "429", "method": "x", "count": 0}, 400, "invalid_count", "starts at 1"),
    ("faults", {"kind": "429", "method": "x", "count": "2"}, 400, "invalid_count", "whole number"),
]


@pytest.mark.parametrize(("path", "body", "status", "error", "told"), REFUSED)
async def test_a_refusal_says_what_to_do(
    script: Script, path: str, body: Any, status: int, error: str, told: str
) -> None:
    answer = await script.post(path, body, status)
    assert (answer["ok"], answer["error"]) == (False, error)
    assert told in answer["message"]


async def test_a_button_that_is_not_there_names_those_that_are(slack: LocalSlack, script: Script) -> None:
    ts = (await web_client(slack).chat_postMessage(channel="#general", text="x", blocks=CARD))["ts"]
    body = {"user": "mia", "channel": "general", "ts": ts, "action_id": "publish"}
    assert "more, approve, ask" in (await script.post("slack/click", body, 404))["message"]
    body["action_id"] = "more"
    refused = await script.post("slack/select", {**body, "value": "nonsense"}, 404)
    assert "history, hide" in refused["message"]


async def test_an_ephemeral_buttons_click_answers_only_where_it_is_seen(
    slack: LocalSlack, script: Script
) -> None:
    async with connected_app(slack, review_bot):
        client = web_client(slack)
        ts = (
            await client.chat_postEphemeral(channel="C0GENERAL1", user="U0MIA00001", text="x", blocks=CARD)
        )["message_ts"]
        body = {"channel": "general", "ts": ts, "action_id": "ask"}
        assert (await script.post("slack/click", {**body, "user": "mia"}))["acked"]
        await script.post("slack/click", {**body, "user": "noah"}, 404)


async def test_the_page_paints_itself_with_one_call(slack: LocalSlack, script: Script) -> None:
    client = web_client(slack)
    for number in range(3):
        await client.chat_postMessage(channel="#content-review", text=str(number))
    state = await script.get("state", user="mia")
    assert state["user"] == "U0MIA00001"
    assert state["bot"] == {"id": "U0GOODWORD1", "connected": False, "connections": 0}
    channels = {each["name"]: each for each in state["channels"]}
    assert channels["content-review"]["unread"] == 3
    assert channels["directmessage"]["im_user"] == "U0MIA00001"
    assert state["shortcuts"][0]["callback_id"] == "add_content"
    await script.get("slack/messages", channel="content-review", user="mia")
    again = await script.get("state", user="mia")
    assert {each["name"]: each["unread"] for each in again["channels"]}["content-review"] == 0


async def test_people_channels_and_shortcuts(script: Script) -> None:
    people = (await script.get("people"))["people"]
    assert [each["name"] for each in people] == ["mia", "noah", "aisha", "tom", "lea", "goodword"]
    channels = await script.get("channels")
    assert channels["discord"] == []
    assert {"id": "C0REVIEW01", "name": "content-review"} in channels["slack"]
    assert len((await script.get("shortcuts"))["shortcuts"]) == 2
    assert "limit" in (await script.get("slack/messages", 400, channel="general", limit="many"))["message"]


async def test_faults_are_switched_on_and_listed(slack: LocalSlack, script: Script) -> None:
    await script.post("faults", {"kind": "500", "method": "chat.postMessage", "count": 2})
    (fault,) = (await script.get("faults"))["faults"]
    assert (fault["kind"], fault["method"], fault["count"]) == ("500", "chat.postMessage", 2)
    async with connected_app(slack, review_bot, ping_interval=0.2):
        before = len(slack.calls("apps.connections.open"))
        await script.post("faults", {"kind": "disconnect"})
        await slack.wait_for(lambda: len(slack.calls("apps.connections.open")) > before)


class Stream:
    """A reader of the event stream."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer

    async def next(self) -> tuple[int, str, Json]:
        """Number, type and data of the next event."""
        found: dict[str, str] = {}
        while True:
            line = (await asyncio.wait_for(self.answer.content.readline(), 5)).decode().rstrip("\n")
            if not line and "data" in found:
                return int(found["id"]), found["event"], json.loads(found["data"])
            name, _, value = line.partition(": ")
            found[name] = value


async def test_the_stream_tells_what_happens_and_continues_where_it_broke_off(
    slack: LocalSlack, script: Script
) -> None:
    url = f"{slack.base_url}/playground/events"
    client = web_client(slack)
    async with script.session.get(url) as answer:
        assert answer.content_type == "text/event-stream"
        stream = Stream(answer)
        ts = (await client.chat_postMessage(channel="#general", text="one"))["ts"]
        number, kind, data = await stream.next()
        assert (kind, data["ts"], data["message"]["text"]) == ("message", ts, "one")
    await client.chat_update(channel="C0GENERAL1", ts=ts, text="two")
    await client.chat_postEphemeral(channel="C0GENERAL1", user="U0MIA00001", text="psst")
    await client.chat_delete(channel="C0GENERAL1", ts=ts)
    async with script.session.get(url, headers={"Last-Event-ID": str(number)}) as answer:
        stream = Stream(answer)
        events = [await stream.next() for _ in range(3)]
    assert [kind for _, kind, _ in events] == ["message_changed", "ephemeral", "message_deleted"]
    assert [each for each, _, _ in events] == [number + 1, number + 2, number + 3]
    async with script.session.get(url, params={"user": "noah", "last_event_id": str(number)}) as answer:
        stream = Stream(answer)
        assert [(await stream.next())[1] for _ in range(2)] == ["message_changed", "message_deleted"]


async def test_a_reader_from_another_run_is_told_to_start_anew(slack: LocalSlack, script: Script) -> None:
    async with script.session.get(
        f"{slack.base_url}/playground/events", headers={"Last-Event-ID": "999"}
    ) as answer:
        assert (await Stream(answer).next())[1] == "reset"


async def test_a_click_nobody_answers_shows_a_warning_beside_the_message(
    slack: LocalSlack, script: Script
) -> None:
    ts = (await web_client(slack).chat_postMessage(channel="#general", text="x", blocks=CARD))["ts"]
    async with script.session.get(f"{slack.base_url}/playground/events") as answer:
        body = {"user": "mia", "channel": "general", "ts": ts, "action_id": "ask"}
        lost = await script.post("slack/click", body)
        assert (lost["ok"], lost["acked"], lost["error"]) == (False, False, "dispatch_failed")
        _, kind, data = await Stream(answer).next()
    assert (kind, data["user"], data["ts"]) == ("warning", "U0MIA00001", ts)


async def test_uploaded_pictures_carry_an_address_for_the_page_only(
    slack: LocalSlack, script: Script
) -> None:
    client = web_client(slack)
    file = (await client.files_upload_v2(content=PNG, filename="a.png"))["file"]
    image = {"type": "image", "alt_text": "a", "slack_file": {"id": file["id"]}}
    sent = await client.chat_postMessage(channel="#general", text="x", blocks=[image])
    assert "image_url" not in sent["message"]["blocks"][0]
    seen = (await script.get("slack/messages", channel="general"))["messages"][0]["blocks"][0]
    async with script.session.get(seen["image_url"]) as answer:
        assert await answer.read() == PNG


async def test_no_other_web_page_can_act_here(slack: LocalSlack, script: Script) -> None:
    body = {"user": "mia", "channel": "general", "text": "x"}
    await script.post("slack/post", body, 403, Origin="https://evil.example")
    await script.post("slack/post", body, 403, Host="evil.example")
    await script.post("slack/post", body, 200, Origin=slack.base_url)
    async with script.session.post(
        f"{slack.base_url}/playground/slack/post", data=json.dumps(body)
    ) as answer:
        assert answer.status == 403
    assert len(slack.messages("general")) == 1


async def test_every_answer_has_strict_headers(slack: LocalSlack, script: Script) -> None:
    async with script.session.get(f"{slack.base_url}/healthz") as answer:
        assert await answer.json() == {"ok": True, "connections": 0}
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_permalink_opens_the_page(slack: LocalSlack, script: Script) -> None:
    async with script.session.get(f"{slack.base_url}/archives/C0GENERAL1/p1795000000000001") as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")


async def test_an_administrator_deactivates_somebody(slack: LocalSlack) -> None:
    answer = await slack.deactivate("mia", person="lea")
    assert answer["ok"]
    described = await web_client(slack).users_info(user="U0LEA00001")
    assert described["user"]["deleted"] is True
    with pytest.raises(ActError, match="administrator"):
        await slack.deactivate("noah", person="mia")


async def test_a_workspace_of_ones_own() -> None:
    people = [Person("U0ANN00001", "ann", "Ann Other")]
    channels = [Channel("C0ONE00001", "one")]
    async with LocalSlack(people=people, channels=channels, bot_token="xoxb-1", limits="off") as slack:
        assert slack.api_url == f"{slack.base_url}/api/"
        await web_client(slack).chat_postMessage(channel="#one", text="hello")
        assert slack.messages("one", user="ann")[0]["text"] == "hello"
    with pytest.raises(ValueError, match="xapp-"):
        LocalSlack(app_token="xoxb-2")


async def test_a_taken_port_is_named_with_the_remedy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(FixSettings, match="--port"):
            await LocalSlack(port=taken.getsockname()[1]).start()


async def test_typed_text_is_marked_up_as_slack_does(slack: LocalSlack, script: Script) -> None:
    typed = "<b> @lea saw https://social.example/@lea/77#general in #general \x000\x00"
    await script.post("slack/post", {"user": "mia", "channel": "general", "text": typed})
    [message] = (await script.get("slack/messages", channel="general"))["messages"]
    assert message["text"] == (
        "&lt;b&gt; <@U0LEA00001> saw <https://social.example/@lea/77#general> in <#C0GENERAL1|general> 0"
    )
