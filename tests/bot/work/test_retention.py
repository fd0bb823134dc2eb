from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from bot.kernel.clock import utc_now
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from bot.work.job import Job
from bot.work.retention import forget_finished
from bot.work.tables import WakeUp
from tests.bot.work.support import Trace, ask, note, wish, working
from tests.support.waiting import eventually


async def test_finished_work_is_forgotten_after_its_time_and_waiting_work_never(database: Database) -> None:
    trace = Trace()
    async with working(database, [Job("test.note", note)], trace) as work:
        await ask(work, "test.note", 1, key="k")
        await wish(work, "test.note", 2)
        await ask(work, "test.note", 3, delay=3600)
        await eventually(lambda: len(trace.runs) == 2)
        await eventually(lambda: only_delayed(work.running))
        month = utc_now() + timedelta(days=29)
        assert await forget_finished(database, month, 30) == 0
        assert await forget_finished(database, month + timedelta(days=2), 30) == 2
        await ask(work, "test.note", 1, key="k")  # forgotten, so it runs anew
        await wish(work, "test.note", 2)
        await eventually(lambda: len(trace.runs) == 4)
        assert [state.delayed for state in await work.running()] == [1]
    async with reading(database) as session:
        assert len((await session.exec(select(WakeUp))).all()) == 1


async def only_delayed(running: object) -> bool:
    return [(s.waiting, s.delayed, s.running) for s in await running()] == [(0, 1, 0)]  # type: ignore[operator]
