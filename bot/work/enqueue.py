"""Asking for work inside the caller's unit of work: the change and what follows from it commit together.

Nothing here runs work, so a command can use it beside a running bot or while none runs.
"""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from dbos import DBOSClient, EnqueueOptions
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.clock import Clock, utc_now
from bot.storage.database import Database
from bot.work.job import Job, by_name
from bot.work.queries import note_wake_up
from bot.work.queues import QUEUES
from bot.work.rules import URGENT_MAX, place_in_line, priority_of, wake_up_key, work_id
from bot.work.schema import SCHEMA, SERIALIZER, VERSION, prepare, quiet

_WAKE_UPS = "goodword.wake_ups"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A wake-up noted in a session, sent when it commits."""

    job: Job
    args: tuple[Any, ...]
    delay: float
    partition: str | None


class Enqueuer:
    """Puts work into the queues. Make one for each process; ``jobs`` are all that it may ask for."""

    def __init__(
        self, database: Database, jobs: Sequence[Job], *, clock: Clock = utc_now, name: str = "goodword"
    ) -> None:
        self.database = database
        self.jobs = by_name(jobs)
        self.clock = clock
        self.name = name
        self._last_place = 0
        self._places = threading.Lock()
        quiet()
        self._client = DBOSClient(
            system_database_engine=database.sync_engine,
            dbos_system_schema=SCHEMA,
            serializer=SERIALIZER,
            application_name=name,
            lazy=True,
        )

    async def prepare(self) -> None:
        """Create the engine's tables where they are missing. ``Work.start`` does it too."""
        await asyncio.to_thread(prepare, self.database)

    async def enqueue(
        self,
        session: AsyncSession,
        job_name: str,
        *args: Any,
        key: str | None = None,
        partition: str | None = None,
        delay: float = 0.0,
        priority: int | None = None,
    ) -> str:
        """Ask for one run and give its id. It exists if and only if the session commits.

        The same ``key`` of the same job is one run, however often and by whomever it is asked for; it is
        remembered as long as finished work is kept. ``partition`` is needed on a partitioned queue and
        refused on others. ``delay`` is in seconds and may come out up to about a second longer. Work runs
        in the order asked for; ``priority`` 1 (first) to 999 puts it before all that has none.
        """
        job = self._job(job_name, partition)
        if priority is not None and not 1 <= priority <= URGENT_MAX:
            raise ValueError(f"priority of {job_name} must be from 1 to {URGENT_MAX}, not {priority}")
        identity = work_id(job_name, key if key is not None else uuid.uuid4().hex)
        options = self._options(job, identity, partition, delay, priority)
        await session.run_sync(lambda sync: self._client.enqueue_in_transaction(sync, options, *args))
        return identity

    async def enqueue_soon(
        self,
        session: AsyncSession,
        job_name: str,
        *args: Any,
        window: float = 0.0,
        partition: str | None = None,
    ) -> None:
        """Ask that a run begin after this commit; any number of such wishes before it begins is one run.

        The same job with the same arguments is the same wish. ``window`` in seconds lets more of them
        gather first. The job reads the state it finds; a change that commits after it began brings another
        run.
        """
        job = self._job(job_name, partition)
        asked: dict[str, _Asked] | None = session.info.get(_WAKE_UPS)
        if asked is None:
            asked = session.info[_WAKE_UPS] = {}
            sa.event.listen(session.sync_session, "before_commit", self._send_wake_ups, once=True)
        key = wake_up_key(job_name, args)
        sooner = min(window, asked[key].delay) if key in asked else window
        asked[key] = _Asked(job, args, sooner, partition)

    async def cancel(self, ids: Sequence[str]) -> None:
        """End work that isn't over, by the ids that ``enqueue`` gave; what runs this moment is finished first."""
        if ids:
            await self._client.cancel_workflows_async(list(ids))

    async def forget(self, ids: Sequence[str]) -> None:
        """Delete work that is over, and with it the memory that it was asked for."""
        if ids:
            await asyncio.to_thread(self._client.delete_workflows, list(ids))

    def close(self) -> None:
        self._client.destroy()

    def _send_wake_ups(self, session: Session) -> None:
        """Last thing before the commit, and in one order everywhere: the rows stay locked until it is done,
        so two transactions neither wait long for one another nor in a circle."""
        asked: dict[str, _Asked] = session.info.pop(_WAKE_UPS, {})
        for key in sorted(asked):
            wish = asked[key]
            number, anew = note_wake_up(session, key, self.clock())
            if not anew:
                continue  # whoever noted it first asked for the run in the same transaction
            options = self._options(wish.job, f"{key}:{number}", wish.partition, wish.delay, None)
            self._client.enqueue_in_transaction(session, options, *wish.args, wake_up=[key, number])

    def _job(self, name: str, partition: str | None) -> Job:
        job = self.jobs.get(name)
        if job is None:
            raise ValueError(f"no job is named {name!r}; is its area's jobs.py registered?")
        if QUEUES[job.queue].partitioned != (partition is not None):
            needs = "needs a" if partition is None else "takes no"
            raise ValueError(f"job {name} on queue {job.queue!r} {needs} partition")
        return job

    def _options(
        self, job: Job, identity: str, partition: str | None, delay: float, priority: int | None
    ) -> EnqueueOptions:
        options: EnqueueOptions = {
            "workflow_name": job.name,
            "queue_name": job.queue,
            "workflow_id": identity,
            "app_version": VERSION,
            "priority": self._next_priority() if priority is None else priority,
        }
        if partition is not None:
            options["queue_partition_key"] = partition
        if delay > 0:
            options["delay_seconds"] = delay
        return options

    def _next_priority(self) -> int:
        with self._places:
            self._last_place = max(self._last_place + 1, place_in_line(self.clock()))
            return priority_of(self._last_place)
