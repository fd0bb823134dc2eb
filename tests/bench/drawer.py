"""``python -m tests.bench.drawer``: the charts of a full digest, drawn twice beside a running event loop.

A line: charts drawn, MB before and the most MB in all, and the loop's longest pause in ms, the first time (matplotlib
is imported then) and the second.
"""

from __future__ import annotations

import asyncio
import sys
import time

from bot.digests.charts import pictures
from tests.bench.spent import most_memory
from tests.support.documents import sample_document

TICK = 0.005  # seconds


async def paused() -> tuple[int, float]:
    """How many charts were drawn, and by how much the loop was late at most meanwhile, in ms."""
    drawing = asyncio.ensure_future(pictures(sample_document()))
    longest = 0.0
    while not drawing.done():
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        longest = max(longest, time.perf_counter() - began - TICK)
    found, missing = await drawing
    if missing:
        raise RuntimeError(f"not drawn: {', '.join(missing)}")
    return len(found), longest * 1000


async def drawn() -> None:
    before = most_memory()
    count, first = await paused()
    _, second = await paused()
    sys.stdout.write(f"{count} {before:.3f} {most_memory():.3f} {first:.3f} {second:.3f}\n")


if __name__ == "__main__":
    asyncio.run(drawn())
