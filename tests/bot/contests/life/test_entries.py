"""Entering, and what becomes of an entry."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.contests.entries import GONE
from bot.contests.refusals import Refused
from bot.contests.rules import EntryStatus
from bot.contests.tables import ContestEntry
from bot.review.rules import Action
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bot.contests.life.stage import ENTRIES_CLOSE, MIA, OPENS, Stage

SECOND = timedelta(seconds=1)


async def ranked(stage: Stage) -> list[int | None]:
    async with reading(stage.database) as session:
        return [row.number for row in (await stage.scoring.page(session, stage.id)).rows]


async def test_an_entry_follows_the_review_of_its_item(stage: Stage) -> None:
    await stage.open()
    entry = await stage.enter()
    assert (entry.status, entry.number) == (EntryStatus.WAITING, 1)
    assert await ranked(stage) == []
    await stage.decide(entry.item_id, Action.APPROVE)
    assert (await stage.entry(entry.id or 0)).status == EntryStatus.ACCEPTED
    assert await ranked(stage) == [1]
    await stage.decide(entry.item_id, Action.UNDO)
    assert (await stage.entry(entry.id or 0)).status == EntryStatus.WAITING
    await stage.decide(entry.item_id, Action.REJECT)
    assert (await stage.entry(entry.id or 0)).status == EntryStatus.REJECTED
    assert await ranked(stage) == []
    assert [text for _, text in await stage.sent()] == ["entry-accepted", "entry-rejected"]
    await stage.consistent()


async def test_an_item_approved_before_counts_at_once(stage: Stage) -> None:
    await stage.open()
    item = await stage.item()
    await stage.decide(item, Action.APPROVE)
    assert (await stage.enter(item=item)).status == EntryStatus.ACCEPTED


async def test_content_that_is_gone_takes_its_entry_and_votes_along(stage: Stage) -> None:
    await stage.open()
    entry = await stage.enter(accepted=True)
    await stage.vote(entry)
    await stage.end(entry.item_id)
    found = await stage.entry(entry.id or 0)
    assert (found.status, found.reason) == (EntryStatus.WITHDRAWN, GONE)
    assert await ranked(stage) == []
    await stage.consistent()


async def test_the_second_of_closing_still_counts(stage: Stage) -> None:
    await stage.open()
    stage.now = ENTRIES_CLOSE + timedelta(milliseconds=999)
    assert (await stage.enter()).number == 1
    stage.now = ENTRIES_CLOSE + SECOND  # the phase hasn't changed yet, but the clock has
    with pytest.raises(Refused, match="are closed"):
        await stage.enter()


async def test_before_the_opening_nobody_enters(stage: Stage) -> None:
    await stage.create()
    with pytest.raises(Refused, match="isn't open yet"):
        await stage.enter()


async def test_an_item_is_entered_once_and_by_one_person(stage: Stage) -> None:
    await stage.open(entries_per_member=5)
    anna, bo = await stage.member(), await stage.member()
    entry = await stage.enter(anna)
    with pytest.raises(Refused, match="it is entry 1"):
        await stage.enter(anna, entry.item_id)
    with pytest.raises(Refused, match="Somebody else"):
        await stage.enter(bo, entry.item_id)


async def test_one_person_has_so_many_entries_with_all_their_accounts(stage: Stage) -> None:
    await stage.open(entries_per_member=2)
    anna, twin = await stage.member(), await stage.member()
    async with stage.change() as session:
        await stage.identities.link(session, anna.id, twin.id, MIA, "slack", stage.now)
    await stage.enter(anna)
    second = await stage.enter(twin)
    with pytest.raises(Refused, match="2 of 2"):
        await stage.enter(anna)
    async with stage.change() as session:
        await stage.contests.withdraw(session, second.id or 0, anna, stage.now, "discord")
    assert (await stage.enter(anna)).number == 3


async def test_a_withdrawn_piece_can_be_entered_again_under_its_number(stage: Stage) -> None:
    await stage.open()
    anna = await stage.member()
    entry = await stage.enter(anna, accepted=True)
    async with stage.change() as session:
        await stage.contests.withdraw(session, entry.id or 0, anna, stage.now, "discord")
    again = await stage.enter(anna, entry.item_id)
    assert (again.id, again.number, again.status) == (entry.id, 1, EntryStatus.ACCEPTED)
    await stage.consistent()


async def test_only_its_entrant_withdraws(stage: Stage) -> None:
    await stage.open()
    entry, other = await stage.enter(), await stage.member()
    with pytest.raises(Refused, match="isn't your entry"):
        async with stage.change() as session:
            await stage.contests.withdraw(session, entry.id or 0, other, stage.now, "discord")


async def test_accounts_that_are_too_new_are_told_from_when(stage: Stage) -> None:
    await stage.open(min_account_days=30, min_member_days=7)
    young = await stage.member(made_at=OPENS - timedelta(days=10))
    with pytest.raises(Refused, match="at least 30 days old") as refusal:
        await stage.enter(young)
    assert refusal.value.values["when"] == OPENS + timedelta(days=20)
    fresh = await stage.member(joined_at=OPENS)
    with pytest.raises(Refused, match="member for at least 7 days"):
        await stage.enter(fresh)
    unknown = await stage.member(made_at=None)
    with pytest.raises(Refused, match="isn't known"):
        await stage.enter(unknown)


async def test_a_disqualification_has_a_reason_that_the_entrant_is_sent(stage: Stage) -> None:
    await stage.open()
    anna = await stage.member()
    entry = await stage.enter(anna, accepted=True)
    async with stage.change() as session:
        with pytest.raises(Refused, match="needs a reason"):
            await stage.contests.disqualify(session, entry.id or 0, " ", MIA, stage.now, "slack")
    async with stage.change() as session:
        await stage.contests.disqualify(session, entry.id or 0, "Not your picture", MIA, stage.now, "slack")
    found = await stage.entry(entry.id or 0)
    assert (found.status, found.reason) == (EntryStatus.DISQUALIFIED, "Not your picture")
    assert (await stage.sent())[-1] == (anna.id, "entry-disqualified")
    with pytest.raises(Refused, match="Not your picture"):
        await stage.enter(anna, entry.item_id)
    await stage.decide(entry.item_id, Action.UNDO)  # review has no say in it any more
    assert (await stage.entry(entry.id or 0)).status == EntryStatus.DISQUALIFIED
    await stage.decide(entry.item_id, Action.APPROVE)
    async with stage.change() as session:
        await stage.contests.reinstate(session, entry.id or 0, MIA, stage.now, "slack")
    assert (await stage.entry(entry.id or 0)).status == EntryStatus.ACCEPTED
    assert await ranked(stage) == [1]
    await stage.consistent()


async def test_numbers_have_no_gaps_when_many_enter_at_once(database: Database) -> None:
    stage = Stage(database)
    await stage.open()
    members = [await stage.member() for _ in range(8)]
    items = [await stage.item() for _ in range(8)]
    found = await asyncio.gather(
        *(asyncio.create_task(stage.enter(*pair)) for pair in zip(members, items, strict=True))
    )
    assert sorted(one.number for one in found) == list(range(1, 9))


async def test_a_redelivered_entry_is_the_same_entry(stage: Stage) -> None:
    await stage.open()
    anna, item = await stage.member(), await stage.item()
    first: ContestEntry = await stage.enter(anna, item, request_id="i1")
    again = await stage.enter(anna, item, request_id="i1")
    assert first.id == again.id


async def test_a_season_takes_entries_for_its_tasks(stage: Stage) -> None:
    tasks = [{"key": "photo", "title": "A photo", "points": 10, "times": 1}]
    await stage.open(kind="points", tasks=tasks)
    anna = await stage.member()
    with pytest.raises(Refused, match="no task"):
        await stage.enter(anna, task="video")
    await stage.enter(anna, task="photo", accepted=True)
    with pytest.raises(Refused, match="all that counts"):
        await stage.enter(anna, task="photo")
    async with reading(stage.database) as session:
        [row] = await stage.scoring.own(session, stage.id, [anna.id])
    assert row.score == 10
