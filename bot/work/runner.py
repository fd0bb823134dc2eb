"""How one piece of work is run: attempts as recorded steps, pauses between them, giving up in the open."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from dbos import DBOS

from bot.kernel.clock import Clock
from bot.kernel.log import get_logger, hide_secrets
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work.job import Job
from bot.work.queries import add_failure, begin_wake_up
from bot.work.queues import QUEUES
from bot.work.rules import Outcome, after_error
from bot.work.tables import FailedWork

# Work that ends its process each time is given up after as many restarts.
MOST_RESTARTS = 20
_LOOK_AGAIN = 0.05  # seconds

log = get_logger(__name__)


class Runner:
    """Runs jobs as the engine's workflows. ``busy`` are those that must not be interrupted lightly."""

    def __init__(self, database: Database, context: object, clock: Clock) -> None:
        self._database = database
        self._context = context
        self._clock = clock
        self._room = {name: asyncio.Semaphore(limits.at_once) for name, limits in QUEUES.items()}
        self._stopping = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._resting: set[asyncio.Task[Any]] = set()

    def register(self, job: Job) -> None:
        """Tell the engine; before it is launched."""
        DBOS.workflow(name=job.name, max_recovery_attempts=MOST_RESTARTS)(self._workflow(job))

    async def settle(self, grace: float, begun: Callable[[], set[asyncio.Task[Any]]]) -> None:
        """Begin nothing any more, and wait up to ``grace`` seconds for what has begun to be recorded. ``begun``
        are the engine's tasks that have not ended: one may not have come to our code yet."""
        self._stopping = True
        loop = asyncio.get_running_loop()
        deadline = loop.time() + grace
        while (busy := begun() - self._resting) and (left := deadline - loop.time()) > 0:
            await asyncio.wait(busy, timeout=min(left, _LOOK_AGAIN))  # one may have gone to rest meanwhile

    async def cancel(self) -> None:
        """End what is left, once the engine is gone: it stays marked as running and is recovered later."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _workflow(self, job: Job) -> Callable[..., Awaitable[None]]:
        async def workflow(*args: Any, wake_up: list[Any] | None = None) -> None:
            task = asyncio.current_task()
            if task is None:
                raise RuntimeError("durable work runs in a task")
            self._tasks.add(task)
            task.add_done_callback(self._forget)
            await self._until_done(job, args, wake_up, task)

        return workflow

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._resting.discard(task)

    async def _until_done(
        self, job: Job, args: tuple[Any, ...], wake_up: list[Any] | None, task: asyncio.Task[Any]
    ) -> None:
        began = self._clock().isoformat()
        tries = failures = 0
        while True:
            if self._stopping:  # the next start takes it up from here
                await self._rest(asyncio.Event().wait(), task)
            outcome = await DBOS.run_step_async(
                {"name": job.name}, self._attempt, job, args, wake_up, tries, failures, began
            )
            if outcome["state"] != "wait":
                break
            tries += 1
            failures += outcome["counts"]
            began = outcome["began"]
            await self._rest(DBOS.sleep_async(outcome["pause"]), task)
        if outcome["state"] == "failed":
            await DBOS.run_step_async({"name": "give up"}, self._give_up, job, outcome)
        if job.pace > 0:
            await asyncio.sleep(job.pace)

    async def _rest(self, pause: Awaitable[Any], task: asyncio.Task[Any]) -> None:
        self._resting.add(task)
        await pause
        self._resting.discard(task)

    async def _attempt(
        self,
        job: Job,
        args: tuple[Any, ...],
        wake_up: list[Any] | None,
        tries: int,
        failures: int,
        began: str,
    ) -> dict[str, Any]:
        """One attempt; what it came to is recorded. Runs again if the process dies before it is."""
        try:
            if wake_up is not None:
                async with unit_of_work(self._database) as session:
                    await begin_wake_up(session, *wake_up)
            async with self._room[job.queue]:
                await job.run(self._context, *args)
        except Exception as error:  # noqa: BLE001  # whatever a job raises is an outcome of it, kept and shown
            waited = self._clock() - datetime.fromisoformat(began)
            outcome = after_error(
                error, tries=tries, failures=failures, attempts=job.attempts, waited=max(waited, timedelta())
            )
            self._log(job, outcome, error)
            return {**asdict(outcome), "began": began}
        return {**asdict(Outcome("done")), "began": began}

    def _log(self, job: Job, outcome: Outcome, error: Exception) -> None:
        event = "work.failed" if outcome.state == "failed" else "work.retry"
        level = log.error if outcome.state == "failed" else log.warning
        details = error if outcome.remedy.startswith("The log") else None
        level(
            event,
            job=job.name,
            work=DBOS.workflow_id,
            problem=outcome.problem,
            pause=outcome.pause,
            exc_info=details,
        )

    async def _give_up(self, job: Job, outcome: dict[str, Any]) -> None:
        """Leave a row for people to see. Running twice leaves one."""
        failure = FailedWork(
            work_id=str(DBOS.workflow_id),
            job=job.name,
            problem=hide_secrets(outcome["problem"]),
            remedy=hide_secrets(outcome["remedy"]),
            at=self._clock(),
        )
        async with unit_of_work(self._database) as session:
            await add_failure(session, failure)
