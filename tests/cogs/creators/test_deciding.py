"""Never contact and clearances: decided once, by whoever may, in view of what stands."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from bot.intake.privacy.wishes import ERASE
from bot.rights import contacts
from bot.rights.licensed import licence
from bot.rights.scope import Use
from bot.storage.unit_of_work import reading, unit_of_work
from tests.cogs.creators.support import (
    asked_for,
    clearances,
    creator,
    events,
    listed,
    no_rights,
    open_page,
    press,
    take,
)
from tests.support.slack_bot import MIA, NOAH, TOM, SlackBot, action_in


async def test_a_moderator_puts_somebody_on_the_list_and_takes_them_off(bot: SlackBot) -> None:
    number = await take(bot)
    await open_page(bot, NOAH)
    await press(bot, NOAH, "never", "Nobody asks")
    answer = await bot.submit(NOAH, why="   ")
    assert "Say why" in str(answer)
    await bot.submit(NOAH, why="rude <!here> answer")
    await bot.slack.wait_for(lambda: "*Never contact* since" in bot.modal_text(NOAH), what="the list")
    said = bot.modal_text(NOAH)
    assert "Noah Berg" in said
    assert "rude &lt;!here&gt; answer" in said
    assert await listed(bot, number)
    await press(bot, NOAH, "lift", "may be asked again")
    await bot.submit(NOAH, why="a mistake")
    await bot.slack.wait_for(lambda: "They may be asked again" in bot.modal_text(NOAH), what="the lift")
    assert not await listed(bot, number)
    kept = [(one.event, one.reason, one.by_name) for one in await events(bot)]
    assert kept == [("never", "rude <!here> answer", "Noah Berg"), ("lifted", "a mistake", "Noah Berg")]


async def test_a_creators_own_wish_is_lifted_by_a_manager_alone(bot: SlackBot) -> None:
    number = await take(bot)
    async with unit_of_work(bot.services.database) as session:
        await contacts.never_contact(
            session, await creator(bot, number), contacts.OWN_WISH, "creator", bot.services.clock()
        )
    said = await open_page(bot, NOAH)
    assert "they asked us not to" in said
    assert "Only managers can" in said
    assert "content-managers" in said
    assert "creators:lift" not in json.dumps(bot.modal(NOAH)["blocks"])
    await open_page(bot, MIA)
    assert "It was *their own wish*" in await press(bot, MIA, "lift", "their own wish")
    await bot.submit(MIA, why="they wrote to us on 1 December that they changed their mind")
    await bot.slack.wait_for(lambda: "They may be asked again" in bot.modal_text(MIA), what="the lift")
    assert not await listed(bot, number)


async def test_their_own_wish_comes_before_what_the_team_wrote(bot: SlackBot) -> None:
    number = await take(bot)
    await open_page(bot, NOAH)
    await press(bot, NOAH, "never", "Nobody asks")
    await bot.submit(NOAH, why="our own idea")
    await press(bot, NOAH, "lift", "may be asked again")
    async with unit_of_work(bot.services.database) as session:
        await contacts.never_contact(
            session, await creator(bot, number), contacts.OWN_WISH, "creator", bot.services.clock()
        )
    await bot.submit(NOAH, why="nothing against them")
    await bot.slack.wait_for(lambda: "Only managers can" in bot.modal_text(NOAH), what="the refusal")
    assert await listed(bot, number)


async def test_whoever_comes_second_sees_what_the_first_did(bot: SlackBot) -> None:
    number = await take(bot)
    for user in (NOAH, MIA):
        await open_page(bot, user)
        await press(bot, user, "never", "Nobody asks")
    await bot.submit(NOAH, why="the first")
    await bot.submit(MIA, why="the second")
    await bot.slack.wait_for(
        lambda: "Noah Berg said never to ask them" in bot.modal_text(MIA), what="who did it"
    )
    assert [one.reason for one in await events(bot)] == ["the first"]
    assert await listed(bot, number)


async def test_a_viewer_sees_no_buttons_and_is_told_whom_to_ask(bot: SlackBot) -> None:
    await take(bot)
    said = await open_page(bot, TOM)
    assert "Only moderators can say that they are never asked." in said
    assert "Only managers can add or end clearances, export and erase. Ask @content-managers." in said
    for verb in ("never", "lift", "clear", "export", "erase"):
        assert f"creators:{verb}:" not in json.dumps(bot.modal(TOM)["blocks"])


@pytest.mark.parametrize("verb", ["never", "clear", "erase", "export"])
async def test_a_right_that_was_lost_since_is_refused(bot: SlackBot, verb: str) -> None:
    await take(bot)
    await open_page(bot, NOAH if verb == "never" else MIA)
    user = NOAH if verb == "never" else MIA
    no_rights(bot, user)
    said = await press(bot, user, verb, "Only m")
    assert "can" in said
    assert await events(bot) == []
    assert await asked_for(bot, ERASE) == 0


async def open_clearance(bot: SlackBot, user: str = MIA) -> None:
    await open_page(bot, user)
    await press(bot, user, "clear", "A no to a single piece")


def days(bot: SlackBot, ahead: int) -> str:
    return (bot.services.clock() + timedelta(days=ahead)).date().isoformat()


async def test_a_clearance_is_added_shown_on_the_card_and_ended(bot: SlackBot) -> None:
    number = await take(bot)
    await bot.deliver()
    await open_clearance(bot)
    until = days(bot, 30)
    await bot.submit(
        MIA, kind="paid", uses=["website", "print"], until=until, credit="Foto: Anna", note="Contract <7>"
    )
    await bot.slack.wait_for(lambda: ":white_check_mark: Added" in bot.modal_text(MIA), what="the clearance")
    said = bot.modal_text(MIA)
    assert "*Paid creator*: website, print" in said
    assert "Contract &lt;7&gt;" in said
    [row] = await clearances(bot)
    assert (row.creator_id, row.kind, row.uses, row.credit) == (
        number,
        "paid",
        ["website", "print"],
        "Foto: Anna",
    )
    assert row.ends_at is not None
    await bot.deliver()
    assert "Paid creator" in bot.text()
    assert "website, print" in bot.text()
    async with reading(bot.services.database) as session:
        assert await licence(session, 1, Use.PRINT, bot.services.clock()) is not None
    await press(bot, MIA, "end", "Ended. What it alone allowed")
    async with reading(bot.services.database) as session:
        assert await licence(session, 1, Use.PRINT, bot.services.clock()) is None
    assert "(1 ended)" in bot.modal_text(MIA)
    assert [one.event for one in await events(bot)] == ["cleared", "clearance_ended"]
    assert await asked_for(bot, "rights.clearance_ended") == 1
    await bot.deliver()
    assert "Paid creator" not in bot.text()


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"from": 5, "until": 3}, "until", "It ends before it begins"),
        ({"from": -9, "until": -2}, "until", "That day is over"),
        ({"from": 9999}, "from", "more than 20 years"),
        ({"until": 20000}, "until", "more than 20 years"),
    ],
)
async def test_wrong_days_are_refused_at_their_field(
    bot: SlackBot, values: dict[str, int], field: str, why: str
) -> None:
    await take(bot)
    await open_clearance(bot)
    chosen = {name: days(bot, ahead) for name, ahead in values.items()}
    answer = await bot.submit(MIA, kind="pre-cleared", uses=["website"], **chosen)
    assert why in answer["response"]["errors"][field]
    assert await clearances(bot) == []
    await bot.submit(
        MIA, kind="pre-cleared", uses=["website"], **{"from": days(bot, 1), "until": days(bot, 1)}
    )
    await bot.slack.wait_for(lambda: "Added" in bot.modal_text(MIA), what="the clearance")
    [row] = await clearances(bot)
    assert row.ends_at is not None
    assert row.ends_at > bot.services.clock(), "its last day counts whole"


async def test_a_clearance_is_ended_once_and_by_whoever_saw_the_last_change(bot: SlackBot) -> None:
    await take(bot)
    await open_clearance(bot)
    await bot.submit(MIA, kind="paid", uses=["website"])
    await bot.slack.wait_for(lambda: "Added" in bot.modal_text(MIA), what="the clearance")
    view = bot.modal(MIA)
    action = action_in(view["blocks"], "creators:end")
    await asyncio.gather(*(bot.slack.click(MIA, action_id=action, view_id=view["id"]) for _ in range(2)))
    await bot.slack.wait_for(lambda: "Ended" in bot.modal_text(MIA), what="the end")
    assert [one.event for one in await events(bot)] == ["cleared", "clearance_ended"]
