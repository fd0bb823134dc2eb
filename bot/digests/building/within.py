"""How a period went within itself beside the one before: what the charts of insights show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.digests.building.figures import Figures
from bot.digests.building.reading import FUNNEL, MOODS, shares, span_of
from bot.digests.charts.course import Course
from bot.digests.document import Bar, Document, Number
from bot.insights.counting.queries import earliest
from bot.insights.periods import Cadence, Period, before, midnight
from bot.insights.rollups.service import read_each

BY_DAY = 31
"""A period of at most so many days is shown day by day."""
BY_WEEK = 190
"""One of at most so many days in parts of about a week, a longer one in parts of about a month."""
_SHOWN = ("found", "approved", "granted")


def parts(period: Period, count: int = 0) -> list[Period]:
    """The period in parts of whole days that differ by a day at most, the first one first. ``count``: into so many;
    0: into as many as suit its length."""
    days = _days(period)
    if not count:
        count = days if days <= BY_DAY else round(days / (7 if days <= BY_WEEK else 30.4))
    firsts = [period.first_day + timedelta(days=number * days // count) for number in range(count + 1)]
    return [
        Period(
            Cadence.DAYS, str(first), midnight(first, period.zone), midnight(after, period.zone), period.zone
        )
        for first, after in pairwise(firsts)
    ]


def parts_before(period: Period) -> list[Period]:
    """The period before in parts that can stand beside those of this one: as many, or its days where they are days,
    be the month before longer or shorter."""
    return parts(before(period), 0 if _days(period) <= BY_DAY else len(parts(period)))


def _days(period: Period) -> int:
    return (period.last_day - period.first_day).days + 1


async def course_of(
    session: AsyncSession,
    figures: Figures,
    period: Period,
    slice: str = "",
    *,
    language: str,
    named: str = "",
) -> Course:
    """What there is to draw of one slice. ``figures``: of that period, with that slice; ``named``: what the slice is
    called, which is anybody's text."""
    now = parts(period)
    was = parts_before(period) if figures.before is not None else []
    counted = await _counted(session, [*was, *now], slice)
    document = Document(
        language=language,
        period=span_of(period),
        compared=span_of(before(period)),
        made_at=period.end,  # when it was drawn changes nothing of what is drawn
        about=slice,
        about_name=named,
        funnel=[figures.count(one, slice) for one in FUNNEL],
        sentiment=shares(figures, slice),
        trend=_beside(figures, period, slice),
    )
    return Course(document, _bars(now, counted[len(was) :]), _bars(was, counted[: len(was)]))


async def _counted(session: AsyncSession, periods: Sequence[Period], slice: str) -> list[Counter[str]]:
    """Those before anything was found are nought, and cost nothing."""
    begun = await earliest(session)
    since = [one for one in periods if begun is not None and one.end > begun]
    nothing = [Counter[str]() for _ in range(len(periods) - len(since))]
    return [*nothing, *await read_each(session, since, slice, _SHOWN)]


def _beside(figures: Figures, period: Period, slice: str) -> list[Bar]:
    """The period before and this one as a whole, for sentiment."""
    moods = {mood: figures.count(mood, slice) for mood in MOODS}
    now = Bar(name=period.name, start=period.start, found=0, approved=0, granted=0, **_values(moods, "value"))
    if figures.before is None:
        return [now]
    other = before(period)
    return [
        now.model_copy(update={"name": other.name, "start": other.start, **_values(moods, "before")}),
        now,
    ]


def _values(numbers: dict[str, Number], which: str) -> dict[str, int]:
    return {key: int(getattr(one, which) or 0) for key, one in numbers.items()}


def _bars(periods: Sequence[Period], counted: Sequence[Counter[str]]) -> tuple[Bar, ...]:
    return tuple(
        Bar(name=one.name, start=one.start, **{key: found[key] for key in _SHOWN})
        for one, found in zip(periods, counted, strict=True)
    )
