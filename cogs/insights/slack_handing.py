"""What insights show, as tables to whoever asks."""

from __future__ import annotations

import asyncio

from bot.digests.building.reading import span_of
from bot.faces.digests.export import MOST, course_table, figures_table, rows_table
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.handing import OurFile, hand
from bot.faces.texts import say
from bot.insights.periods import Cadence, Period
from bot.kernel.text import clean_line
from bot.storage.unit_of_work import reading
from cogs.insights.opened import Opened
from cogs.insights.view import View, named_slice, words_of

STEM = 60  # characters of a file's name


async def hand_view(ctx: SlackContext, view: View) -> None:
    """The figures that are shown, how they went, and the pieces behind the way from found to published, as files in a
    direct message. Twice, they are sent twice."""
    span = view.course.document.period
    named = {one: named_slice(one, view.names) for one in (view.wanted.slice, *view.names) if one}
    figures = await asyncio.to_thread(figures_table, view.numbers(), named, span)
    course = await asyncio.to_thread(course_table, view.course)
    async with reading(ctx.services.database) as session:
        behind = [(one.figure, one.slice) for one in view.insight.funnel]
        pieces, cut = await rows_table(session, behind, span)
    stem = _stem(view.period, view.wanted.slice)
    files = [
        OurFile(f"{stem}-figures.csv", "Figures", figures),
        OurFile(f"{stem}-course.csv", "Course", course),
        OurFile(f"{stem}-pieces.csv", "Pieces", pieces),
    ]
    await _hand(ctx, files, view.period, named_slice(view.wanted.slice, view.names), cut=cut)


async def hand_rows(ctx: SlackContext, opened: Opened, name: str) -> None:
    """All rows behind the figure that is open, the same way. ``name``: what its slice is called."""
    period = Period(Cadence.DAYS, "", opened.start, opened.end, words_of(ctx.services).zone)
    span = span_of(period)
    async with reading(ctx.services.database) as session:
        table, cut = await rows_table(session, [(opened.part, opened.slice)], span)
    files = [OurFile(f"{_stem(period, opened.slice)}-{opened.part}.csv", opened.part, table)]
    await _hand(ctx, files, period, name, cut=cut)


async def _hand(ctx: SlackContext, files: list[OurFile], period: Period, name: str, *, cut: bool) -> None:
    words = words_of(ctx.services)
    comment = say(words.language, "in-files", {"span": words.span(period.start, period.end)})
    if name:
        comment += f" {say(words.language, 'in-files-about', {'name': b.isolate(clean_line(name, 60))})}"
    if cut:
        comment += f" {say(words.language, 'in-files-cut', {'most': words.count(MOST)})}"
    await hand(ctx.client, ctx.person.id, files, comment)


def _stem(period: Period, slice: str) -> str:
    """Letters and digits alone: a slice is anybody's text."""
    said = f"insights {period.first_day} {period.last_day} {slice}"
    return "-".join("".join(one if one.isalnum() else " " for one in said).split())[:STEM]
