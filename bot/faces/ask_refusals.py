"""Why nothing was done about a permission, in a sentence: who decided what and when, or what to do instead. Plain
text, for every feature that deals with permissions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.faces import words
from bot.faces.refusals import no_right
from bot.kernel.text import clean_line
from bot.people.rules import Right
from bot.rights.rules import AskRefusal, AskRefusalKind, AskStatus

_STANDS = {
    AskStatus.NONE: "started over",
    AskStatus.DRAFT: "drafted this request",
    AskStatus.ASKED: "sent this request",
    AskStatus.REMINDED: "sent a reminder",
    AskStatus.ANSWERED: "answered this request",
    AskStatus.GRANTED: "granted this",
    AskStatus.DECLINED: "declined this",
    AskStatus.EXPIRED: "noted that this expired",
    AskStatus.WITHDRAWN: "withdrew the permission",
    AskStatus.SUPERSEDED: "put a renewed permission in its place",
}
_PLAIN: Mapping[AskRefusalKind, str] = {
    "not_open": "That isn't open: the item was rejected or closed.",
    "gone": "The item is gone where it was found, so nothing of it is asked for or granted.",
    "blocked": "The creator is blocked, so they are not asked. A manager can unblock them in the card's menu.",
    "unknown_item": "I know no such item: it was removed from the database, or never there.",
    "do_not_contact": "They asked us never to write to them again, so nobody does.",
    "asked_often": "They were asked often enough lately. Ask them again in some weeks.",
    "other_account": "Another account said that than the one that made it, so it counts for nothing.",
    "needs_proof": "For these uses it must be certain who answered: by a reply, a code or a mail.",
    "nothing_granted": "There is no permission to take back.",
    "not_taken_down": "No takedown notice stands against this item.",
}
_THEN: Mapping[AskRefusalKind, str] = {
    "declined_before": "A manager can start over.",
    "already_asked": "Nobody is asked twice.",
    "already_answered": "Nobody is asked twice.",
}
NOTHING_DONE = "So I did nothing; the record shows how it stands."
"""What follows where somebody pressed a button for what stood before."""


def why_refused(refusal: AskRefusal, actor_id: str, now: datetime, whom: str = "", *, then: str = "") -> str:
    """A refusal as a sentence for the person. ``whom`` names whom to ask where a right is missing; ``then`` is what
    follows from what somebody decided before, instead of the usual."""
    if (plain := _PLAIN.get(refusal.kind)) is not None:
        return plain
    who = "You" if refusal.by == actor_id else clean_line(refusal.by_name or "Somebody", 80)
    when = f" {words.ago(refusal.at, now)}" if refusal.at else ""
    match refusal.kind:
        case "no_right":
            return no_right(refusal.right or Right.ASK, whom)
        case "no_need":
            return f"Nobody needs to ask: this creator is {refusal.detail or 'cleared'} for these uses."
        case "taken_down":
            by = f"{who} recorded a takedown notice{when}" if refusal.at else "A takedown notice stands"
            return f"{by} against this item. A manager can lift it: /goodword rights and the item's number."
        case _:
            done = _STANDS.get(refusal.status or AskStatus.ASKED, "changed this request")
            return f"{who} {done}{when}. {then or _THEN.get(refusal.kind, '')}".rstrip()
