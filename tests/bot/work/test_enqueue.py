"""Asking for work: with the caller's transaction, once for a key, in order, coalesced."""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import select

from bot.content.tables import Campaign
from bot.kernel.clock import utc_now
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.enqueue import Enqueuer
from bot.work.job import Job
from bot.work.queries import queue_states
from tests.bot.work.support import Trace, ask, note, wish, working
from tests.support.waiting import eventually

NOTE = Job("test.note", note)
DELIVER = Job("test.deliver", note, queue="deliver")


async def test_work_runs_with_its_arguments_and_context(database: Database) -> None:
    trace = Trace()
    async with working(database, [NOTE], trace) as work:
        await ask(work, "test.note", 7, "Grüße <!channel>", [1, None], {"a": 1.5})
        await eventually(lambda: trace.runs)
        await eventually(lambda: idle(work))
    assert trace.runs == [(7, "Grüße <!channel>", [1, None], {"a": 1.5})]


async def test_the_change_and_its_work_commit_together_or_not_at_all(database: Database) -> None:
    trace = Trace()

    async def change(name: str, *, fails: bool) -> None:
        async with unit_of_work(database) as session:
            session.add(Campaign(name=name, created_at=utc_now()))
            await work.enqueue(session, "test.note", name)
            await work.enqueue_soon(session, "test.note", f"soon {name}")
            if fails:
                raise LookupError

    async with working(database, [NOTE], trace) as work:
        with pytest.raises(LookupError):
            await change("lost", fails=True)
        await change("kept", fails=False)
        await eventually(lambda: len(trace.runs) == 2)
    assert sorted(trace.runs) == ["kept", "soon kept"]
    async with reading(database) as session:
        assert (await session.exec(select(Campaign.name))).all() == ["kept"]


async def test_a_key_is_one_run_however_often_it_is_asked_for(database: Database) -> None:
    trace = Trace()
    async with working(database, [NOTE], trace) as work:
        async with unit_of_work(database) as session:
            first = await work.enqueue(session, "test.note", 1, key="item-1")
            again = await work.enqueue(session, "test.note", 1, key="item-1")
        await eventually(lambda: trace.runs)
        await eventually(lambda: idle(work))
        later = await ask(work, "test.note", 1, key="item-1")
        await ask(work, "test.note", 2, key="item-2")
        await eventually(lambda: 2 in trace.runs)
    assert first == again == later == "test.note:item-1"
    assert trace.runs == [1, 2]


async def test_fifty_at_once_all_run(database: Database) -> None:
    trace = Trace()
    async with working(database, [NOTE], trace) as work:
        await asyncio.gather(*(ask(work, "test.note", n, key=str(n % 25)) for n in range(50)))
        await eventually(lambda: len(trace.runs) >= 25)
        await eventually(lambda: idle(work))
    assert sorted(run % 25 for run in trace.runs) == list(range(25))


async def test_a_partition_runs_in_the_order_asked_for_and_urgent_work_first(database: Database) -> None:
    trace = Trace()
    waiting = Enqueuer(database, [DELIVER])
    async with unit_of_work(database) as session:
        for n in range(4):  # all within one second and one transaction
            await waiting.enqueue(session, "test.deliver", n, partition="C1", key=f"{9 - n}")
        await waiting.enqueue(session, "test.deliver", "urgent", partition="C1", priority=1)
    waiting.close()
    async with working(database, [DELIVER], trace):
        await eventually(lambda: len(trace.runs) == 5)
    assert trace.runs == ["urgent", 0, 1, 2, 3]


async def test_a_delay_is_kept(sqlite_database: Database) -> None:
    loop = asyncio.get_running_loop()
    trace = Trace()
    async with working(sqlite_database, [NOTE], trace) as work:
        asked = loop.time()
        await ask(work, "test.note", 1, delay=0.5)
        assert [(state.queue, state.delayed) for state in await work.running()] == [("work", 1)]
        await eventually(lambda: trace.runs)
        assert loop.time() - asked >= 0.5


