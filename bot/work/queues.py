"""The queues by name and what each may do at once.

A queue costs a thread and a query each ``polling`` seconds, so there are few, and a process listens only to
those its jobs name. A rate that counts everywhere (one message a second a channel) is a job's ``pace`` on a
queue that runs one at a time for each partition.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """How one queue is worked. ``polling`` is in seconds: waiting work starts half of it later on average."""

    name: str
    at_once: int  # running at once in one process
    claims: int = 0  # taken by one process to run next, for work that is over in less than a poll; 0: at_once
    polling: float = 0.25
    partitioned: bool = False  # one at a time for each partition, over all processes


QUEUES: dict[str, QueueLimits] = {
    limits.name: limits
    for limits in (
        QueueLimits("deliver", at_once=32, polling=0.2, partitioned=True),  # partition: the channel
        QueueLimits("work", at_once=8, claims=64),
        QueueLimits("polls", at_once=4, polling=0.5),
        QueueLimits("media", at_once=2, polling=0.5),
        QueueLimits("timers", at_once=8, polling=0.5),
    )
}
