"""The permission window: a message to send, what was answered, how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.history import ASK_DID
from bot.faces.permissions import EXPLAINED
from bot.faces.slack import blocks as b
from bot.faces.slack import inputs
from bot.faces.slack.context import Origin
from bot.faces.slack.permission import covers, permission_line
from bot.kernel.text import clean_line
from bot.rights.rules import AskStatus
from bot.rights.scope import Channel, Use, names
from cogs.ask import shown
from cogs.ask.forms import CREDIT_LIMIT, TERRITORY_LIMIT
from cogs.ask.view import (
    RECORDED,
    WRITES,
    AskWindow,
    Letter,
    Mode,
    Outcome,
    durations,
    way_word,
)

NO_HANDLE = (
    ":speech_balloon: They have no handle there, so they may not be able to reply or to mention you. Say in the "
    "message how they can answer, such as by mail, in place of the hashtag."
)
KEPT = (
    ":warning: You changed the text. To replace it, press *Another wording* or choose the language once more; "
    "your text is lost then."
)
BY_HAND = "1. Adapt the message and copy it.\n2. {send}.\n3. Come back here and press *I have sent it*."
REMINDING = "1. Copy the reminder.\n2. {send}.\n3. Press *I have sent it*. There is one reminder, no more."
SENDS = "Goodword sends it once, as your account, when you press *Send*. Nothing goes out before."
UNSENT = (
    ":warning: *The message did not go out, or nobody knows whether it did.* Look where it should stand. If it isn't "
    "there, copy it, send it yourself and press *I have sent it myself*."
)
BESIDE = "What they granted holds until it ends or this is granted in its place."
_TITLES = {Mode.RENEW: "Renew permission", Mode.REMIND: "Reminder"}
_VERBS = {Mode.ASK: "send", Mode.RENEW: "send", Mode.REMIND: "remind", Mode.HEARD: "record"}


def ask(window: AskWindow, origin: Origin) -> dict[str, Any]:
    """What is open to this person now: the message to send, or what to record; how it stands above, history below."""
    made: list[b.Block] = [b.section(window.notice)] if window.notice else []
    made.append(b.section(f"*{b.isolate(window.about)}*\n{_status(window)}"))
    letter = window.letter
    if window.mode in WRITES and letter is not None:
        made += _writing(window, letter)
        if window.notice:  # who has scrolled down to the button sees it as well
            made.append(b.section(window.notice))
        submit: str | None = _send_word(letter)
    else:
        made += _heard(window)
        submit = "Save" if window.outcomes else None
    if window.steps:
        made.append(b.context("\n".join(_steps(window))))
    return b.modal(
        _title(window),
        made,
        callback_id=encode("ask", _VERBS[window.mode], window.item_id, window.revision),
        submit=submit,
        close="Close",
        metadata=shown.pack(window, origin),
    )


def _title(window: AskWindow) -> str:
    """It and the button are all that is seen wherever somebody has scrolled to."""
    if window.notice and window.mode in WRITES:
        return "Not sent yet"
    return _TITLES.get(window.mode, "Permission")


def _send_word(letter: Letter) -> str:
    if letter.way in (Channel.HAND, Channel.LINK):
        return "I have sent it so" if letter.named else "I have sent it"
    return "Send it like this" if letter.named else "Send"


def _nonce(window: AskWindow) -> str:
    """Fields that are drawn anew forget what was typed in them: another wording, another step, another purpose."""
    letter = window.letter
    return f"{window.revision}-{letter.turn if letter else 0}-{letter.suggested if letter else ''}"


def _status(window: AskWindow) -> str:
    if window.permission is None or not window.permission.begun:
        return "Nobody has asked yet."
    if window.mode not in WRITES:
        return permission_line(replace(window.permission, answer=None))  # it stands below, word for word
    return permission_line(window.permission)


# ---- a message to send ----


def _writing(window: AskWindow, letter: Letter) -> Iterator[b.Block]:
    yield _message(window, letter)
    kept = "-kept" if letter.kept else ""
    yield b.actions([*_wordings(window, letter), *_place(window)], b.fresh("tools", _nonce(window) + kept))
    if window.mode is Mode.REMIND:
        yield b.context(REMINDING.format(send=_send(window)))
        return
    if not window.reachable and letter.way is Channel.HAND:
        yield b.section(NO_HANDLE)
    if letter.kept:
        yield b.section(KEPT)
    yield from _ways(window, letter)
    scope = letter.scope
    ticked = names(scope.uses)
    options = [b.option(EXPLAINED[use], use.value) for use in Use]
    yield b.field("For what?", inputs.boxes("uses", options, ticked), "uses")
    yield b.field(
        "Where in the world?",
        b.text_input("territory", initial=scope.territory, limit=TERRITORY_LIMIT),
        "territory",
        optional=True,
        hint="Countries or regions. Empty: worldwide.",
    )
    choices = [b.option(said, str(days)) for days, said in durations(scope.duration_days)]
    yield b.field(
        "For how long?", b.select("duration", "Time", choices, initial=str(scope.duration_days)), "duration"
    )
    yield b.field(
        "Or until a day",
        inputs.day("until", scope.latest.date().isoformat() if scope.latest else None),
        "until",
        optional=True,
        hint="If you choose one, it counts in place of the time above.",
    )
    yield b.field(
        "How are they named?",
        b.text_input("credit", initial=scope.credit, limit=CREDIT_LIMIT),
        "credit",
        optional=True,
        hint="The credit line. Empty: as they are called where they posted it.",
    )
    if window.mode is Mode.RENEW:
        yield b.context(BESIDE)
    yield from _instead(window)


def _message(window: AskWindow, letter: Letter) -> b.Block:
    label = f"Message in {words.language_word(letter.language) or letter.language}"
    hint = f"{letter.most} characters at most." if letter.most is not None else None
    element = b.text_input("text", multiline=True, initial=letter.text)
    return b.field(label, element, b.fresh("text", _nonce(window)), hint=hint)


def _ways(window: AskWindow, letter: Letter) -> Iterator[b.Block]:
    if len(letter.ways) > 1:
        options = [b.option(way_word(way, window.platform), way.value) for way in letter.ways]
        element = b.radio(encode("ask", "way", window.item_id), options, initial=letter.way.value)
        yield inputs.telling("Which way?", element, "way")
    by_hand = letter.way in (Channel.HAND, Channel.LINK)
    yield b.context(BY_HAND.format(send=_send(window)) if by_hand else SENDS)


def _send(window: AskWindow) -> str:
    return (
        "Open the place below and send it as your brand" if window.place else "Send it where you reach them"
    )


# ---- what was answered ----


def _heard(window: AskWindow) -> Iterator[b.Block]:
    permission = window.permission
    said = permission.renewal if permission is not None and window.renewing else permission
    if said is not None and said.answer:
        yield b.section("*What they answered, word for word:*")
        yield from (b.written(piece) for piece in b.chunks(said.answer))
    if said is not None and said.status in ("asked", "reminded", "answered"):
        yield b.context(f"They were asked: {' · '.join(covers(said))}")
    if window.sent:
        yield b.section(UNSENT) if window.unsent else b.context("The message as it went out:")
        yield from (b.written(piece) for piece in b.chunks(window.sent))
    if row := [*_beginnings(window), *_place(window)]:
        yield b.actions(row, b.fresh("tools", _nonce(window)))
    if window.outcomes:
        yield from _record(window)


def _record(window: AskWindow) -> Iterator[b.Block]:
    options = [b.option(RECORDED[one], one.value) for one in window.outcomes]
    about = "What became of the renewal?" if window.renewing else "What happened?"
    # Closing what one only looked at must record nothing, so nothing is chosen.
    yield b.field(about, b.radio("outcome", options), b.fresh("outcome", _nonce(window)))
    if Outcome.GRANTED in window.outcomes:
        yield from _allowing(window)
    yield b.field(
        "Their words",
        b.text_input("words", multiline=True),
        "words",
        optional=True,
        hint="What they answered, word for word: it is the proof. Leave it empty if it stands above.",
    )
    if Outcome.DECLINED in window.outcomes or Outcome.WITHDRAWN in window.outcomes:
        never = [b.option("They want never to be asked again", "never")]
        yield b.field("And", inputs.boxes("never", never), "never", optional=True)
    yield b.field(
        "Note",
        b.text_input("note", multiline=True),
        "note",
        optional=True,
        hint="Such as where they answered.",
    )


def _allowing(window: AskWindow) -> Iterator[b.Block]:
    """At most what was asked for, if anything was."""
    asked, scope = window.status not in (AskStatus.NONE, AskStatus.DRAFT), window.asked_for
    boxes = [b.option(EXPLAINED[use], use.value) for use in Use if use in scope.uses or not asked]
    element = inputs.boxes("allowed", boxes, names(scope.uses))
    yield b.field("If they said yes: to what?", element, "allowed", optional=True)
    yield b.field(
        "And how are they named?",
        b.text_input("credit", initial=scope.credit, limit=CREDIT_LIMIT),
        "credit",
        optional=True,
        hint="If they said how. The credit line.",
    )


# ---- buttons and history ----


def _instead(window: AskWindow) -> Iterator[b.Block]:
    row = []
    if window.mode is Mode.ASK:
        row.append(b.button("Keep for later", encode("ask", "keep", window.item_id, window.revision)))
    if window.outcomes:
        row.append(b.button("They answered already", encode("ask", "heard", window.item_id)))
    if row:
        yield b.actions(row, "instead")


def _place(window: AskWindow) -> Iterator[b.Block]:
    if window.place is not None and b.safe_url(window.place.url):
        yield b.button(window.place.label, encode("ask", "place", window.item_id), url=window.place.url)


def _wordings(window: AskWindow, letter: Letter) -> Iterator[b.Block]:
    if window.mode is not Mode.REMIND:
        yield b.button("Another wording", encode("ask", "again", window.item_id))
    options = [b.option(words.language_word(code) or code, code) for code in window.languages]
    if len(options) > 1:
        action_id = encode("ask", "language", window.item_id)
        yield b.select(action_id, "Language", options, initial=letter.language)


def _beginnings(window: AskWindow) -> Iterator[b.Block]:
    if window.unsent:
        yield b.button(
            "I have sent it myself", encode("ask", "byhand", window.item_id, window.revision), style="primary"
        )
    if window.may_write:
        yield b.button("Write to them", encode("ask", "write", window.item_id))
    if window.may_renew:
        yield b.button("Ask for a renewal", encode("ask", "renew", window.item_id))
    if window.may_remind:
        yield b.button("Write the reminder", encode("ask", "reminder", window.item_id))


def _steps(window: AskWindow) -> list[str]:
    lines = []
    for step in window.steps[-8:]:
        note = f": {b.isolate(clean_line(step.note, 150))}" if step.note else ""
        lines.append(f"{b.moment(step.at)} · {b.isolate(step.actor_name)} {ASK_DID[step.action]}{note}")
    return lines
