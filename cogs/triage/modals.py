"""The triage window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.item_view import ItemView
from bot.faces.slack import blocks as b
from bot.faces.slack import card
from bot.review.rules import Action
from cogs.triage.view import Choices, Progress

UNKNOWN = "No language known"
ALL = "-"  # the option of a filter that filters nothing


def window(
    progress: Progress,
    item: ItemView | None,
    left: int,
    choices: Choices,
    files: Mapping[int, str],
    notice: str = "",
    nonce: str = "",
) -> dict[str, Any]:
    """The item in hand with its buttons, or that nothing is left."""
    made: list[b.Block] = [b.context(f"*{progress.decided} decided, {left} left*")]
    if notice:
        made.append(b.section(f":speech_balloon: {b.escape(notice)}"))
    if item is None:
        made.append(b.section(_nothing(progress)))
    else:
        made += [b.divider(), *card.content(item, files, whole=True, pictures=2)]
        made.append(b.actions(_decide(item), b.fresh("decide", nonce)))
        made.append(b.actions(_more(item, progress, choices), b.fresh("more", nonce)))
    made += [b.divider(), b.actions(_filters(progress, choices, item is None), b.fresh("filters", nonce))]
    return b.modal(
        "Triage",
        made,
        callback_id=encode("triage", "item"),
        close="Done",
        metadata=progress.pack(),
        notify_on_close=True,
    )


def _nothing(progress: Progress) -> str:
    if progress.filtered:
        return ":sparkles: *Nothing left with this filter.* Choose another one below."
    if progress.skipped:
        return ":sparkles: *Nothing left but what you skipped.* Open triage again to see those."
    return ":sparkles: *Nothing left.* The queue is empty, or what is left is in others' hands just now."


def _decide(item: ItemView) -> list[b.Block]:
    reasons = [b.option(reason, reason) for reason in words.REASONS]
    revision = item.revision
    return [
        b.button("Approve", encode("triage", "approve", item.item_id, revision), style="primary"),
        b.select(encode("triage", "reject", item.item_id, revision), "Reject because…", reasons),
        b.button("Skip", encode("triage", "skip", item.item_id, revision)),
    ]


def _more(item: ItemView, progress: Progress, choices: Choices) -> list[b.Block]:
    to = encode("triage", "escalate", item.item_id, item.revision)
    row = [b.people_select(to, "Escalate to…", choices.deciders)]
    if Action.ASKED in item.actions():
        row.append(b.button(card.ask_word(item), encode("ask", "open", item.item_id, item.revision)))
    if progress.last is not None:
        row.append(_undo(progress.last))
    return row


def _undo(last: int) -> b.Block:
    return b.button("Undo last", encode("triage", "undo", last))


def _filters(progress: Progress, choices: Choices, with_undo: bool) -> list[b.Block]:
    what = [b.option("Everything", ALL), b.option("Flagged only", "flagged")]
    row = [
        b.select(encode("triage", "flagged"), "What", what, initial="flagged" if progress.flagged else ALL)
    ]
    if choices.sources:
        options = [b.option("All sources", ALL), *(b.option(name, name) for name in choices.sources)]
        row.append(b.select(encode("triage", "source"), "Source", options, initial=progress.source or ALL))
    if choices.languages:
        named = [b.option(words.language_word(code) or UNKNOWN, code) for code in choices.languages]
        options = [b.option("All languages", ALL), *named]
        row.append(
            b.select(encode("triage", "language"), "Language", options, initial=progress.language or ALL)
        )
    if with_undo and progress.last is not None:
        row.append(_undo(progress.last))
    return row
