"""A digest as the product makes it: counted from what was found, drawn, and sent."""

from __future__ import annotations

from datetime import timedelta

from bot.digests.sending import Sending
from bot.faces.slack.blocks import search_text
from bot.insights.periods import parse
from bot.kernel.clock import utc_now
from bot.storage.unit_of_work import unit_of_work
from tests.cogs.digest.support import pictures, words
from tests.support.slack_bot import CHANNEL, NOAH, SlackBot, found


async def test_what_was_found_this_week_is_counted_drawn_and_sent(bot: SlackBot) -> None:
    await bot.take(*(found(f"Lamp {one}") for one in range(7)))
    await bot.deliver()
    await bot.click(NOAH, "review:approve")
    await bot.slack.wait_for(lambda: "Approved" in bot.text())
    services, now = bot.services, bot.services.clock()
    async with unit_of_work(services.database) as session:
        row = await services.digests.send_now(
            session,
            "slack",
            CHANNEL,
            parse("this week", now, "UTC"),
            "U0NOAH0001",
            request="click",
            now=now,
        )
    await Sending(services).send(row.id or 0)
    message = bot.cards()[-1]
    assert "7 pieces found, 1 approved" in words(message)
    names = [bot.slack.world.files[file].name for file, _ in pictures(message)]
    assert "funnel.png" in names
    sizes = [bot.slack.world.files[file].size for file, _ in pictures(message)]
    assert all(size > 5_000 for size in sizes)


async def test_a_preview_is_made_of_what_there_is(bot: SlackBot) -> None:
    await bot.take(*(found(f"Lamp {one}") for one in range(3)))
    bot.services.clock = lambda: utc_now() + timedelta(days=7)  # the week is over
    await bot.slack.command(NOAH, channel=CHANNEL, command="/goodword", text="digest preview")
    await bot.slack.wait_for(lambda: bot.slack.ephemerals(NOAH), 20, "the preview")
    said = search_text(bot.slack.ephemerals(NOAH)[-1]["blocks"])
    assert "3 pieces found, 0 approved" in said
