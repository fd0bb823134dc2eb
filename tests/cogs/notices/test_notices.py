"""Notices stand once in the channel, whatever is repeated or lost in between."""

from __future__ import annotations

from typing import Any

import pytest

from bot.kernel.errors import TryLater
from bot.work.notices import NOTICE
from cogs.notices.jobs import JOBS, post
from tests.support.slack_bot import MIA, SlackBot

WHAT, REMEDY, KEY = "The source “blog” can't be read: <!channel>", "Remove it.", "source-lost:blog:1"


def notices(bot: SlackBot) -> list[dict[str, Any]]:
    return [each for each in bot.cards() if ":bell:" in each["text"]]


async def test_a_notice_is_posted_once_with_its_remedy(bot: SlackBot) -> None:
    for _ in range(3):
        await post(bot.services, WHAT, REMEDY, KEY)
    [notice] = notices(bot)
    assert "blog" in notice["text"]
    assert "Remove it." in notice["text"]
    assert "<!channel>" not in notice["text"]
    await post(bot.services, WHAT, REMEDY, "source-lost:blog:2")
    assert len(notices(bot)) == 2
    assert await bot.deliver() == 0


async def test_an_answer_that_got_lost_posts_no_second_time(bot: SlackBot) -> None:
    bot.slack.fault("drop", method="chat.postMessage", after=True)
    with pytest.raises(TryLater):
        await post(bot.services, WHAT, REMEDY, KEY)
    assert await bot.deliver() == 0
    await post(bot.services, WHAT, REMEDY, KEY)
    assert len(notices(bot)) == 1


async def test_where_the_channel_takes_nothing_managers_are_told(bot: SlackBot) -> None:
    bot.slack.world.channel_named("content-review").is_archived = True
    await post(bot.services, WHAT, REMEDY, KEY)
    await post(bot.services, WHAT, REMEDY, KEY)
    assert [each for each in bot.private(MIA) if "blog" in each] == bot.private(MIA)
    assert len(bot.directly(MIA)) == 1


def test_the_job_is_the_one_that_intake_asks_for() -> None:
    assert [job.name for job in JOBS] == [NOTICE]


async def test_a_post_that_never_arrived_is_made_again(bot: SlackBot) -> None:
    bot.slack.fault("drop", method="chat.postMessage")
    with pytest.raises(TryLater):
        await post(bot.services, WHAT, REMEDY, KEY)
    assert notices(bot) == []
    await post(bot.services, WHAT, REMEDY, KEY)
    assert len(notices(bot)) == 1
