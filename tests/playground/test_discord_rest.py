"""The REST API of the local Discord by hand: refusals with Discord's codes, limits with its headers."""

from __future__ import annotations

import json
import random
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.playground.discord import LocalDiscord, Permission, payloads, reading
from bot.playground.discord.registry import every_operation
from bot.playground.discord.sample import ANNOUNCEMENTS, BOT_ROLE, CONTESTS, GENERAL, MANAGERS, WINNER
from bot.playground.slack import PlaygroundClock
from tests.playground.discord_bot import PNG

Json = dict[str, Any]
SEND = f"/channels/{CONTESTS}/messages"
ROW: Json = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Vote", "custom_id": "vote"}]}


class Api:
    """A client without any library's help."""

    def __init__(self, local: LocalDiscord, http: httpx.AsyncClient) -> None:
        self.local = local
        self.http = http

    async def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bot {self.local.bot_token}", **more.pop("headers", {})}
        given = {} if body is None else {"json": body}
        return await self.http.request(method, self.local.api_url + path, headers=headers, **given, **more)

    async def ok(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        answer = await self(method, path, body, **more)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def code(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, int]:
        answer = await self(method, path, body, **more)
        return answer.status_code, answer.json()["code"]


@pytest.fixture
async def api(discord_local: LocalDiscord) -> AsyncIterator[Api]:
    async with httpx.AsyncClient(trust_env=False) as http:
        yield Api(discord_local, http)


async def test_answers_are_typed_as_clients_want_them(api: Api) -> None:
    answer = await api("GET", "/users/@me")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["via"]
    assert answer.json()["id"] == str(api.local.application_id)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/channels/1", (404, 10003)),
        ("GET", f"{SEND}/1", (404, 10008)),
        ("GET", "/guilds/1", (404, 10004)),
        ("GET", "/users/1", (404, 10013)),
        ("PUT", f"/guilds/{{guild}}/members/1/roles/{WINNER}", (404, 10013)),
        ("PUT", "/guilds/{guild}/members/{noor}/roles/1", (404, 10011)),
        ("PUT", f"/guilds/{{guild}}/members/{{noor}}/roles/{MANAGERS}", (403, 50013)),
        ("PUT", f"/guilds/{{guild}}/members/{{noor}}/roles/{BOT_ROLE}", (403, 50013)),
        ("DELETE", f"/guilds/{{guild}}/roles/{MANAGERS}", (403, 50013)),
        ("DELETE", f"/channels/{GENERAL}", (403, 50013)),
        ("GET", "/webhooks/{app}/unknown/messages/@original", (401, 50027)),
        ("GET", "/nothing/here", (404, 0)),
        ("DELETE", "/gateway", (405, 0)),
        ("GET", "/applications/1/commands", (403, 50001)),
    ],
)
async def test_refusals_carry_discords_numbers(
    api: Api, method: str, path: str, expected: tuple[int, int]
) -> None:
    noor = api.local.person("noor").id
    app, guild = api.local.application_id, api.local.guild_id
    filled = path.replace("{guild}", str(guild)).replace("{noor}", noor).replace("{app}", str(app))
    assert await api.code(method, filled) == expected


async def test_somebody_who_left_is_no_member(api: Api) -> None:
    noor = api.local.person("noor").id
    await api.local.leave("noor")
    where = f"/guilds/{api.local.guild_id}/members/{noor}"
    assert await api.code("GET", where) == (404, 10007)
    assert await api.code("PUT", f"{where}/roles/{WINNER}") == (404, 10007)


async def test_without_its_token_the_bot_is_nobody(api: Api) -> None:
    assert await api.code("GET", "/users/@me", headers={"Authorization": "Bot wrong"}) == (401, 0)
    assert await api.code("POST", SEND, {"content": "x"}, headers={"Authorization": ""}) == (401, 0)
    assert api.local.messages("contests") == []


