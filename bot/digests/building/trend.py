"""How a period stands to those before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.digests.document import Bar, Record
from bot.insights.periods import Period, before
from bot.insights.rollups.service import read_each

BARS = 12
REMEMBERED = 104
"""So many periods before those shown are looked at for a record."""
AT_ONCE = 26
"""So many of them at a time."""
FEWEST = 4
"""Being the best of fewer periods than these is no record."""
_SHOWN: tuple[str, ...] = ("found", "approved", "granted", "positive", "neutral", "negative")
_RECORDS = ("found", "approved", "granted")


async def course(
    session: AsyncSession, period: Period, begun: datetime | None, slice: str
) -> list[tuple[Period, Counter[str]]]:
    """This period and those before it with what each adds up to, the oldest first: those that are shown, and further
    back as long as this one is the best of something. Those before anything was found are left out."""
    found: list[tuple[Period, Counter[str]]] = []
    at, count, measures = period, BARS, _SHOWN
    while len(found) < BARS + REMEMBERED:
        periods = []
        for _ in range(count):
            if at.end == period.end or (begun is not None and at.end > begun):
                periods.append(at)
            at = before(at)
        periods.reverse()
        found = [*zip(periods, await read_each(session, periods, slice, measures), strict=True), *found]
        if len(periods) < count or not _unbeaten(found):
            break
        count, measures = AT_ONCE, _RECORDS
    return found


def _unbeaten(periods: Sequence[tuple[Period, Counter[str]]]) -> bool:
    """Whether the last period is still the best of all in anything."""
    *earlier, (_, now) = periods
    return any(now[one] and all(counted[one] < now[one] for _, counted in earlier) for one in _RECORDS)


def trend_of(periods: Sequence[tuple[Period, Counter[str]]]) -> list[Bar]:
    """The last periods, the oldest first."""
    return [
        Bar(name=one.name, start=one.start, **{key: counted[key] for key in _SHOWN})
        for one, counted in periods[-BARS:]
    ]


def records_of(periods: Sequence[tuple[Period, Counter[str]]]) -> list[Record]:
    """Of what the last period is the best for a while: more than any since the one that was as good."""
    *earlier, (_, now) = periods
    found = []
    for figure in _RECORDS:
        if not now[figure]:
            continue
        as_good = [number for number, (_, counted) in enumerate(earlier) if counted[figure] >= now[figure]]
        beaten = len(earlier) - (as_good[-1] + 1 if as_good else 0)
        if beaten >= FEWEST:
            since = earlier[as_good[-1]][0].start if as_good else None
            found.append(Record(figure=figure, periods=beaten, since=since))
    return found
