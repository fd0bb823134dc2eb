"""The history window: the same from a card's menu and from the command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.history import HistoryLine
from bot.faces.item_view import ItemView
from bot.faces.slack import blocks as b
from bot.faces.slack.card import decision_line, when
from bot.kernel.text import clean_line

HISTORY_SHOWN = 80  # of the longest entries, in a script of three bytes a character: 250 kB a window


def history_window(item: ItemView, lines: Sequence[HistoryLine]) -> dict[str, Any]:
    """What it is, how it stands, where it was seen, and everything that happened, the latest last."""
    kind = f"{words.kind_word(item.kind)} on {words.platform_word(item.platform)}"
    made = [
        b.section(f"*{b.escape(kind)}* · number {item.item_id} · found {when(item.found_at)}"),
        b.section(decision_line(item)),
    ]
    if item.sightings and not item.gone:
        places = ", ".join(b.link(url, words.platform_word(at)) for at, url in item.sightings[:10])
        made.append(b.context(f"Seen at {places}"))
    shown = lines[-HISTORY_SHOWN:]
    if len(lines) > len(shown):
        made.append(b.context(f"{len(lines) - len(shown)} earlier entries are left out."))
    made += [b.section(text) for text in _paragraphs([_line(line) for line in shown])]
    return b.modal("History", made, callback_id=encode("review", "history", item.item_id), close="Close")


def _line(line: HistoryLine) -> str:
    why = f"\n>{b.isolate(clean_line(line.why, 500))}" if line.why else ""
    via = "" if line.via in ("", "slack", "system") else f" · from {b.escape(line.via)}"
    who = b.isolate(clean_line(line.who, 80))
    return f"{when(line.at)} · *{who}* {b.escape(clean_line(line.what, 200))}{via}{why}"


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines put together to fit sections: a window takes a hundred blocks."""
    paragraphs: list[str] = []
    for line in lines:
        if paragraphs and len(paragraphs[-1]) + len(line) < 2800:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    return paragraphs
