"""From found to published, with the period before beside it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digests.charts import palette as p
from bot.digests.charts.card import Card
from bot.digests.charts.trend import subtitle
from bot.digests.charts.wording import Wording, alt, known, series
from bot.digests.document import Document, Number

_BOTTOM = 640
_NAMES = 260  # the column of names
_GAP = 24


def funnel(document: Document) -> tuple[Card, str] | None:
    """The chart and what it says in words; None where neither period has anything."""
    steps = document.funnel
    if not any((known(one.value) or 0) > 0 or (known(one.before) or 0) > 0 for one in steps):
        return None
    words = Wording.of(document.language, document.period)
    before = words.span(document.compared)
    title = _title(steps, words)
    about = subtitle(document, words)
    compared = any(known(one.before) is not None for one in steps)
    card = Card()
    if compared:  # what the stripes are stands where it is read first
        stripes = words.say("chart-striped", period=before)
        head = f"{words.span(document.period)} · {stripes}"
    else:
        head = about
    top = card.head(head[:1].upper() + head[1:], title) + 34
    _rows(card, steps, top, words)
    each = (_described(one, words) for one in steps)
    return card, alt(about, title, series(words.say("chart-alt-funnel", before=before), each))


def _rows(card: Card, steps: Sequence[Number], top: float, words: Wording) -> None:
    names = [words.say(f"chart-{one.figure}") for one in steps]
    values = [words.number(known(one.value)) for one in steps]
    befores = [
        "" if known(one.before) is None else words.say("chart-was", before=words.number(known(one.before)))
        for one in steps
    ]
    wide = max(
        card.width(value, p.VALUE, True) + (card.width(was, p.TICK) + _GAP if was else 0)
        for value, was in zip(values, befores, strict=True)
    )
    name_size = card.size(names, 38, _NAMES)
    left = p.PAD + max(card.width(one, name_size) for one in names) + _GAP
    scale = max(60.0, p.WIDTH - p.PAD - left - _GAP - wide)
    most = max(1.0, *(max(known(one.value) or 0, known(one.before) or 0) for one in steps))
    high = min((_BOTTOM - top) / len(steps), 96)
    for index, one in enumerate(steps):
        middle = top + high * (index + 0.5)
        card.text(left - _GAP, middle, names[index], size=name_size, align="right", middle=True)
        length = max(known(one.value) or 0, 0) / most * scale
        was = max(known(one.before) or 0, 0) / most * scale
        thick, thin = high * 0.46, high * 0.22
        start = middle - (thick + thin + 4) / 2
        if length:
            card.box(left, start, length, thick, fill=p.BLUE)
        if was:
            card.box(left, start + thick + 4, was, thin, fill=p.CARD, edge=p.GREY, line=3, hatch="///")
        card.box(left - 3, start - 6, 3, thick + thin + 16, fill=p.GREY)
        end = left + max(length, was) + 16
        card.text(end, middle, values[index], size=p.VALUE, bold=True, middle=True)
        if befores[index]:
            end += card.width(values[index], p.VALUE, True) + 18
            card.text(end, middle, befores[index], size=p.TICK, colour=p.MUTED, middle=True)


def _title(steps: Sequence[Number], words: Wording) -> str:
    values = {one.figure: words.number(one.value) for one in steps if known(one.value) is not None}
    named = {key: values[key] for key in ("found", "approved", "granted") if key in values}
    if len(named) == 3:
        return words.say("chart-funnel", **named)
    said = (f"{value} {words.say(f'chart-{key}')}" for key, value in named.items())
    return ", ".join(said) or words.say("chart-unknown").capitalize()


def _described(one: Number, words: Wording) -> str:
    said = {"name": words.say(f"chart-{one.figure}"), "value": words.number(known(one.value))}
    if known(one.before) is None:
        return f"{said['name']} {said['value']}"
    return words.say("chart-alt-funnel-one", before=words.number(known(one.before)), **said)
