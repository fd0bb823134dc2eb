"""What tests of looking again share."""

from __future__ import annotations

import asyncio

from bot.intake.poll import poll
from bot.intake.recheck import (
    FIRST,
    recheck,
)
from tests.bot.content.pieces import everything, rows
from tests.bot.intake.home import Home
from tests.bot.intake.support import Line


async def found(line: Line, home: Home, count: int = 1) -> None:
    """So many statuses, found just now; then the time of their first look."""
    for number in range(100, 100 + count):
        home.publish(number)
    await poll(line, "social")
    assert len(await everything(line.database)) == count
    line.forward(seconds=FIRST.total_seconds())


async def review(line: Line) -> list[tuple[str, int]]:
    return [tuple(row) for row in await rows(line.database, "select status, display_revision from review")]


async def after_pause(line: Line, home: Home) -> None:
    """The next look, once the host may be asked again (its own pause is in real time)."""
    asked = len(home.looks())
    for _ in range(60):
        line.forward(hours=1)
        await recheck(line, "social")
        if len(home.looks()) > asked:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("never looked again")
