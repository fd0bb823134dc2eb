"""The Web API: errors in Slack's words, tokens, scopes, limits, faults, paging; through Slack's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import Channel, LocalSlack, PlaygroundClock
from tests.playground.sample_app import ASK, CARD, DETAILS, PNG
from tests.support.slack_app import refused, web_client

Json = dict[str, Any]
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


LONG = "x" * 4001
ERRORS: list[tuple[str, Json, str]] = [
    ("chat.nonsense", {}, "unknown_method"),
    ("chat.postMessage", {"text": "x"}, "invalid_arguments"),
    ("chat.postMessage", {"channel": "C0NOWHERE1", "text": "x"}, "channel_not_found"),
    ("chat.postMessage", {"channel": REVIEW}, "no_text"),
    ("chat.postMessage", {"channel": REVIEW, "blocks": [{"type": "nope"}]}, "invalid_blocks"),
    ("chat.postMessage", {"channel": REVIEW, "blocks": "{"}, "invalid_blocks_format"),
    (
        "chat.postMessage",
        {"channel": REVIEW, "text": "x", "metadata": {"event_type": 1}},
        "invalid_metadata_format",
    ),
    ("chat.postMessage", {"channel": REVIEW, "text": "x", "thread_ts": "1.1"}, "cannot_reply_to_message"),
    ("chat.postMessage", {"channel": "C0OLD00001", "text": "x"}, "is_archived"),
    ("chat.postMessage", {"channel": "C0SECRET01", "text": "x"}, "not_in_channel"),
    ("chat.update", {"channel": REVIEW, "ts": "1.1", "text": "x"}, "message_not_found"),
    ("chat.delete", {"channel": REVIEW, "ts": "1.1"}, "message_not_found"),
    ("chat.postEphemeral", {"channel": REVIEW, "user": "U0NOBODY01", "text": "x"}, "user_not_in_channel"),
    ("chat.getPermalink", {"channel": REVIEW, "message_ts": "1.1"}, "message_not_found"),
    ("chat.scheduleMessage", {"channel": REVIEW, "text": "x", "post_at": 1}, "time_in_past"),
    ("chat.scheduleMessage", {"channel": REVIEW, "text": "x", "post_at": 99999999999}, "time_too_far"),
    ("chat.scheduleMessage", {"channel": REVIEW, "text": "x", "post_at": "soon"}, "invalid_arguments"),
    (
        "chat.deleteScheduledMessage",
        {"channel": REVIEW, "scheduled_message_id": "Q1"},
        "invalid_scheduled_message_id",
    ),
    ("conversations.info", {"channel": "C1"}, "channel_not_found"),
    ("conversations.history", {"channel": REVIEW, "cursor": "?"}, "invalid_cursor"),
    ("conversations.history", {"channel": REVIEW, "limit": 5000}, "invalid_limit"),
    ("conversations.history", {"channel": REVIEW, "oldest": "yesterday"}, "invalid_ts_oldest"),
    ("conversations.replies", {"channel": REVIEW, "ts": "1.1"}, "thread_not_found"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U1"}, "user_not_found"),
    ("conversations.list", {"types": "secret"}, "invalid_types"),
    ("users.info", {"user": "U1"}, "user_not_found"),
    ("usergroups.users.list", {"usergroup": "S1"}, "no_such_subteam"),
    ("views.open", {"view": DETAILS}, "invalid_arguments"),
    ("views.open", {"view": DETAILS, "trigger_id": "1.2.3"}, "invalid_trigger_id"),
    ("views.open", {"view": {**ASK, "submit": None}, "trigger_id": "1.2.3"}, "invalid_arguments"),
    ("views.open", {"view": {"type": "home", "blocks": []}, "trigger_id": "1.2.3"}, "invalid_arguments"),
    ("views.update", {"view": DETAILS, "view_id": "V1"}, "not_found"),
    ("views.publish", {"user_id": "U1", "view": {"type": "home", "blocks": []}}, "user_not_found"),
    ("files.completeUploadExternal", {"files": [{"id": "F1"}]}, "file_not_found"),
    ("files.getUploadURLExternal", {"filename": "a.png", "length": 0}, "invalid_arguments"),
    ("files.info", {"file": "F1"}, "file_not_found"),
    ("reactions.add", {"channel": REVIEW, "timestamp": "1.1", "name": "eyes"}, "message_not_found"),
    ("reactions.remove", {"name": "eyes"}, "no_item_specified"),
    ("bots.info", {"bot": "B1"}, "bot_not_found"),
    ("team.info", {"team": "T1"}, "team_not_found"),
]


@pytest.mark.parametrize(("method", "args", "error"), ERRORS)
async def test_a_wrong_call_gets_slacks_own_error(method: str, args: Json, error: str) -> None:
    async with LocalSlack(limits="off") as slack:
        slack.world.channels["C0OLD00001"] = Channel("C0OLD00001", "old", is_archived=True)
        secret = Channel("C0SECRET01", "secret", is_private=True, bot_is_member=False)
        slack.world.channels[secret.id] = secret
        body = await refused(web_client(slack), method, **args)
    assert body["error"] == error
    assert body["ok"] is False


async def test_problems_with_blocks_are_named_with_their_place(client: AsyncWebClient) -> None:
    body = await refused(client, "chat.postMessage", channel=REVIEW, blocks=[{"type": "section"}])
    assert body["response_metadata"]["messages"] == [
        "[ERROR] missing required field: text or fields [json-pointer:/blocks/0]"
    ]
    body = await refused(client, "chat.update", text="x")
    assert body["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel",
        "[ERROR] missing required field: ts",
    ]


async def test_tokens_are_told_apart(slack: LocalSlack) -> None:
    async with aiohttp.ClientSession() as http:

        async def error(method: str, token: str) -> str:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            async with http.post(slack.api_url + method, headers=headers) as answer:
                return str((await answer.json())["error"])

        assert await error("auth.test", "") == "not_authed"
        assert await error("auth.test", "xoxb-somebody-else") == "invalid_auth"
        assert await error("auth.test", slack.app_token) == "not_allowed_token_type"
        assert await error("apps.connections.open", slack.bot_token) == "not_allowed_token_type"


async def test_auth_test_says_who_and_which_scopes(slack: LocalSlack, client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == ("U0GOODWORD1", slack.world.team_id)
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


async def test_a_missing_scope_is_named(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.world.scopes.discard("files:write")
    body = await refused(client, "files.getUploadURLExternal", filename="a", length=1)
    assert (body["error"], body["needed"]) == ("missing_scope", "files:write")
    assert "chat:write" in body["provided"]


async def test_a_message_is_only_changed_by_the_app_that_wrote_it(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    post = await slack.post("lea", channel=REVIEW, text="mine")
    assert (await refused(client, "chat.update", channel=REVIEW, ts=post["ts"], text="x"))["error"] == (
        "cant_update_message"
    )
    assert (await refused(client, "chat.delete", channel=REVIEW, ts=post["ts"]))[
        "error"
    ] == "cant_delete_message"


async def test_an_update_with_text_alone_takes_the_blocks_away(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=REVIEW, text="x", blocks=CARD))["ts"]
    assert (await refused(client, "chat.update", channel=REVIEW, ts=ts, text=LONG))["error"] == "msg_too_long"
    updated = await client.chat_update(channel=REVIEW, ts=ts, text="y")
    assert "blocks" not in updated["message"]
    assert "blocks" in (await client.chat_update(channel=REVIEW, ts=ts, text="z", blocks=CARD))["message"]
    assert "blocks" not in (await client.chat_update(channel=REVIEW, ts=ts, text="z", blocks=[]))["message"]
    await client.chat_delete(channel=REVIEW, ts=ts)
    assert (await client.conversations_history(channel=REVIEW))["messages"] == []


async def test_at_most_three_modals_lie_on_each_other(slack: LocalSlack, client: AsyncWebClient) -> None:
    trigger = slack.world.permits.trigger
    await client.views_open(trigger_id=trigger("U0MIA00001"), view=DETAILS)
    for _ in range(2):
        await client.views_push(trigger_id=trigger("U0MIA00001"), view=DETAILS)
    body = await refused(client, "views.push", trigger_id=trigger("U0MIA00001"), view=DETAILS)
    assert body["error"] == "push_limit_reached"
    alone = await refused(client, "views.push", trigger_id=trigger("U0NOAH0001"), view=DETAILS)
    assert alone["error"] == "not_found"


async def test_a_view_changed_by_somebody_else_is_a_hash_conflict(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    opened = await client.views_open(trigger_id=slack.world.permits.trigger("U0MIA00001"), view=ASK)
    view = opened["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=ASK)
    body = await refused(client, "views.update", view_id=view["id"], hash=view["hash"], view=ASK)
    assert body["error"] == "hash_conflict"
    home: Json = {"type": "home", "blocks": [], "external_id": "home-of-mia"}
    await client.views_publish(user_id="U0MIA00001", view=home)
    other = await refused(client, "views.publish", user_id="U0NOAH0001", view=home)
    assert other["error"] == "duplicate_external_id"


async def test_a_view_over_250_kb_is_too_large(slack: LocalSlack, client: AsyncWebClient) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
    body = await refused(
        client, "views.publish", user_id="U0MIA00001", view={"type": "home", "blocks": [section] * 90}
    )
    assert body["error"] == "view_too_large"


async def test_history_pages_newest_first_and_threads_oldest_first(
    slack: LocalSlack, client: AsyncWebClient, clock: PlaygroundClock
) -> None:
    slack.world.limits = "off"
    stamps = [(await client.chat_postMessage(channel=REVIEW, text=str(number)))["ts"] for number in range(5)]
    for number in range(3):
        await client.chat_postMessage(channel=REVIEW, thread_ts=stamps[0], text=f"reply {number}")
    texts: list[str] = []
    async for page in await client.conversations_history(channel=REVIEW, limit=2):
        texts += [each["text"] for each in page["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]
    between = await client.conversations_history(channel=REVIEW, oldest=stamps[1], latest=stamps[3])
    assert [each["text"] for each in between["messages"]] == ["2"]
    inclusive = await client.conversations_history(
        channel=REVIEW, oldest=stamps[1], latest=stamps[3], inclusive=True
    )
    assert [each["text"] for each in inclusive["messages"]] == ["3", "2", "1"]
    thread = await client.conversations_replies(channel=REVIEW, ts=stamps[0])
    assert [each["text"] for each in thread["messages"]] == ["0", "reply 0", "reply 1", "reply 2"]
    assert thread["messages"][0]["reply_count"] == 3


async def test_people_groups_and_channels(client: AsyncWebClient) -> None:
    person = (await client.users_info(user="U0MIA00001"))["user"]
    assert (person["real_name"], person["profile"]["email"]) == ("Mia Lindqvist", "mia@example.com")
    groups = (await client.usergroups_list(include_users=True))["usergroups"]
    assert {each["handle"] for each in groups} == {"content-managers", "content-moderators"}
    users = await client.usergroups_users_list(usergroup="S0MODERAT1")
    assert users["users"] == ["U0NOAH0001", "U0AISHA001"]
    names: list[str] = []
    async for page in await client.conversations_list(limit=3):
        names += [each["name"] for each in page["channels"]]
    assert names == ["content-review", "general", "ambassadors", "brand-alerts"]
    assert "U0GOODWORD1" in (await client.conversations_members(channel=REVIEW))["members"]
    opened = await client.conversations_open(users="U0MIA00001")
    assert opened["channel"]["id"] == "D0MIA00001"


async def test_an_upload_shows_as_a_picture_and_nothing_else_does(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    image = {"type": "image", "alt_text": "chart", "slack_file": {"id": "F1"}}
    assert (await refused(client, "chat.postMessage", channel=REVIEW, text="x", blocks=[image]))["error"] == (
        "invalid_blocks"
    )
    picture = (await client.files_upload_v2(content=PNG, filename="a.png", title="A"))["file"]
    image["slack_file"] = {"id": picture["id"]}
    sent = await client.chat_postMessage(channel=REVIEW, text="x", blocks=[image])
    assert sent["message"]["blocks"][0]["slack_file"] == {"id": picture["id"]}
    trap = (await client.files_upload_v2(content="<svg onload=alert(1)>", filename="x.svg", title="B"))[
        "file"
    ]
    async with aiohttp.ClientSession() as http:
        async with http.get(picture["url_private"]) as shown:
            assert (shown.content_type, await shown.read()) == ("image/png", PNG)
            assert shown.headers["X-Content-Type-Options"] == "nosniff"
        async with http.get(trap["url_private"]) as offered:
            assert offered.content_type == "application/octet-stream"
            assert offered.headers["Content-Disposition"].startswith("attachment")
    await client.files_delete(file=picture["id"])
    assert (await refused(client, "files.info", file=picture["id"]))["error"] == "file_deleted"


async def test_an_upload_of_another_length_is_refused(slack: LocalSlack, client: AsyncWebClient) -> None:
    place = await client.files_getUploadURLExternal(filename="a.png", length=3)
    async with aiohttp.ClientSession() as http, http.post(place["upload_url"], data=b"four") as answer:
        assert answer.status == 400
    body = await refused(client, "files.completeUploadExternal", files=[{"id": place["file_id"]}])
    assert body["error"] == "file_not_found"


async def test_scheduled_messages_come_when_due_but_never_with_metadata(
    slack: LocalSlack, client: AsyncWebClient, clock: PlaygroundClock
) -> None:
    soon = int(clock()) + 60
    metadata = {"event_type": "x", "event_payload": {}}
    await client.chat_scheduleMessage(channel=REVIEW, text="later", post_at=soon)
    await client.chat_scheduleMessage(channel=REVIEW, text="never", post_at=soon, metadata=metadata)
    gone = await client.chat_scheduleMessage(channel=REVIEW, text="called off", post_at=soon)
    await client.chat_deleteScheduledMessage(
        channel=REVIEW, scheduled_message_id=gone["scheduled_message_id"]
    )
    assert slack.messages(REVIEW) == []
    clock.advance(61)
    await slack.wait_for(lambda: not slack.world.scheduled, what="nothing is scheduled any more")
    assert [each["text"] for each in slack.messages(REVIEW)] == ["later"]


async def test_reactions_and_permalinks(slack: LocalSlack, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=REVIEW, text="x"))["ts"]
    await client.reactions_add(channel=REVIEW, timestamp=ts, name="eyes")
    body = await refused(client, "reactions.add", channel=REVIEW, timestamp=ts, name="eyes")
    assert body["error"] == "already_reacted"
    assert slack.messages(REVIEW)[0]["reactions"][0]["count"] == 1
    await client.reactions_remove(channel=REVIEW, timestamp=ts, name="eyes")
    assert slack.messages(REVIEW)[0]["reactions"] == []
    link = (await client.chat_getPermalink(channel=REVIEW, message_ts=ts))["permalink"]
    assert link == f"{slack.base_url}/archives/{REVIEW}/p{ts.replace('.', '')}"


async def test_tokens_are_kept_nowhere_but_in_the_world(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.api_call("auth.test", params={"token": slack.bot_token})
    assert slack.bot_token not in repr(list(slack.world.calls))
