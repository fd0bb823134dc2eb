"""What the permission window shows, as plain values, and a refusal in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.content.tables import Item
from bot.faces import words
from bot.faces.refusals import no_right
from bot.people.rules import Right
from bot.people.tables import Creator
from bot.rights.rules import AskAction, AskRefusal, AskRefusalKind, AskStatus, AskStep
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
    AskAction.DELIVERED: "delivered it",
    AskAction.REMINDED: "reminded",
    AskAction.ANSWERED: "answered",
    AskAction.GRANTED: "recorded as granted",
    AskAction.DECLINED: "recorded as declined",
    AskAction.WITHDRAWN: "withdrew it",
    AskAction.EXPIRED: "noted that it expired",
    AskAction.SUPERSEDED: "put a renewed permission in its place",
    AskAction.REOPEN: "started over",
    AskAction.NOTED: "noted something",
    AskAction.WARNED: "said that it ends soon",
    AskAction.REMOVED: "checked that it is gone everywhere",
    AskAction.ERASED: "erased personal words",
}
_STANDS = {
    AskStatus.DRAFT: "drafted this request",
    AskStatus.ASKED: "sent this request",
    AskStatus.REMINDED: "sent a reminder",
    AskStatus.ANSWERED: "answered this request",
    AskStatus.GRANTED: "recorded that permission was granted",
    AskStatus.DECLINED: "recorded that permission was declined",
    AskStatus.EXPIRED: "noted that this request expired",
    AskStatus.WITHDRAWN: "withdrew the permission",
}


_PLAIN: Mapping[AskRefusalKind, str] = {
    "gone": "The item is gone where it was found, so nobody is asked about it.",
    "blocked": "The creator is blocked, so they are not asked.",
    "unknown_item": "I don't know this item any more; it was removed from the database.",
    "do_not_contact": "They asked us never to write to them again, so nobody does.",
    "asked_often": "They were asked often enough lately. Ask them again in some weeks.",
    "other_account": "Another account said that than the one that made it, so it counts for nothing.",
    "needs_proof": "For these uses it must be certain who answered: by a reply, a code or a mail.",
    "nothing_granted": "There is no permission to take back.",
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
    if (plain := _PLAIN.get(refusal.kind)) is not None:
        return plain
    match refusal.kind:
        case "no_right":
            return no_right(refusal.right or Right.ASK, whom)
        case "no_need":
            return f"Nobody needs to ask: this creator is {refusal.detail or 'cleared'} for these uses."
        case "declined_before":
            return f"{_who(refusal, actor_id, now)} A manager can start over."
        case "already_asked" | "already_answered":
            return f"{_who(refusal, actor_id, now)} Nobody is asked twice."
        case _:
            return "That isn't open: the item was rejected or closed."


def _who(refusal: AskRefusal, actor_id: str, now: datetime) -> str:
    who = "You" if refusal.by == actor_id else (refusal.by_name or "Somebody")
    when = f" {words.ago(refusal.at, now)}" if refusal.at else ""
    return f"{who} {_STANDS.get(refusal.status or AskStatus.ASKED, 'changed this request')}{when}."
