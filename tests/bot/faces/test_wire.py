"""What can go wrong between a person's click and the bot: restarts, redelivery, old buttons, faults."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from bot.faces.proxies import proxy_for
from bot.faces.slack.context import SlackContext
from bot.faces.slack.dispatch import request_id_of
from bot.kernel.errors import TellUser
from bot.playground.slack import LocalSlack
from bot.playground.slack.sockets import SocketMode
from bot.review.queries import history
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.support.slack_bot import MIA, NOAH, TOM, SlackBot, found, slack_bot


async def test_a_restart_between_post_and_click(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with slack_bot(slack, sqlite_database, tmp_path) as first:
        await first.take(found())
        await first.deliver()
    async with slack_bot(slack, sqlite_database, tmp_path) as second:
        answer = await second.click(NOAH, "review:approve")
        assert answer["acked"]
        await slack.wait_for(lambda: "Approved" in second.text())


async def test_a_decision_is_kept_before_the_click_is_acknowledged(bot: SlackBot) -> None:
    ids = await bot.take(found())
    await bot.deliver()
    bot.slack.fault("drop", method="response_url")
    answer = await bot.click(NOAH, "review:approve")
    assert answer["acked"]
    async with reading(bot.services.database) as session:
        events = await history(session, ids[0])
    assert [event.action.value for event in events] == ["arrived", "approve"]


async def test_a_duplicated_click_acts_once(bot: SlackBot) -> None:
    ids = await bot.take(found())
    await bot.deliver()
    bot.slack.fault("duplicate", event="block_actions")
    await bot.click(NOAH, "review:approve")
    await bot.slack.wait_for(lambda: "Approved" in bot.text())
    async with reading(bot.services.database) as session:
        events = await history(session, ids[0])
    assert len(events) == 2
    assert bot.private(NOAH) == []


@pytest.mark.parametrize(
    "old", ["g0:approve:1", "approve_42", "g1:review:retired:1:1", "g2:review:approve:1"]
)
async def test_an_old_button_says_so_and_shows_the_item(bot: SlackBot, old: str) -> None:
    await bot.take(found("the same words"))
    await bot.deliver()
    message = bot.cards()[0]
    channel = bot.slack.world.channel_named("content-review").id
    button = {"type": "button", "text": {"type": "plain_text", "text": "Approve"}, "action_id": old}
    bot.slack.world.messages[channel][message["ts"]]["blocks"] = [
        {"type": "actions", "block_id": "old", "elements": [button]}
    ]
    answer = await bot.slack.click(NOAH, channel="content-review", ts=message["ts"], action_id=old)
    assert answer["acked"]
    told = await bot.slack.wait_for(lambda: bot.private(NOAH) if len(bot.private(NOAH)) == 2 else None)
    assert "older version" in told[0]
    assert "the same words" in told[1]
    fresh = bot.slack.ephemerals(NOAH)[1]
    approve = next(e["action_id"] for e in fresh["blocks"][-1]["elements"] if "approve" in e["action_id"])
    await bot.slack.click(NOAH, channel="content-review", ts=fresh["ts"], action_id=approve)
    await bot.slack.wait_for(lambda: "Approved" in bot.private(NOAH)[1])


async def test_a_button_of_a_year_ago_still_works(bot: SlackBot) -> None:
    """Its id holds all it needs; the revision it saw is only a hint."""
    ids = await bot.take(found())
    await bot.deliver()
    message = bot.cards()[0]
    old = f"g1:review:approve:{ids[0]}:0"
    message["blocks"][-1]["elements"][0]["action_id"] = old
    channel = bot.slack.world.channel_named("content-review").id
    bot.slack.world.messages[channel][message["ts"]] = message
    await bot.slack.click(NOAH, channel="content-review", ts=message["ts"], action_id=old)
    await bot.slack.wait_for(lambda: "Approved" in bot.text())


async def test_a_click_on_an_item_that_is_no_more(bot: SlackBot) -> None:
    await bot.take(found())
    await bot.deliver()
    message = bot.cards()[0]
    message["blocks"][-1]["elements"][0]["action_id"] = "g1:review:approve:999:1"
    channel = bot.slack.world.channel_named("content-review").id
    bot.slack.world.messages[channel][message["ts"]] = message
    await bot.slack.click(
        NOAH, channel="content-review", ts=message["ts"], action_id="g1:review:approve:999:1"
    )
    assert "don't know this item" in (await bot.slack.wait_for(lambda: bot.private(NOAH)))[0]


async def test_a_fault_in_a_handler_is_an_incident_and_not_an_acknowledgement(bot: SlackBot) -> None:
    async def broken(ctx: SlackContext) -> None:
        raise RuntimeError("wires crossed")

    async def broken_later(ctx: SlackContext) -> None:
        await ctx.ack()
        raise RuntimeError("wires crossed")

    async def refusing(ctx: SlackContext) -> None:
        raise TellUser("That can't be.", remedy="Do otherwise.")

    for verb, handler in {"broken": broken, "later": broken_later, "refusing": refusing}.items():
        bot.face.router.action("test", verb, handler)
    await bot.take(found())
    await bot.deliver()
    assert (await _press(bot, "g1:test:broken"))["acked"] is False
    assert "Nothing was recorded" in (await bot.slack.wait_for(lambda: bot.private(NOAH)))[0]
    assert (await _press(bot, "g1:test:later"))["acked"] is True
    await bot.slack.wait_for(lambda: len(bot.private(NOAH)) == 2)
    assert "recorded, but" in bot.private(NOAH)[1]
    assert (await _press(bot, "g1:test:refusing"))["acked"] is True
    assert "Do otherwise." in (await bot.slack.wait_for(lambda: bot.private(NOAH)[2:]))[0]


async def _press(bot: SlackBot, action_id: str) -> dict[str, Any]:
    channel = bot.slack.world.channel_named("content-review").id
    message = bot.cards()[0]
    button = {"type": "button", "text": {"type": "plain_text", "text": "x"}, "action_id": action_id}
    bot.slack.world.messages[channel][message["ts"]]["blocks"] = [
        {"type": "actions", "block_id": "old", "elements": [button]}
    ]
    return await bot.slack.click(NOAH, channel="content-review", ts=message["ts"], action_id=action_id)


async def test_slow_work_after_the_acknowledgement_keeps_nobody_waiting(bot: SlackBot) -> None:
    done = asyncio.Event()

    async def slow(ctx: SlackContext) -> None:
        await ctx.ack()
        await done.wait()

    bot.face.router.action("test", "slow", slow)
    await bot.take(found())
    await bot.deliver()
    answer = await _press(bot, "g1:test:slow")
    assert answer["acked"]
    done.set()


async def test_an_unknown_command_says_where_help_is(bot: SlackBot) -> None:
    await bot.slack.command(NOAH, channel="general", command="/goodword", text="dance <!channel>")
    told = await bot.slack.wait_for(lambda: bot.private(NOAH))
    assert "help" in told[0]


async def test_the_bot_comes_back_after_every_kind_of_disconnection(bot: SlackBot) -> None:
    sockets: SocketMode = bot.slack.sockets
    for cut in (sockets.refresh, sockets.drop_all):
        await _maybe(cut())
        await bot.slack.wait_for(
            lambda: not sockets.connected, what="the cut"
        ) if cut == sockets.drop_all else None
        await bot.slack.wait_connected(20)
        await bot.take(found())
        await bot.deliver()
        answer = await bot.click(NOAH, "review:approve")
        assert answer["acked"], cut


async def test_a_refused_ticket_does_not_end_the_connection_for_ever(bot: SlackBot) -> None:
    """The SDK alone would retry the spent address for ever; the watchdog gets a fresh one."""
    bot.slack.fault("reject_ticket", count=2)
    await _maybe(bot.slack.sockets.drop_all())
    await bot.slack.wait_for(lambda: not bot.slack.sockets.connected)
    await bot.slack.wait_connected(30)


async def _maybe(outcome: Any) -> None:
    if asyncio.iscoroutine(outcome):
        await outcome


async def test_missing_scope_for_user_groups_is_a_finding_with_a_remedy(
    sqlite_database: Database, tmp_path: Path
) -> None:
    scopes = {
        "chat:write",
        "chat:write.public",
        "channels:read",
        "channels:history",
        "users:read",
        "commands",
    }
    local = LocalSlack(limits="off", scopes=scopes)
    async with local as slack, slack_bot(slack, sqlite_database, tmp_path) as bot:
        findings = await bot.face.staff.findings()
        assert [finding.ok for finding in findings] == [False]
        assert "usergroups:read" in findings[0].detail
        assert "manifest" in findings[0].remedy
        await bot.take(found())
        await bot.deliver()
        await bot.click(MIA, "review:approve")
        assert "Only moderators" in (await slack.wait_for(lambda: bot.private(MIA)))[0]


async def test_a_user_group_that_does_not_exist_is_named(bot: SlackBot) -> None:
    bot.slack.world.groups.clear()
    findings = await bot.face.staff.findings()
    assert {finding.detail for finding in findings} >= {
        "there is no user group @content-managers",
        "there is no user group @content-moderators",
        "nobody may decide",
    }


async def test_a_role_that_changed_counts_after_a_refresh(bot: SlackBot) -> None:
    await bot.take(found())
    await bot.deliver()
    for group in bot.slack.world.groups.values():
        group.users.append("U0TOM00001")
    await bot.face.staff.refresh()
    await bot.click(TOM, "review:approve")
    await bot.slack.wait_for(lambda: "Approved" in bot.text())


def test_the_proxy_of_the_environment_is_not_used_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "internal.example")
    assert proxy_for("http://127.0.0.1:8080/api/") is None
    assert proxy_for("http://localhost:8080/api/") is None
    assert proxy_for("https://internal.example/api/") is None
    assert proxy_for("https://slack.com/api/") == "http://proxy.example:3128"


async def test_the_bot_works_with_a_proxy_in_the_environment(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # nobody listens there
    async with LocalSlack(limits="off") as slack, slack_bot(slack, sqlite_database, tmp_path) as bot:
        await bot.take(found())
        await bot.deliver()
        await bot.click(NOAH, "review:approve")
        await slack.wait_for(lambda: "Approved" in bot.text())


def test_a_request_is_known_again_by_what_the_person_did() -> None:
    click = {
        "user": {"id": "U1"},
        "container": {"message_ts": "1.2"},
        "actions": [{"action_id": "g1:review:approve:1:1", "action_ts": "17.5"}],
    }
    other = {**click, "actions": [{**click["actions"][0], "action_ts": "17.6"}]}  # type: ignore[index]
    assert request_id_of("action", click) == request_id_of("action", dict(click))
    assert request_id_of("action", click) != request_id_of("action", other)
    assert request_id_of("action", click) != request_id_of("action", {**click, "user": {"id": "U2"}})


async def test_stopping_waits_for_running_handlers(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    finished: list[float] = []

    async def slow(ctx: SlackContext) -> None:
        await ctx.ack()
        await asyncio.sleep(0.2)
        finished.append(time.monotonic())

    async with slack_bot(slack, sqlite_database, tmp_path) as bot:
        bot.face.router.action("test", "slow", slow)
        await bot.take(found())
        await bot.deliver()
        await _press(bot, "g1:test:slow")
    assert len(finished) == 1
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("slack-")]