async def test_what_a_body_has_wrong_is_named_by_its_place(api: Api) -> None:
    body = {"content": "x" * 2001, "embeds": [{"title": "t", "fields": [{"name": "", "value": "v" * 1025}]}]}
    answer = await api("POST", SEND, body)
    assert answer.status_code == 400
    assert answer.json()["code"] == 50035
    assert answer.json()["message"] == "Invalid Form Body"
    errors = answer.json()["errors"]
    assert errors["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
    body["content"] = "x"
    field = (await api("POST", SEND, body)).json()["errors"]["embeds"]["0"]["fields"]["0"]
    assert field["name"]["_errors"][0]["code"] == "BASE_TYPE_REQUIRED"
    assert field["value"]["_errors"][0]["message"] == "Must be between 1 and 1024 in length."
    assert api.local.messages("contests") == []


async def test_nothing_to_send_is_refused(api: Api) -> None:
    assert await api.code("POST", SEND, {"content": "  \n"}) == (400, 50006)
    assert await api.code("POST", SEND, headers={"Content-Type": "application/json"}, content=b"{") == (
        400,
        50109,
    )


async def test_another_persons_message_is_not_the_bots_to_change(api: Api) -> None:
    posted = (await api.local.post("noor", channel="contests", text="mine"))["message"]["id"]
    assert await api.code("PATCH", f"{SEND}/{posted}", {"content": "yours"}) == (403, 50005)
    assert await api.code("DELETE", f"{SEND}/{posted}") == (403, 50013)
    await api.local.hands.set_permissions(allow=["manage_messages"])
    await api.ok("DELETE", f"{SEND}/{posted}")
    assert api.local.messages("contests") == []


@pytest.mark.parametrize(
    ("denied", "body", "files"),
    [
        ("send_messages", {"content": "x"}, None),
        ("embed_links", {"embeds": [{"title": "t"}]}, None),
        ("attach_files", {"content": "x"}, {"files[0]": ("a.txt", b"abc")}),
    ],
)
async def test_each_kind_of_content_takes_its_right(api: Api, denied: str, body: Json, files: Any) -> None:
    await api.local.hands.set_permissions(deny=[denied], channel="contests")
    more = {"data": {"payload_json": json.dumps(body)}, "files": files} if files else {}
    assert await api.code("POST", SEND, None if files else body, **more) == (403, 50013)


async def test_rights_add_up_from_roles_and_overwrites(api: Api) -> None:
    world = api.local.world
    mia, noor = api.local.person("mia"), api.local.person("noor")
    place = world.channels[ANNOUNCEMENTS]
    assert world.rights(mia, place) & Permission.SEND_MESSAGES
    assert not world.rights(noor, place) & Permission.SEND_MESSAGES
    place.overwrites.append(
        {"id": noor.id, "type": 1, "allow": str(int(Permission.SEND_MESSAGES)), "deny": "0"}
    )
    assert world.rights(noor, place) & Permission.SEND_MESSAGES
    owner = world.people[world.owner_id]
    assert world.rights(owner, place) & Permission.ADMINISTRATOR
    place.overwrites = [
        {"id": world.guild_id, "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}
    ]
    assert world.rights(noor, place) == 0
    assert world.rights(owner, place) & Permission.VIEW_CHANNEL


# uploads


async def test_a_file_is_kept_shown_and_bounded(api: Api) -> None:
    about = {"content": "look", "attachments": [{"id": 0, "description": "A chart"}]}
    more = {
        "data": {"payload_json": json.dumps(about)},
        "files": {"files[0]": ("../chart of <tea>.png", PNG, "text/html")},
    }
    made = await api.ok("POST", SEND, **more)
    attached = made["attachments"][0]
    assert attached["filename"] == "_chart_of_tea_.png"
    assert attached["content_type"] == "image/png"
    assert (attached["width"], attached["height"]) == (64, 32)
    assert attached["description"] == "A chart"
    given = await api.http.get(attached["url"])
    assert given.content == PNG
    assert given.headers["content-type"] == "image/png"
    page = await api.ok("POST", SEND, files={"files[0]": ("a.html", b"<script>1</script>", "text/html")})
    served = await api.http.get(page["attachments"][0]["url"])
    assert served.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in served.headers["content-security-policy"]


async def test_a_file_that_is_too_large_is_refused() -> None:
    async with (
        LocalDiscord(limits="off", upload_bytes=1000) as local,
        httpx.AsyncClient(trust_env=False) as http,
    ):
        api = Api(local, http)
        assert await api.code("POST", SEND, files={"files[0]": ("a.bin", b"x" * 1001)}) == (413, 40005)
        await api.ok("POST", SEND, files={"files[0]": ("a.bin", b"x" * 1000)})


# whom a message notifies


async def test_only_those_a_message_may_name_are_notified(api: Api) -> None:
    noor, lena = api.local.person("noor").id, api.local.person("lena").id
    words = f"<@{noor}> <@{lena}> <@&{WINNER}> @everyone"
    nobody = await api.ok("POST", SEND, {"content": words, "allowed_mentions": {"parse": []}})
    assert (nobody["mentions"], nobody["mention_roles"], nobody["mention_everyone"]) == ([], [], False)
    assert api.local.pings == []
    one = await api.ok("POST", SEND, {"content": words, "allowed_mentions": {"users": [lena]}})
    assert [each["id"] for each in one["mentions"]] == [lena]
    await api.ok("POST", SEND, {"content": words})
    assert [each.users for each in api.local.pings] == [(lena,), (noor, lena)]
    assert not any(each.roles or each.everyone for each in api.local.pings)  # the bot lacks the right
    await api.local.hands.set_permissions(allow=["mention_everyone"])
    await api.ok("POST", SEND, {"content": words})
    assert api.local.pings[-1].roles == (WINNER,)
    assert api.local.pings[-1].everyone
    silent = await api.ok("POST", SEND, {"content": words, "flags": 1 << 12})
    assert len(silent["mentions"]) == 2
    assert len(api.local.pings) == 3
    both = {"content": "x", "allowed_mentions": {"parse": ["users"], "users": [lena]}}
    assert await api.code("POST", SEND, both) == (400, 50035)


# limits


@pytest.fixture
async def strict() -> AsyncIterator[Api]:
    """With Discord's limits, and a clock that stands still."""
    local = LocalDiscord(clock=PlaygroundClock(scale=0))
    async with local, httpx.AsyncClient(trust_env=False) as http:
        yield Api(local, http)


def _advance(api: Api, seconds: float) -> None:
    clock = api.local.world.clock
    assert isinstance(clock, PlaygroundClock)
    clock.advance(seconds)


async def test_a_channels_messages_are_rationed_and_the_headers_say_so(strict: Api) -> None:
    answers = [await strict("POST", SEND, {"content": str(number)}) for number in range(6)]
    assert [each.status_code for each in answers] == [200] * 5 + [429]
    assert [each.headers["x-ratelimit-remaining"] for each in answers] == ["4", "3", "2", "1", "0", "0"]
    refused = answers[-1]
    assert refused.json() == {
        "message": "You are being rate limited.",
        "code": 0,
        "retry_after": 5.0,
        "global": False,
    }
    assert refused.headers["retry-after"] == "5"
    assert refused.headers["x-ratelimit-scope"] == "user"
    assert refused.headers["via"]
    other = await strict("POST", f"/channels/{GENERAL}/messages", {"content": "another channel"})
    assert other.status_code == 200
    assert other.headers["x-ratelimit-bucket"] == refused.headers["x-ratelimit-bucket"]
    _advance(strict, 5.01)
    assert (await strict("POST", SEND, {"content": "again"})).status_code == 200


async def test_fifty_requests_a_second_in_all(strict: Api) -> None:
    paths = ["/users/@me", f"/channels/{CONTESTS}", f"/guilds/{strict.local.guild_id}/roles"]
    statuses = [(await strict("GET", paths[number % 3])).status_code for number in range(51)]
    assert statuses == [200] * 50 + [429]
    refused = await strict("GET", "/users/@me")
    assert refused.json()["global"] is True
    assert refused.headers["x-ratelimit-global"] == "true"
    _advance(strict, 1.01)
    assert (await strict("GET", "/users/@me")).status_code == 200


async def test_edits_of_messages_older_than_an_hour(strict: Api) -> None:
    first, second = [await strict.ok("POST", SEND, {"content": "x"}) for _ in range(2)]
    _advance(strict, 3601)
    for number in range(3):
        await strict.ok("PATCH", f"{SEND}/{(first, second)[number % 2]['id']}", {"content": str(number)})
    answer = await strict("PATCH", f"{SEND}/{first['id']}", {"content": "one more"})
    assert (answer.status_code, answer.json()["code"]) == (429, 30046)
    assert answer.json()["retry_after"] == 6.0
    fresh = await strict.ok("POST", SEND, {"content": "fresh"})
    await strict.ok("PATCH", f"{SEND}/{fresh['id']}", {"content": "a new one may be changed"})
    _advance(strict, 6.01)
    await strict.ok("PATCH", f"{SEND}/{first['id']}", {"content": "later"})


async def test_two_hundred_new_commands_a_day(strict: Api) -> None:
    path = f"/applications/{strict.local.application_id}/guilds/{strict.local.guild_id}/commands"
    for round_ in range(2):
        body = [{"name": f"c{round_}-{number}", "description": "d"} for number in range(100)]
        await strict.ok("PUT", path, body)
    assert await strict.code("PUT", path, [{"name": "one-more", "description": "d"}]) == (400, 30034)
    await strict.ok("PUT", path, [{"name": "c1-1", "description": "no new one"}])
    _advance(strict, 86_401)
    await strict.ok("PUT", path, [{"name": "one-more", "description": "d"}])


async def test_ten_thousand_invalid_requests_close_the_door(strict: Api) -> None:
    for _ in range(9_999):
        strict.local.rest.limits.note_invalid()
    assert await strict.code("GET", "/users/@me", headers={"Authorization": "wrong"}) == (401, 0)
    shut = await strict("GET", "/users/@me")
    assert shut.status_code == 429
    assert "via" not in shut.headers
    _advance(strict, 601)
    assert (await strict("GET", "/users/@me")).status_code == 200


# commands


async def test_commands_keep_their_identifier_and_their_translations(api: Api) -> None:
    path = f"/applications/{api.local.application_id}/commands"
    words = {"name": "contest", "description": "Contests", "name_localizations": {"de": "wettbewerb"}}
    first = (await api.ok("PUT", path, [words]))[0]
    second = (await api.ok("PUT", path, [{**words, "description": "All contests"}]))[0]
    assert first["id"] == second["id"]
    assert first["version"] != second["version"]
    plain, full = await api.ok("GET", path), await api.ok("GET", path + "?with_localizations=true")
    assert "name_localizations" not in plain[0]
    assert full[0]["name_localizations"] == {"de": "wettbewerb"}
    changed = await api.ok("PATCH", f"{path}/{first['id']}", {"description": "Changed"})
    assert changed["description"] == "Changed"
    assert await api.code("POST", path, {"name": "Bad Name", "description": "d"}) == (400, 50035)
    await api.ok("DELETE", f"{path}/{first['id']}")
    assert await api.code("GET", f"{path}/{first['id']}") == (404, 10063)
    assert await api.ok("GET", path) == []


async def test_what_a_person_is_offered_depends_on_rights_place_and_language(api: Api) -> None:
    path = f"/applications/{api.local.application_id}/commands"
    manage = str(int(Permission.MANAGE_MESSAGES))
    await api.ok(
        "PUT",
        path,
        [
            {
                "name": "vote",
                "description": "Vote",
                "name_localizations": {"sv-SE": "rösta"},
                "contexts": [0],
            },
            {"name": "draw", "description": "Draw", "default_member_permissions": manage},
        ],
    )
    world = api.local.world

    def names(user: str, channel: str) -> list[str]:
        person = api.local.person(user)
        place = world.channel_named(channel, person.id)
        return [each["shown_name"] for each in reading.commands(world, person, place)]

    assert names("noor", "contests") == ["vote"]
    assert names("mia", "contests") == ["vote", "draw"]
    assert names("elsa", "contests") == ["rösta"]
    assert names("noor", "@goodword") == ["draw"]


async def test_a_reply_names_what_it_answers(api: Api) -> None:
    posted = (await api.local.post("noor", channel="contests", text="hi"))["message"]["id"]
    reply = await api.ok("POST", SEND, {"content": "hello", "message_reference": {"message_id": posted}})
    assert reply["referenced_message"]["content"] == "hi"
    assert [each["username"] for each in reply["mentions"]] == ["noor"]
    again = await api.ok("POST", SEND, {"content": "and", "message_reference": {"message_id": reply["id"]}})
    assert "referenced_message" not in again["referenced_message"]  # one level, as Discord has it
    gone = {"content": "x", "message_reference": {"message_id": "1"}}
    assert await api.code("POST", SEND, gone) == (400, 50035)
    await api.ok(
        "POST", SEND, {**gone, "message_reference": {"message_id": "1", "fail_if_not_exists": False}}
    )


async def test_many_are_deleted_at_once(api: Api) -> None:
    ids = [
        (await api.ok("POST", SEND, {"content": str(each), "components": [ROW]}))["id"] for each in range(3)
    ]
    assert await api.code("POST", f"{SEND}/bulk-delete", {"messages": ids[:2]}) == (403, 50013)
    await api.local.hands.set_permissions(allow=["manage_messages"])
    assert await api.code("POST", f"{SEND}/bulk-delete", {"messages": ids[:1]}) == (400, 50035)
    await api.ok("POST", f"{SEND}/bulk-delete", {"messages": ids[:2]})
    assert [each["id"] for each in api.local.messages("contests")] == ids[2:]


# interactions by hand


def _asked(api: Api, answer: int | None = None) -> tuple[str, str]:
    """An interaction that a person began: its path for the first answer, and for what follows."""
    world = api.local.world
    data = {"id": "1", "name": "contest", "type": 1}
    made, _ = payloads.interaction(world, api.local.person("noor"), world.channels[CONTESTS], 2, data)
    made.answer = answer
    return f"/interactions/{made.id}/{made.token}/callback", f"/webhooks/{world.application_id}/{made.token}"


async def test_an_interactions_token_ends_after_a_quarter_of_an_hour(strict: Api) -> None:
    first, after = _asked(strict)
    await strict.ok("POST", first, {"type": 4, "data": {"content": "hello"}})
    _advance(strict, 899)
    await strict.ok("PATCH", f"{after}/messages/@original", {"content": "still"})
    _advance(strict, 2)
    for method, path in (("PATCH", "/messages/@original"), ("POST", ""), ("GET", "/messages/@original")):
        body = None if method == "GET" else {"content": "late"}
        assert await strict.code(method, after + path, body) == (401, 50027)
    assert [each["content"] for each in strict.local.messages("contests")] == ["still"]


async def test_the_order_of_answers(api: Api) -> None:
    first, after = _asked(api)
    assert await api.code("POST", after, {"content": "before the first"}) == (404, 10015)
    for wrong in ({"type": 6}, {"type": 8, "data": {"choices": []}}, {"type": "4"}, {}):
        assert await api.code("POST", first, wrong) == (400, 50035)
    assert await api.code("POST", first, {"type": 4, "data": {"content": ""}}) == (400, 50006)
    answer = await api.ok("POST", f"{first}?with_response=1", {"type": 5, "data": {"flags": 64}})
    assert answer["interaction"]["response_message_loading"]
    assert answer["interaction"]["response_message_ephemeral"]
    assert await api.code("POST", first, {"type": 4, "data": {"content": "again"}}) == (400, 40060)
    filled = await api.ok("POST", after, {"content": "filled"})
    assert filled["id"] == answer["interaction"]["response_message_id"]
    more = await api.ok("POST", after, {"content": "more", "flags": 64})
    await api.ok("DELETE", f"{after}/messages/{more['id']}")
    assert await api.code("PATCH", f"{after}/messages/{more['id']}", {"content": "x"}) == (404, 10008)
    assert [each.body["content"] for each in api.local.ephemerals("noor")] == ["filled"]


async def test_an_interaction_reaches_only_its_own_messages(api: Api) -> None:
    other = (await api.local.post("lena", channel="contests", text="hers"))["message"]["id"]
    _, after = _asked(api, answer=4)
    assert await api.code("PATCH", f"{after}/messages/{other}", {"content": "x"}) == (404, 10008)
    assert await api.code("DELETE", f"{after}/messages/{other}") == (404, 10008)


async def test_a_deleted_channel_takes_no_answers(api: Api) -> None:
    first, _ = _asked(api)
    await api.local.hands.delete_channel("contests")
    assert await api.code("POST", first, {"type": 4, "data": {"content": "x"}}) == (404, 10003)
    assert await api.code("POST", SEND, {"content": "x"}) == (404, 10003)


async def test_an_answer_can_be_lost_before_or_after_the_work(api: Api) -> None:
    api.local.fault("drop", request="POST /channels/*/messages")
    with pytest.raises(httpx.RemoteProtocolError):
        await api("POST", SEND, {"content": "not done"})
    api.local.fault("drop", request="POST /channels/*/messages", after=True)
    with pytest.raises(httpx.RemoteProtocolError):
        await api("POST", SEND, {"content": "done"})
    assert [each["content"] for each in api.local.messages("contests")] == ["done"]


GARBAGE: list[Any] = [None, 1, -1, 1.5, True, "", "x", [], [1], [[]], [{}], {"a": []}, {"parse": 1}, 10**20]
# fmt: off
KEYS = [
    "content", "embeds", "components", "flags", "attachments", "allowed_mentions", "message_reference",
    "name", "topic", "archived", "permissions", "color", "colors", "hoist", "nick", "roles", "recipient_id",
    "messages", "type", "data", "description", "options", "name_localizations",
    "default_member_permissions", "tts", "nonce", "choices", "title", "custom_id",
]
# fmt: on
WRITING = sorted(
    {(each.method, each.template) for each in every_operation() if each.method in ("POST", "PATCH", "PUT")}
)


@pytest.mark.parametrize(("method", "template"), WRITING)
async def test_no_body_breaks_an_operation(method: str, template: str) -> None:
    """Whatever is sent is taken or refused; nothing fails inside."""
    async with LocalDiscord(limits="off") as local, httpx.AsyncClient(trust_env=False) as http:
        api, draw = Api(local, http), random.Random(template)
        await local.hands.set_permissions(allow=["manage_messages", "manage_channels", "manage_nicknames"])
        for _ in range(25):
            message = (await local.post("noor", channel="contests", text="x"))["message"]["id"]
            first, after = _asked(api, answer=None if "callback" in template else 4)
            app, token = after.split("/")[2:]
            path = template.format(
                channel=CONTESTS,
                message=message,
                guild=local.guild_id,
                user=local.person("noor").id,
                role=WINNER,
                app=app,
                token=token,
                interaction=first.split("/")[2],
                emoji="🍵",
                command="1",
            )
            body: Any = {draw.choice(KEYS): draw.choice(GARBAGE)}
            if "callback" in template:
                body = {"type": draw.choice((4, 5, 9)), "data": body}
            answer = await api(method, path, body)
            assert answer.status_code < 500, body
