"""Insights as Slack's blocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.faces.actions import encode
from bot.faces.digests.words import Words
from bot.faces.slack import blocks as b
from bot.faces.slack.charts import Shown
from bot.faces.slack.figure_rows import row_block
from bot.faces.texts import say
from bot.insights.rows import Row
from bot.kernel.text import clean_line
from cogs.insights.opened import PAGE, Opened
from cogs.insights.view import TOP, View
from cogs.insights.wanted import Wanted

AREA = "insights"
PERIODS = ("7d", "30d", "90d", "week", "month", "quarter", "365d")
NAME = 60  # characters of a stranger's name
FEW = 3  # rows beside which the way back at the top is in sight


def window(view: View, shown: Shown, *, note: str = "") -> dict[str, Any]:
    """The whole answer. ``note``: what became of the last thing that was pressed."""
    words = view.words
    state = () if shown.state == "ready" else (say(words.language, f"in-charts-{shown.state}"),)
    made = [b.header(title(view)), _menus(view), b.context(*_about(view), *state)]
    if view.insight.quiet:
        made.append(b.section(say(words.language, "in-nothing-slice" if view.wanted.slice else "in-nothing")))
    else:
        made += [*_picture(shown, "course"), *_figures(view, shown), _opening(view)]
    made += [b.context(note)] if note else []
    return _modal(words, say(words.language, "in-window"), made, "window", view.asked.pack())


def counting(words: Words) -> dict[str, Any]:
    """What stands until it is counted."""
    made = [b.section(say(words.language, "in-counting"))]
    return _modal(words, say(words.language, "in-window"), made, "window", "")


def _modal(words: Words, title: str, made: Sequence[b.Block], verb: str, metadata: str) -> dict[str, Any]:
    close = say(words.language, "in-close")
    return b.modal(title, made, callback_id=encode(AREA, verb), close=close, metadata=metadata)


def _picture(shown: Shown, name: str) -> list[b.Block]:
    chart = shown.charts.get(name)
    return [b.image(chart.alt, slack_file=chart.file)] if chart is not None else []


def _figures(view: View, shown: Shown) -> list[b.Block]:
    words, insight = view.words, view.insight
    made = _list(words, "digest-section-funnel", [words.told(one) for one in insight.funnel])
    made += _picture(shown, "funnel")
    made += _list(words, "digest-section-sentiment", [words.told(one) for one in insight.sentiment])
    made += _picture(shown, "sentiment")
    made += _list(words, "digest-section-rates", [words.told(one) for one in insight.rates])
    made += _list(words, "digest-section-engagement", [words.told(one) for one in insight.engagement])
    made += _list(words, "digest-section-times", _times(view))
    if not view.wanted.slice:
        made += _list(words, "in-tags", _leading(view, "tag", "#"))
        made += _list(words, "in-sources", _leading(view, "source"))
    return made


def title(view: View) -> str:
    """Plain text."""
    return say(
        view.words.language, "in-title", {"period": period_word(view.words.language, view.period.name)}
    )


def period_word(language: str, name: str) -> str:
    """ "30d" in words; other periods by their own name."""
    count = name.removesuffix("d")
    return say(language, "in-days", {"count": int(count)}) if count.isdigit() else name


def _about(view: View) -> list[str]:
    words, period, compared = view.words, view.period, view.compared
    spans = {
        "span": words.span(period.start, period.end),
        "before": words.span(compared.start, compared.end),
    }
    told = [say(words.language, "in-span", spans)]
    kind, _, _ = view.wanted.slice.partition(":")
    if kind:
        name = b.isolate(clean_line(view.names[view.wanted.slice], NAME))
        told.append(
            say(words.language, "in-about", {"what": say(words.language, f"in-{kind}", {"name": name})})
        )
    return told


def _list(words: Words, heading: str, lines: Sequence[str]) -> list[b.Block]:
    if not lines:
        return []
    return [b.section("\n".join([f"*{say(words.language, heading)}*", *(f"• {one}" for one in lines)]))]


def _times(view: View) -> list[str]:
    words = view.words
    lines = []
    for one in view.insight.times:
        spans = {"median": words.number(one.median), "p90": words.number(one.p90)}
        line = f"{words.title(one.figure)}: {say(words.language, 'digest-times', spans)}"
        changed = words.change(one.median)
        lines.append(f"{line} ({changed})" if changed else line)
    return lines


def _leading(view: View, kind: str, sign: str = "") -> list[str]:
    lines = []
    for one in view.leading(kind, TOP):
        name = b.isolate(sign + clean_line(one.slice.partition(":")[2], NAME))
        lines.append(f"{name}: {view.words.told(one)}")
    return lines


def _menus(view: View) -> b.Block:
    language, wanted = view.words.language, view.wanted
    known = {one: say(language, f"in-period-{one}") for one in PERIODS}
    if wanted.period not in known:
        known[wanted.period] = period_word(language, view.period.name)
    periods = [b.option(word, Wanted(one, wanted.slice).pack()) for one, word in known.items()]
    slices = [b.option(say(language, "in-everything"), Wanted(wanted.period).pack())]
    slices += [b.option(_option(view, one), Wanted(wanted.period, one).pack()) for one in view.names]
    # Each menu has an id of its own; what it leads to is the same.
    menus = [
        b.select(encode(AREA, "period"), say(language, "in-period"), periods, initial=wanted.pack()),
        b.select(encode(AREA, "slice"), say(language, "in-slice"), slices, initial=wanted.pack()),
    ]
    return b.actions(menus, b.fresh("scope", view.drawing))


def _opening(view: View) -> b.Block:
    """The menu that opens a figure, and the button that hands everything out."""
    language = view.words.language
    figures = [
        b.option(
            f"{view.words.title(one.figure)}: {view.words.number(one)}",
            Opened.of(one, view.period).pack(),
        )
        for one in view.insight.numbers()
    ]
    made = [
        b.select(encode(AREA, "open"), say(language, "in-open"), figures),
        b.button(say(language, "in-export"), encode(AREA, "export"), value=view.asked.pack()),
    ]
    return b.actions(made, b.fresh("open", view.drawing))


def _option(view: View, slice: str) -> str:
    kind = slice.partition(":")[0]
    return say(view.words.language, f"in-option-{kind}", {"name": clean_line(view.names[slice], NAME)})


def rows(
    words: Words, opened: Opened, name: str, found: Sequence[Row], total: int, back: str
) -> dict[str, Any]:
    """The rows of one page behind a figure. ``name``: what its slice is called; ``back``: the view from which it was
    opened, packed; "" where there is none."""
    language = words.language
    first = (opened.page - 1) * PAGE + 1
    shown = {
        "first": words.count(min(first, total)),
        "last": words.count(min(opened.page * PAGE, total)),
        "total": words.count(total),
    }
    about = f", {b.isolate(clean_line(name, NAME))}" if name else ""
    leave = b.button(say(language, "in-back"), encode(AREA, "back"), value=back) if back else None
    made = [
        b.section(f"*{words.title(opened.figure)}*{about}", leave),
        b.context(f"{words.span(opened.start, opened.end)} · {say(language, 'in-rows', shown)}"),
    ]
    parts = list(dict.fromkeys(opened.parts))
    if len(parts) > 1:
        options = [b.option(words.title(one), opened.at(part=one).pack()) for one in parts]
        made.append(
            b.actions(
                [
                    b.select(
                        encode(AREA, "part"),
                        say(language, "in-open"),
                        options,
                        initial=opened.at(part=opened.part).pack(),
                    )
                ]
            )
        )
    made += [row_block(one, opened.part, words) for one in found] or [b.section(say(language, "in-no-rows"))]
    turns = [leave] if leave and len(found) > FEW else []
    if opened.page > 1:
        before = opened.at(page=opened.page - 1).pack()
        turns.append(b.button(say(language, "in-previous"), encode(AREA, "previous"), value=before))
    if opened.page * PAGE < total:
        after = opened.at(page=opened.page + 1).pack()
        turns.append(b.button(say(language, "in-next"), encode(AREA, "next"), value=after))
    if total:
        export = encode(AREA, "export_rows")
        turns.append(b.button(say(language, "in-export"), export, value=opened.pack()))
    made += [b.actions(turns)] if turns else []
    return _modal(words, say(language, "in-figure"), made, "figure", back)
