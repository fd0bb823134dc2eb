"""How a period went within itself: its parts are all of it, and add up to its figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.digests.building.reading import figures_of
from bot.digests.building.within import course_of, parts, parts_before
from bot.insights.periods import before, parse
from bot.insights.rollups.service import count_up
from bot.insights.rows import count
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bot.insights.history import BEGIN, write_history

ZONE = "Europe/Stockholm"
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("1d", 1), ("7d", 7), ("week", 7), ("2026-02", 28), ("31d", 31), ("32d", 5), ("90d", 13), ("2026-Q1", 13),
        ("2026-10", 31), ("190d", 27), ("191d", 6), ("365d", 12), ("800d", 26),
    ],
)  # fmt: skip
def test_parts_are_whole_days_of_about_the_same_length(name: str, count: int) -> None:
    period = parse(name, NOW, ZONE)
    found = parts(period)
    assert len(found) == count
    assert (found[0].start, found[-1].end) == (period.start, period.end)
    assert all(one.end == other.start for one, other in pairwise(found))
    lengths = {(one.last_day - one.first_day).days for one in found}
    assert max(lengths) - min(lengths) <= 1
    other = parts_before(period)
    assert (other[0].start, other[-1].end) == (before(period).start, before(period).end)


@pytest.mark.parametrize(
    ("name", "count"),
    [("2026-03", 28), ("2026-10", 30), ("2026-09", 31), ("2026-Q1", 13), ("7d", 7), ("90d", 13)],
)
def test_the_period_before_has_its_own_days_or_as_many_parts(name: str, count: int) -> None:
    other = parts_before(parse(name, NOW, ZONE))
    assert len(other) == count
    assert all(one.end > one.start for one in other)


@pytest.mark.parametrize("counted", [False, True], ids=["from events", "from days"])
@pytest.mark.parametrize("slice", ["", "tag:tea", "source:blogs"])
async def test_the_parts_add_up_to_the_figures(database: Database, counted: bool, slice: str) -> None:
    await write_history(database, 7, 150)
    later = BEGIN + timedelta(days=7)
    if counted:
        await count_up(database, ZONE, later)
    period = parse("7d", later, ZONE)
    async with reading(database) as session:
        figures = await figures_of(session, period)
        course = await course_of(session, figures, period, slice, language="en", named="Tea")
        for figure in ("found", "approved", "granted"):
            whole = figures.count(figure, slice)
            assert sum(getattr(one, figure) for one in course.now) == whole.value
            assert sum(getattr(one, figure) for one in course.was) == (whole.before or 0)
        for part, bar in zip(parts(period), course.now, strict=True):
            assert bar.found == await count(session, "found", slice, part.start, part.end)
    assert sum(one.found for one in course.now) > 0
    assert len(course.was) == len(course.now) == 7
    assert [one.positive for one in course.document.trend] == [
        figures.count("positive", slice).before,
        figures.count("positive", slice).value,
    ]


async def test_nothing_before_the_first_piece_is_no_comparison(database: Database) -> None:
    await write_history(database, 7, 150)
    period = parse("800d", BEGIN + timedelta(days=5), ZONE)
    async with reading(database) as session:
        figures = await figures_of(session, period)
        course = await course_of(session, figures, period, language="en")
    assert course.was == ()
    assert len(course.document.trend) == 1
    assert sum(one.found for one in course.now) == figures.count("found").value
