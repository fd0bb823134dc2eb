"""Parts of the local Slack that need no server: clock, limits, entries; and payloads held against Slack's types."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from jsonschema import Draft7Validator

from bot.playground.slack import ActError, LocalSlack, PlaygroundClock, SlackWorld
from bot.playground.slack.blocks import Element
from bot.playground.slack.entries import entered, refusal
from bot.playground.slack.limits import RateLimits
from tests.playground.block_cases import menu, option
from tests.playground.sample_app import ASK, CARD, PNG
from tests.support.slack_app import web_client

Json = dict[str, Any]
REAL = os.environ.get("GOODWORD_REAL_DATA", "")


async def test_the_clock_runs_as_fast_as_told_and_can_be_set_forward() -> None:
    fast = PlaygroundClock(scale=1000, start=100.0)
    began = time.monotonic()
    await fast.sleep(20)
    assert time.monotonic() - began < 5
    assert fast() >= 120
    still = PlaygroundClock(scale=0, start=100.0)
    sleeping = asyncio.create_task(still.sleep(10))
    await asyncio.sleep(0)
    still.advance(9)
    await asyncio.sleep(0)
    assert not sleeping.done()
    still.advance(1)
    await asyncio.wait_for(sleeping, 5)
    with pytest.raises(ValueError, match="backwards"):
        PlaygroundClock(scale=-1)


def test_ten_thousand_messages_take_ten_thousand_seconds_of_the_clock() -> None:
    clock = PlaygroundClock(scale=0, start=0.0)
    limits = RateLimits(clock, message_burst=5)
    for _ in range(10_000):
        wait = limits.check_message("C1")
        if wait:
            clock.advance(wait)
            assert limits.check_message("C1") == 0
    assert clock() == 10_000 - 5


def test_every_message_has_its_own_time() -> None:
    world = SlackWorld(clock=PlaygroundClock(scale=0))
    stamps = [world.new_ts() for _ in range(1000)]
    assert stamps == sorted(set(stamps))


ENTRIES: list[tuple[Json, Any, Any]] = [
    (menu("plain_text_input"), "x", {"value": "x"}),
    (menu("plain_text_input"), "", {"value": None}),
    (menu("static_select", options=[option("1")]), "1", {"selected_option": option("1")}),
    (menu("static_select", options=[option("1")]), "Option 1", {"selected_option": option("1")}),
    (menu("checkboxes", options=[option("1"), option("2")]), ["2"], {"selected_options": [option("2")]}),
    (menu("checkboxes", options=[option("1")]), None, {"selected_options": []}),
    (menu("users_select"), "mia", {"selected_user": "U0MIA00001"}),
    (menu("multi_users_select"), ["mia", "U0NOAH0001"], {"selected_users": ["U0MIA00001", "U0NOAH0001"]}),
    (menu("conversations_select"), "#general", {"selected_conversation": "C0GENERAL1"}),
    (menu("multi_channels_select"), "general", {"selected_channels": ["C0GENERAL1"]}),
    (menu("datepicker"), "2026-11-23", {"selected_date": "2026-11-23"}),
    (menu("timepicker"), "09:30", {"selected_time": "09:30"}),
    (menu("datetimepicker"), "1795000000", {"selected_date_time": 1795000000}),
    (menu("number_input", is_decimal_allowed=True), 4.5, {"value": "4.5"}),
    (menu("plain_text_input"), {"type": "plain_text_input", "value": "x"}, {"value": "x"}),
]


@pytest.mark.parametrize(("element", "value", "state"), ENTRIES)
def test_what_a_person_enters_becomes_slacks_state(element: Json, value: Any, state: Json) -> None:
    found = entered(SlackWorld(), Element({"type": "input", "block_id": "b"}, element), value)
    assert found == {"type": element["type"], **state}


@pytest.mark.parametrize(
    ("element", "value", "told"),
    [
        (menu("static_select", options=[option("1")]), "9", "it offers: 1"),
        (menu("datepicker"), "tomorrow", "2026-11-23"),
        (menu("users_select"), "zoe", "there are"),
        (menu("button"), "x", "Click it"),
        (menu("external_select"), "x", "suggest"),
    ],
)
def test_what_cannot_be_entered_is_named(element: Json, value: Any, told: str) -> None:
    with pytest.raises(ActError, match=told):
        entered(SlackWorld(), Element({"type": "input", "block_id": "b"}, element), value)


@pytest.mark.parametrize(
    ("element", "value", "told"),
    [
        (menu("plain_text_input"), None, "complete this required field"),
        (menu("plain_text_input", min_length=3), "x", "at least 3"),
        (menu("number_input", is_decimal_allowed=False), "1.5", "whole number"),
        (menu("number_input", is_decimal_allowed=True, min_value="2"), "1.5", "at least 2"),
        (menu("number_input", is_decimal_allowed=True, max_value="1"), "1.5", "at most 1"),
        (menu("email_text_input"), "nobody", "valid email"),
        (menu("url_text_input"), "javascript:alert(1)", "valid URL"),
    ],
)
def test_what_slacks_form_refuses(element: Json, value: Any, told: str) -> None:
    field = Element({"type": "input", "block_id": "b"}, element)
    assert told in (refusal(field, {"type": element["type"], "value": value}) or "")
    assert refusal(field, {"type": element["type"], "value": value}) != refusal(
        Element({**field.block, "optional": True}, element), {"type": element["type"], "value": None}
    )


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    async with LocalSlack(ack_seconds=0.2) as running:
        yield running


#: Where the published types, gathered from samples, are narrower than what Slack sends: nulls, a header in a message,
#: the ts of an updated message, the username of who submits.
NARROW = ("'header' is not one of", "('ts' was unexpected)", "('username' was unexpected)")


def by_types(name: str, value: Any) -> list[str]:
    """What Slack's published types find wrong."""
    if not REAL:
        pytest.skip("GOODWORD_REAL_DATA is not set: no copy of Slack's published types")
    definitions = json.loads((Path(REAL) / "specs/slack.schema.json").read_text())["definitions"]
    assert name in definitions
    validator = Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": definitions})
    found = [f"{each.json_path}: {each.message}" for each in validator.iter_errors(without_nulls(value))]
    return [each[:300] for each in found if not each.endswith(NARROW) and NARROW[0] not in each]


