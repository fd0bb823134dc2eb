"""A step of a permission as a post below the card. Words of strangers are shown letter by letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.faces.actions import encode
from bot.faces.permissions import days_words, uses_words, way_words
from bot.faces.slack import blocks as b
from bot.kernel.text import clean_line, truncate
from bot.rights.rules import CREATOR_PREFIX, AskAction, AskStep
from cogs.rights.words import proof_words

QUOTED = 2000  # characters of the creator's words; the record has all of them


@dataclass(frozen=True, slots=True)
class Said:
    """A step, and what is known around it. ``creator`` is what to call them; ``until`` ends the licence that the step
    gave; ``open``: a person may still decide about it; ``renewal``: it is a request to go on."""

    ask_id: int
    item_id: int
    step: AskStep
    creator: str = "the creator"
    credit: str = ""
    until: datetime | None = None
    channel: str = "hand"
    renewal: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """``text`` is what notifications and screen readers say; ``blocks`` what is shown."""

    text: str
    blocks: list[b.Block]


def post(said: Said) -> Post | None:
    """The post; None for a step of which nobody needs to hear."""
    line = _LINES.get(said.step.action, _nothing)(said)
    if not line:
        return None
    text = f"{line}\n_Item {said.item_id}_" if said.step.action is AskAction.ANSWERED else line
    made = [b.section(text)]
    if quote := _quote(said):
        made.append(b.written(quote))
    if said.step.action is AskAction.ANSWERED and said.open:
        made.append(b.actions(_decide(said)))
    return Post(b.cut(line, 2000), made)


def settled(said: Said, line: str = "") -> Post | None:
    """An answer that nobody has to decide about any more. ``line`` (mrkdwn) says what came of it."""
    found = post(replace(said, open=False))
    if found is None or not line:
        return found
    return Post(found.text, [*found.blocks, b.context(line)])


def _decide(said: Said) -> list[b.Block]:
    about, seen = said.ask_id, said.step.revision
    sure = b.confirm(
        "Honour a no?",
        "Nobody asks them about this item again, unless a manager starts over.",
        "Declined",
        danger=True,
    )
    return [
        b.button("Grant as asked", encode("rights", "grant", about, seen), style="primary"),
        b.button("Grant less…", encode("rights", "less", about, seen)),
        b.button("Decline", encode("rights", "decline", about, seen), style="danger", confirm=sure),
        b.button("Open", encode("rights", "open", said.item_id, 0)),
    ]


def _quote(said: Said) -> str:
    """What the creator said, where they said it in this step."""
    step = said.step
    theirs = step.action in (AskAction.ANSWERED, AskAction.GRANTED, AskAction.DECLINED, AskAction.WITHDRAWN)
    late = step.action is AskAction.NOTED and step.data.get("what") == "answer"
    return f"“{truncate(step.text, QUOTED)}”" if step.text and (theirs or late) else ""


def _who(said: Said) -> str:
    step = said.step
    if step.actor.startswith(CREATOR_PREFIX):
        return f"*{b.isolate(clean_line(said.creator, 80))}*"
    return f"*{b.isolate(clean_line(step.actor_name or 'Somebody', 80))}*"


def _note(said: Said) -> str:
    return f"\n:memo: {b.isolate(clean_line(said.step.note, 300))}" if said.step.note else ""


def scope_words(data: Mapping[str, Any], credit: str, until: datetime | None = None) -> str:
    """ "for website, own social channels · worldwide · until 3 Dec 2028 · credit @anna", as mrkdwn."""
    uses = [str(one) for one in data.get("uses") or ()]
    parts = [f"for {b.escape(uses_words(uses) or ', '.join(uses))}"] if uses else []
    territory = clean_line(str(data.get("territory") or ""), 80)
    parts.append(b.isolate(territory) if territory else "worldwide")
    days = int(data.get("duration_days") or 0)
    if until is not None:
        parts.append(f"until {b.day(until)}")
    else:
        parts.append(f"for {days_words(days)}" if days else "until they take it back")
    if credit := clean_line(credit, 120):
        parts.append(f"credit {b.isolate(credit)}")
    return " · ".join(parts)


def _sent(said: Said) -> str:
    what = "asked to renew the permission" if said.renewal else "asked for permission"
    way = way_words(str(said.step.data.get("channel") or said.channel))
    line = f":outbox_tray: {_who(said)} {what}{f', {way}' if way else ''}"
    return f"{line}: {scope_words(said.step.data, said.credit)}{_note(said)}"


def _delivered(said: Said) -> str:
    return f":incoming_envelope: The request went out{_by_way(said)}."


def _by_way(said: Said) -> str:
    way = way_words(said.channel)
    return f" {way}" if way else ""


def _reminded(said: Said) -> str:
    if said.step.actor == "system":
        return f":bell: A reminder is sent{_by_way(said)}. There will be no other."
    return f":bell: {_who(said)} sent a reminder. There will be no other."


def _answered(said: Said) -> str:
    waits = " A person has to read it and decide." if said.open else ""
    return f":speech_balloon: {_who(said)} answered.{waits}"


def _granted(said: Said) -> str:
    step = said.step
    theirs = step.actor.startswith(CREATOR_PREFIX)
    line = f"{_who(said)} granted it" if theirs else f"{_who(said)} recorded that it is granted"
    proof = f" · {proof_words(str(step.data.get('proof') or 'none'))}"
    scope = scope_words(step.data, said.credit, said.until)
    return f":white_check_mark: {line}: {scope}{proof}{_note(said)}"


def _declined(said: Said) -> str:
    theirs = said.step.actor.startswith(CREATOR_PREFIX)
    line = "declined" if theirs else "recorded that they declined"
    return f":x: {_who(said)} {line}. Nobody asks them about this again.{_note(said)}"


def _withdrawn(said: Said) -> str:
    theirs = said.step.actor.startswith(CREATOR_PREFIX)
    line = "took the permission back" if theirs else "took the permission back for them"
    return f":no_entry_sign: {_who(said)} {line}. It leaves every place of ours now.{_note(said)}"


def _expired(said: Said) -> str:
    if said.step.data.get("what") == "licence":
        return ":hourglass: The permission has run out. It leaves every place of ours now."
    return (
        ":hourglass: Nobody answered in time, so the request has expired. An answer that comes still counts."
    )


def _superseded(said: Said) -> str:
    return ":arrows_counterclockwise: The renewed permission takes the place of this one."


def _reopened(said: Said) -> str:
    return f":leftwards_arrow_with_hook: {_who(said)} started over.{_note(said)}"


def _warned(said: Said) -> str:
    ends = f" on {b.day(said.until)}" if said.until else ""
    days = int(said.step.data.get("days") or 0)
    return f":hourglass_flowing_sand: The permission ends{ends}, in {days} days or less."


def _removed(said: Said) -> str:
    surfaces = [clean_line(str(one), 60) for one in said.step.data.get("surfaces") or ()]
    at = b.moment(said.step.at, "{time}")
    if not surfaces:
        return f":mag: It stood nowhere of ours, looked at {at}."
    return f":mag: Gone from the {b.escape(' and the '.join(surfaces))}, looked at {at}."


def _taken_down(said: Said) -> str:
    return (
        f":no_entry: {_who(said)} recorded a takedown notice. It leaves every place of ours now.{_note(said)}"
    )


def _lifted(said: Said) -> str:
    return f":unlock: {_who(said)} lifted the takedown notice.{_note(said)}"


def _noted(said: Said) -> str:
    return {
        "delivery-failed": f":warning: The request could not be sent{_by_way(said)}.{_note(said)}",
        "delivery-unknown": f":warning: Nobody knows whether the request went out{_by_way(said)}.{_note(said)}",
        "answer": f":speech_balloon: {_who(said)} said more. It changes nothing by itself.",
        "message-gone": ":warning: Our request is no longer where it was sent to.",
        "answer-gone": ":warning: The creator deleted what they answered. What stands, stands.",
        "reminder-due": ":bell: Nobody has answered yet: one friendly reminder is fine.",
    }.get(str(said.step.data.get("what") or ""), "")


def _nothing(_said: Said) -> str:
    return ""


_LINES: Mapping[AskAction, Callable[[Said], str]] = {
    AskAction.SENT: _sent,
    AskAction.DELIVERED: _delivered,
    AskAction.REMINDED: _reminded,
    AskAction.ANSWERED: _answered,
    AskAction.GRANTED: _granted,
    AskAction.DECLINED: _declined,
    AskAction.WITHDRAWN: _withdrawn,
    AskAction.EXPIRED: _expired,
    AskAction.SUPERSEDED: _superseded,
    AskAction.REOPEN: _reopened,
    AskAction.WARNED: _warned,
    AskAction.REMOVED: _removed,
    AskAction.TAKEN_DOWN: _taken_down,
    AskAction.LIFTED: _lifted,
    AskAction.NOTED: _noted,
}
