"""Shares of positive, neutral and negative pieces by period, with how many were judged."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digests.charts import palette as p
from bot.digests.charts.card import Card
from bot.digests.charts.columns import Beside, Columns, beside, under
from bot.digests.charts.trend import PERIODS, subtitle
from bot.digests.charts.wording import Wording, alt, series
from bot.digests.document import Bar, Document, Span

_BOTTOM = 548
# From the top down: what is praised stands highest. Each differs by its fill as well as by its colour.
_KINDS = (("positive", p.BLUE, None), ("neutral", p.GREY, ".."), ("negative", p.VERMILLION, "///"))


def sentiment(document: Document) -> tuple[Card, str] | None:
    """The chart and what it says in words; None where nothing was judged in any of its periods."""
    bars = document.trend[-PERIODS:]
    if not any(_judged(one) for one in bars):
        return None
    words = Wording.of(document.language, document.period)
    now = bars[-1]
    title = _title(now, words)
    about = subtitle(document, words)
    if _judged(now) and any(one.small for one in document.sentiment):
        about = f"{words.say('chart-small').capitalize()} · {about}"
    card = Card()
    top = card.head(about, title) + 40
    places = Columns(len(bars))
    for index, one in enumerate(bars):
        _column(card, places, index, one, top)
    card.rule(p.PAD, _BOTTOM, places.right - p.PAD, p.GREY)
    spans = _spans(bars, document.period, words)
    under(card, places, spans or [words.short(one.name, one.start) for one in bars], _BOTTOM + 42)
    under(card, places, [words.number(_judged(one)) for one in bars], _BOTTOM + 88)
    left = places.right + 28
    size = card.size([words.say("chart-judged")], p.TICK, p.WIDTH - p.PAD / 2 - left)
    card.text(left, _BOTTOM + 88, words.say("chart-judged"), size=size, colour=p.MUTED)
    if _judged(now):
        beside(card, _labels(now, top, words), top + 38, _BOTTOM - 40)
    spans = spans or [words.period(one.name, one.start) for one in bars]
    each = [_described(one, period, words) for one, period in zip(bars, spans, strict=True)][::-1]
    return card, alt(about, title, series(words.say("chart-alt-sentiment"), each))


def _counts(one: Bar) -> dict[str, int]:
    return {name: max(getattr(one, name), 0) for name, _, _ in _KINDS}


def _judged(one: Bar) -> int:
    return sum(_counts(one).values())


def _column(card: Card, places: Columns, index: int, one: Bar, top: float) -> None:
    total = _judged(one)
    y = top
    left = places.middle(index) - places.wide / 2
    for name, colour, hatch in _KINDS if total else ():
        high = _counts(one)[name] / total * (_BOTTOM - top)
        if high:
            card.box(
                left, y, places.wide, high, fill=p.CARD if hatch else colour, edge=colour, line=3, hatch=hatch
            )
        y += high


def _labels(now: Bar, top: float, words: Wording) -> list[Beside]:
    total, y = _judged(now), top
    found = []
    for name, colour, hatch in _KINDS:
        share = _counts(now)[name] / total
        high = share * (_BOTTOM - top)
        found.append(
            Beside(y + high / 2, words.percent(share), words.say(f"chart-{name}"), colour, "s", hatch)
        )
        y += high
    return found


def _title(now: Bar, words: Wording) -> str:
    total = _judged(now)
    if not total:
        return words.say("chart-sentiment-none")
    shares = {name: words.percent(count / total) for name, count in _counts(now).items()}
    return words.say(
        "chart-sentiment",
        positive=shares["positive"],
        negative=shares["negative"],
        count=total,
        said=words.number(total),
    )


def _spans(bars: Sequence[Bar], period: Span, words: Wording) -> list[str]:
    """First and last days, where the columns are just so many days: the first day alone would read as that day's.
    Nothing where they have names."""
    if period.cadence != "days":
        return []
    ends = [*(one.start for one in bars[1:]), period.end]
    return [words.between(one.start, end) for one, end in zip(bars, ends, strict=True)]


def _described(one: Bar, period: str, words: Wording) -> str:
    total = _judged(one)
    if not total:
        return words.say("chart-alt-sentiment-nothing", period=period)
    shares = {name: words.percent(count / total) for name, count in _counts(one).items()}
    return words.say("chart-alt-sentiment-one", period=period, said=words.number(total), **shares)
