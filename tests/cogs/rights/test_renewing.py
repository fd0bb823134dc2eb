"""One press asks to go on, whoever presses, however often, after a restart too."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.playground.slack import LocalSlack
from bot.rights import queries, wishes
from bot.rights.asking import Outgoing
from bot.rights.rules import AskStatus
from bot.rights.scope import Channel
from bot.rights.surfaces import Senders
from bot.rights.tables import Ask
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.cogs.rights.support import Json, do, every, granted, has, press_on, say_all, tell_all, texts
from tests.support.slack_bot import MIA, NOAH, TOM, SlackBot, slack_bot
from tests.support.work import asked_for


class Post:
    """Somebody who sends for us, and keeps what was sent."""

    platform = "mastodon"
    channels = frozenset({Channel.REPLY})

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    async def send(self, message: Outgoing) -> str:
        self.sent.append(message)
        return f"post:{len(self.sent)}"

    async def find(self, message: Outgoing) -> str:
        return ""


async def warned(bot: SlackBot, ask: Ask, days: int = 50) -> Json:
    """The notice that a permission ends in so many days."""
    services = bot.services
    async with unit_of_work(services.database) as session:
        row = await queries.locked(session, ask.id or 0)
        assert row is not None
        row.licence_until = services.clock() + timedelta(days=days)
        row.due_at = services.clock()
        session.add(row)
    async with unit_of_work(services.database) as session:
        await services.asks.advance(session, ask.id or 0, services.clock())
    await tell_all(services)
    return next(one for one in every(bot) if "ends on" in one.get("text", ""))


async def renewals(bot: SlackBot, ask: Ask) -> list[Ask]:
    async with reading(bot.services.database) as session:
        return [one for one in await queries.all_asks(session, ask.item_id) if one.renewal]


async def test_one_press_asks_on_the_same_way(bot: SlackBot) -> None:
    bot.services.outlet(Senders).add(Post())
    ask = await granted(bot, channel=Channel.REPLY)
    notice = await warned(bot, ask)
    await press_on(bot, NOAH, notice, "rights:renew")
    await bot.slack.wait_for(lambda: any("asked to renew it" in str(one["blocks"]) for one in every(bot)))
    (row,) = await renewals(bot, ask)
    assert (row.channel, row.delivery, row.status) == ("reply", "wanted", "asked")
    assert row.uses == ["website", "ads", "print"]
    assert (row.territory, row.duration_days, row.credit) == ("Sweden", 365, "@anna")
    assert row.template == "renewal"
    assert [row.id, 1] in await asked_for(bot.services.database, wishes.SEND)
    redrawn = next(one for one in every(bot) if "asked to renew it" in str(one["blocks"]))
    assert not has(redrawn, "rights:renew")
    await say_all(bot.services)
    assert "asked to renew the permission, by a reply" in texts(bot)[-1]


async def test_where_nothing_sends_the_text_is_shown_to_copy(bot: SlackBot) -> None:
    ask = await granted(bot)
    await press_on(bot, NOAH, await warned(bot, ask), "rights:renew")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    blocks = bot.modal(NOAH)["blocks"]
    text = next(one["element"]["initial_value"] for one in blocks if one.get("block_id") == "text")
    assert "#yesbrand" in text
    assert "social.example/@anna" in str(blocks)
    assert await renewals(bot, ask) == []
    await bot.submit(NOAH, text=f"{text} Thank you!")
    (row,) = await renewals(bot, ask)
    assert (row.channel, row.status) == ("hand", "asked")
    assert "Thank you!" in row.text


async def test_an_empty_message_is_refused_at_its_field(bot: SlackBot) -> None:
    ask = await granted(bot)
    await press_on(bot, NOAH, await warned(bot, ask), "rights:renew")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert "Write what you sent" in str(await bot.submit(NOAH, text="  "))
    assert await renewals(bot, ask) == []


async def test_a_double_click_and_a_second_person_ask_once(bot: SlackBot) -> None:
    bot.services.outlet(Senders).add(Post())
    ask = await granted(bot, channel=Channel.REPLY)
    notice = await warned(bot, ask)
    await asyncio.gather(*(press_on(bot, who, notice, "rights:renew") for who in (NOAH, NOAH, MIA)))
    told = await bot.slack.wait_for(lambda: bot.private(MIA) or bot.private(NOAH))
    (row,) = await renewals(bot, ask)
    assert f"{row.asked_by_name} sent this request" in told[0]
    assert len(bot.private(MIA)) + len(bot.private(NOAH)) in (1, 2)
    sent = [one for one in await asked_for(bot.services.database, wishes.SEND) if one[0] == row.id]
    assert len(sent) == 1


async def test_it_works_after_a_restart(
    bot: SlackBot, sqlite_database: Database, slack: LocalSlack, tmp_path: Path
) -> None:
    ask = await granted(bot, channel=Channel.REPLY)
    notice = await warned(bot, ask)
    await bot.face.stop()
    async with slack_bot(slack, sqlite_database, tmp_path) as again:
        again.services.outlet(Senders).add(Post())
        await press_on(again, NOAH, notice, "rights:renew")
        await slack.wait_for(lambda: any("asked to renew it" in str(one["blocks"]) for one in every(again)))
        assert len(await renewals(again, ask)) == 1


async def test_what_was_withdrawn_meanwhile_is_not_renewed(bot: SlackBot) -> None:
    ask = await granted(bot)
    notice = await warned(bot, ask)
    await do(bot.services, bot.services.asks.withdraw, ask.id, bot.services.clock())
    await press_on(bot, NOAH, notice, "rights:renew")
    told = await bot.slack.wait_for(lambda: bot.private(NOAH))
    assert "withdrew the permission" in told[0]
    assert await renewals(bot, ask) == []
    assert bot.slack.modal(NOAH) is None


async def test_a_viewer_may_not(bot: SlackBot) -> None:
    ask = await granted(bot)
    await press_on(bot, TOM, await warned(bot, ask), "rights:renew")
    told = await bot.slack.wait_for(lambda: bot.private(TOM))
    assert "Only moderators can" in told[0]
    assert await renewals(bot, ask) == []


async def test_both_warnings_are_told_once(bot: SlackBot) -> None:
    ask = await granted(bot)
    await warned(bot, ask, 50)
    await warned(bot, ask, 10)
    notices = [one for one in every(bot) if "ends on" in one.get("text", "")]
    assert len(notices) == 2
    assert all(has(one, "rights:renew") for one in notices)
    assert AskStatus.GRANTED.value == ask.status
