"""What managers are told about contests without asking: one message that stays true, and notices that stand once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.contests.rules import ContestAction
from bot.contests.wishes import TELL
from bot.faces.slack.blocks import search_text
from bot.kernel.errors import GoodwordError
from bot.storage.unit_of_work import reading
from cogs.contest.slack_jobs import SHOW_SLACK, show, tell
from cogs.contest.slack_telling import CLOSING_SOON
from tests.cogs.contest.slack_stage import LOT, NOW, Stage, look_for_odd_votes, ring
from tests.support.slack_bot import MIA, press
from tests.support.work import asked_for


def said(stage: Stage) -> list[str]:
    """What the notices channel says, message by message."""
    return [
        search_text(one.get("blocks") or []) or one["text"] for one in stage.slack.messages("content-review")
    ]


async def shown(stage: Stage) -> str:
    await show(stage.bot.services, stage.id)
    return said(stage)[-1]


async def asked(stage: Stage, job: str) -> list[str]:
    """The arguments of the runs that were asked for, in words."""
    return [str(one) for one in await asked_for(stage.bot.services.database, job)]


# ---- the message that stays true ----


async def test_a_draft_is_shown_to_nobody(stage: Stage) -> None:
    await stage.create()
    await show(stage.bot.services, stage.id)
    assert said(stage) == []


async def test_one_message_follows_the_contest(stage: Stage) -> None:
    (entry,) = await stage.open(entries=1)
    assert "1 accepted · 0 waiting for review · 0 votes" in await shown(stage)
    await stage.vote(entry)
    assert "1 vote" in await shown(stage)
    await stage.act(ContestAction.CLOSE)
    assert "Closed" in await shown(stage)
    assert len(said(stage)) == 1


async def test_nothing_is_sent_where_nothing_changed(stage: Stage) -> None:
    await stage.open()
    await shown(stage)
    calls = len(stage.slack.calls("chat.update"))
    await shown(stage)
    assert len(stage.slack.calls("chat.update")) == calls
    assert len(stage.slack.calls("chat.postMessage")) == 1


async def test_a_message_that_somebody_deleted_comes_back(stage: Stage) -> None:
    (entry,) = await stage.open(entries=1)
    await shown(stage)
    (message,) = stage.slack.messages("content-review")
    channel = stage.slack.world.channel_named("content-review")
    await stage.bot.face.client.chat_delete(channel=channel.id, ts=message["ts"])
    await stage.vote(entry)
    assert "1 vote" in await shown(stage)
    assert len(said(stage)) == 1


async def test_a_post_whose_answer_was_lost_is_found_and_not_repeated(stage: Stage) -> None:
    await stage.open()
    stage.slack.fault("refuse", method="chat.postMessage", error="internal_error", after=True)
    with pytest.raises(GoodwordError):
        await show(stage.bot.services, stage.id)
    await show(stage.bot.services, stage.id)
    assert len(said(stage)) == 1


async def test_its_button_opens_the_contest(stage: Stage) -> None:
    await stage.open(entries=2)
    await shown(stage)
    (message,) = stage.slack.messages("content-review")
    await press(
        stage.slack, MIA, message["blocks"], "contest:show", channel="content-review", ts=message["ts"]
    )
    await stage.sees("Autumn of tea", "2 accepted")


async def test_every_change_asks_for_it_in_its_own_transaction(stage: Stage) -> None:
    from cogs.contest.jobs import show as show_everywhere

    await stage.open()
    await show_everywhere(stage.bot.services, stage.id)
    await show_everywhere(stage.bot.services, stage.id)
    assert len(await asked(stage, SHOW_SLACK)) == 1


# ---- notices ----


async def told(stage: Stage, what: str, key: str = "k", **data: Any) -> str:
    before = len(said(stage))
    for _ in range(2):  # work runs at least once
        await tell(stage.bot.services, stage.id, what, data, key)
    assert len(said(stage)) <= before + 1
    return said(stage)[-1] if len(said(stage)) > before else ""


async def test_what_happens_by_itself_is_told_once(stage: Stage) -> None:
    await stage.open(entries=1)
    await stage.enter()
    assert "“Autumn of tea” is open. Entries until Tue 8 Dec 2026, 10:00" in await told(stage, "opened", "a")
    assert "1 entry waits for review" in await told(stage, "entries-closed", "b")
    await stage.act(ContestAction.CLOSE)
    assert "Decide within 24 hours" in await told(stage, "closed-waiting", "c", waiting=1)
    assert "3 winners" in await told(stage, "decided", "d", winners=3)
    passed = await told(
        stage, "award-passed", "e", prize="Tea box", reason="It was not claimed in time.", nobody=False
    )
    assert "Tea box was not given. It was not claimed in time. It goes to the next in order." in passed
    assert "have 7 days" in " ".join((await told(stage, "awarded", "f", winners=1)).split())
    assert await told(stage, "announced", "g") == ""
    assert await told(stage, "something-new", "h") == ""


async def test_the_freeze_is_told_with_what_was_published(stage: Stage) -> None:
    await stage.open(entries=3, **LOT)
    await stage.act(ContestAction.CLOSE)
    record = (await stage.contest()).record
    assert record is not None
    notice = await told(stage, "frozen", entries=3, hash=record["frozen_hash"])
    assert "3 entries count" in notice
    assert record["frozen_hash"] in notice
    assert record["frozen"]["commitment"] in notice
    assert f"Round {record['frozen']['source']['round']} of the beacon" in notice
    secret = (await stage.contest()).secret
    assert secret is not None
    assert secret not in notice


async def test_odd_votes_are_told_with_evidence_and_lead_to_their_page(stage: Stage) -> None:
    await stage.open()
    await ring(stage)
    await look_for_odd_votes(stage)
    async with reading(stage.bot.services.database) as session:
        (flag,) = await stage.bot.services.contests.scoring.flags(session, stage.id)
    notice = await told(stage, "flag", flag_id=flag.id, kind="ring", count=12)
    assert "no vote was changed" in notice
    assert "Friend 0" in notice
    (message,) = stage.slack.messages("content-review")
    await press(
        stage.slack, MIA, message["blocks"], "contest:show", channel="content-review", ts=message["ts"]
    )
    await stage.sees("Odd votes", "People who vote for one another")


async def test_the_last_day_is_announced_with_what_waits_for_review(stage: Stage) -> None:
    await stage.open()
    await stage.enter()
    await show(stage.bot.services, stage.id)
    await show(stage.bot.services, stage.id)
    wished = [one for one in await asked(stage, TELL) if CLOSING_SOON in one]
    assert len(wished) == 1
    ends = (NOW + timedelta(days=10)).isoformat()
    assert ends in wished[0]
    stage.now = NOW + timedelta(days=9)
    notice = await told(stage, CLOSING_SOON, ends=ends)
    assert "goes on for 24 hours more" in notice
    assert "1 entry waits for review: only what is accepted counts." in notice


async def test_a_reminder_of_a_closing_that_was_moved_is_not_told(stage: Stage) -> None:
    await stage.open(**LOT)
    ends = (await stage.contest()).entries_close_at.isoformat()
    await stage.act(ContestAction.EXTEND, closes_at=(NOW + timedelta(days=30)).isoformat())
    assert await told(stage, CLOSING_SOON, ends=ends) == ""


async def test_hostile_names_notify_nobody(stage: Stage) -> None:
    await stage.open(name="<!channel> *x* <@U0NOAH0001>")
    await show(stage.bot.services, stage.id)
    notice = await told(stage, "opened")
    assert "<!channel>" not in notice
    assert "<@U0NOAH0001>" not in "".join(said(stage))
