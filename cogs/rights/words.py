"""Permissions in words: what was done, how it is known who said it, and why a press did nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.faces import words
from bot.faces.refusals import no_right
from bot.kernel.text import clean_line
from bot.people.rules import Right
from bot.rights.rules import AskRefusal, AskRefusalKind, AskState, AskStatus

PROOFS = {
    "none": "by the private link alone",
    "reply": "by a reply from the account that made it",
    "code": "by a code that the account posted",
    "mail": "by a link in a mail to the known address",
    "hand": "somebody of the team read the answer",
}
_STANDS = {
    AskStatus.NONE: "started over",
    AskStatus.DRAFT: "drafted another request",
    AskStatus.ASKED: "sent a request",
    AskStatus.REMINDED: "sent a reminder",
    AskStatus.ANSWERED: "answered once more",
    AskStatus.GRANTED: "granted it",
    AskStatus.DECLINED: "declined it",
    AskStatus.EXPIRED: "noted that it expired",
    AskStatus.WITHDRAWN: "withdrew it",
    AskStatus.SUPERSEDED: "put a renewed permission in its place",
}
_PLAIN: Mapping[AskRefusalKind, str] = {
    "gone": "The item is gone where it was found, so nothing of it can be granted or asked for.",
    "blocked": "The creator is blocked, so they are not asked.",
    "unknown_item": "I know no such item: it was removed from the database, or never there.",
    "do_not_contact": "They asked us never to write to them again, so nobody does.",
    "asked_often": "They were asked often enough lately. Ask them again in some weeks.",
    "needs_proof": "For these uses it must be certain who answered: by a reply, a code or a mail.",
    "nothing_granted": "There is no permission to take back.",
    "not_taken_down": "No takedown notice stands against this item.",
    "not_open": "That isn't open: the item was rejected or closed.",
}


def proof_words(proof: str) -> str:
    """How it is known who answered."""
    return PROOFS.get(proof, clean_line(proof, 40))


def standing(state: AskState) -> AskRefusal:
    """Why a button for an earlier state does nothing: what stands, by whom and since when."""
    return AskRefusal(
        "already_answered", state.changed_by, state.changed_by_name, state.changed_at, state.status
    )


def refused(refusal: AskRefusal, actor_id: str, now: datetime, whom: str = "") -> str:
    """Why a press did nothing, for the person who pressed. Plain text."""
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
            by = f"{who} recorded a takedown notice{when}. " if refusal.at else ""
            return f"{by or 'A takedown notice stands. '}A manager can lift it in the item's record."
        case _:
            done = _STANDS.get(refusal.status or AskStatus.ASKED, "changed it")
            return f"{who} {done}{when}. So I did nothing; the record shows how it stands."
