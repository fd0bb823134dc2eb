"""Handing out the queue: one person an item, nobody blocked for long."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.people.rules import Person, Role
from bot.review.queries import QueueFilter
from bot.review.rules import Action
from bot.review.service import Done, NewReview
from bot.storage.unit_of_work import unit_of_work
from tests.bot.review.support import NOAH, NOW, OLE, Room, decision


async def claim(
    room: Room, actor: Person, at: datetime = NOW, skip: frozenset[int] = frozenset(), **only: object
) -> int | None:
    async with unit_of_work(room.database) as session:
        wanted = QueueFilter(**only)  # type: ignore[arg-type]
        return await room.reviews.claim_next(session, actor, at, minutes=5, skip=skip, only=wanted)


async def test_most_urgent_first_then_oldest(room: Room) -> None:
    late, early, urgent = await room.items(3)
    await room.queue([NewReview(early)], NOW - timedelta(hours=1))
    await room.queue([NewReview(late), NewReview(urgent, priority=5)])
    order = [await claim(room, Person(f"U{n}", "x", Role.MODERATOR)) for n in range(4)]
    assert order == [urgent, early, late, None]


async def test_fifty_claimers_never_share_an_item(room: Room) -> None:
    ids = await room.queued(40)
    people = [Person(f"U{n:09}", f"P{n}", Role.MODERATOR) for n in range(50)]
    got = await asyncio.gather(*(claim(room, person) for person in people))
    handed = [item for item in got if item is not None]
    assert len(handed) == len(set(handed))
    # A row that another claimer holds at that moment is stepped over, so a few may find nothing left.
    assert set(handed) <= set(ids)
    rest = [await claim(room, Person(f"V{n}", "x", Role.MODERATOR)) for n in range(40 - len(handed))]
    assert {*handed, *rest} == set(ids)


async def test_asking_again_gives_the_same_item_until_it_is_skipped(room: Room) -> None:
    one, two = await room.queued(2)
    assert [await claim(room, NOAH), await claim(room, NOAH)] == [one, one]
    assert await claim(room, OLE) == two
    assert await claim(room, NOAH, skip=frozenset({one})) is None
    assert await claim(room, OLE, skip=frozenset({two})) == one


async def test_a_lapsed_claim_is_free_again(room: Room) -> None:
    (item,) = await room.queued(1)
    assert await claim(room, NOAH) == item
    assert await claim(room, OLE, NOW + timedelta(minutes=4, seconds=59)) is None
    assert await claim(room, OLE, NOW + timedelta(minutes=5)) == item
    async with unit_of_work(room.database) as session:
        assert not await room.reviews.renew(session, item, NOAH, NOW)


async def test_a_renewed_claim_lasts_longer(room: Room) -> None:
    (item,) = await room.queued(1)
    await claim(room, NOAH)
    async with unit_of_work(room.database) as session:
        assert await room.reviews.renew(session, item, NOAH, NOW + timedelta(minutes=4))
    assert await claim(room, OLE, NOW + timedelta(minutes=8)) is None


async def test_only_the_claimer_can_release(room: Room) -> None:
    (item,) = await room.queued(1)
    await claim(room, NOAH)
    async with unit_of_work(room.database) as session:
        await room.reviews.release(session, item, OLE)
    assert await claim(room, OLE) is None
    async with unit_of_work(room.database) as session:
        await room.reviews.release(session, item, NOAH)
    assert await claim(room, OLE) == item


async def test_a_decision_ends_the_claim_and_a_note_does_not(room: Room) -> None:
    (item,) = await room.queued(1)
    await claim(room, NOAH)
    await room.decide(decision(item, Action.NOTE, NOAH, note="hm"))
    assert await claim(room, OLE) is None
    await room.decide(decision(item, Action.APPROVE, NOAH))
    await room.decide(decision(item, Action.UNDO, NOAH))
    assert await claim(room, OLE) == item


async def test_somebody_else_may_decide_a_claimed_item(room: Room) -> None:
    (item,) = await room.queued(1)
    await claim(room, NOAH)
    (outcome,) = await room.decide(decision(item, Action.APPROVE, OLE))
    assert isinstance(outcome, Done)
    assert await claim(room, NOAH) is None


async def test_filters(room: Room) -> None:
    (swedish,) = await room.items(1, language="sv")
    (flagged,) = await room.items(1, source="blog")
    await room.queue([NewReview(swedish), NewReview(flagged, severity=2)])
    assert await claim(room, NOAH, language="de") is None
    assert await claim(room, NOAH, language="sv") == swedish
    assert await claim(room, OLE, flagged=True, source="blog") == flagged