async def test_wishes_before_a_run_begins_are_one_run(database: Database) -> None:
    trace = Trace()
    beside = Enqueuer(database, [NOTE])
    for _ in range(3):
        async with unit_of_work(database) as session:
            await beside.enqueue_soon(session, "test.note", "C1")
            await beside.enqueue_soon(session, "test.note", "C1", window=5.0)
            await beside.enqueue_soon(session, "test.note", "C2")
    beside.close()
    async with working(database, [NOTE], trace) as work:
        await eventually(lambda: len(trace.runs) == 2)
        await eventually(lambda: idle(work))
    assert sorted(trace.runs) == ["C1", "C2"]


async def test_a_wish_while_a_run_is_under_way_brings_another(database: Database) -> None:
    began, go_on = asyncio.Event(), asyncio.Event()
    runs = []

    async def look(_context: object, channel: str) -> None:
        runs.append(channel)
        began.set()
        await go_on.wait()

    async with working(database, [Job("test.look", look)]) as work:
        await wish(work, "test.look", "C1")
        await began.wait()
        for _ in range(3):  # the run may have read before any of these
            await wish(work, "test.look", "C1")
        go_on.set()
        await eventually(lambda: len(runs) == 2)
        await eventually(lambda: idle(work))
    assert runs == ["C1", "C1"]


async def test_no_wish_is_lost_among_many_writers(database: Database) -> None:
    """The last run begins after the last change, and crossing orders don't deadlock."""
    seen: dict[str, int] = {}

    async def look(_context: object, name: str) -> None:
        async with reading(database) as session:
            seen[name] = len((await session.exec(select(Campaign.id))).all())

    async def change(n: int) -> None:
        async with unit_of_work(database) as session:
            order = ("a", "b") if n % 2 else ("b", "a")
            for name in order:
                await work.enqueue_soon(session, "test.look", name)
            session.add(Campaign(name=f"n{n}", created_at=utc_now()))
            await session.flush()
            await asyncio.sleep(0.001 * (n % 7))

    async with working(database, [Job("test.look", look)]) as work:
        await asyncio.gather(*(change(n) for n in range(60)))
        await eventually(lambda: seen.get("a") == 60 and seen.get("b") == 60)


async def test_a_wrong_request_says_what_is_wrong(sqlite_database: Database) -> None:
    enqueuer = Enqueuer(sqlite_database, [NOTE, DELIVER])
    async with unit_of_work(sqlite_database) as session:
        with pytest.raises(ValueError, match=r"no job is named 'test\.other'"):
            await enqueuer.enqueue(session, "test.other")
        with pytest.raises(ValueError, match="needs a partition"):
            await enqueuer.enqueue(session, "test.deliver", 1)
        with pytest.raises(ValueError, match="takes no partition"):
            await enqueuer.enqueue(session, "test.note", 1, partition="C1")
        with pytest.raises(ValueError, match=r"priority of test\.note must be from 1 to 999, not 0"):
            await enqueuer.enqueue(session, "test.note", 1, priority=0)
        with pytest.raises(TypeError, match="not portable JSON"):
            await enqueuer.enqueue(session, "test.note", object())
    enqueuer.close()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"name": "Note"}, "not of the form area.verb"),
        ({"queue": "posts"}, "names queue 'posts'; there are deliver, work"),
        ({"attempts": 0}, "at least one attempt"),
        ({"pace": -1.0}, "pace that is not negative"),
    ],
)
def test_a_wrong_job_is_refused(options: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Job(**{"name": "test.note", "run": note, **options})  # type: ignore[arg-type]


def test_two_jobs_of_one_name_are_refused(sqlite_database: Database) -> None:
    with pytest.raises(ValueError, match=r"two jobs are named test\.note"):
        Enqueuer(sqlite_database, [NOTE, NOTE])


async def idle(work: Enqueuer) -> bool:
    async with reading(work.database) as session:
        return await queue_states(session) == []
