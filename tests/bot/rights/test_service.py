"""Asks as they are kept, on both databases."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from bot.kernel.errors import TellUser
from bot.people.queries import block
from bot.review.queries import display_revisions
from bot.review.rules import Action
from bot.rights import queries
from bot.rights.drafts import Draft
from bot.rights.outcomes import AskDone, AskRefused, AskRepeated
from bot.rights.rules import AskAction
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH, NOW, OLE, VERA, decision
from tests.bot.rights.support import Desk, kind


async def test_drafted_edited_sent_and_granted(desk: Desk) -> None:
    creator = await desk.room.creator(handle="anna", name="Anna")
    (item,) = await desk.room.queued(1, creator_id=creator, language="sv", url="https://a.example/1")
    drafted = await desk.draft(item)
    assert isinstance(drafted, AskDone)
    assert (drafted.ask.status, drafted.ask.language, drafted.ask.asked_by) == ("draft", "sv", None)
    assert "#yesfjord" in drafted.ask.text
    await desk.record(item, AskAction.SENT, text="Hej Anna! <b>Får vi?</b>\x00", note="by message")
    granted = await desk.record(item, AskAction.GRANTED, OLE, note="she said yes")
    assert isinstance(granted, AskDone)
    assert (granted.ask.status, granted.ask.text, granted.ask.asked_by_name) == (
        "granted",
        "Hej Anna! <b>Får vi?</b>",
        "Noah",
    )
    async with reading(desk.room.database) as session:
        steps = await queries.ask_events(session, item)
        assert [(step.action, step.actor_name, step.note) for step in steps] == [
            (AskAction.DRAFT, "Noah", None),
            (AskAction.SENT, "Noah", "by message"),
            (AskAction.GRANTED, "Ole", "she said yes"),
        ]
        assert (await queries.asks_of(session, [item, 999]))[item].revision == 3
        assert await display_revisions(session, [item]) == {item: 4}


async def test_looking_at_wordings_stores_nothing_and_each_is_another(desk: Desk) -> None:
    (item,) = await desk.room.queued(1)
    texts, shown = [], ""
    for turn in range(3):
        made = await desk.suggest(item, turn=turn, shown=shown)
        assert isinstance(made, Draft)
        texts.append(made.text)
        shown = made.template
    assert len(set(texts)) == 3
    async with reading(desk.room.database) as session:
        assert await queries.asks_of(session, [item]) == {}
        assert await queries.ask_events(session, item) == []
        assert await display_revisions(session, [item]) == {item: 1}


async def test_a_saved_draft_stays_until_another_wording_is_saved(desk: Desk) -> None:
    (item,) = await desk.room.queued(1)
    first = await desk.draft(item)
    again = await desk.draft(item, OLE)
    assert isinstance(first, AskDone)
    assert isinstance(again, AskRepeated)
    assert first.step.text == again.ask.text
    other = await desk.draft(item, OLE, turn=1, shown=first.ask.template)
    german = await desk.draft(item, OLE, turn=2, language="de")
    assert isinstance(other, AskDone)
    assert isinstance(german, AskDone)
    assert other.step.text != first.step.text
    assert (german.ask.language, german.ask.revision) == ("de", 3)


async def test_no_two_asks_in_a_row_are_alike(desk: Desk) -> None:
    items = await desk.room.queued(6)
    texts = []
    for item in items:
        made = await desk.draft(item)
        assert isinstance(made, AskDone)
        texts.append(made.ask.template)
    assert all(one != two for one, two in pairwise(texts))
    assert len(set(texts)) >= 3


async def test_one_live_ask_and_no_means_no(desk: Desk) -> None:
    (item,) = await desk.room.queued(1)
    await desk.record(item, AskAction.SENT, text="Hello")
    refused = await desk.record(item, AskAction.SENT, OLE, text="Hello again")
    assert isinstance(refused, AskRefused)
    assert (refused.refusal.kind, refused.refusal.by_name) == ("already_asked", "Noah")
    await desk.record(item, AskAction.DECLINED, OLE, note="no thanks")
    assert kind(await desk.draft(item, MIA)) == "declined_before"
    refused = await desk.record(item, AskAction.REOPEN, NOAH)
    assert isinstance(refused, AskRefused)
    assert (refused.refusal.kind, refused.refusal.ask) == ("no_right", (MIA.id,))
    assert kind(await desk.record(item, AskAction.REOPEN, MIA, note="she wrote to us")) == "AskDone"
    assert kind(await desk.draft(item)) == "AskDone"


async def test_a_redelivered_step_changes_nothing(desk: Desk) -> None:
    (item,) = await desk.room.queued(1)
    await desk.record(item, AskAction.SENT, text="Hello", request="r1")
    again = await desk.record(item, AskAction.SENT, text="Hello", request="r1")
    assert isinstance(again, AskRepeated)
    assert again.ask.revision == 1


async def test_two_people_at_once(desk: Desk) -> None:
    (item,) = await desk.room.queued(1)
    outcomes = await asyncio.gather(
        *(desk.record(item, AskAction.SENT, person, text="Hello") for person in (NOAH, OLE, MIA))
    )
    assert sorted(kind(outcome) for outcome in outcomes) == ["AskDone", "already_asked", "already_asked"]


async def test_who_is_not_asked(desk: Desk) -> None:
    creator = await desk.room.creator()
    rejected, gone = await desk.room.queued(2)
    (theirs,) = await desk.room.queued(1, creator_id=creator)
    await desk.room.decide(decision(rejected, Action.REJECT))
    await desk.room.end(gone)
    async with unit_of_work(desk.room.database) as session:
        await block(session, creator, MIA.id, "spam", NOW)
    found = [kind(await desk.draft(item)) for item in (rejected, gone, theirs, 999_999)]
    assert found == ["not_open", "gone", "blocked", "unknown_item"]
    refused = await desk.draft(theirs, VERA)
    assert isinstance(refused, AskRefused)
    assert refused.refusal.ask == (NOAH.id, "group:content-managers")


async def test_an_empty_message_is_not_recorded(desk: Desk) -> None:
    (item,) = await desk.room.queued(1)
    with pytest.raises(TellUser, match="empty"):
        await desk.record(item, AskAction.SENT, text=" \n ")
    async with reading(desk.room.database) as session:
        assert await queries.asks_of(session, [item]) == {}
