"""Somebody demands that an item goes: it is licensed for nothing, the team is told, and a manager can lift it."""

from __future__ import annotations

from bot.rights.jobs import removed
from bot.rights.licensed import licence
from bot.rights.outcomes import AskRefused
from bot.rights.queries import ask_events
from bot.rights.rules import AskAction
from bot.rights.scope import Use
from bot.rights.takedowns.queries import standing_takedown, takedowns_of
from bot.storage.unit_of_work import reading, unit_of_work
from tests.cogs.rights.support import (
    MANAGER,
    NOAH_HIMSELF,
    asked,
    carded,
    do,
    every,
    granted,
    press_on,
    say_all,
    tell_all,
    texts,
)
from tests.support.slack_bot import CHANNEL, MIA, NOAH, SlackBot

HOSTILE = "<!channel> *mine* <https://evil.example|click>"


async def open_window(bot: SlackBot, user: str, item_id: int) -> None:
    await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=f"takedown {item_id}")
    await bot.slack.wait_for(lambda: bot.slack.modal(user), what="the takedown window")


async def licensed(bot: SlackBot, item_id: int) -> bool:
    async with reading(bot.services.database) as session:
        return await licence(session, item_id, Use.WEBSITE, bot.services.clock()) is not None


async def test_a_manager_takes_it_down_and_lifts_it_again(bot: SlackBot) -> None:
    ask = await granted(bot)
    assert await licensed(bot, ask.item_id)
    await open_window(bot, MIA, ask.item_id)
    await bot.submit(MIA, who="Bo Ek, bo@example.org", reason=HOSTILE)
    assert bot.slack.modal(MIA) is None
    assert not await licensed(bot, ask.item_id)
    told = await bot.slack.wait_for(lambda: bot.private(MIA))
    assert f"Item {ask.item_id} is taken down" in told[0]
    await bot.deliver()
    assert ":no_entry: *Taken down*" in bot.text(0)
    assert "Permission granted" in bot.text(0)
    await removed(bot.services, ask.item_id)
    await say_all(bot.services)
    assert "recorded a takedown notice" in texts(bot)[-2]
    assert "Bo Ek, bo@example.org: " in texts(bot)[-2]
    assert "<!channel>" not in texts(bot)[-2]
    assert "<https://evil.example|" not in texts(bot)[-2]
    assert "looked at" in texts(bot)[-1]
    await tell_all(bot.services)
    assert any("recorded a takedown notice against item" in one["text"] for one in every(bot))

    await bot.slack.command(MIA, channel=CHANNEL, command="/goodword", text=f"rights {ask.item_id}")
    await bot.slack.wait_for(lambda: bot.slack.modal(MIA))
    assert "A takedown notice stands" in bot.modal_text(MIA)
    assert "Gone everywhere, looked at" in bot.modal_text(MIA)
    await bot.click_modal(MIA, "rights:lift")
    await bot.slack.wait_for(lambda: bot.modal(MIA)["title"]["text"] == "Lift the takedown")
    assert "Bo Ek, bo@example.org" in bot.modal_text(MIA)
    await bot.submit(MIA, reason="It was another kitchen")
    await bot.slack.wait_for(lambda: "is lifted" in bot.modal_text(MIA))
    assert "A takedown notice stands" not in bot.modal_text(MIA)
    assert await licensed(bot, ask.item_id)
    async with reading(bot.services.database) as session:
        steps = await ask_events(session, ask.item_id)
        (row,) = await takedowns_of(session, ask.item_id)
    assert [one.action for one in steps][-3:] == [AskAction.TAKEN_DOWN, AskAction.REMOVED, AskAction.LIFTED]
    assert steps[-3].note == f"Bo Ek, bo@example.org: {HOSTILE}"
    assert (row.by_name, row.lifted_by_name) == ("Mia Lindqvist", "Mia Lindqvist")


async def test_one_that_nobody_asked_about(bot: SlackBot) -> None:
    """The record begins with the notice; asking waits until it is lifted, and goes on from there."""
    services, item_id = bot.services, await carded(bot)
    await open_window(bot, MIA, item_id)
    await bot.submit(MIA, who="Bo", reason="my kitchen")
    async with unit_of_work(services.database) as session:
        drafted = await services.asks.suggest(session, item_id, NOAH_HIMSELF, services.clock())
    await bot.deliver()
    assert ":no_entry: *Taken down*" in bot.text()
    assert isinstance(drafted, AskRefused)
    assert drafted.refusal.kind == "taken_down"
    await do(services, services.asks.lift, item_id, MANAGER, services.clock(), reason="withdrawn")
    assert (await asked(bot, item_id)).status == "asked"


async def test_only_a_manager(bot: SlackBot) -> None:
    ask = await granted(bot)
    await bot.slack.command(NOAH, channel=CHANNEL, command="/goodword", text=f"takedown {ask.item_id}")
    told = await bot.slack.wait_for(lambda: bot.private(NOAH))
    assert "Only managers can" in told[0]
    assert bot.slack.modal(NOAH) is None
    services = bot.services
    async with unit_of_work(services.database) as session:
        outcome = await services.asks.take_down(
            session, ask.item_id, NOAH_HIMSELF, services.clock(), who="Bo", reason="mine"
        )
    assert isinstance(outcome, AskRefused)
    assert outcome.refusal.kind == "no_right"
    assert await licensed(bot, ask.item_id)


async def test_what_is_missing_is_said_at_its_field(bot: SlackBot) -> None:
    ask = await granted(bot)
    await open_window(bot, MIA, ask.item_id)
    answer = await bot.submit(MIA, who="  ", reason=" \n ")
    assert "Name them" in str(answer)
    assert "Say what they object to" in str(answer)
    assert await licensed(bot, ask.item_id)


async def test_two_managers_record_it_once(bot: SlackBot) -> None:
    ask = await granted(bot)
    await open_window(bot, MIA, ask.item_id)
    services = bot.services
    other = type(MANAGER)("U0LEA00001", "Lea Novak", MANAGER.role)
    await do(services, services.asks.take_down, ask.item_id, other, services.clock(), who="Bo", reason="mine")
    await bot.submit(MIA, who="Bo", reason="mine")
    told = await bot.slack.wait_for(lambda: bot.private(MIA))
    assert "Lea Novak recorded a takedown notice" in told[0]
    async with reading(services.database) as session:
        assert len(await takedowns_of(session, ask.item_id)) == 1


async def test_the_notice_of_the_gallery_carries_the_button(bot: SlackBot) -> None:
    """As the gallery's form tells the team: pressed after a restart as well as before."""
    ask = await granted(bot)
    from bot.work.notices import NOTICE

    offers = [["Take it down…", "rights", "takedown", ask.item_id, 0]]
    async with unit_of_work(bot.services.database) as session:
        await bot.services.work.enqueue(
            session, NOTICE, "Somebody asks", "Look.", "gallery:removal:1", offers
        )
    await tell_all(bot.services)
    notice = next(one for one in every(bot) if "Somebody asks" in one["text"])
    await press_on(bot, MIA, notice, "rights:takedown")
    await bot.slack.wait_for(lambda: bot.slack.modal(MIA))
    await bot.submit(MIA, who="Bo", reason="mine")
    async with reading(bot.services.database) as session:
        assert await standing_takedown(session, ask.item_id) is not None
