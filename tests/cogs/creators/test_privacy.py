"""Everything that is held is handed out, or erased."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.intake.privacy.wishes import ERASE
from bot.people.rules import Person, Role
from bot.sources.base import FoundCreator
from bot.storage.unit_of_work import unit_of_work
from cogs.creators.jobs import TELL_ERASED
from tests.cogs.creators.support import (
    asked_for,
    creator,
    events,
    listed,
    open_page,
    press,
    take,
    type_it,
)
from tests.support.slack_bot import MIA, NOAH, SlackBot, action_in, slack_bot


async def test_everything_is_handed_to_the_one_who_asked_once_for_a_double_click(bot: SlackBot) -> None:
    await take(bot)
    await take(bot, FoundCreator("b1", "@bo@social.example", "Bo Ek"), text="Bo's own words")
    await open_page(bot, MIA)
    view = bot.modal(MIA)
    action = action_in(view["blocks"], "creators:export")
    await asyncio.gather(*(bot.slack.click(MIA, action_id=action, view_id=view["id"]) for _ in range(2)))
    await bot.slack.wait_for(lambda: "look at our direct messages" in bot.modal_text(MIA), what="the file")
    files = await bot.slack.wait_for(lambda: [one for m in bot.directly(MIA) for one in m.get("files") or []])
    assert len(files) == 1
    content = json.loads(bot.slack.world.files[files[0]["id"]].data or b"")
    text = json.dumps(content)
    assert "Anna Svensson" in text
    assert "tea at dawn" in text
    assert "Bo" not in text
    assert [one.event for one in await events(bot)] == ["exported"]
    assert "exported everything" in bot.modal_text(MIA)
    assert bot.directly(NOAH) == []


async def test_erasing_says_what_goes_takes_the_handle_and_is_asked_for_once(bot: SlackBot) -> None:
    number = await take(bot)
    await open_page(bot, MIA)
    said = await press(bot, MIA, "erase", "erased for good")
    assert "*What goes*" in said
    assert "You, as the platform shows you to everybody." in said
    assert "*What stays*" in said
    answer = await bot.submit(MIA, typed="@bo")
    assert "so nothing was erased" in answer["response"]["errors"]["typed"]
    assert await asked_for(bot, ERASE) == 0
    await bot.submit(MIA, typed=" ANNA@Social.example ")
    await bot.slack.wait_for(lambda: "The erasure has begun" in bot.modal_text(MIA), what="that it began")
    assert await asked_for(bot, ERASE) == 1
    assert await asked_for(bot, TELL_ERASED) == 1
    assert (await events(bot))[-1].event == "erasing"
    assert (await creator(bot, number)).name == "Anna Svensson", "the work itself erases"


async def test_somebody_is_erased_while_they_are_being_asked_and_the_manager_is_told(bot: SlackBot) -> None:
    from bot.intake.privacy.erasing import Eraser, begin
    from bot.intake.privacy.rules import Stage
    from bot.kernel.errors import TryLater
    from cogs.creators.jobs import tell_erased

    number = await take(bot)
    await bot.deliver()
    services = bot.services
    mia = Person("U0MIA00001", "Mia Lindqvist", Role.MANAGER)
    from bot.rights.asking import Request

    async with unit_of_work(services.database) as session:
        await services.asks.ask(session, 1, mia, services.clock(), Request("May we, Anna?"))
    said = await open_page(bot, MIA)
    assert "*Permissions*: 1 asked" in said
    assert "asked 1 of 2 times" in said
    assert "1 permissions that run are ended first" in await press(bot, MIA, "erase", "erased for good")
    await bot.submit(MIA, typed="@anna@social.example")
    with pytest.raises(TryLater):
        await tell_erased(services, number, mia.id)
    async with unit_of_work(services.database) as session:
        row = await begin(session, number, mia, services.clock())
    await press(bot, MIA, "show", "Being erased")
    assert "creators:erase" not in json.dumps(bot.modal(MIA)["blocks"])
    eraser = Eraser(services)
    for _ in range(40):
        try:
            row = await eraser.step(row.id or 0)
        except TryLater:
            await bot.deliver()
        if row.stage == Stage.DONE:
            break
    assert row.stage == Stage.DONE
    await press(bot, MIA, "show", f"Creator {number} was erased")
    assert "Anna" not in bot.modal_text(MIA)
    await tell_erased(services, number, mia.id)
    told = bot.directly(MIA)[-1]
    assert f"Creator {number} was erased" in told["text"]
    assert "Receipt" in json.dumps(told["blocks"])
    assert "Anna" not in json.dumps(told)
    assert f"Creator {number} was erased" in await type_it(bot, MIA, f"#{number}")
    assert "No creator is called" in await type_it(bot, MIA, "@anna")


async def test_a_window_that_stood_through_a_restart_still_works(bot: SlackBot, tmp_path: Any) -> None:
    number = await take(bot)
    await open_page(bot, NOAH)
    await press(bot, NOAH, "never", "Nobody asks")
    await bot.face.stop()
    folder = tmp_path / "again"
    folder.mkdir()
    async with slack_bot(bot.slack, bot.services.database, folder):
        await bot.submit(NOAH, why="said so on the phone")
        await bot.slack.wait_for(lambda: "*Never contact* since" in bot.modal_text(NOAH), what="the list")
        assert await listed(bot, number)
