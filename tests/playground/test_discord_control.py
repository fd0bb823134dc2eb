"""The control surface of the local Discord over HTTP, its event stream, its doors, and its place beside Slack."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.kernel.errors import FixSettings
from bot.playground.discord import LocalDiscord, control
from bot.playground.discord.control import ACTS, ROOT
from bot.playground.slack import LocalSlack
from tests.playground.discord_bot import PNG, ContestBot
from tests.support.discord_fixtures import running

Json = dict[str, Any]


class Script:
    """A person's script: JSON in, JSON out."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address = address
        self.session = session

    async def get(self, path: str, status: int = 200, **query: str) -> Json:
        async with self.session.get(f"{self.address}{ROOT}/{path}", params=query) as answer:
            assert answer.status == status, await answer.text()
            return dict(await answer.json())

    async def post(self, path: str, body: Any, status: int = 200, **headers: str) -> Json:
        async with self.session.post(f"{self.address}{ROOT}/{path}", json=body, headers=headers) as answer:
            assert answer.status == status, await answer.text()
            return dict(await answer.json())


@pytest.fixture
async def script(discord_local: LocalDiscord) -> AsyncIterator[Script]:
    async with aiohttp.ClientSession() as session:
        yield Script(discord_local.world.address, session)


async def test_a_script_does_what_a_person_does(discord_local: LocalDiscord, script: Script) -> None:
    who: Json = {"user": "noor", "channel": "contests"}
    async with running(discord_local, ContestBot()):
        answer = await script.post("slash", {**who, "command": "contest card", "options": {"points": 2}})
        message = answer["response"]["id"]
        listed = await script.get("messages", channel="contests")
        assert [each["id"] for each in listed["messages"]] == [message]
        at: Json = {**who, "message": message}
        assert (await script.post("click", {**at, "custom_id": "card:vote"}))["response"]["content"]
        await script.post("select", {**at, "custom_id": "card:pick", "values": ["a"]})
        opened = await script.post("click", {**at, "custom_id": "card:enter"})
        state = await script.get("state", user="noor")
        assert [each["id"] for each in state["modals"]] == [opened["modal"]["id"]]
        sent = await script.post(
            "submit", {"user": "noor", "values": {"link": "https://a.example", "division": ["b"]}}
        )
        private = sent["response"]
        assert private["for_user"] == state["user"]
        mine = await script.get("messages", channel="contests", user="noor")
        assert mine["messages"][0]["id"] == private["id"]
        others = await script.get("messages", channel="contests", user="lena")
        assert [each["id"] for each in others["messages"]] == [message]
        suggested = await script.post(
            "autocomplete", {**who, "command": "contest card", "option": "colour", "value": "b"}
        )
        assert suggested["choices"] == [{"name": "Blue", "value": "blue"}]
        await script.post("delete_message", {**who, "message": private["id"]})
        assert len((await script.get("messages", channel="contests", user="noor"))["messages"]) == 1


async def test_state_says_all_a_page_needs(discord_local: LocalDiscord, script: Script) -> None:
    async with running(discord_local, ContestBot()):
        state = await script.get("state", user="elsa")
        assert state["guild"]["name"] == "Kettle & Fern"
        assert [each["name"] for each in state["channels"]] == ["contests", "general", "announcements"]
        assert [each["name"] for each in state["roles"]] == [
            "Contest managers",
            "Goodword",
            "Contest winner",
            "@everyone",
        ]
        people = {each["name"]: each for each in state["people"]}
        assert people["tea.leaf"]["display"] == "🍵✨"
        assert people["mia"]["roles"][0]["name"] == "Contest managers"
        assert people["goodword"]["is_bot"]
        assert {each["name"] for each in state["commands"]} == {"contest", "Enter this message", "Look up"}
        assert state["bot"]["connected"]
    offered = await script.get("commands", user="elsa", channel="contests")
    assert [each["shown_name"] for each in offered["commands"] if each["type"] == 1] == ["contest"]


