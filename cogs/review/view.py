"""What the review windows show, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.content.tables import ContentEvent
from bot.faces import words
from bot.review.rules import Action, Event
from bot.rights.rules import AskAction, AskStep

OTHER = words.REASONS[-1]

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
_ASK = {
    AskAction.DRAFT: "drafted a permission request",
    AskAction.SENT: "sent the permission request",
    AskAction.GRANTED: "recorded permission as granted",
    AskAction.DECLINED: "recorded permission as declined",
    AskAction.REOPEN: "reopened the permission request",
}
_CONTENT = {
    "sighted": "seen again",
    "merged": "seen in another place",
    "edited": "edited by its creator",
    "deleted": "deleted where it was found",
    "withdrawn": "withdrawn by its creator",
    "returned": "there again",
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


def history(
    events: Iterable[Event], content: Iterable[ContentEvent], asks: Iterable[AskStep]
) -> list[HistoryLine]:
    """Everything that happened to an item, oldest first."""
    lines = [
        HistoryLine(event.at, event.actor_name, _what(event), _why(event.reason, event.note), event.via)
        for event in events
    ]
    lines += [
        HistoryLine(
            event.at, event.actor, _CONTENT.get(event.event, event.event.replace("_", " ")), "", event.via
        )
        for event in content
        if event.event not in _TOLD
    ]
    lines += [
        HistoryLine(step.at, step.actor_name, _ASK[step.action], step.note or "", step.via) for step in asks
    ]
    return sorted(lines, key=lambda line: line.at)


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
