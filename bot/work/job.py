"""How an area declares durable work, in its ``jobs.py``."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from bot.work.queues import QUEUES

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True, slots=True)
class Job:
    """Work of one kind.

    ``name`` is stable text such as ``review.deliver``: it stands in the database, so renaming it strands
    what waits there. ``run(context, *args)`` gets small JSON arguments (ids, texts, numbers) and runs at
    least once, so it is idempotent; its docstring says what happens when it runs twice.

    A ``TryLater`` waits for its ``retry_after``, or backs off, for up to a week. ``NeverWorks`` gives up at
    once. Any other error is tried ``attempts`` times with growing pauses; then a ``FailedWork`` row says so.
    Pauses keep the job's place in its queue, which is what a channel that must stay in order needs.

    ``pace`` is in seconds, slept after the work is recorded as done and before the next of its partition.
    """

    name: str
    run: Callable[..., Awaitable[None]]
    queue: str = "work"
    attempts: int = 8
    pace: float = 0.0

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"job name {self.name!r} is not of the form area.verb")
        if self.queue not in QUEUES:
            raise ValueError(f"job {self.name} names queue {self.queue!r}; there are {', '.join(QUEUES)}")
        if self.attempts < 1 or self.pace < 0:
            raise ValueError(f"job {self.name} needs at least one attempt and a pace that is not negative")


def by_name(jobs: Iterable[Job]) -> dict[str, Job]:
    """The jobs by their names, each of which stands once."""
    found: dict[str, Job] = {}
    for job in jobs:
        if job.name in found:
            raise ValueError(f"two jobs are named {job.name}")
        found[job.name] = job
    return found
