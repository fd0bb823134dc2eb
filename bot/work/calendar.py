"""The calendar: triggers say when, rows remember, and the database lets each firing through once.

Every replica runs the same schedules. Whoever moves the row first asks for the work in the same
transaction, under an id made of the schedule's name and the time it was due.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from apscheduler.triggers.base import BaseTrigger

from bot.kernel.log import get_logger
from bot.storage.unit_of_work import unit_of_work
from bot.work.enqueue import Enqueuer
from bot.work.queries import add_due_time, due_times, lock_due_time
from bot.work.tables import DueTime

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)  # for a trigger that has no further times
_CATCH_UP_AT_ONCE = 100

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Work that recurs. ``catch_up`` runs every missed time after a downtime, not only the latest."""

    name: str
    trigger: BaseTrigger
    job: str
    args: tuple[Any, ...] = ()
    catch_up: bool = False


def first_time(trigger: BaseTrigger, now: datetime) -> datetime:
    """The first time from now on."""
    return _utc(trigger.get_next_fire_time(None, now))


def next_time(schedule: Schedule, due: datetime, now: datetime) -> datetime:
    """The time after ``due``: the very next when catching up, otherwise the first that lies ahead."""
    trigger = schedule.trigger
    following = _utc(trigger.get_next_fire_time(due, due))
    if schedule.catch_up or following > now:
        return following
    return first_time(trigger, now + timedelta(microseconds=1))


def in_words(trigger: BaseTrigger) -> str:
    """The trigger's definition. Its ``repr`` would not do: an interval's holds when it was made."""
    return f"{trigger} {getattr(trigger, 'timezone', '')}".strip()


def _utc(moment: datetime | None) -> datetime:
    return _NEVER if moment is None else moment.astimezone(UTC)


class Calendar:
    """Looks every ``beat`` seconds at what is due. Times are kept in memory and re-read when one is due."""

    def __init__(self, enqueuer: Enqueuer, *, beat: float = 1.0) -> None:
        self._enqueuer = enqueuer
        self._beat = beat
        self._schedules: dict[str, Schedule] = {}
        self._due: dict[str, datetime] = {}
        self._task: asyncio.Task[None] | None = None

    def add(self, schedule: Schedule) -> None:
        """Before ``start``. The job must be known and the name new."""
        if schedule.name in self._schedules:
            raise ValueError(f"two schedules are named {schedule.name!r}")
        if schedule.job not in self._enqueuer.jobs:
            raise ValueError(
                f"schedule {schedule.name!r} names job {schedule.job!r}, which is not registered"
            )
        self._schedules[schedule.name] = schedule

    async def start(self) -> None:
        await self._read()
        self._task = asyncio.create_task(self._run(), name="work-calendar")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _read(self) -> None:
        """Take over stored times, so that what came due while nothing ran is due now; add the new ones."""
        now = self._enqueuer.clock()
        async with unit_of_work(self._enqueuer.database) as session:
            stored = await due_times(session, list(self._schedules))
            for name, schedule in self._schedules.items():
                definition = in_words(schedule.trigger)
                row = stored.get(name)
                if row is None:
                    row = DueTime(name=name, due_at=first_time(schedule.trigger, now), trigger=definition)
                    await add_due_time(session, row)
                elif row.trigger != definition:
                    row.trigger = definition
                    if row.due_at > now:  # what is due already stays due
                        row.due_at = first_time(schedule.trigger, now)
                self._due[name] = row.due_at

    async def _run(self) -> None:
        while True:
            now = self._enqueuer.clock()
            for name in [name for name, due in self._due.items() if due <= now]:
                await self._try(self._schedules[name])
            await asyncio.sleep(self._beat)

    async def _try(self, schedule: Schedule) -> None:
        try:
            await self._fire(schedule)
        except (sa.exc.SQLAlchemyError, OSError) as error:
            # The rows still say what is due; a database that is away for a moment delays it.
            log.warning("work.calendar_waits", schedule=schedule.name, error=type(error).__name__)
        except Exception:  # one schedule's fault must neither stop the others nor end the calendar unseen
            log.exception("work.calendar_failed", schedule=schedule.name)

    async def _fire(self, schedule: Schedule) -> None:
        async with unit_of_work(self._enqueuer.database) as session:
            row = await lock_due_time(session, schedule.name)
            for _ in range(_CATCH_UP_AT_ONCE):
                now = self._enqueuer.clock()
                if row.due_at > now:  # also when another replica was first
                    break
                key = f"{schedule.name}@{row.due_at.isoformat()}"
                await self._enqueuer.enqueue(session, schedule.job, *schedule.args, key=key)
                row.due_at = next_time(schedule, row.due_at, now)
            moved_to = row.due_at
        self._due[schedule.name] = moved_to
