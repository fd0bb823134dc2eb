"""The chart of a period that somebody asks about."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from bot.digests.building.within import parts, parts_before
from bot.digests.charts import COURSES, Course, Picture, draw_course, drawing
from bot.digests.charts.wording import ALT_LIMIT, LANGUAGES
from bot.digests.document import Bar
from bot.insights.periods import Period, before, parse
from bot.kernel.errors import NeverWorks
from tests.support.documents import number, sample_document, span

THIN = "\u2009"  # around a dash between days
NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)


def course(name: str = "7d", *, language: str = "en", about: str = "", most: int = 9) -> Course:
    """A period in which every part has something, and the one before."""
    period = parse(name, NOW, "Europe/Stockholm")
    now, was = parts(period), parts_before(period)
    document = sample_document(
        language=language,
        brand="",
        period=span(period),
        compared=span(before(period)),
        about_name=about,
        records=[],
        funnel=[number("found", 42, 30, change="up"), number("approved", 21, 20), number("granted", 2, 1)],
        trend=[
            Bar(
                name=one.name,
                start=one.start,
                found=0,
                approved=0,
                granted=0,
                positive=6,
                neutral=3,
                negative=1,
            )
            for one in (before(period), period)
        ],
    )

    def bars(periods: list[Period], step: int) -> tuple[Bar, ...]:
        return tuple(
            Bar(name=one.name, start=one.start, found=(n * step) % most + 1, approved=n % 2, granted=0)
            for n, one in enumerate(periods)
        )

    return Course(document, bars(now, 3), bars(was, 5))


async def drawn(what: Course, name: str = "course") -> Picture:
    found = await draw_course(name, what)
    assert found is not None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["1d", "7d", "30d", "90d", "800d", "2026-W47", "2026-Q3", "2026-03", "2026-09"]
)
async def test_every_period_is_drawn_in_every_language(language: str, name: str) -> None:
    for chart in COURSES:
        picture = await drawn(course(name, language=language), chart)
        image = Image.open(io.BytesIO(picture.png))
        assert image.size == (picture.width, picture.height)
        assert 0 < len(picture.alt) <= ALT_LIMIT


async def test_what_the_chart_says_in_words() -> None:
    alt = (await drawn(course())).alt.replace(THIN, " ")
    assert alt.startswith("23 – 29 Nov 2026. 42 pieces found, up from 30.")
    assert "those found in 16 – 22 Nov 2026" in alt
    assert "from 29 Nov: 1 found, 0 approved, 4 before; from 28 Nov:" in alt
    alone = (await drawn(replace(course(), was=()))).alt
    assert "from 29 Nov: 1 found, 0 approved;" in alone
    assert "before;" not in alone


async def test_sentiment_names_its_days_where_a_period_has_no_name() -> None:
    alt = (await drawn(course("30d"), "sentiment")).alt.replace(THIN, " ")
    assert "31 Oct – 29 Nov: 60% positive" in alt
    assert "1 – 30 Oct: 60% positive" in alt
    assert "week 47: 60% positive" in (await drawn(course("2026-W47"), "sentiment")).alt.lower()


async def test_the_same_facts_give_the_same_picture() -> None:
    assert await drawn(course()) == await drawn(course())
    assert (await drawn(course())).png != (await drawn(course(most=5))).png


async def test_nothing_found_is_no_chart() -> None:
    empty = [one.model_copy(update={"found": 0, "approved": 0}) for one in course().now]
    assert await draw_course("course", replace(course(), now=empty, was=())) is None
    assert (
        await draw_course("course", replace(course(), now=empty)) is not None
    )  # the time before had something


@pytest.mark.parametrize(
    "about", ["<!channel> $\\frac{1}{0}$", "a" * 5000, "\u202eevil\u0007\U0001f600", "$"]
)
async def test_anybodys_name_is_drawn_as_it_is(about: str) -> None:
    for chart in COURSES:
        picture = await drawn(course(about=about), chart)
        assert len(picture.alt) <= ALT_LIMIT
        assert "\u202e" not in picture.alt


@pytest.mark.parametrize("value", [0, 1, 10**7, 10**15])
async def test_numbers_of_any_size_are_drawn(value: int) -> None:
    now = [one.model_copy(update={"found": value, "approved": value}) for one in course().now]
    was = [one.model_copy(update={"found": value * 3 + 1}) for one in course().was]
    assert (await drawn(replace(course(), now=now, was=was))).png


async def test_what_can_not_be_drawn_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Course) -> None:
        raise RuntimeError("no paper left")

    monkeypatch.setitem(drawing.COURSES, "course", broken)
    with pytest.raises(NeverWorks, match="course can't be drawn"):
        await draw_course("course", course())
    assert "no paper left" in caplog.text
