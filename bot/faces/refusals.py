"""A refusal in words: who decided what and how long ago, or whom to ask. Plain text, for every face."""

from __future__ import annotations

from datetime import datetime

from bot.faces import words
from bot.faces.item_view import ItemView
from bot.kernel.text import clean_line
from bot.people.rules import Right, lowest_role
from bot.review.rules import BLOCKED, Refusal, Status

_TASKS = {
    Right.DECIDE: "decide",
    Right.ASK: "ask for permission",
    Right.ESCALATE: "escalate",
    Right.NOTE: "add notes",
    Right.ADD: "add content",
    Right.OVERRULE: "overrule somebody else",
    Right.BLOCK: "block or unblock creators",
    Right.CAMPAIGN: "change campaigns",
    Right.CONTEST: "run contests",
    Right.HIDE_MEDIA: "hide or show media",
    Right.SETTINGS: "see the settings",
    Right.SOURCES: "look after sources",
    Right.VIEW: "see items",
}
_DONE = {
    Status.APPROVED: "approved",
    Status.REJECTED: "rejected",
    Status.ESCALATED: "escalated",
    Status.CLOSED: "closed",
}


def name_of(item: ItemView | None) -> str:
    """ "this photo by Giulia Conti": a person who clicks fast has to know which one is meant. Plain text."""
    if item is None:
        return "this"
    kind = words.kind_word(clean_line(item.kind, 40))
    what = f"this {kind[:1].lower()}{kind[1:]}"
    if item.creator is None or item.gone:
        return what
    return f"{what} by {clean_line(item.creator.label, 60)}"


def no_right(right: Right, whom: str, task: str = "") -> str:
    """ "Only moderators can decide. Ask Mia Lindqvist or @content-managers." ``task``: what it was about, where
    that is more than the right says."""
    roles = f"{lowest_role(right).name.lower()}s"
    return f"Only {roles} can {task or _TASKS.get(right, right.value)}." + (f" Ask {whom}." if whom else "")


def explain(refusal: Refusal, actor_id: str, now: datetime, whom: str = "", what: str = "this") -> str:
    """Why a click did nothing. ``whom`` names people and groups to ask, where a right is missing; ``what`` is
    the item (see ``name_of``)."""
    match refusal.kind:
        case "already_decided":
            return f"{_standing(refusal, actor_id, now, what)} Undo that first to decide anew."
        case "no_right" if refusal.by is not None:
            return f"{_standing(refusal, actor_id, now, what)} Only they or a manager can undo it."
        case "no_right":
            about = "" if what == "this" else f" You clicked at {what}."
            return no_right(refusal.right or Right.DECIDE, whom) + about
        case "gone":
            how = words.LIVES.get(refusal.life or "", words.LIVES["deleted"])
            return f"{what[:1].upper()}{what[1:]} was {how}, so there is nothing left to decide."
        case "nothing_to_undo":
            return "There is nothing to undo: nothing is decided."
        case "unknown_item":
            return "I don't know this item any more; it was removed from the database."
        case "not_open":
            return _not_open(refusal, actor_id, now, what)


def _not_open(refusal: Refusal, actor_id: str, now: datetime, what: str) -> str:
    if refusal.status is Status.QUEUED:
        return "That isn't open while the item waits for a decision."
    return f"{_standing(refusal, actor_id, now, what)} So that isn't open now."


def _standing(refusal: Refusal, actor_id: str, now: datetime, what: str) -> str:
    who = "You" if refusal.by == actor_id else (refusal.by_name or "Somebody")
    done = _DONE.get(refusal.status or Status.CLOSED, "changed")
    when = f" {words.ago(refusal.at, now)}" if refusal.at else ""
    return f"{who} {done} {what}{when}."


def closed_reason(reason: str | None) -> str:
    """Why an item was closed, in words."""
    return "its creator is blocked" if reason == BLOCKED else (reason or "it is gone")
