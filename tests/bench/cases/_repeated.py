"""How an act that is done many times is measured, with the servers that it asks."""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # comes with the PostgreSQL of the tests

from tests.bench.harness import Sample, cpu_time


async def sample(times: int, once: Callable[[], Awaitable[object]], servers: Sequence[int]) -> Sample:
    """Do it so often: CPU microseconds each, of this process and of the servers it asks, and the median wait."""
    waits = []
    with cpu_time() as so_far:
        theirs = cpu_of(servers)
        for _ in range(times):
            began = time.perf_counter()
            await once()
            waits.append(time.perf_counter() - began)
        cpu = so_far() + cpu_of(servers) - theirs
    return {"cpu": cpu / times * 1e6, "p50_ms": statistics.median(waits) * 1e3}


def cpu_of(pids: Sequence[int]) -> float:
    """CPU seconds of servers, and of the processes that serve their clients; each has one thread."""
    spent = 0
    for process in map(psutil.Process, pids):
        clients = (each for each in process.children() if "[local]" in " ".join(each.cmdline()))
        for each in (process, *clients):
            # psutil counts in hundredths of a second, which is too coarse for what a look costs.
            spent += int(Path(f"/proc/{each.pid}/schedstat").read_text().split()[0])
    return spent / 1e9
