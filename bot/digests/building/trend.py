"""How a period stands to those before it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.digests.building.figures import Figures
from bot.digests.document import Bar, Record
from bot.insights.periods import Period, before, series
from bot.insights.rollups.service import read

BARS = 12
REMEMBERED = 104
"""So many periods back are looked at for a record."""
FEWEST = 4
"""Being the best of fewer periods than these is no record."""
_SHOWN = ("found", "approved", "granted", "positive", "neutral", "negative")
_RECORDS = ("found", "approved", "granted")


async def trend_of(session: AsyncSession, period: Period, begun: datetime | None, slice: str) -> list[Bar]:
    """The last periods up to this one, the oldest first; those before anything was found are left out."""
    bars = []
    for one in series(period, BARS):
        if one.end != period.end and (begun is None or one.end <= begun):
            continue
        counted = await _counted(session, one, slice)
        bars.append(Bar(name=one.name, start=one.start, **{key: counted[key] for key in _SHOWN}))
    return bars


async def records_of(
    session: AsyncSession, period: Period, begun: datetime | None, slice: str, figures: Figures
) -> list[Record]:
    """Of what this period is the best for a while. Looking stops at the period that was as good."""
    now = {one: figures.count(one, slice).value or 0 for one in _RECORDS}
    open_, beaten, found = {one for one in now if now[one] > 0}, dict.fromkeys(_RECORDS, 0), []
    at = before(period)
    for _ in range(REMEMBERED):
        if not open_ or begun is None or at.end <= begun:
            break
        counted = await _counted(session, at, slice)
        for one in [one for one in _RECORDS if one in open_]:
            if counted[one] < now[one]:
                beaten[one] += 1
                continue
            open_.discard(one)
            if beaten[one] >= FEWEST:
                found.append(Record(figure=one, periods=beaten[one], since=at.start))
        at = before(at)
    found += [Record(figure=one, periods=beaten[one]) for one in open_ if beaten[one] >= FEWEST]
    return sorted(found, key=lambda one: _RECORDS.index(one.figure))


async def _counted(session: AsyncSession, period: Period, slice: str) -> Counter[str]:
    found = await read(session, period.start, period.end, slice)
    return found.counts.get(slice, Counter())
