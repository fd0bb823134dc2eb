"""Figures, how they went, and the rows behind them, as tables for spreadsheets."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterable, Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.overview.export import cell
from bot.digests.charts import Course
from bot.digests.document import Number, Span
from bot.insights.rows import Row, all_rows

MOST = 50_000
"""Rows of one table: what somebody can look through, and a chat takes as a file."""
FIGURES = (
    "figure", "slice", "named", "value", "before", "change", "low", "high", "sample", "small", "estimate", "from",
    "to",
)  # fmt: skip
COURSE = ("period", "from", "found", "approved", "granted")
ROWS = ("figure", "slice", "item", "title", "creator", "platform", "address", "at", "value")


def figures_table(numbers: Iterable[Number], named: Mapping[str, str], span: Span) -> bytes:
    """One line a figure. Its change is "up" or "down" only where that is larger than its noise."""
    lines = (
        [
            one.figure,
            cell(one.slice),
            cell(named.get(one.slice)),
            _number(one.value),
            _number(one.before),
            one.change,
            _number(one.low),
            _number(one.high),
            _number(one.sample),
            int(one.small),
            int(one.estimate),
            span.start.isoformat(),
            span.end.isoformat(),
        ]
        for one in numbers
    )
    return _table(FIGURES, lines)


def course_table(course: Course) -> bytes:
    """One line for each part of the period, and before them those of the period before, by their beginnings."""
    lines = (
        [period, one.start.isoformat(), one.found, one.approved, one.granted]
        for period, bars in (("before", course.was), ("now", course.now))
        for one in bars
    )
    return _table(COURSE, lines)


async def rows_table(
    session: AsyncSession, wanted: Iterable[tuple[str, str]], span: Span
) -> tuple[bytes, bool]:
    """The rows behind figures, each as (figure, slice); and whether there were more than fit."""
    lines: list[list[object]] = []
    for figure, slice in wanted:
        async for row in all_rows(session, figure, slice, span.start, span.end):
            if len(lines) >= MOST:
                return await asyncio.to_thread(_table, ROWS, lines), True
            lines.append(_line(figure, slice, row))
    return await asyncio.to_thread(_table, ROWS, lines), False


def _line(figure: str, slice: str, row: Row) -> list[object]:
    return [
        figure,
        cell(slice),
        _number(row.item_id),
        cell(row.title),
        cell(row.creator),
        cell(row.platform),
        cell(row.url),
        "" if row.at is None else row.at.isoformat(),
        _number(row.value),
    ]


def _number(value: float | None) -> float | str:
    if value is None:
        return ""
    return int(value) if value == int(value) else value


def _table(head: Iterable[str], lines: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(head)
    table.writerows(lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
