"""How many pieces were found in each period, with how many were approved and granted."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digests.charts import palette as p
from bot.digests.charts.card import BETWEEN, Card
from bot.digests.charts.columns import Beside, Columns, beside, under
from bot.digests.charts.wording import Wording, alt, known, plain, series
from bot.digests.document import Bar, Document

PERIODS = 12
FEWEST = 2
_BOTTOM = 580


def trend(document: Document) -> tuple[Card, str] | None:
    """The chart and what it says in words; None where nothing was ever found, and of a first period: one column is no
    course, and the funnel says the same."""
    bars = document.trend[-PERIODS:]
    if len(bars) < FEWEST or not shows(bars):
        return None
    words = Wording.of(document.language, document.period)
    title = title_of(document, bars[-1].found, words)
    about = subtitle(document, words)
    return columns(title, about, bars, words), described(title, about, bars, words)


def shows(bars: Sequence[Bar]) -> bool:
    """Whether there is anything to draw."""
    return any(max(one.found, one.approved, one.granted) > 0 for one in bars)


def subtitle(document: Document, words: Wording) -> str:
    """Whose digest of when, what it is about."""
    days = words.days(document.period) if document.period.cadence == "week" else ""
    # What we say stands first: a long name is cut, not the time.
    parts = (words.span(document.period), days, plain(document.about_name, 120), plain(document.brand, 120))
    said = BETWEEN.join(one for one in parts if one)
    return said[:1].upper() + said[1:]


def columns(title: str, about: str, bars: Sequence[Bar], words: Wording) -> Card:
    """The chart of any bars, this period last. Raises ValueError without bars."""
    if not bars:
        raise ValueError("there is no bar to draw")
    card = Card()
    top = card.head(about, title) + 62
    places = Columns(len(bars))
    most = max(1, *(max(one.found, one.approved, one.granted) for one in bars))

    def height(value: int) -> float:
        return max(value, 0) / most * (_BOTTOM - top)

    card.rule(p.PAD, _BOTTOM, places.right - p.PAD, p.GREY)
    for index, one in enumerate(bars):
        last = index == len(bars) - 1
        if one.found > 0:
            card.box(
                places.middle(index) - places.wide / 2,
                _BOTTOM - height(one.found),
                places.wide,
                height(one.found),
                fill=p.BLUE if last else p.BLUE_PALE,
                edge=p.BLUE if last else p.BLUE_EDGE,
                line=3 if places.wide > 12 else 1,
            )
    middles = [places.middle(index) for index in range(len(bars))]
    for values, colour, marker in _lines(bars):
        ys = [_BOTTOM - height(one) for one in values]
        if len(bars) <= 2 * PERIODS:
            card.line(middles, ys, colour=colour, marker=marker)
        else:  # marks on so many points would hide the line
            card.line(middles[:-1], ys[:-1], colour=colour, marker="")
            card.line(middles[-2:], ys[-2:], colour=colour, marker="")
            card.marks(middles[-1:], ys[-1:], colour=colour, marker=marker)
    _best(
        card,
        places,
        bars,
        [_BOTTOM - height(max(one.found, one.approved, one.granted)) for one in bars],
        words,
    )
    under(card, places, [words.short(one.name, one.start) for one in bars], _BOTTOM + 48)
    now = bars[-1]
    labels = [
        Beside(_BOTTOM - height(now.found), words.number(now.found), words.say("chart-found"), p.BLUE),
        Beside(
            _BOTTOM - height(now.approved),
            words.number(now.approved),
            words.say("chart-approved"),
            p.VERMILLION,
            "o",
        ),
        Beside(
            _BOTTOM - height(now.granted), words.number(now.granted), words.say("chart-granted"), p.GREEN, "D"
        ),
    ]
    beside(card, labels, top + 16, _BOTTOM - 10)
    return card


def described(title: str, about: str, bars: Sequence[Bar], words: Wording) -> str:
    """The same in words."""
    each = (
        words.say(
            "chart-alt-trend-one",
            period=words.period(one.name, one.start),
            found=words.number(one.found),
            approved=words.number(one.approved),
            granted=words.number(one.granted),
        )
        for one in reversed(bars)  # this period first: a long row is cut at its end
    )
    return alt(about, title, series(words.say("chart-alt-trend"), each))


def _lines(bars: Sequence[Bar]) -> list[tuple[list[int], str, str]]:
    return [
        ([one.approved for one in bars], p.VERMILLION, "o"),
        ([one.granted for one in bars], p.GREEN, "D"),
    ]


def _best(card: Card, places: Columns, bars: Sequence[Bar], tops: Sequence[float], words: Wording) -> None:
    """The value of the highest bar, for its scale; this period's stands beside it anyway."""
    earlier = [one.found for one in bars[:-1]]
    if not earlier or max(earlier) <= 0:
        return
    index = len(earlier) - 1 - earlier[::-1].index(max(earlier))
    text = words.number(earlier[index])
    half = card.width(text, p.TICK) / 2
    if (
        places.middle(index) + half > places.middle(len(bars) - 1) - places.wide / 2
        and tops[-1] < tops[index]
    ):
        return  # it would lie on this period's bar
    x = max(places.middle(index), p.PAD + half)
    card.text(x, tops[index] - 14, text, size=p.TICK, colour=p.MUTED, align="center")


def title_of(document: Document, counted: int, words: Wording) -> str:
    """How many were found, and how that stands to before. ``counted``: what holds where the funnel doesn't say."""
    found = next((one for one in document.funnel if one.figure == "found"), None)
    value = counted if found is None or known(found.value) is None else int(found.value or 0)
    said = {"count": value, "said": words.number(value)}
    record = next((one for one in document.records if one.figure == "found"), None)
    if record is not None and value > 0:
        if record.since is None:
            return words.say("chart-trend-ever", **said)
        return words.say("chart-trend-since", month=words.month(record.since), **said)
    if found is None or value <= 0 or found.change == "unknown" or known(found.before) is None:
        return words.say("chart-trend", **said)
    return words.say(f"chart-trend-{found.change}", before=words.number(found.before), **said)
