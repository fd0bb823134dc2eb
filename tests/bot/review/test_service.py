"""Decisions as they are kept, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.people.queries import get_creators
from bot.people.rules import Person, Right, Role
from bot.review import queries
from bot.review.invariants import check
from bot.review.rules import Action, Status
from bot.review.service import Decision, Done, NewReview, Refused, Repeated
from bot.review.tables import Review, ReviewEvent
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH, NOW, OLE, VERA, Room, decision, open_room


async def row(room: Room, item_id: int) -> Review:
    async with reading(room.database) as session:
        return (await queries.reviews_of(session, [item_id]))[item_id]


async def consistent(room: Room) -> bool:
    async with reading(room.database) as session:
        return await check(session) == []


async def test_what_arrives_is_queued_once_and_delivered_once(room: Room) -> None:
    ids = await room.items(3)
    await room.queue([NewReview(item_id, severity=2, priority=7) for item_id in ids])
    await room.queue([NewReview(item_id, severity=3, priority=9) for item_id in ids])
    for item_id in ids:
        found = await row(room, item_id)
        assert (found.status, found.revision, found.severity, found.priority) == ("queued", 1, 3, 9)
    assert await room.deliveries() == 1
    assert await consistent(room)


async def test_two_people_at_once_in_one_batch(room: Room) -> None:
    (item,) = await room.queued(1)
    first, second = await room.decide(
        decision(item, Action.APPROVE, NOAH, "r1"), decision(item, Action.REJECT, OLE, "r2", reason="Spam")
    )
    assert isinstance(first, Done)
    assert isinstance(second, Refused)
    refusal = second.refusal
    assert (refusal.kind, refusal.by_name, refusal.at, refusal.status) == (
        "already_decided",
        "Noah",
        NOW,
        Status.APPROVED,
    )
    found = await row(room, item)
    assert (found.status, found.decided_by, found.revision, found.display_revision) == (
        "approved",
        NOAH.id,
        2,
        2,
    )
    assert await consistent(room)


async def test_a_redelivered_click_changes_nothing(room: Room) -> None:
    (item,) = await room.queued(1)
    (first,) = await room.decide(decision(item, Action.APPROVE, NOAH, "r1"))
    (again,) = await room.decide(decision(item, Action.APPROVE, NOAH, "r1"))
    assert isinstance(first, Done)
    assert isinstance(again, Repeated)
    assert (again.event, again.state.status) == (first.event, Status.APPROVED)
    one, two = await room.decide(
        decision(item, Action.NOTE, NOAH, "r2", note="a"), decision(item, Action.NOTE, NOAH, "r2", note="a")
    )
    assert (type(one), type(two)) == (Done, Repeated)
    assert (await row(room, item)).revision == 3


async def test_undo_restores_the_row(room: Room) -> None:
    (item,) = await room.queued(1)
    await room.decide(decision(item, Action.ESCALATE, NOAH, "r1", data={"to": MIA.id}, note="please look"))
    before = await row(room, item)
    await room.decide(decision(item, Action.REJECT, OLE, "r2", reason="Off topic"))
    refused, undone = await room.decide(
        decision(item, Action.UNDO, NOAH, "r3"), decision(item, Action.UNDO, OLE, "r4")
    )
    assert isinstance(refused, Refused)
    assert (refused.refusal.kind, refused.refusal.ask) == ("no_right", (MIA.id,))
    assert isinstance(undone, Done)
    after = await row(room, item)
    columns = ("status", "decided_by", "decided_by_name", "decided_at", "reason", "escalated_to")
    assert [getattr(after, name) for name in columns] == [getattr(before, name) for name in columns]
    assert undone.event.data == {"undone": "rejected", "undone_by": "Ole"}
    assert await consistent(room)


async def test_a_decision_and_its_undo_in_one_batch(room: Room) -> None:
    (item,) = await room.queued(1)
    outcomes = await room.decide(
        decision(item, Action.APPROVE), decision(item, Action.UNDO), decision(item, Action.REJECT, OLE)
    )
    assert all(isinstance(outcome, Done) for outcome in outcomes)
    found = await row(room, item)
    assert (found.status, found.decided_by, found.revision, found.display_revision) == (
        "rejected",
        OLE.id,
        4,
        4,
    )
    assert await consistent(room)


async def test_without_the_right_one_is_told_whom_to_ask(room: Room) -> None:
    (item,) = await room.queued(1)
    (outcome,) = await room.decide(decision(item, Action.APPROVE, VERA))
    assert isinstance(outcome, Refused)
    assert (outcome.refusal.kind, outcome.refusal.right) == ("no_right", Right.DECIDE)
    assert outcome.refusal.ask == (NOAH.id, "group:content-managers")


async def test_unknown_and_gone_items(room: Room) -> None:
    (item,) = await room.queued(1)
    await room.end(item, "withdrawn")
    gone, unknown = await room.decide(decision(item, Action.APPROVE), decision(999_999, Action.APPROVE))
    assert isinstance(gone, Refused)
    assert isinstance(unknown, Refused)
    assert (gone.refusal.kind, gone.refusal.life, unknown.refusal.kind) == (
        "gone",
        "withdrawn",
        "unknown_item",
    )


async def test_closing_and_coming_back(room: Room) -> None:
    open_, decided = await room.queued(2)
    await room.decide(decision(decided, Action.APPROVE))
    source = Person("source:blog", "Blog", Role.NONE)
    async with unit_of_work(room.database) as session:
        await room.reviews.close(session, [open_, decided, 999_999], "deleted", source, NOW)
    for item in (open_, decided):
        found = await row(room, item)
        assert (found.status, found.reason, found.decided_by) == ("closed", "deleted", "source:blog")
    await room.queue([NewReview(open_), NewReview(decided)])
    assert {(await row(room, item)).status for item in (open_, decided)} == {"queued"}
    assert await consistent(room)


async def test_blocking_a_creator_closes_what_waits_and_unblocking_brings_it_back(room: Room) -> None:
    creator = await room.creator()
    one, two, approved = await room.queued(3, creator_id=creator)
    (other,) = await room.queued(1)
    await room.decide(decision(approved, Action.APPROVE))
    (refused,) = await room.decide(decision(one, Action.BLOCK_CREATOR, NOAH))
    assert isinstance(refused, Refused)
    await room.decide(decision(one, Action.BLOCK_CREATOR, MIA, reason="spam"))
    statuses = [(await row(room, item)).status for item in (one, two, approved, other)]
    assert statuses == ["closed", "closed", "approved", "queued"]
    async with unit_of_work(room.database) as session:
        assert (await get_creators(session, [creator]))[creator].blocked_by == MIA.id
        await room.reviews.unblock_creator(session, creator, MIA, NOW)
    assert [(await row(room, item)).status for item in (one, two)] == ["queued", "queued"]
    assert await consistent(room)


async def test_nobody_to_block(room: Room) -> None:
    (item,) = await room.queued(1)
    with pytest.raises(TellUser, match="nobody to block"):
        await room.decide(decision(item, Action.BLOCK_CREATOR, MIA))
    assert (await row(room, item)).status == "queued"


async def test_effects_share_the_unit_of_work(database: Database) -> None:
    seen: list[str] = []

    async def join(_session: AsyncSession, done: Decision, _now: datetime) -> None:
        if done.data["name"] == "broken":
            raise RuntimeError("campaigns are closed")
        seen.append(done.data["name"])

    async with open_room(database, {Action.CAMPAIGN: join}) as room:
        (item,) = await room.queued(1)
        await room.decide(decision(item, Action.CAMPAIGN, data={"name": "Summer"}))
        with pytest.raises(RuntimeError):
            await room.decide(decision(item, Action.CAMPAIGN, data={"name": "broken"}))
        assert seen == ["Summer"]
        assert (await row(room, item)).revision == 2


@pytest.mark.parametrize(
    ("action", "more", "words"),
    [
        (Action.NOTE, {"note": " \n\x00 "}, "words"),
        (Action.ESCALATE, {}, "person"),
        (Action.CAMPAIGN, {"data": {"name": "\u200b "}}, "name"),
    ],
)
async def test_what_an_action_needs(room: Room, action: Action, more: dict[str, Any], words: str) -> None:
    with pytest.raises(TellUser, match=words):
        await room.decide(decision(1, action, **more))


async def test_hostile_texts_are_kept_as_plain_lines(room: Room) -> None:
    (item,) = await room.queued(1)
    reason = "<!channel> '); DROP TABLE review; --\u202e\x00" + "x" * 1000
    (outcome,) = await room.decide(decision(item, Action.REJECT, reason=reason, note="a\x00\r\nb"))
    assert isinstance(outcome, Done)
    assert outcome.event.reason is not None
    assert len(outcome.event.reason) == 300
    assert "\x00" not in outcome.event.reason
    assert outcome.event.note == "a\nb"
    async with reading(room.database) as session:
        assert (await queries.history(session, item))[-1] == outcome.event


async def test_touching_redraws_without_an_event(room: Room) -> None:
    ids = await room.queued(3)
    async with unit_of_work(room.database) as session:
        await room.reviews.touch(session, ids[:2], NOW + timedelta(minutes=1))
        await room.reviews.touch(session, [], NOW)
    async with reading(room.database) as session:
        assert await queries.display_revisions(session, ids) == dict(zip(ids, [2, 2, 1], strict=True))
    assert await consistent(room)


async def test_where_items_come_from_is_counted_over_the_newest(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, *fresh = await room.items(3)
    await room.queue([NewReview(old)], NOW - timedelta(days=3))
    await room.queue([NewReview(one) for one in fresh])
    monkeypatch.setattr(queries, "BY_SOURCE_OF", 2)
    async with reading(room.database) as session:
        counts = await queries.counts(session, NOW)
    assert (counts.waiting, counts.by_source) == (3, {"fediverse": 2})


async def test_the_numbers_of_the_queue(room: Room) -> None:
    old, fresh, flagged, done = await room.items(4)
    await room.queue([NewReview(old)], NOW - timedelta(days=3))
    await room.queue([NewReview(fresh), NewReview(flagged, severity=3, priority=9), NewReview(done)])
    await room.decide(decision(done, Action.APPROVE, NOAH))
    await room.decide(decision(fresh, Action.ESCALATE, NOAH, data={"to": OLE.id}))
    async with reading(room.database) as session:
        counts = await queries.counts(session, NOW)
        assert (counts.waiting, counts.flagged, counts.by_source) == (3, 1, {"fediverse": 3})
        assert counts.by_age == {"under an hour": 2, "over a day": 1}
        assert counts.oldest == NOW - timedelta(days=3)
        assert await queries.today(session, NOW - timedelta(hours=1)) == {
            Status.APPROVED: 1,
            Status.ESCALATED: 1,
        }
        assert await queries.today(session, NOW - timedelta(hours=1), OLE.id) == {}
        assert await queries.waiting_for(session, OLE.id) == [fresh]
        page = await queries.queue_page(session, 10)
        assert [found.item_id for found in page] == [flagged, old]
        only = queries.QueueFilter(source="fediverse", flagged=True)
        assert [found.item_id for found in await queries.queue_page(session, 10, only=only)] == [flagged]
        assert await queries.queue_page(session, 10, only=queries.QueueFilter(language="sv")) == []


async def test_the_check_sees_what_is_wrong(room: Room) -> None:
    good, forged, torn = await room.queued(3)
    await room.decide(decision(good, Action.APPROVE), decision(torn, Action.NOTE, note="x"))
    async with unit_of_work(room.database) as session:
        (await session.get_one(Review, forged)).status = "approved"
        event = (await session.exec(select(ReviewEvent).filter_by(item_id=torn))).first()
        assert event is not None
        await session.delete(event)
    async with reading(room.database) as session:
        problems = {problem.item_id: problem.what for problem in await check(session)}
        assert await check(session, limit=1) == []
    assert problems.keys() == {forged, torn}
    assert problems[forged] == "status is 'approved', its events say 'queued'"
    assert "[2]" in problems[torn]
