"""Draws a document's charts, one after the other, off the event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.digests.charts import palette
from bot.digests.charts.course import Course, course
from bot.digests.charts.funnel import funnel
from bot.digests.charts.sentiment import sentiment
from bot.digests.charts.trend import columns, described, shows, trend
from bot.digests.charts.wording import Wording, plain
from bot.digests.document import Bar, Document, Span
from bot.kernel.errors import NeverWorks

if TYPE_CHECKING:
    from bot.digests.charts.card import Card

log = logging.getLogger(__name__)

CHARTS: dict[str, Callable[[Document], tuple[Card, str] | None]] = {
    "trend": trend,
    "funnel": funnel,
    "sentiment": sentiment,
}
COURSES: dict[str, Callable[[Course], tuple[Card, str] | None]] = {
    "course": course,
    "funnel": lambda what: funnel(what.document),
    "sentiment": lambda what: sentiment(what.document),
}
"""What is drawn of a period that somebody asks about, in the order it is read."""
_ONE_AT_A_TIME = threading.Lock()  # matplotlib's fonts and settings are shared by all threads


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as PNG. ``alt`` says its figures in the document's language, in at most 2,000 characters; it may hold
    a brand's or a campaign's name, so faces escape it like any text of somebody else's."""

    name: str  # trend, funnel, sentiment, series, course
    png: bytes
    alt: str
    width: int
    height: int


def draw(document: Document) -> list[Picture]:
    """The charts that have something to show; one that can't be drawn is logged and left out. Takes a second the
    first time, then a few tenths: call it in a thread, or ``pictures``."""
    return _drawn(document)[0]


async def pictures(
    document: Document, names: Collection[str] | None = None
) -> tuple[list[Picture], list[str]]:
    """The charts, or those of them that are named, drawn in a thread, and keys for ``Document.missing``
    (``chart-trend``) of those that couldn't be drawn. Doesn't raise."""
    return await asyncio.to_thread(_drawn, document, names)


async def draw_course(name: str, what: Course) -> Picture | None:
    """One of ``COURSES``, drawn in a thread; None where it has nothing to show. Raises NeverWorks where it can't be
    drawn."""
    try:
        return await asyncio.to_thread(_picture, name, partial(COURSES[name], what))
    except Exception as error:  # whatever a chart stumbles over, the figures stand without it
        log.exception("the chart %s of %s can't be drawn", name, what.document.period.name)
        raise NeverWorks(f"The chart {name} can't be drawn.") from error


def draw_series(
    title: str, bars: Sequence[Bar], *, period: Span, language: str = "en", about: str = ""
) -> Picture | None:
    """Found, approved and granted of any periods, the oldest first, under a title of the caller's; None where there
    is nothing to show. ``period`` says the bars' cadence and zone. Blocks like ``draw``."""
    if not shows(bars):
        return None
    words = Wording.of(language, period)
    title, about = plain(title), plain(about) or words.days(period)
    return _picture(
        "series", lambda: (columns(title, about, bars, words), described(title, about, bars, words))
    )


def _drawn(document: Document, names: Collection[str] | None = None) -> tuple[list[Picture], list[str]]:
    found: list[Picture] = []
    missing: list[str] = []
    for name, chart in CHARTS.items():
        if names is not None and name not in names:
            continue
        try:
            picture = _picture(name, partial(chart, document))
        except Exception:  # whatever a chart stumbles over, the digest goes out without it
            log.exception("the chart %s of digest %s can't be drawn", name, document.period.name)
            missing.append(f"chart-{name}")
        else:
            found += [picture] if picture else []
    return found, missing


def _picture(name: str, chart: Callable[[], tuple[Card, str] | None]) -> Picture | None:
    with _ONE_AT_A_TIME:
        import matplotlib

        # An operator's matplotlibrc must not change what is drawn.
        with matplotlib.rc_context(matplotlib.rcParamsDefault):
            made = chart()
            if made is None:
                return None
            card, said = made
            return Picture(name, card.png(), said, palette.WIDTH, palette.HEIGHT)
