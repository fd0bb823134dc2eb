"""The calendar: once for each time, across restarts, downtimes and replicas."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import select

from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from bot.work.calendar import Calendar, Schedule, first_time, next_time
from bot.work.engine import Work
from bot.work.job import Job
from bot.work.queries import queue_states
from bot.work.tables import DueTime
from tests.bot.work.support import Hands, Trace, note, working
from tests.support.waiting import eventually

NOTE = Job("test.note", note)
HOURLY = CronTrigger(minute=0, timezone="UTC")


def schedule(trigger: BaseTrigger, *, catch_up: bool = False) -> Schedule:
    return Schedule("s", trigger, "test.note", catch_up=catch_up)


def test_missed_times_become_one_unless_all_are_wanted() -> None:
    due = datetime(2026, 3, 2, 8, tzinfo=UTC)
    now = due + timedelta(hours=5, minutes=10)
    assert next_time(schedule(HOURLY), due, now) == due + timedelta(hours=6)
    assert next_time(schedule(HOURLY, catch_up=True), due, now) == due + timedelta(hours=1)
    assert next_time(schedule(HOURLY), due, due) == due + timedelta(hours=1)


def test_an_interval_keeps_its_rhythm_when_nothing_was_missed() -> None:
    trigger = IntervalTrigger(minutes=5, timezone=UTC)
    due = datetime(2026, 3, 2, 8, 2, tzinfo=UTC)
    assert next_time(schedule(trigger), due, due + timedelta(seconds=3)) == due + timedelta(minutes=5)
    much_later = datetime(2031, 1, 1, tzinfo=UTC)
    assert timedelta() < next_time(schedule(trigger), due, much_later) - much_later <= timedelta(minutes=5)


def test_a_week_begins_in_the_teams_time_zone_also_after_the_clocks_change() -> None:
    monday = CronTrigger(day_of_week="mon", hour=9, timezone="Europe/Berlin")
    winter = first_time(monday, datetime(2026, 3, 20, tzinfo=UTC))
    assert winter == datetime(2026, 3, 23, 8, tzinfo=UTC)
    assert next_time(schedule(monday), winter, winter) == datetime(2026, 3, 30, 7, tzinfo=UTC)


def test_a_trigger_without_further_times_is_never_due() -> None:
    once = DateTrigger(datetime(2026, 3, 2, tzinfo=UTC))
    assert (
        next_time(schedule(once), datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)).year
        == 9999
    )


async def test_work_is_asked_for_when_it_is_due_and_once(database: Database) -> None:
    clock, trace = Hands(), Trace()
    work = Work(database, [NOTE], trace, clock=clock, beat=0.02, watchdog=None)
    work.schedule("hourly", HOURLY, "test.note", "tick")
    await work.start()
    try:
        await eventually(lambda: due_at(database), what="08:00, which is now, has passed")
        await eventually(lambda: trace.runs == ["tick"])
        clock.forward(minutes=59)
        await two_beats()
        assert trace.runs == ["tick"]
        clock.forward(minutes=1)
        await eventually(lambda: trace.runs == ["tick", "tick"])
    finally:
        await work.stop()
    assert await due_at(database) == datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(("catch_up", "runs"), [(False, 1), (True, 3)])
async def test_what_came_due_while_nothing_ran_runs_at_the_next_start(
    sqlite_database: Database, catch_up: bool, runs: int
) -> None:
    clock, trace = Hands(datetime(2026, 3, 2, 8, 30, tzinfo=UTC)), Trace()
    for _ in range(2):
        work = Work(sqlite_database, [NOTE], trace, clock=clock, beat=0.02, watchdog=None)
        work.schedule("hourly", HOURLY, "test.note", "tick", catch_up=catch_up)
        await work.start()
        if clock.now.hour > 8:
            await eventually(lambda: len(trace.runs) == runs)
            await two_beats()
        await work.stop()
        clock.forward(hours=3)
    assert trace.runs == ["tick"] * runs


async def test_a_changed_trigger_is_computed_anew(sqlite_database: Database) -> None:
    clock = Hands(datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    for trigger, due in ((HOURLY, 9), (CronTrigger(hour=18, timezone="UTC"), 18), (HOURLY, 9)):
        work = Work(sqlite_database, [NOTE], Trace(), clock=clock, watchdog=None)
        work.schedule("hourly", trigger, "test.note")
        await work.start()
        await work.stop()
        assert (await due_at(sqlite_database)).hour == due


async def test_replicas_fire_each_time_once(database: Database) -> None:
    """Two calendars on one database, one of them late: the rows and the ids let one through."""
    clock, trace = Hands(datetime(2026, 3, 2, 8, 59, 59, tzinfo=UTC)), Trace()
    async with working(database, [NOTE], trace, clock=clock) as work:
        calendars = [Calendar(work, beat=0.01) for _ in range(3)]
        for calendar in calendars:
            calendar.add(Schedule("hourly", HOURLY, "test.note", ("tick",)))
            await calendar.start()
        for _ in range(4):
            before = await due_at(database)
            clock.forward(hours=1)
            await eventually(partial(moved, database, before))
            await two_beats()
        for calendar in calendars:
            await calendar.stop()
        await eventually(lambda: len(trace.runs) >= 4)
        await eventually(lambda: idle(database))
    assert trace.runs == ["tick"] * 4


class Broken(CronTrigger):  # type: ignore[misc]  # untyped
    """Due at eight, and then no next time can be computed."""

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        if previous is not None:
            raise ValueError("no such hour")
        return datetime(2026, 3, 2, 8, tzinfo=UTC)


async def test_one_schedules_fault_stops_no_other(sqlite_database: Database) -> None:
    clock, trace = Hands(), Trace()
    work = Work(sqlite_database, [NOTE], trace, clock=clock, beat=0.02, watchdog=None)
    work.schedule("broken", Broken(timezone="UTC"), "test.note", "never")
    work.schedule("hourly", HOURLY, "test.note", "tick")
    await work.start()
    try:
        await eventually(lambda: trace.runs == ["tick"])
        clock.forward(hours=1)
        await eventually(lambda: trace.runs == ["tick", "tick"])
    finally:
        await work.stop()


def test_a_schedule_needs_a_known_job_and_a_name_of_its_own(sqlite_database: Database) -> None:
    work = Work(sqlite_database, [NOTE], None)
    with pytest.raises(ValueError, match=r"names job 'test\.other', which is not registered"):
        work.schedule("s", HOURLY, "test.other")
    work.schedule("s", HOURLY, "test.note")
    with pytest.raises(ValueError, match="two schedules are named 's'"):
        work.schedule("s", HOURLY, "test.note")
    work.close()


async def due_at(database: Database) -> datetime:
    async with reading(database) as session:
        return (await session.exec(select(DueTime.due_at).where(DueTime.name == "hourly"))).one()


async def moved(database: Database, before: datetime) -> bool:
    return await due_at(database) > before


async def idle(database: Database) -> bool:
    async with reading(database) as session:
        return await queue_states(session) == []


async def two_beats() -> None:
    """Time for a calendar that would fire wrongly to do so; nothing is expected to happen."""
    await asyncio.sleep(0.06)
