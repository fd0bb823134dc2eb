"""Attempts, pauses, giving up, pace, and what a stop leaves behind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.kernel.errors import FixCredentials, NeverWorks, TryLater
from bot.storage.database import Database
from bot.work.job import Job
from bot.work.queries import QueueState
from bot.work.tables import FailedWork
from tests.bot.work.support import Trace, ask, note, working
from tests.support.waiting import eventually


def failing(times: int, error: Callable[[], Exception], runs: list[int]) -> Callable[..., object]:
    async def run(_context: object) -> None:
        runs.append(len(runs))
        if len(runs) <= times:
            raise error()

    return run


async def test_try_later_waits_and_does_not_use_up_attempts(database: Database) -> None:
    runs: list[int] = []
    busy = failing(3, lambda: TryLater("Slack is busy.", retry_after=0.05), runs)
    async with working(database, [Job("test.busy", busy, attempts=1)]) as work:  # type: ignore[arg-type]
        await ask(work, "test.busy")
        await eventually(lambda: len(runs) == 4)
        await eventually(lambda: nothing_left(work.running))
        assert await work.failed() == []


async def test_an_error_is_tried_again_and_then_shown(database: Database) -> None:
    runs: list[int] = []
    broken = failing(9, lambda: RuntimeError("at https://x.example/?token=s3cret-value"), runs)
    async with working(database, [Job("test.broken", broken, attempts=2)]) as work:  # type: ignore[arg-type]
        await ask(work, "test.broken", key="k")
        (failure,) = await eventually(work.failed)
    assert len(runs) == 2
    assert (failure.work_id, failure.job) == ("test.broken:k", "test.broken")
    assert failure.problem == "RuntimeError: at https://x.example/?token=[hidden]"


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (NeverWorks("The channel is archived.", remedy="Choose another."), 1),
        (FixCredentials("The token was revoked.", remedy="Install again."), 2),
    ],
)
async def test_errors_of_ours_keep_their_words(
    sqlite_database: Database, error: Exception, tries: int
) -> None:
    runs: list[int] = []
    broken = failing(9, lambda: error, runs)
    async with working(sqlite_database, [Job("test.broken", broken, attempts=2)]) as work:  # type: ignore[arg-type]
        await ask(work, "test.broken")
        (failure,) = await eventually(work.failed)
    assert len(runs) == tries
    assert f"{failure.problem} {failure.remedy}" == str(error)


async def test_a_pace_keeps_a_partition_slow_and_others_free(database: Database) -> None:
    loop = asyncio.get_running_loop()
    times: dict[str, list[float]] = {"C1": [], "C2": []}

    async def post(_context: object, channel: str) -> None:
        times[channel].append(loop.time())

    async with working(database, [Job("test.post", post, queue="deliver", pace=0.4)]) as work:
        for channel in ("C1", "C1", "C2"):
            await ask(work, "test.post", channel, partition=channel)
        await eventually(lambda: len(times["C1"]) == 2 and times["C2"])
    assert times["C1"][1] - times["C1"][0] >= 0.4
    assert times["C2"][0] < times["C1"][1]


async def test_only_so_many_of_a_queue_run_at_once(sqlite_database: Database) -> None:
    at_once, most, done = 0, 0, 0

    async def run(_context: object) -> None:
        nonlocal at_once, most, done
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.05)
        at_once -= 1
        done += 1

    async with working(sqlite_database, [Job("test.poll", run, queue="polls")]) as work:
        await asyncio.gather(*(ask(work, "test.poll") for _ in range(8)))
        await eventually(lambda: done == 8)
    assert most == 4


async def test_a_stop_waits_for_what_runs(database: Database) -> None:
    trace = Trace()
    began = asyncio.Event()

    async def slow(context: Trace) -> None:
        began.set()
        await asyncio.sleep(0.3)
        context.runs.append("whole")

    async with working(database, [Job("test.slow", slow)], trace) as work:
        await ask(work, "test.slow")
        await began.wait()
    assert trace.runs == ["whole"]
    async with working(database, [Job("test.slow", slow)], trace) as work:
        assert await work.running() == []
    assert trace.runs == ["whole"]


async def test_what_a_stop_cut_off_runs_at_the_next_start(database: Database) -> None:
    trace = Trace()
    began = asyncio.Event()

    async def stuck(_context: Trace) -> None:
        began.set()
        await asyncio.Event().wait()

    async with working(database, [Job("test.work", stuck)], trace, grace=0.1) as work:
        await ask(work, "test.work", key="k")
        await began.wait()

    async def unstuck(context: Trace) -> None:
        context.runs.append("ran")

    async with working(database, [Job("test.work", unstuck)], trace) as work:
        await eventually(lambda: trace.runs)
        await eventually(lambda: nothing_left(work.running))
        assert await work.failed() == []
    assert trace.runs == ["ran"]


async def test_the_loop_and_the_database_work_on_after_a_stop(database: Database) -> None:
    async with working(database, [Job("test.note", note)], Trace()):
        pass
    assert await asyncio.to_thread(lambda: 7) == 7
    async with working(database, [Job("test.note", note)], Trace()) as work:
        failed: list[FailedWork] = await work.failed()
    assert failed == []


async def nothing_left(running: Callable[[], Awaitable[list[QueueState]]]) -> bool:
    return await running() == []
