"""The rows behind a figure as Slack's blocks: a piece or a creator, where, when, and what it counts for."""

from __future__ import annotations

from bot.faces import words as said
from bot.faces.actions import encode
from bot.faces.digests.words import Words
from bot.faces.slack import blocks as b
from bot.faces.texts import say
from bot.insights.figures import FIGURES, Rows, Unit
from bot.insights.rows import Row
from bot.kernel.text import clean_line

NAME = 80
"""Characters of a stranger's name or title."""


def row_block(row: Row, part: str, words: Words) -> b.Block:
    """One row of the figure ``part``; a piece has a button that opens its card's record."""
    value, platform = _value(row, part, words), _platform(row)
    if row.item_id is None:
        lines = [_title(row.url, row.title), joined(platform, value)]
        return b.section("\n".join(line for line in lines if line))
    if not row.title and row.url is None and row.creator_id is None:
        return b.section(joined(say(words.language, "ds-gone"), platform, value))
    named = clean_line(row.title, NAME)
    if not named:  # a picture needs no words
        named = words.untitled(row.kind, row.item_id, clean_line(row.creator, NAME // 2))
    title = _title(row.url, named)
    creator = b.isolate(clean_line(row.creator, NAME)) if row.creator else ""
    when = words.date(row.at) if row.at else ""
    opening = say(words.language, "ds-details")
    address = encode("review", "details", row.item_id)
    button = b.button(opening, address, label=f"{opening} #{row.item_id}")
    return b.section(f"{title}\n{joined(creator, platform, when, value)}", button)


def joined(*parts: str) -> str:
    """What there is of it, on one line."""
    return " · ".join(part for part in parts if part)


def label_of(title: str) -> str:
    """A title as a link's label: one line, never empty."""
    return clean_line(title, NAME) or "…"


def _title(url: str | None, title: str) -> str:
    return b.ISOLATE_START + b.link(url, label_of(title)) + b.ISOLATE_END


def _platform(row: Row) -> str:
    return b.escape(said.platform_word(row.platform)) if row.platform else ""


def _value(row: Row, part: str, words: Words) -> str:
    if row.value is None:
        return ""
    known, value = FIGURES[part], f"*{words.value(part, row.value)}*"
    if known.unit is Unit.SECONDS:
        return value
    counted = "shared" if known.rows is Rows.PEOPLE else part
    if known.rows is Rows.CREATORS and part != "reach_estimate":
        counted = "found"
    return f"{value} {words.title(counted)}"
