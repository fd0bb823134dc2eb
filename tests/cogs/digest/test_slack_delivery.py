"""A digest's way into a channel: once, with its pictures where Slack takes them, and below it the rest."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bot.digests.sending import Sending
from bot.insights.periods import parse
from bot.kernel.errors import TryLater
from bot.playground.slack import LocalSlack
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from cogs.digest.jobs import FORGET_FILES, forget_files
from tests.cogs.digest.support import CHARTS, Stage, pictures, words
from tests.support.child import ROOT, environment
from tests.support.documents import empty_document, sample_document
from tests.support.slack_bot import CHANNEL, MIA, slack_bot
from tests.support.work import asked_for

UPLOAD = "files.completeUploadExternal"


async def test_the_channel_gets_the_short_message_and_its_thread_the_rest(stage: Stage) -> None:
    digest_id = await stage.sent()
    message, reply = stage.every()
    assert "41 pieces found, 18 approved, 9 permissions granted." in words(message)
    assert "41 pieces found" in message["text"]
    assert reply["thread_ts"] == message["ts"]
    assert "Permission rate" in words(reply)
    shown = [*pictures(message), *pictures(reply)]
    assert [alt for _, alt in shown] == [one.alt for one in CHARTS]
    files = [stage.bot.slack.world.files[file] for file, _ in shown]
    assert [one.data for one in files] == [one.png for one in CHARTS]
    assert [one.channels for one in files] == [[], [], []]  # seen by nobody who doesn't see the message
    row = await stage.row(digest_id)
    assert (row.state, row.pictures, row.missing) == ("sent", "sent", [])


async def test_a_week_with_nothing_is_one_message(stage: Stage) -> None:
    stage.document, stage.charts = empty_document(), ()
    stage.period = parse("week", stage.bot.services.clock(), "UTC")
    digest_id = await stage.sent("#general")
    (message,) = stage.every("general")
    assert "/goodword sources" in words(message)
    assert stage.every() == []
    assert (await stage.row(digest_id)).pictures == "none"


async def test_words_go_out_though_no_picture_can_be_uploaded_and_it_follows(stage: Stage) -> None:
    stage.bot.slack.fault("refuse", method=UPLOAD, error="internal_error")
    digest_id = await stage.sent()
    message, reply = stage.every()
    assert "41 pieces found" in words(message)
    assert [*pictures(message), *pictures(reply)] == []
    assert (await stage.row(digest_id)).pictures == "missing"
    await Sending(stage.bot.services).add_pictures(digest_id, 1)
    message, reply = stage.every()
    assert len(pictures(message)) == 2
    assert len(pictures(reply)) == 1
    assert (await stage.row(digest_id)).pictures == "sent"


async def test_a_picture_that_slack_still_looks_at_is_shown_later(stage: Stage) -> None:
    stage.bot.slack.fault("unready", method=UPLOAD, seconds=0.3)
    digest_id = await stage.sent()
    assert pictures(stage.every()[0]) == []
    assert (await stage.row(digest_id)).pictures == "missing"
    files = stage.bot.slack.world.files
    await stage.bot.slack.wait_for(
        lambda: all(one.ready_at <= stage.bot.slack.world.steady() for one in files.values())
    )
    await Sending(stage.bot.services).add_pictures(digest_id, 1)
    assert len(pictures(stage.every()[0])) == 2
    assert len(files) == len(CHARTS)  # not uploaded again


async def test_a_post_whose_answer_was_lost_stands_once_with_its_thread(stage: Stage) -> None:
    digest_id = await stage.asked()
    stage.bot.slack.fault("refuse", method="chat.postMessage", error="internal_error", after=True)
    with pytest.raises(TryLater):
        await stage.send(digest_id)
    assert len(stage.every()) == 1
    for _ in range(2):
        await stage.send(digest_id)
    message, reply = stage.every()
    assert reply["thread_ts"] == message["ts"]
    assert len(pictures(message)) == 2
    assert (await stage.row(digest_id)).state == "sent"


async def test_it_is_found_under_much_that_was_written_since(stage: Stage) -> None:
    digest_id = await stage.asked()
    stage.bot.slack.fault("refuse", method="chat.postMessage", error="internal_error", after=True)
    with pytest.raises(TryLater):
        await stage.send(digest_id)
    for number in range(205):
        await stage.bot.slack.acts.post(MIA, channel=CHANNEL, text=f"message {number}")
    await stage.send(digest_id)
    assert len(stage.bot.slack.calls("chat.postMessage")) == 2  # the message and its thread


async def test_an_archived_channel_is_told_to_managers(stage: Stage) -> None:
    await stage.bot.slack.acts.archive(MIA, channel=CHANNEL)
    digest_id = await stage.sent()
    row = await stage.row(digest_id)
    assert row.state == "failed"
    assert "archived" in (row.problem or "")
    assert "Unarchive" in (row.problem or "")


async def test_a_channel_that_does_not_exist_is_named(stage: Stage) -> None:
    row = await stage.row(await stage.sent("#nowhere"))
    assert row.state == "failed"
    assert "#nowhere" in (row.problem or "")


async def test_what_was_taken_out_disappears_from_the_message(stage: Stage) -> None:
    digest_id = await stage.sent()
    assert "Anna Öberg" in words(stage.every()[1])
    gone = sample_document(
        pieces=[one.model_copy(update={"gone": True, "title": ""}) for one in stage.document.pieces],
        creators=[one.model_copy(update={"gone": True, "name": ""}) for one in stage.document.creators],
    )
    await _becomes(stage, digest_id, gone)
    message, reply = stage.every()
    assert "a piece that is gone" in words(message)
    assert "a creator who is gone" in words(reply)
    assert len(pictures(message)) == 2
    assert len(stage.bot.slack.calls(UPLOAD)) == 1  # the pictures name nobody: the same ones


async def test_a_picture_that_somebody_deleted_costs_the_message_nothing_else(stage: Stage) -> None:
    digest_id = await stage.sent()
    stage.bot.slack.world.files.clear()
    await _becomes(stage, digest_id, sample_document(brand="Fern"))
    message, reply = stage.every()
    assert words(message).startswith("Fern")
    assert [*pictures(message), *pictures(reply)] == []
    assert (await stage.row(digest_id)).pictures == "missing"


async def test_pictures_that_were_drawn_anew_leave_no_older_ones_behind(stage: Stage) -> None:
    digest_id = await stage.sent()
    first = set(stage.bot.slack.world.files)
    stage.charts = CHARTS[:2]
    await _becomes(stage, digest_id, sample_document(brand="Fern"))
    ((asked,),) = await asked_for(stage.bot.services.database, FORGET_FILES)
    assert set(asked) == first
    message, reply = stage.every()
    assert not first & {file for file, _ in [*pictures(message), *pictures(reply)]}
    await forget_files(stage.bot.services, asked)
    assert [one.deleted for one in stage.bot.slack.world.files.values()] == [True] * 3 + [False] * 2


async def test_a_message_that_somebody_deleted_stays_deleted(stage: Stage) -> None:
    digest_id = await stage.sent()
    world = stage.bot.slack.world
    channel = world.channel_named(CHANNEL).id
    await stage.bot.face.client.chat_delete(channel=channel, ts=stage.every()[0]["ts"])
    await _becomes(stage, digest_id, sample_document(brand="Fern"))
    assert not any(words(one).startswith("Fern: 2026") for one in stage.every() if one.get("blocks"))
    assert len(stage.bot.slack.calls("chat.postMessage")) == 2


async def _becomes(stage: Stage, digest_id: int, document: object) -> None:
    """Let a digest that was sent say something else, and have it drawn anew."""
    async with unit_of_work(stage.bot.services.database) as session:
        row = await stage.bot.services.digests.get(session, digest_id)
        assert row is not None
        row.document = document.model_dump(mode="json")  # type: ignore[attr-defined]  # it is there
        row.revision += 1
        session.add(row)
    await Sending(stage.bot.services).redraw(digest_id)


@pytest.mark.parametrize("calls", [1, 2], ids=["before the thread", "after the thread"])
async def test_killed_before_the_record_it_is_sent_once(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path, calls: int
) -> None:
    async with slack_bot(slack, sqlite_database, tmp_path) as bot:
        stage = Stage(bot)
        digest_id = await stage.asked()
        victim = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.cogs.digest.victim",
            str(sqlite_database.url),
            slack.api_url,
            str(digest_id),
            str(calls),
            cwd=ROOT,
            env=environment(BOT=slack.bot_token, APP=slack.app_token, FOLDER=str(tmp_path)),
        )
        assert await asyncio.wait_for(victim.wait(), 60) == -9
        assert len(stage.every()) == calls
        assert (await stage.row(digest_id)).state == "sending"
        await stage.send(digest_id)
        message, reply = stage.every()
        assert reply["thread_ts"] == message["ts"]
        assert (await stage.row(digest_id)).state == "sent"