async def test_members_come_and_go_and_write(discord_local: LocalDiscord, script: Script) -> None:
    joined = await script.post(
        "join", {"user": "greta", "display": "Greta", "locale": "sv-SE", "account_days": 0.5}
    )
    assert joined["person"]["locale"] == "sv-SE"
    assert (await script.post("join", {"user": "greta"}, 400))["error"] == "already_inside"
    assert (await script.post("join", {"user": "No Handle"}, 400))["error"] == "invalid_handle"
    picture = {"filename": "a.png", "content_base64": base64.b64encode(PNG).decode()}
    posted = await script.post(
        "post", {"user": "greta", "channel": "#general", "text": "Hej @noor in #contests", "files": [picture]}
    )
    message = posted["message"]
    assert message["content"].startswith(f"Hej <@{discord_local.person('noor').id}> in <#")
    async with script.session.get(message["attachments"][0]["url"]) as given:
        assert await given.read() == PNG
    assert (await script.get("pings"))["pings"][0]["users"] == [discord_local.person("noor").id]
    at = {"user": "greta", "channel": "general", "message": message["id"]}
    changed = await script.post("edit_message", {**at, "text": "Hej"})
    assert changed["message"]["edited_timestamp"]
    assert (await script.post("edit_message", {**at, "user": "lena", "text": "x"}, 400))[
        "error"
    ] == "not_yours"
    assert (await script.post("delete_message", {**at, "user": "lena"}, 400))["error"] == "not_yours"
    await script.post("delete_message", {**at, "user": "mia"})
    assert (await script.post("post", {"user": "greta", "channel": "announcements", "text": "x"}, 400))[
        "error"
    ] == "may_not_write"
    assert not (await script.post("leave", {"user": "greta"}))["person"]["inside"]
    assert (await script.post("post", {"user": "greta", "channel": "general", "text": "x"}, 400))[
        "error"
    ] == "not_a_member"


async def test_the_owner_changes_the_guild(discord_local: LocalDiscord, script: Script) -> None:
    assert (await script.post("create_channel", {"name": "judges"}))["channel"]["name"] == "judges"
    assert (await script.post("give_role", {"user": "noor", "role": "Contest managers"}))["person"]["roles"]
    assert (await script.post("take_role", {"user": "noor", "role": "Contest managers"}))["person"][
        "roles"
    ] == []
    moved = await script.post("move_role", {"role": "Contest winner", "position": 9})
    assert moved["role"]["position"] == 9
    given = await script.post("set_permissions", {"deny": ["manage_roles"]})
    assert "manage_roles" not in given["permissions"]
    unknown = await script.post("set_permissions", {"deny": ["fly"]}, 400)
    assert "fly" in unknown["message"]
    assert "send_messages" in unknown["message"]
    await script.post("delete_role", {"role": "Contest winner"})
    assert (await script.post("delete_role", {"role": "Contest winner"}, 404))["error"] == "role_not_found"
    assert (await script.post("delete_role", {"role": "@everyone"}, 400))["error"] == "role_stays"
    await script.post("delete_channel", {"channel": "judges"})
    assert (await script.get("messages", 404, channel="judges"))["error"] == "channel_not_found"


@pytest.mark.parametrize(
    ("act", "body", "status", "error"),
    [
        ("dance", {}, 404, "unknown_act"),
        ("slash", {"user": "noor"}, 400, "invalid_arguments"),
        ("slash", {"user": "nobody", "channel": "general", "command": "x"}, 404, "user_not_found"),
        ("slash", {"user": "noor", "channel": "general", "command": "x"}, 404, "unknown_command"),
        (
            "slash",
            {"user": "noor", "channel": "general", "command": "x", "options": []},
            400,
            "invalid_arguments",
        ),
        (
            "slash",
            {"user": "noor", "channel": "general", "command": "x", "more": 1},
            400,
            "invalid_arguments",
        ),
        ("post", {"user": 5, "channel": "general"}, 400, "invalid_arguments"),
        ("post", {"user": "noor", "channel": "general"}, 400, "discord_50006"),
        ("post", {"user": "noor", "channel": "general", "text": "x" * 2001}, 400, "discord_50035"),
        (
            "post",
            {"user": "noor", "channel": "general", "files": [{"filename": "a"}] * 11},
            400,
            "discord_50035",
        ),
        ("set_permissions", {"allow": [1]}, 400, "invalid_arguments"),
        ("faults", {"kind": "fire"}, 400, "unknown_kind"),
        ("faults", {"kind": "429"}, 400, "invalid_fault"),
        ("submit", {"user": "noor"}, 404, "modal_not_found"),
    ],
)
async def test_refusals_say_what_to_do(script: Script, act: str, body: Json, status: int, error: str) -> None:
    answer = await script.post(act, body, status)
    assert answer["error"] == error
    assert answer["ok"] is False
    assert answer["message"].endswith(".")


