"""The delivery makes a channel show what the rows say, whatever fails in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.faces.slack import delivery
from bot.faces.slack.blocks import search_text
from bot.faces.slack.delivery import MAX_STEPS
from bot.kernel.clock import utc_now
from bot.kernel.errors import TryLater
from bot.playground.slack import LocalSlack
from bot.playground.slack.messages import write_as_person
from bot.review.rules import Action
from bot.review.service import Decision
from bot.settings import Review
from bot.sources.base import Removed
from bot.storage.database import Database
from tests.support.slack_bot import MIA, NOAH, SlackBot, found, slack_bot


async def test_a_second_run_finds_nothing_to_do(bot: SlackBot) -> None:
    await bot.take(found(), found())
    assert await bot.deliver() == 2
    assert await bot.deliver() == 0
    assert len(bot.cards()) == 2


async def test_one_post_a_second_a_channel(bot: SlackBot) -> None:
    await bot.take(*(found() for _ in range(10)))
    before = bot.time.seconds
    await bot.deliver()
    assert 9 <= bot.time.seconds - before <= 12


async def test_an_answer_that_was_lost_makes_no_second_post(bot: SlackBot) -> None:
    await bot.take(found("only once"))
    bot.slack.fault("drop", method="chat.postMessage", after=True)
    with pytest.raises(TryLater):
        await bot.deliver()
    assert len(bot.cards()) == 1
    await bot.deliver()
    assert len(bot.cards()) == 1
    await bot.click(NOAH, "review:approve")
    await bot.slack.wait_for(lambda: "Approved" in bot.text())


def _much_is_written(bot: SlackBot, count: int) -> None:
    channel = bot.slack.world.channel_named("content-review")
    for number in range(count):
        write_as_person(bot.slack.world, channel, "U0TOM00001", f"Talk {number}")


async def test_a_lost_answer_is_found_behind_much_that_was_written_since(bot: SlackBot) -> None:
    await bot.take(found("only once"))
    bot.slack.fault("drop", method="chat.postMessage", after=True)
    with pytest.raises(TryLater):
        await bot.deliver()
    _much_is_written(bot, 1100)
    await bot.deliver()
    assert sum("only once" in search_text(each.get("blocks") or []) for each in bot.cards()) == 1
    await bot.take(found("another"))
    await bot.deliver()
    assert "another" in bot.text()


async def test_what_can_not_be_looked_up_is_told_and_not_posted_again(
    bot: SlackBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.take(found("only once"))
    bot.slack.fault("drop", method="chat.postMessage", after=True)
    with pytest.raises(TryLater):
        await bot.deliver()
    _much_is_written(bot, 450)
    monkeypatch.setattr(delivery, "_HISTORY_PAGES", 2)
    await bot.deliver()
    await bot.deliver()
    assert sum("only once" in search_text(each.get("blocks") or []) for each in bot.cards()) == 1
    assert "much was written since" in bot.cards()[-1]["text"]
    await bot.take(found("another"))
    await bot.deliver()
    assert "another" in bot.text()
    await bot.slack.command(NOAH, channel="content-review", command="/goodword", text="triage")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert "only once" in bot.modal_text(NOAH)


async def test_a_post_that_never_happened_is_made_once(bot: SlackBot) -> None:
    await bot.take(found())
    bot.slack.fault("drop", method="chat.postMessage")
    with pytest.raises(TryLater):
        await bot.deliver()
    assert bot.cards() == []
    await bot.deliver()
    assert len(bot.cards()) == 1


async def test_a_crash_before_the_post_is_made_good_by_another_process(
    bot: SlackBot, slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    await bot.take(found())
    slack.fault("500", method="chat.postMessage", after=True)
    with pytest.raises(TryLater):
        await bot.deliver()
    await bot.face.stop()
    async with slack_bot(slack, sqlite_database, tmp_path) as second:
        await second.deliver()
        assert len(second.cards()) == 1
        await second.click(NOAH, "review:approve")
        await slack.wait_for(lambda: "Approved" in second.text())


async def test_429_is_waited_for(bot: SlackBot) -> None:
    await bot.take(found())
    bot.slack.fault("429", method="chat.postMessage", seconds=1)
    await bot.deliver()
    assert len(bot.cards()) == 1


async def test_a_withdrawal_takes_the_text_off_the_card(bot: SlackBot) -> None:
    item = found("secret words of mine")
    await bot.take(item)
    await bot.deliver()
    assert "secret words" in bot.text()
    await bot.take(Removed(item.external_id, "withdrawn"))
    await bot.deliver()
    assert "withdrawn by its creator" in bot.text()
    assert "secret words" not in str(bot.cards())
    assert "Anna" not in str(bot.cards())


async def test_an_edit_at_the_source_changes_the_card(bot: SlackBot) -> None:
    item = found("first words")
    await bot.take(item)
    await bot.deliver()
    await bot.take(replace(item, text="second words"))
    await bot.deliver()
    assert "second words" in bot.text()
    assert "edited once" in bot.text()
    assert len(bot.cards()) == 1


async def test_a_burst_becomes_a_summary_that_ends_as_all_decided(bot: SlackBot) -> None:
    ids = await bot.take(*(found() for _ in range(37)))
    await bot.deliver()
    texts = [search_text(message["blocks"]) for message in bot.cards()]
    summaries = [text for text in texts if "new items" in text]
    assert len(summaries) == 1
    assert "32 new items" in summaries[0]
    assert "32 from Mastodon" in summaries[0]
    assert len(texts) == 1 + 5
    at = texts.index(summaries[0])
    noah = await bot.face.staff.person("U0NOAH0001")
    for item_id in ids:
        await bot.services.desk.decide(Decision(item_id, Action.APPROVE, noah, f"test-{item_id}"))
        if item_id == ids[len(ids) // 2]:
            await bot.deliver()
            assert "left" in bot.text(at)
    await bot.deliver()
    assert "All 32 decided" in bot.text(at)
    assert "32 approved" in bot.text(at)
    assert len(bot.cards()) == 6


async def test_more_of_a_burst_joins_its_summary(bot: SlackBot) -> None:
    await bot.take(*(found() for _ in range(30)))
    await bot.deliver()
    await bot.take(*(found() for _ in range(30)))
    await bot.deliver()
    texts = [search_text(message["blocks"]) for message in bot.cards()]
    assert sum("new items" in text for text in texts) == 1
    assert len(texts) <= 1 + 15
    assert sum(int(text.split("*")[1].split()[0]) for text in texts if "new items" in text) == 60 - (
        len(texts) - 1
    )


async def test_what_comes_later_gets_a_card_however_many_stand_undecided(bot: SlackBot) -> None:
    await bot.take(*(found() for _ in range(15)))
    await bot.deliver()
    assert len(bot.cards()) == 15
    bot.face.delivery._clock = lambda: utc_now() + timedelta(minutes=2)
    await bot.take(found("This one comes two minutes later"))
    await bot.deliver()
    assert len(bot.cards()) == 16
    assert "This one comes two minutes later" in bot.text()


async def test_lists_show_every_item_with_buttons(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with slack_bot(slack, sqlite_database, tmp_path, review=Review(burst=3, overflow="lists")) as bot:
        ids = await bot.take(*(found("words " * 60, title="T" * 300) for _ in range(40)))
        await bot.deliver()
        shown = str(bot.cards())
        for item_id in ids:
            assert shown.count(f"g1:review:approve:{item_id}:") == 1
        assert len(bot.cards()) == 3
        await bot.click(NOAH, "review:approve", at=1)
        await slack.wait_for(lambda: "Approved" in bot.text(1))
        await bot.click(NOAH, "review:reject", at=1)
        await slack.wait_for(lambda: slack.modal(NOAH))
        await bot.submit(NOAH, reason="Duplicate")
        await slack.wait_for(lambda: "Rejected" in bot.text(1))
        await bot.click(NOAH, "review:undo", at=1)
        await slack.wait_for(lambda: "of 16* wait" in bot.text(1) and "14" not in bot.text(1).splitlines()[0])


async def test_a_long_run_asks_for_another_one(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with slack_bot(slack, sqlite_database, tmp_path, review=Review(burst=200)) as bot:
        await bot.take(*(found() for _ in range(MAX_STEPS + 5)))
        assert await bot.deliver() == MAX_STEPS
        assert await bot.deliver() == 5
        assert len(bot.cards()) == MAX_STEPS + 5


async def test_a_deleted_card_is_told_once_and_never_tried_again(bot: SlackBot) -> None:
    ids = await bot.take(found())
    await bot.deliver()
    channel = bot.slack.world.channel_named("content-review").id
    ts = bot.cards()[0]["ts"]
    del bot.slack.world.messages[channel][ts]
    noah = await bot.face.staff.person("U0NOAH0001")
    await bot.services.desk.decide(Decision(ids[0], Action.APPROVE, noah, "one"))
    await bot.deliver()
    assert "can't be kept up to date" in bot.cards()[-1]["text"]
    await bot.services.desk.decide(Decision(ids[0], Action.UNDO, noah, "two"))
    await bot.deliver()
    assert len(bot.cards()) == 1
    assert len(bot.slack.calls("chat.update")) == 1


async def test_a_card_that_slack_never_takes_keeps_no_other_waiting(bot: SlackBot) -> None:
    await bot.take(found("refused"), found("taken"))
    bot.slack.fault("refuse", method="chat.postMessage", count=2)  # with pictures and without
    await bot.deliver()
    assert await bot.deliver() == 0
    notice = next(each for each in bot.cards() if "can't be shown" in each["text"])
    assert "invalid_blocks" in notice["text"]
    assert "triage" in notice["text"]
    assert len([each for each in bot.cards() if each.get("blocks")]) == 1


async def test_a_change_that_slack_never_takes_keeps_no_other_waiting(bot: SlackBot) -> None:
    ids = await bot.take(found(), found())
    await bot.deliver()
    noah = await bot.face.staff.person("U0NOAH0001")
    for item_id in ids:
        await bot.services.desk.decide(Decision(item_id, Action.APPROVE, noah, f"approve-{item_id}"))
    bot.slack.fault("refuse", method="chat.update", error="msg_too_long")
    await bot.deliver()
    assert [search_text(each["blocks"]).count("Approved") for each in bot.cards()[:2]].count(1) == 1
    assert "can't be kept up to date" in bot.cards()[-1]["text"]
    assert await bot.deliver() == 0


async def test_an_archived_channel_is_told_to_managers_once_and_nothing_is_lost(bot: SlackBot) -> None:
    channel = bot.slack.world.channel_named("content-review")
    channel.is_archived = True
    await bot.take(found())
    await bot.deliver()
    await bot.deliver()
    told = bot.private(MIA)
    assert len(told) == 1
    assert "archived" in told[0]
    assert bot.private(NOAH) == []
    channel.is_archived = False
    await bot.deliver()
    assert len(bot.cards()) == 1


async def test_no_such_channel_is_told_with_a_remedy(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with slack_bot(slack, sqlite_database, tmp_path, review=Review(channel="#elsewhere")) as bot:
        await bot.take(found())
        await bot.deliver()
        await bot.deliver()
        assert len(bot.private(MIA)) == 1
        assert "no channel #elsewhere" in bot.private(MIA)[0]
        assert "review.channel" in bot.private(MIA)[0]
