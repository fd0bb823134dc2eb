"""The permission window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.faces.slack.context import Origin
from bot.kernel.text import clean_line
from bot.rights.rules import AskAction, AskStatus
from cogs.ask.view import DID, RECORDED, AskWindow

HOW = (
    "1. Adapt the message and copy it.\n2. {send}.\n3. Come back here and choose *Sent*; later *Granted* or "
    "*Declined*."
)

NO_HANDLE = (
    ":speech_balloon: They have no handle there, so they may not be able to reply or to mention you. Say in the "
    "message how they can answer, such as by mail, in place of the hashtag."
)
KEPT = (
    ":warning: You changed the text. To replace it, press *Another wording* or choose the language once more; "
    "your text is lost then."
)


def ask(window: AskWindow, origin: Origin) -> dict[str, Any]:
    """The message to copy while it is a draft, then as it was sent; below it, what to record and the history."""
    made: list[b.Block] = [b.section(f"*{b.isolate(window.about)}*\n{_status(window)}")]
    if window.status in (AskStatus.NONE, AskStatus.DRAFT) and window.open_now:
        made.append(_message(window))
        if not window.reachable:
            made.append(b.section(NO_HANDLE))
        if window.kept:
            made.append(b.section(KEPT))
        send = (
            "Open the place below and send it as your brand"
            if window.place
            else "Send it where you reach them"
        )
        made.append(b.context(HOW.format(send=send)))
    elif window.text:
        made.append(b.written(window.text))
    if row := _tools(window):
        made.append(b.actions(row, b.fresh("tools", _nonce(window) + ("-kept" if window.kept else ""))))
    if window.open_now:
        made += _record(window)
    if window.steps:
        made.append(b.context("\n".join(_steps(window))))
    return b.modal(
        "Permission",
        made,
        callback_id=encode("ask", "record", window.item_id, window.revision),
        submit="Save" if window.open_now else None,
        close="Close",
        metadata=_pack(window, origin),
    )


def _pack(window: AskWindow, origin: Origin) -> str:
    """Where it began, and which wording is shown: nothing is stored before somebody saves it."""
    wording = {"language": window.language, "template": window.template, "turn": window.turn}
    return orjson.dumps({**orjson.loads(origin.pack()), "wording": wording}).decode()


def shown_wording(metadata: str) -> tuple[str, str, int]:
    """Language, template and turn of the wording that a permission window shows; of one drawn by an older
    version, English and no template."""
    found = orjson.loads(metadata or "{}").get("wording") or {}
    return str(found.get("language") or "en"), str(found.get("template") or ""), int(found.get("turn") or 0)


def drawn_text(view: Mapping[str, Any]) -> str:
    """The message that a permission window was drawn with, before anybody typed."""
    for block in view.get("blocks") or []:
        element = block.get("element") or {}
        if element.get("action_id") == "text":
            return str(element.get("initial_value") or "")
    return ""


def _nonce(window: AskWindow) -> str:
    return f"{window.revision}-{window.turn}"


def _status(window: AskWindow) -> str:
    return {
        AskStatus.NONE: "Nobody has asked yet.",
        AskStatus.DRAFT: "Drafted, not sent yet.",
        AskStatus.ASKED: ":outbox_tray: Sent; no answer recorded yet.",
        AskStatus.REMINDED: ":outbox_tray: Sent, and reminded once; no answer yet.",
        AskStatus.ANSWERED: ":speech_balloon: *Answered.* Somebody has to read it and decide.",
        AskStatus.GRANTED: ":white_check_mark: *Granted.*",
        AskStatus.DECLINED: ":x: *Declined.*",
        AskStatus.EXPIRED: ":hourglass: *Expired.*",
        AskStatus.WITHDRAWN: ":no_entry_sign: *Withdrawn.*",
        AskStatus.SUPERSEDED: ":arrows_counterclockwise: Replaced by a renewed permission.",
    }[window.status]


def _message(window: AskWindow) -> b.Block:
    # A new block id for each wording, so that the text typed into the last one does not stay.
    block_id = b.fresh("text", _nonce(window))
    element = b.text_input("text", multiline=True, initial=window.text)
    label = f"Message in {words.language_word(window.language) or window.language}"
    return b.field(label, element, block_id)


def _tools(window: AskWindow) -> list[b.Block]:
    row: list[b.Block] = []
    if window.status in (AskStatus.NONE, AskStatus.DRAFT) and AskAction.DRAFT in window.open_now:
        row.append(b.button("Another wording", encode("ask", "again", window.item_id)))
        options = [b.option(words.language_word(code) or code, code) for code in window.languages]
        if len(options) > 1:
            action_id = encode("ask", "language", window.item_id)
            row.append(b.select(action_id, "Language", options, initial=window.language))
    if window.place is not None and b.safe_url(window.place.url):
        row.append(b.button(window.place.label, encode("ask", "place", window.item_id), url=window.place.url))
    return row


def _record(window: AskWindow) -> list[b.Block]:
    options = [b.option(RECORDED[action], action.value) for action in window.open_now]
    # Saving what one only looked at must not record that it was sent.
    likely = AskAction.DRAFT.value if AskAction.DRAFT in window.open_now else None
    return [
        b.field(
            "What happened?",
            b.radio("outcome", options, initial=likely),
            b.fresh("outcome", str(window.revision)),
        ),
        b.field(
            "Note",
            b.text_input("note", multiline=True),
            "note",
            optional=True,
            hint="Such as where they answered.",
        ),
    ]


def _steps(window: AskWindow) -> list[str]:
    lines = []
    for step in window.steps[-8:]:
        note = f": {b.isolate(clean_line(step.note, 150))}" if step.note else ""
        lines.append(f"{when(step.at)} · {b.isolate(step.actor_name)} {DID[step.action]}{note}")
    return lines