async def test_hidden_channels_stay_hidden(discord_local: LocalDiscord, script: Script) -> None:
    place = discord_local.world.channel_named("general")
    place.overwrites = [{"id": str(discord_local.guild_id), "type": 0, "allow": "0", "deny": str(1 << 10)}]
    assert (await script.get("messages", 403, channel="general", user="noor"))["error"] == "channel_hidden"
    assert (await script.get("messages", channel="general"))["ok"]
    state = await script.get("state", user="noor")
    assert "general" not in [each["name"] for each in state["channels"]]


async def test_another_page_may_not_act(script: Script) -> None:
    body = {"user": "noor", "channel": "general", "text": "x"}
    assert (await script.post("post", body, 403, Origin="https://evil.example"))["error"] == "forbidden"
    assert (await script.post("post", body, 403, Host="evil.example"))["error"] == "forbidden"
    async with script.session.post(f"{script.address}{ROOT}/post", data=json.dumps(body)) as form:
        assert form.status == 403
    async with script.session.get(f"{script.address}{ROOT}/state", headers={"Host": "evil.example"}) as read:
        assert read.status == 403


async def test_a_page_hears_what_happens_and_only_its_own_secrets(
    discord_local: LocalDiscord, script: Script
) -> None:
    last = str(discord_local.world.feed.last_id)
    noor = discord_local.person("noor").id
    async with running(discord_local, ContestBot()):
        await script.post("slash", {"user": "noor", "channel": "contests", "command": "contest slow"})
        await discord_local.wait_for(lambda: len(discord_local.ephemerals("noor")) == 2)
        await script.post("post", {"user": "lena", "channel": "general", "text": "hi"})
    for user, private in (("noor", True), ("lena", False)):
        found = []
        query = {"user": user, "last_event_id": last}
        async with script.session.get(f"{script.address}{ROOT}/events", params=query) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            async for line in stream.content:
                if line.startswith(b"data: "):
                    found.append(json.loads(line[6:]))
                    if found[-1].get("message", {}).get("content") == "hi":
                        break
        kinds = [each["type"] for each in found]
        assert {"connection", "commands", "message"} <= set(kinds)
        assert ("message_changed" in kinds) is private
        assert all(each.get("user", noor) == noor for each in found)
        if private:
            thinking = next(each for each in found if each["type"] == "message")["message"]
            assert thinking["flags"] & 128


async def test_requests_are_listed_without_tokens(discord_local: LocalDiscord, script: Script) -> None:
    async with running(discord_local, ContestBot()):
        await script.post("slash", {"user": "noor", "channel": "contests", "command": "contest slow"})
        token = next(iter(discord_local.world.interactions))
        listed = json.dumps(await script.get("requests"))
    assert "/webhooks/" in listed
    assert token not in listed
    assert discord_local.bot_token not in listed


async def test_faults_are_switched_over_http(discord_local: LocalDiscord, script: Script) -> None:
    async with running(discord_local, ContestBot(content=True)) as client:
        answer = await script.post("faults", {"kind": "swallow", "event": "MESSAGE_CREATE", "count": 2})
        assert answer["faults"][0]["count"] == 2
        await script.post("post", {"user": "noor", "channel": "general", "text": "lost"})
        assert (await script.get("faults"))["faults"][0]["count"] == 1
        await script.post("faults", {"kind": "disconnect"})
        await discord_local.wait_for(lambda: client.told("resumed"))


async def test_it_stands_beside_the_local_slack_on_one_port() -> None:
    discord = LocalDiscord(limits="off")
    async with LocalSlack(extra_routes=discord.routes()) as slack, discord.mounted(slack.base_url):
        assert discord.api_url == f"{slack.base_url}/discord/api/v10"
        async with running(discord, ContestBot()), aiohttp.ClientSession() as session:
            script = Script(slack.base_url, session)
            answer = await script.post(
                "slash",
                {"user": "noor", "channel": "contests", "command": "contest card", "options": {"points": 1}},
            )
            assert answer["acked"]
            async with session.get(f"{slack.base_url}/playground/slack/messages?channel=general") as other:
                assert other.status == 200
            async with session.post(f"{slack.base_url}/api/auth.test") as web_api:
                assert (await web_api.json())["error"] == "not_authed"


async def test_a_port_that_is_taken_is_named() -> None:
    async with LocalDiscord() as local:
        port = int(local.api_url.split(":")[2].split("/")[0])
        with pytest.raises(FixSettings, match=str(port)):
            await LocalDiscord(port=port).start()


def test_every_act_is_in_the_list_of_the_surface() -> None:
    assert control.__doc__
    assert [each for each in ACTS if f"``{each}" not in control.__doc__] == []
