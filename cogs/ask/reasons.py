"""Why somebody is not asked, in a sentence: who and when, and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces import words
from bot.faces.permissions import uses_words
from bot.faces.refusals import no_right
from bot.kernel.text import clean_line
from bot.people.rules import Right
from bot.people.tables import Creator
from bot.rights import queries
from bot.rights.contacts import account_hashes
from bot.rights.limits import Limits
from bot.rights.rules import AskRefusal, AskRefusalKind, AskStatus
from bot.rights.scope import uses_of
from bot.rights.tables import Ask, Clearance, DoNotContact

DAY = "%d %b %Y"
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
    "blocked": "The creator is blocked, so they are not asked. A manager can unblock them in the card's menu.",
    "unknown_item": "I don't know this item any more; it was removed from the database.",
    "do_not_contact": "They asked us never to write to them again, so nobody does.",
    "asked_often": "They were asked often enough lately. Ask them again in some weeks.",
    "other_account": "Another account said that than the one that made it, so it counts for nothing.",
    "needs_proof": "For these uses it must be certain who answered: by a reply, a code or a mail.",
    "nothing_granted": "There is no permission to take back.",
    "taken_down": "A takedown notice stands against this item, so nobody is asked. A manager can lift it:"
    " /goodword rights and the item's number.",
}
_STILL = "If they write to you first, record here what they say."


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of a creator that may keep them from being asked. ``recent``: the asks that count now."""

    recent: Sequence[Ask] = ()
    days: int = 0
    clearances: Sequence[Clearance] = ()
    listed: DoNotContact | None = None


async def background(
    session: AsyncSession, creator: Creator | None, limits: Limits, now: datetime
) -> Background:
    """Look it up."""
    if creator is None or creator.id is None:
        return Background()
    asked = await queries.waiting_of_creator(session, creator.id)
    since = limits.since(now)
    return Background(
        [one for one in asked if one.asked_at is not None and one.asked_at >= since],
        limits.asks_days,
        await queries.clearances_of(session, creator.id, now),
        await queries.on_do_not_contact(session, creator.platform, account_hashes(creator)),
    )


def why_refused(
    refusal: AskRefusal, actor_id: str, now: datetime, whom: str, known: Background | None = None
) -> str:
    """A refusal as a sentence for the person. Plain text."""
    if known is not None and (more := _told(refusal, now, known)):
        return more
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


def _told(refusal: AskRefusal, now: datetime, known: Background) -> str:
    if refusal.kind == "no_need" and known.clearances:
        return cleared_words(known.clearances)
    if refusal.kind == "do_not_contact" and known.listed is not None:
        since = known.listed.at.strftime(DAY)
        return f"They are on the list of people whom nobody writes to, since {since}. {_STILL}"
    if refusal.kind == "asked_often" and known.recent:
        return _often(known, now)
    return ""


def _often(known: Background, now: datetime) -> str:
    asked = [one for one in known.recent if one.asked_at is not None]
    times = "; ".join(
        f"{clean_line(one.asked_by_name or 'somebody', 60)} about item {one.item_id} {words.ago(one.asked_at, now)}"
        for one in asked[:5]
        if one.asked_at is not None
    )
    oldest = min(one.asked_at for one in asked if one.asked_at is not None)
    again = (oldest + timedelta(days=known.days)).strftime(DAY)
    return (
        f"They were asked often enough in the last {known.days} days: {times}. "
        f"Ask them again from {again} on. {_STILL}"
    )


def cleared_words(clearances: Sequence[Clearance]) -> str:
    """Why somebody needn't be asked, and for what they still can be."""
    parts = []
    for one in clearances[:3]:
        kind = "paid" if one.kind == "paid" else "cleared beforehand"
        until = f" until {one.ends_at.strftime(DAY)}" if one.ends_at is not None else ""
        parts.append(f"{kind} for {uses_words(use.value for use in uses_of(one.uses))}{until}")
    why = f"this creator is {'; '.join(parts)}"
    return f"Nobody needs to ask: {why}. To ask for more, tick uses that this doesn't cover."


def _who(refusal: AskRefusal, actor_id: str, now: datetime) -> str:
    who = "You" if refusal.by == actor_id else (refusal.by_name or "Somebody")
    when = f" {words.ago(refusal.at, now)}" if refusal.at else ""
    return f"{who} {_STANDS.get(refusal.status or AskStatus.ASKED, 'changed this request')}{when}."
