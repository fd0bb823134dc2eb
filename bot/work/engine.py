"""The running engine: queues are worked, the calendar is kept, the dead are relieved."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import sqlalchemy as sa
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from dbos import DBOS, DBOSConfig

from bot.kernel.clock import Clock, utc_now
from bot.kernel.log import get_logger
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from bot.work.calendar import Calendar, Schedule
from bot.work.enqueue import Enqueuer
from bot.work.halting import begun, claim_no_more
from bot.work.identity import OnLost, Watchdog, identity_for, leave
from bot.work.idling import rest_cheaply
from bot.work.job import Job
from bot.work.queries import QueueState, abandoned, executors_at_work, failures, queue_states
from bot.work.queues import QUEUES, QueueLimits
from bot.work.retention import KEEP_DAYS, forget_finished
from bot.work.runner import Runner
from bot.work.schema import SCHEMA, SERIALIZER, VERSION, prepare
from bot.work.tables import FailedWork

TIDY = "work.tidy"
_THREADS = 32

log = get_logger(__name__)


class Work(Enqueuer):
    """Durable work of this process. One may run in a process at a time (the engine is a singleton).

    ``context`` is what jobs get first. ``keep_days`` is how long finished work, and with it the memory of
    used keys, is kept. Start it after the database is migrated and stop it before the database is closed.
    """

    _running: ClassVar[bool] = False

    def __init__(
        self,
        database: Database,
        jobs: Sequence[Job],
        context: object,
        *,
        clock: Clock = utc_now,
        name: str = "goodword",
        beat: float = 1.0,
        reap_every: float = 3.0,
        watchdog: float | None = 120.0,
        keep_days: int = KEEP_DAYS,
        on_lost: OnLost = leave,
    ) -> None:
        super().__init__(database, [*jobs, Job(TIDY, self._tidy, queue="timers")], clock=clock, name=name)
        self._keep_days = keep_days
        self._calendar = Calendar(self, beat=beat)
        self._identity = identity_for(database, on_lost=on_lost)
        self._runner = Runner(database, context, clock)
        self._watchdog = None if watchdog is None else Watchdog(watchdog, on_lost=on_lost)
        self._reap_every = reap_every
        self._reaper: asyncio.Task[None] | None = None
        self._engine: DBOS | None = None
        self.schedule(TIDY, CronTrigger(hour=3, minute=30, timezone="UTC"), TIDY)

    def schedule(
        self, name: str, trigger: BaseTrigger, job_name: str, *args: object, catch_up: bool = False
    ) -> None:
        """Ask for ``job_name`` whenever the trigger says; before ``start``. Give cron triggers a time zone.

        The job's queue must not be partitioned. Times missed while nothing ran become one run at the next
        start, or one each with ``catch_up``.
        """
        self._calendar.add(Schedule(name, trigger, job_name, args, catch_up))

    async def start(self) -> None:
        """Take an identity, recover what it left, work the queues, keep the calendar.

        Raises FixSettings when another process runs on the same SQLite file.
        """
        if Work._running:
            raise RuntimeError("durable work runs in this process already")
        await self._identity.take()
        Work._running = True
        try:
            await asyncio.to_thread(self._prepare)
            self._launch()
            self._reaper = asyncio.create_task(self._reap(), name="work-reaper")
            await self._calendar.start()
            if self._watchdog is not None:
                self._watchdog.start()
        except BaseException:  # cancelled too: what was opened is closed, and the error goes on
            await self.stop(grace=0)
            raise
        log.info("work.started", executor=self._identity.executor, jobs=len(self.jobs))

    async def stop(self, grace: float = 10.0) -> None:
        """Finish what runs for up to ``grace`` seconds; what is left is recovered at the next start."""
        await self._calendar.stop()
        if (engine := self._engine) is not None:
            await asyncio.to_thread(claim_no_more, engine)
            await self._runner.settle(grace, lambda: begun(engine))
        if self._reaper is not None:
            self._reaper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reaper
        if self._engine is not None:
            await self._destroy()
        await self._runner.cancel()
        if self._watchdog is not None:
            await self._watchdog.stop()
        self.close()
        await self._identity.release()
        Work._running = False

    async def running(self) -> list[QueueState]:
        """What is waiting, delayed and running, by queue."""
        async with reading(self.database) as session:
            return await queue_states(session)

    async def failed(self, limit: int = 50) -> list[FailedWork]:
        """What gave up, latest first."""
        async with reading(self.database) as session:
            found = [*await failures(session, limit), *await abandoned(session, limit)]
        return sorted(found, key=lambda failure: failure.at, reverse=True)[:limit]

    def _prepare(self) -> None:
        prepare(self.database)
        for limits in self._queues():
            self._client.register_queue(
                limits.name,
                worker_concurrency=limits.claims or limits.at_once,
                partition_concurrency=1 if limits.partitioned else None,
                polling_interval_sec=limits.polling,
                application_name=self.name,
            )

    def _queues(self) -> list[QueueLimits]:
        return [QUEUES[name] for name in sorted({job.queue for job in self.jobs.values()})]

    def _launch(self) -> None:
        """Inside the running loop, which the engine adopts for every job."""
        config: DBOSConfig = {
            "name": self.name,
            "system_database_engine": self.database.sync_engine,
            "dbos_system_schema": SCHEMA,
            "serializer": SERIALIZER,
            "application_version": VERSION,
            "executor_id": self._identity.executor,
            "max_executor_threads": _THREADS,
            "use_listen_notify": False,  # we neither send nor wait for the engine's messages
            "notification_listener_polling_interval_sec": 0.1,  # of an empty list; a stop waits for it
            "scheduler_polling_interval_sec": 3600.0,  # its schedules are not used either
            "enable_otlp": False,
            "log_level": "WARNING",
        }
        self._engine = engine = DBOS(config=config)
        for job in self.jobs.values():
            self._runner.register(job)
        DBOS.listen_queues([limits.name for limits in self._queues()])
        DBOS.launch()
        rest_cheaply(engine, self.database)

    async def _destroy(self) -> None:
        """From a thread of its own: the engine's threads end by handing over to the loop, and its executor,
        which had become the loop's default, ends with it."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1) as thread:
            await loop.run_in_executor(thread, lambda: DBOS.destroy(destroy_registry=True))
        loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="asyncio"))
        self._engine = None

    async def _reap(self) -> None:
        """Take over the running work of executors that are dead."""
        while True:
            await asyncio.sleep(self._reap_every)
            try:
                async with reading(self.database) as session:
                    executors = await executors_at_work(session)
                await self._identity.relieve(executors, self._take_over)
            except (sa.exc.SQLAlchemyError, OSError) as error:
                log.warning("work.reaper_waits", error=type(error).__name__)
            except Exception:  # the engine's own errors: the next look may do, and none would ever follow
                log.exception("work.reaper_failed")

    async def _take_over(self, executor: str) -> None:
        log.warning("work.takes_over", dead=executor)
        await asyncio.to_thread(DBOS._recover_pending_workflows, [executor])

    async def _tidy(self, _context: object) -> None:
        """Delete finished work that is older than it may be needed. Running twice deletes nothing more."""
        await forget_finished(self.database, self.clock(), self._keep_days)
