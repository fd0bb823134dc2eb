"""What is wrong in the permission window is said, with what to do; nothing is kept and nothing goes out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.playground.slack import LocalSlack
from bot.playground.slack.errors import ActError
from bot.rights.asking import Request
from bot.rights.contacts import clear
from bot.rights.queries import ask_events
from bot.rights.scope import Use
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.intake.reaching.support import MIA as MANAGER
from tests.cogs.ask.support import ADDRESS, Window, opened
from tests.support.slack_bot import MIA, NOAH, TOM
from tests.support.waiting import eventually


async def refused(window: Window, item: int, words: str, **values: Any) -> None:
    """Pressing says so at a field, the window stays, and nothing happened."""
    answer = await window.bot.submit(NOAH, **values)
    assert words in str(answer)
    assert window.slack.modal(NOAH) is not None
    async with reading(window.database) as session:
        assert await ask_events(session, item) == []


async def test_what_is_wrong_is_said_at_its_field(window: Window) -> None:
    item = await window.card()
    await eventually(lambda: window.most(item), what="the server has said how much it takes")
    await window.open()
    with pytest.raises(ActError, match="required"):
        await window.bot.submit(NOAH, uses=[])
    window.type(NOAH, uses=["website"])
    await refused(window, item, "Write what you send", text="  \n ")
    window.type(NOAH, text=window.message())
    for day in (window.now.date() - timedelta(days=1), date(1999, 1, 1)):
        await refused(window, item, "That day is over", until=day.isoformat())
    window.type(NOAH, until=None)
    await refused(window, item, "77 characters too long: Mastodon takes 500", text="x" * 577)
    await refused(window, item, "made for another request", text=f"May we? {ADDRESS}/p/{'A' * 22}")
    await window.bot.submit(NOAH, text="May we? #yesbrand @brand")
    assert (await window.the_ask(item)).status == "asked"


async def test_by_hand_a_message_may_be_longer(window: Window) -> None:
    item = await window.card()
    await window.open()
    await window.choose_way(NOAH, "hand", "I have sent it")
    await window.bot.submit(NOAH, text="long " * 200, uses=["website", "social"])
    assert (await window.the_ask(item)).status == "asked"


async def test_an_answer_without_what_is_allowed_or_what_happened(window: Window) -> None:
    item = await window.card()
    await window.open()
    await window.press(NOAH, "heard", "What happened?")
    with pytest.raises(ActError, match="required"):
        await window.bot.submit(NOAH)
    await refused(window, item, "Tick what they allow", outcome="granted", allowed=[])


async def test_a_creator_who_was_asked_often_enough_is_left_in_peace(window: Window) -> None:
    for number in range(2):
        item = await window.card(f"Number {number} #TrailBottle")
        async with unit_of_work(window.database) as session:
            await window.services.asks.ask(session, item, MANAGER, window.now, Request("May we?"))
    await window.card("The third #TrailBottle")
    await window.open()
    told = window.bot.modal_text(NOAH)
    assert window.submit_word() == "Save"
    assert "asked often enough in the last 30 days: Mia about item" in told
    assert f"from {(window.now + timedelta(days=30)).strftime('%d %b %Y')} on" in told


async def test_who_is_paid_needs_no_asking_but_may_be_asked_for_more(window: Window) -> None:
    item = await window.card()
    async with reading(window.database) as session:
        standing = await window.services.asks.standing(session, item, MANAGER, window.now)
    assert standing is not None
    assert standing.creator is not None
    creator = standing.creator.id or 0
    until = window.now + timedelta(days=90)
    async with unit_of_work(window.database) as session:
        await clear(
            session, creator, "paid", [Use.WEBSITE, Use.SOCIAL], window.now, until, MANAGER, window.now
        )
    await window.open()
    said = f"this creator is paid for website, own social channels until {until.strftime('%d %b %Y')}"
    assert said in window.bot.modal_text(NOAH)
    await window.bot.submit(NOAH, text="My own words", uses=["website", "social"])
    assert said in window.bot.modal_text(NOAH)  # refused, and the window is there with what was written
    assert window.message() == "My own words"
    await window.bot.submit(NOAH, text="May we, for advertising?", uses=["website", "ads"])
    assert (await window.the_ask(item)).uses == ["website", "ads"]


async def test_an_item_that_went_while_the_window_was_open(window: Window) -> None:
    item = await window.card()
    await window.open()
    await window.bot.click(MIA, "review:reject")
    await window.bot.submit(MIA, reason="Off topic")
    await window.bot.submit(NOAH)
    assert "rejected or closed" in window.bot.modal_text(NOAH)
    async with reading(window.database) as session:
        assert await ask_events(session, item) == []


async def test_a_way_that_was_closed_meanwhile(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with opened(slack, sqlite_database, tmp_path) as first:
        item = await first.card()
        await first.open()
    async with opened(slack, sqlite_database, tmp_path, sources={}) as second:
        await refused(second, item, "That way is not open any more")


async def test_a_viewer_is_told_whom_to_ask_and_sees_nothing(window: Window) -> None:
    await window.card()
    await window.bot.click(TOM, "ask:open")
    told = (await window.slack.wait_for(lambda: window.bot.private(TOM)))[0]
    assert "Only moderators can ask for permission" in told
    assert window.slack.modal(TOM) is None
