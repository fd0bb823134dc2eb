"""The desk: many clicks, few commits, each its own answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime
from random import Random

import pytest
import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser, TryLater
from bot.review import queries
from bot.review.desk import Desk
from bot.review.invariants import check
from bot.review.rules import Action
from bot.review.service import Decision, Done, Outcome, Refused, Repeated
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH, NOW, OLE, VERA, Room, decision, open_room


async def test_two_people_at_once(room: Room) -> None:
    (item,) = await room.queued(1)
    outcomes = await asyncio.gather(
        room.desk.decide(decision(item, Action.APPROVE, NOAH, "r1")),
        room.desk.decide(decision(item, Action.REJECT, OLE, "r2")),
    )
    done = [outcome for outcome in outcomes if isinstance(outcome, Done)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert (len(done), len(refused)) == (1, 1)
    assert refused[0].refusal.kind == "already_decided"
    assert (refused[0].refusal.by, refused[0].refusal.at) == (done[0].event.actor, NOW)


async def test_clicks_of_one_moment_share_a_commit(room: Room) -> None:
    ids = await room.queued(50)
    commits: list[int] = []
    sa.event.listen(room.database.engine.sync_engine, "commit", lambda _connection: commits.append(1))
    outcomes = await asyncio.gather(*(room.desk.decide(decision(item, Action.APPROVE)) for item in ids))
    assert [type(outcome) for outcome in outcomes] == [Done] * 50
    assert len(commits) == 1


async def test_an_answer_means_committed(room: Room) -> None:
    (item,) = await room.queued(1)
    await room.desk.decide(decision(item, Action.APPROVE))
    async with reading(room.database) as session:
        assert (await queries.reviews_of(session, [item]))[item].status == "approved"


async def test_a_bad_decision_harms_no_other(database: Database) -> None:
    async def fail(_session: AsyncSession, done: Decision, _now: datetime) -> None:
        raise LookupError(f"no room for {done.item_id}")

    async with open_room(database, {Action.CAMPAIGN: fail}) as room:
        ids = await room.queued(5)
        clicks = [decision(item, Action.APPROVE, request=f"r{item}") for item in ids[1:]]
        bad = decision(ids[0], Action.CAMPAIGN, data={"name": "Summer"})
        first, *others = await asyncio.gather(*map(room.desk.decide, [bad, *clicks]), return_exceptions=True)
        assert isinstance(first, LookupError)
        assert [type(outcome) for outcome in others] == [Done] * 4
        async with reading(database) as session:
            assert await check(session) == []


async def test_a_decision_that_lacks_something_is_refused_before_it_joins(room: Room) -> None:
    (item,) = await room.queued(1)
    with pytest.raises(TellUser):
        await room.desk.decide(decision(item, Action.NOTE))
    assert isinstance(await room.desk.decide(decision(item, Action.APPROVE)), Done)


async def test_a_caller_that_gives_up_does_not_take_the_decision_back(room: Room) -> None:
    one, two = await room.queued(2)
    leaves = asyncio.ensure_future(room.desk.decide(decision(one, Action.APPROVE)))
    stays = asyncio.ensure_future(room.desk.decide(decision(two, Action.APPROVE)))
    await asyncio.sleep(0)
    leaves.cancel()
    assert isinstance(await stays, Done)
    async with reading(room.database) as session:
        assert (await queries.reviews_of(session, [one]))[one].status == "approved"


async def test_stopping_answers_what_was_taken(room: Room) -> None:
    ids = await room.queued(20)
    clicks = [asyncio.ensure_future(room.desk.decide(decision(item, Action.APPROVE))) for item in ids]
    await asyncio.sleep(0)
    await room.desk.stop()
    assert [type(outcome) for outcome in await asyncio.gather(*clicks)] == [Done] * 20
    with pytest.raises(TryLater):
        await room.desk.decide(decision(ids[0], Action.UNDO))
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "review.desk"]


async def test_when_the_database_is_away_everybody_is_told(room: Room) -> None:
    (item,) = await room.queued(1)
    async with unit_of_work(room.database) as session:
        await (await session.connection()).execute(sa.text("ALTER TABLE review_event RENAME TO moved"))
    answers = await asyncio.gather(
        *(room.desk.decide(decision(item, Action.APPROVE)) for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(answer, sa.exc.DBAPIError) for answer in answers)
    async with unit_of_work(room.database) as session:
        await (await session.connection()).execute(sa.text("ALTER TABLE moved RENAME TO review_event"))
    assert isinstance(await room.desk.decide(decision(item, Action.APPROVE)), Done)


async def test_a_storm_keeps_every_invariant(room: Room) -> None:
    """Several desks (replicas) and many people, clicks redelivered, all on few items."""
    ids = await room.queued(12)
    desks = [room.desk, Desk(room.database, room.reviews), Desk(room.database, room.reviews)]
    random = Random(7)  # a fixed sequence, so that a failure can be repeated
    actions = [Action.APPROVE, Action.REJECT, Action.UNDO, Action.ESCALATE, Action.NOTE, Action.UNDO]

    def click(number: int) -> Decision:
        return decision(
            random.choice(ids),
            random.choice(actions),
            random.choice([MIA, NOAH, OLE, VERA]),
            f"request-{number}",
            data={"to": MIA.id},
            note="note",
        )

    clicks = [click(number) for number in range(400)]
    clicks += random.sample(clicks, 200)
    outcomes: list[Outcome] = []
    for start in range(0, len(clicks), 100):
        batch = clicks[start : start + 100]
        outcomes += await asyncio.gather(*(random.choice(desks).decide(one) for one in batch))
    done = [outcome for outcome in outcomes if isinstance(outcome, Done)]
    acted = Counter(outcome.event.request_id for outcome in done)
    assert max(acted.values()) == 1
    assert any(isinstance(outcome, Repeated) for outcome in outcomes)
    async with reading(room.database) as session:
        assert await check(session) == []
        events = await queries.events_of(session, ids)
        rows = await queries.reviews_of(session, ids)
    assert sum(len(found) for found in events.values()) == len(done) + len(ids)
    assert all(rows[item].revision == len(events[item]) for item in ids)
    for desk in desks:
        await desk.stop()
