"""Take up no more work, before a stop waits for what runs. Work that the engine began in between would find
its threads gone: harmless, for it is recovered at the next start, but said as an error at every such stop.

Both are internal to the pinned engine, whose own stop has no such step (it offers a wait in whole seconds for
everything that runs, work that rests for an hour included).
"""

from __future__ import annotations

import asyncio
from typing import Any

from dbos import DBOS

CLAIMING = "(queue_thread)"
"""How the name of the thread ends that starts the queues' threads, and waits for them when it is told to stop."""


def claim_no_more(engine: DBOS, patience: float = 5.0) -> None:
    """From a thread, while the loop runs: when this returns, what was claimed has begun. Bounded by ``patience``
    seconds; a claim that takes longer begins after all, as if this had not been called."""
    for event in engine.background_thread_stop_events:
        event.set()
    for thread in engine._background_threads:
        if thread.name.endswith(CLAIMING):
            thread.join(patience)


def begun(engine: DBOS) -> set[asyncio.Task[Any]]:
    """The tasks of work that has begun and not ended, those included that have not come to our code yet."""
    return set(engine._workflow_tasks)
