"""Everything that happened to an item: its review, its permission request and the content itself, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import events_of, versions_of
from bot.content.tables import ContentEvent, ItemVersion
from bot.faces.item_view import ItemView
from bot.review.queries import history as review_history
from bot.review.rules import Action, Event
from bot.rights.queries import ask_events
from bot.rights.rules import AskAction, AskStep

CONTEXT = 3  # words left standing on both sides of a change
CHANGE_SHOWN = 220  # characters of what stood there, and of what stands there now

_REVIEW = {
    Action.ARRIVED: "arrived in the queue",
    Action.APPROVE: "approved",
    Action.REJECT: "rejected",
    Action.ESCALATE: "escalated",
    Action.UNDO: "undid the decision",
    Action.NOTE: "noted",
    Action.CLOSE: "closed",
    Action.REOPEN: "reopened",
    Action.CAMPAIGN: "added to a campaign",
    Action.HIDE_MEDIA: "hid the media",
    Action.SHOW_MEDIA: "showed the media",
    Action.BLOCK_CREATOR: "blocked the creator",
}
ASK_DID = {
    AskAction.DRAFT: "drafted a permission request",
    AskAction.SENT: "sent the permission request",
    AskAction.GRANTED: "recorded permission as granted",
    AskAction.DECLINED: "recorded permission as declined",
    AskAction.DELIVERED: "delivered the permission request",
    AskAction.REMINDED: "sent a reminder",
    AskAction.ANSWERED: "answered the permission request",
    AskAction.WITHDRAWN: "withdrew the permission",
    AskAction.EXPIRED: "noted that the permission request or permission ran out",
    AskAction.SUPERSEDED: "put a renewed permission in place of this one",
    AskAction.REOPEN: "reopened the permission request",
    AskAction.NOTED: "noted something about the permission",
    AskAction.WARNED: "said that the permission ends soon",
    AskAction.REMOVED: "checked that it is gone from every place of ours",
    AskAction.ERASED: "erased personal words of the permission's record",
    AskAction.TAKEN_DOWN: "recorded a takedown notice",
    AskAction.LIFTED: "lifted the takedown notice",
}
_CONTENT = {
    "sighted": "seen again",
    "merged": "seen in another place",
    "edited": "edited by its creator",
    "deleted": "deleted where it was found",
    "withdrawn": "withdrawn by its creator",
    "erased": "erased at its creator's request",
    "returned": "there again",
    "campaign_matched": "added to a campaign",
    "account_linked": "a code in it linked its creator with another account",
}
# Told already by review's own events.
_TOLD = frozenset({"media_hidden", "media_shown", "campaign_joined"})


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened: who, when, what, why, from where."""

    at: datetime
    who: str
    what: str
    why: str = ""
    via: str = ""


async def load_history(session: AsyncSession, item: ItemView) -> list[HistoryLine]:
    """Everything that happened to an item, oldest first. Of one that is gone no words are repeated."""
    events = await review_history(session, item.item_id)
    content = (await events_of(session, [item.item_id])).get(item.item_id, [])
    asks = await ask_events(session, item.item_id)
    versions = {} if item.gone else await versions_of(session, [item.item_id])
    return history(events, content, asks, edits(versions.get(item.item_id, []), item.text))


def history(
    events: Iterable[Event],
    content: Iterable[ContentEvent],
    asks: Iterable[AskStep],
    changes: Mapping[int, str] | None = None,
) -> list[HistoryLine]:
    """All of it in the order of time. ``changes`` says by version what an edit changed."""
    lines = [
        HistoryLine(event.at, event.actor_name, _what(event), _why(event.reason, event.note), event.via)
        for event in events
    ]
    lines += [_content_line(event, changes or {}) for event in content if event.event not in _TOLD]
    lines += [
        HistoryLine(step.at, step.actor_name, ASK_DID[step.action], step.note or "", step.via)
        for step in asks
    ]
    return sorted(lines, key=lambda line: line.at)


def edits(versions: Sequence[ItemVersion], text: str) -> dict[int, str]:
    """What each edit changed, by the number of the version it led to. ``text`` is the present one."""
    after = [*(version.text for version in versions[1:]), text]
    return {
        version.number + 1: changed(version.text, then)
        for version, then in zip(versions, after, strict=False)  # without versions, nothing
        if version.text != then
    }


def changed(before: str, after: str) -> str:
    """The words that differ, with a few around them: “was this” → “is that”."""
    old, new = before.split(), after.split()
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return f"“{_around(old, start, end)}” → “{_around(new, start, end)}”"


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _around(words: Sequence[str], start: int, end: int) -> str:
    first, last = max(0, start - CONTEXT), len(words) - max(0, end - CONTEXT)
    shown = " ".join(words[first:last])
    shown = shown if len(shown) <= CHANGE_SHOWN else f"{shown[:CHANGE_SHOWN]}…"
    return f"{'… ' if first else ''}{shown}{' …' if last < len(words) else ''}"


def _content_line(event: ContentEvent, changes: Mapping[int, str]) -> HistoryLine:
    what = _CONTENT.get(event.event, event.event.replace("_", " "))
    source = event.actor.removeprefix("source:")
    who = f"Source {source}" if source != event.actor else event.actor
    why = changes.get(int(event.data.get("version") or 0), "") if event.event == "edited" else ""
    if event.event == "campaign_matched":
        what = f"added to the campaign {event.data.get('campaign')}"
        why = f"it carries #{event.data.get('hashtag')}"
    if event.event == "reason_added":
        what = f"entered in the contest {event.data.get('what')}"
    return HistoryLine(event.at, who, what, why, "" if source != event.actor else event.via)


def _what(event: Event) -> str:
    data: Mapping[str, Any] = event.data
    if event.action is Action.ESCALATE and data.get("to_name"):
        return f"escalated to {data['to_name']}"
    if event.action is Action.CAMPAIGN and data.get("name"):
        return f"added to the campaign {data['name']}"
    if event.action is Action.UNDO and data.get("undone"):
        return f"undid “{data['undone']}” by {data.get('undone_by') or 'somebody'}"
    return _REVIEW[event.action]


def _why(reason: str | None, note: str | None) -> str:
    return " · ".join(dict.fromkeys(part for part in (reason, note) if part))
