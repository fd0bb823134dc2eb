"""Why somebody is not asked, in a sentence: who and when, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces import words
from bot.faces.ask_refusals import why_refused
from bot.faces.permissions import uses_words
from bot.kernel.text import clean_line
from bot.people.tables import Creator
from bot.rights import queries
from bot.rights.contacts import account_hashes
from bot.rights.limits import Limits
from bot.rights.rules import AskRefusal
from bot.rights.scope import uses_of
from bot.rights.tables import Ask, Clearance, DoNotContact

DAY = "%d %b %Y"
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


def why_not(
    refusal: AskRefusal, actor_id: str, now: datetime, whom: str, known: Background | None = None
) -> str:
    """A refusal as a sentence for the person, with what is ``known`` of the creator. Plain text."""
    more = _told(refusal, now, known) if known is not None else ""
    return more or why_refused(refusal, actor_id, now, whom)


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
