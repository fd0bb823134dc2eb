"""What the permission window shows, as plain values, and a refusal in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.content.tables import Item
from bot.faces import words
from bot.faces.refusals import no_right
from bot.people.rules import Right
from bot.people.tables import Creator
from bot.rights.rules import AskAction, AskRefusal, AskStatus, AskStep
from bot.rights.where import Place, reply_place

RECORDED = {
    AskAction.SENT: "Sent: I sent it to the creator",
    AskAction.GRANTED: "Granted: they said yes",
    AskAction.DECLINED: "Declined: they said no",
    AskAction.DRAFT: "Keep the draft for later",
    AskAction.REOPEN: "Start over",
}
DID = {
    AskAction.DRAFT: "drafted",
    AskAction.SENT: "sent",
    AskAction.GRANTED: "recorded as granted",
    AskAction.DECLINED: "recorded as declined",
    AskAction.REOPEN: "started over",
}
_STANDS = {
    AskStatus.DRAFTED: "drafted this request",
    AskStatus.SENT: "sent this request",
    AskStatus.GRANTED: "recorded that permission was granted",
    AskStatus.DECLINED: "recorded that permission was declined",
}


@dataclass(frozen=True, slots=True)
class AskWindow:
    """A permission request as one person sees it. ``open_now``: what they may record."""

    item_id: int
    about: str
    status: AskStatus
    text: str
    language: str
    languages: Sequence[str]
    place: Place | None
    open_now: Sequence[AskAction]
    steps: Sequence[AskStep]
    revision: int = 0
    template: str = ""
    turn: int = 0  # how many other wordings this person was shown before
    reachable: bool = True  # by a handle, so that they can reply where they wrote
    kept: bool = False  # the text is the person's own, about to be replaced


def ordered(open_now: frozenset[AskAction]) -> list[AskAction]:
    """In the order in which they usually happen."""
    return [action for action in RECORDED if action in open_now]


def about(item: Item, creator: Creator | None) -> str:
    """One line that says which item it is."""
    who = (creator.name or creator.handle) if creator else None
    return (
        f"{words.kind_word(item.kind)} on {words.platform_word(item.platform)} by {who or 'somebody unnamed'}"
    )


def where(item: Item, creator: Creator | None) -> Place | None:
    """Where to send it."""
    return reply_place(item, creator)


def why_refused(refusal: AskRefusal, actor_id: str, now: datetime, whom: str) -> str:
    """A refusal as a sentence for the person."""
    match refusal.kind:
        case "no_right":
            return no_right(refusal.right or Right.ASK, whom)
        case "gone":
            return "The item is gone where it was found, so nobody is asked about it."
        case "blocked":
            return "The creator is blocked, so they are not asked."
        case "unknown_item":
            return "I don't know this item any more; it was removed from the database."
        case "declined_before":
            return f"{_who(refusal, actor_id, now)} A manager can start over."
        case "already_asked" | "already_answered":
            return f"{_who(refusal, actor_id, now)} Nobody is asked twice."
        case _:
            return "That isn't open: the item was rejected or closed."


def _who(refusal: AskRefusal, actor_id: str, now: datetime) -> str:
    who = "You" if refusal.by == actor_id else (refusal.by_name or "Somebody")
    when = f" {words.ago(refusal.at, now)}" if refusal.at else ""
    return f"{who} {_STANDS.get(refusal.status or AskStatus.SENT, 'changed this request')}{when}."