def without_nulls(value: Any) -> Any:
    """The value without null members, except the two the types require of a view."""
    if isinstance(value, dict):
        kept = ("root_view_id", "previous_view_id", "close", "submit") if "hash" in value else ()
        return {key: without_nulls(each) for key, each in value.items() if each is not None or key in kept}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value


async def received(slack: LocalSlack, act: Any) -> Json:
    """What a connected client receives when a person acts."""
    answer = await web_client(slack).apps_connections_open(app_token=slack.app_token)
    async with aiohttp.ClientSession() as http, http.ws_connect(str(answer["url"])) as socket:
        await socket.receive_json(timeout=5)
        acting = asyncio.create_task(act)
        frame = await socket.receive_json(timeout=5)
        await socket.send_json({"envelope_id": frame["envelope_id"]})
        await acting
    return dict(frame["payload"])


@pytest.mark.real_data
async def test_payloads_fit_slacks_types(slack: LocalSlack) -> None:
    client = web_client(slack)
    ts = (await client.chat_postMessage(channel="#general", text="x", blocks=CARD))["ts"]
    click = await received(slack, slack.click("mia", channel="general", ts=ts, action_id="approve"))
    assert by_types("In_block_actions", click) == []
    command = await received(slack, slack.command("mia", channel="general", command="/goodword"))
    assert by_types("In_slash", command) == []
    view = (await client.views_open(trigger_id=slack.world.permits.trigger("U0MIA00001"), view=ASK))["view"]
    submission = await received(slack, slack.submit("mia", view_id=view["id"], values={"words": "x"}))
    assert by_types("In_view_submission", submission) == []
    home = await received(slack, slack.open_home("mia"))
    assert by_types("In_home", home["event"]) == []


async def test_a_menu_opened_before_a_change_can_still_be_chosen_from(slack: LocalSlack) -> None:
    """The change gave its block another id and another option; the person's client has not drawn it yet."""

    def overflow(block: str, *values: str) -> list[Json]:
        options = [{"text": {"type": "plain_text", "text": value}, "value": value} for value in values]
        element = {"type": "overflow", "action_id": "more", "options": options}
        return [{"type": "actions", "block_id": block, "elements": [element]}]

    client = web_client(slack)
    where: Json = {"channel": "C0GENERAL1", "text": "x"}
    ts = (await client.chat_postMessage(**where, blocks=overflow("one", "hide", "notes")))["ts"]
    await client.chat_update(**where, ts=ts, blocks=overflow("two", "show", "notes"))
    chosen = []
    for block, value in (("one", "hide"), ("one", "notes"), ("two", "show"), ("", "hide"), ("", "show")):
        acting = slack.select("mia", channel="general", ts=ts, action_id="more", block_id=block, value=value)
        [action] = (await received(slack, acting))["actions"]
        chosen.append((action["block_id"], action["selected_option"]["value"]))
    assert chosen == [("one", "hide"), ("one", "notes"), ("two", "show"), ("one", "hide"), ("two", "show")]
    with pytest.raises(ActError, match="offers no 'gone'"):
        await slack.select("mia", channel="general", ts=ts, action_id="more", block_id="two", value="gone")


@pytest.mark.real_data
async def test_answers_fit_slacks_types(slack: LocalSlack) -> None:
    client = web_client(slack)
    posted = await client.chat_postMessage(channel="C0GENERAL1", text="x", blocks=CARD)
    where: Json = {"channel": "C0GENERAL1"}
    trigger = slack.world.permits.trigger("U0MIA00001")
    place = await client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    async with aiohttp.ClientSession() as http, http.post(place["upload_url"], data=PNG) as uploaded:
        assert uploaded.status == 200
    home = {"type": "home", "blocks": CARD}
    answers = {
        "auth_test": await client.auth_test(),
        "chat_postMessage": posted,
        "chat_update": await client.chat_update(**where, ts=posted["ts"], text="y"),
        "permalink": await client.chat_getPermalink(**where, message_ts=posted["ts"]),
        "schedule": await client.chat_scheduleMessage(**where, text="x", post_at=slack.world.now + 60),
        "users_info": await client.users_info(user="U0MIA00001"),
        "getUpload": place,
        "files_completeUploadExternal": await client.files_completeUploadExternal(
            files=[{"id": place["file_id"], "title": "A"}]
        ),
    }
    opened = await client.views_open(trigger_id=trigger, view=ASK)
    published = await client.views_publish(user_id="U0MIA00001", view=home)
    assert by_types("ViewOutput", opened["view"]) == by_types("ViewOutput", published["view"]) == []
    wrong = {name: by_types(f"R_{name}", answer.data) for name, answer in answers.items()}
    assert {name: found for name, found in wrong.items() if found} == {}
