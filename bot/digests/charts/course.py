"""How many pieces were found in each part of a period, with how many were approved, beside the period before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.digests.charts import palette as p
from bot.digests.charts.card import Card
from bot.digests.charts.columns import Beside, Columns, beside, under
from bot.digests.charts.trend import shows, subtitle, title_of
from bot.digests.charts.wording import Wording, alt, series
from bot.digests.document import Bar, Document

_BOTTOM = 580
_MARKED = 24
"""So many points of a line carry a mark; on more they would hide it."""

_APART = 90  # pixels between two values that don't touch


@dataclass(frozen=True, slots=True)
class Course:
    """A period that somebody asks about. ``document``: its figures, with the period before and this one as a whole in
    ``trend``; ``now`` and ``was``: its parts and those of the period before, the first one first. ``was`` is empty
    where nothing is known of it; where days are counted it may be a little longer or shorter."""

    document: Document
    now: Sequence[Bar]
    was: Sequence[Bar] = ()


def course(what: Course) -> tuple[Card, str] | None:
    """The chart and what it says in words; None where neither period has anything."""
    if not shows([*what.now, *what.was]):
        return None
    document = what.document
    words = Wording.of(document.language, document.period)
    title, about = title_of(document, sum(one.found for one in what.now), words), subtitle(document, words)
    card = Card()
    top = card.head(about, title) + 74
    places = Columns(len(what.now))
    beside_now = what.was[: len(what.now)]
    every = [*what.now, *beside_now]
    most = max(1, *(max(one.found, one.approved) for one in every))
    card.rule(p.PAD, _BOTTOM, places.right - p.PAD, p.GREY)
    _columns(card, places, what.now, top, most)
    if beside_now:
        _line(card, places, [one.found for one in beside_now], top, most, p.GREY, "D")
    _line(card, places, [one.approved for one in what.now], top, most, p.VERMILLION, "o")
    _scale(card, places, what, top, most, words)
    under(card, places, [words.day(one.start) for one in what.now], _BOTTOM + 48)
    beside(card, _legend(what, words, top), top + 16, _BOTTOM - 10)
    return card, alt(about, title, _described(what, words))


def _high(value: int, most: int, top: float) -> float:
    return max(value, 0) / most * (_BOTTOM - top)


def _columns(card: Card, places: Columns, bars: Sequence[Bar], top: float, most: int) -> None:
    for index, one in enumerate(bars):
        high = _high(one.found, most, top)
        if high:
            left = places.middle(index) - places.wide / 2
            card.box(left, _BOTTOM - high, places.wide, high, fill=p.BLUE_PALE, edge=p.BLUE, line=2)


def _line(
    card: Card, places: Columns, values: Sequence[int], top: float, most: int, colour: str, marker: str
) -> None:
    xs = [places.middle(index) for index in range(len(values))]
    ys = [_BOTTOM - _high(one, most, top) for one in values]
    card.line(xs, ys, colour=colour, marker=marker if len(values) <= _MARKED else "")


def _scale(card: Card, places: Columns, what: Course, top: float, most: int, words: Wording) -> None:
    """The values of the highest column and of a higher point of the period before, by which all can be read."""
    now, was = ([one.found for one in bars] for bars in (what.now, what.was[: len(what.now)]))
    best, other = max(now), max(was, default=0)
    if best > 0:
        _value(card, places, now.index(best), best, top, most, words, bold=True)
    if other > best:
        far = abs(now.index(best) - was.index(other)) * places.slot > _APART
        if best <= 0 or far or _high(other - best, most, top) > _APART / 2:
            _value(card, places, was.index(other), other, top, most, words, bold=False)


def _value(
    card: Card, places: Columns, index: int, value: int, top: float, most: int, words: Wording, *, bold: bool
) -> None:
    text = words.number(value)
    half = card.width(text, p.TICK, bold) / 2
    x = min(max(places.middle(index), p.PAD + half), places.right - half)
    y = _BOTTOM - _high(value, most, top) - 20
    card.text(x, y, text, size=p.TICK, bold=bold, colour=p.INK if bold else p.MUTED, align="center")


def _legend(what: Course, words: Wording, top: float) -> list[Beside]:
    """What each mark is, with the whole period's number."""
    found, approved = sum(one.found for one in what.now), sum(one.approved for one in what.now)
    told = [(found, "chart-found", p.BLUE, "s"), (approved, "chart-approved", p.VERMILLION, "o")]
    if what.was:
        told.append((sum(one.found for one in what.was), "chart-before", p.GREY, "D"))
    step = (_BOTTOM - top) / len(told)
    return [
        Beside(
            top + step * (index + 0.5),
            words.number(value),
            words.say(key),
            colour,
            marker,
            fill=p.BLUE_PALE if colour == p.BLUE else None,
        )
        for index, (value, key, colour, marker) in enumerate(told)
    ]


def _described(what: Course, words: Wording) -> str:
    document = what.document
    head = words.say("chart-alt-course")
    if what.was:
        head = words.say("chart-alt-course-beside", before=words.span(document.compared))
    told = []
    for index, one in enumerate(what.now):
        said = {
            "day": words.day(one.start),
            "found": words.number(one.found),
            "approved": words.number(one.approved),
        }
        if index < len(what.was):
            before = words.number(what.was[index].found)
            told.append(words.say("chart-alt-course-was", before=before, **said))
        else:
            told.append(words.say("chart-alt-course-one", **said))
    return series(head, reversed(told))  # the last part first: a long row is cut at its end
