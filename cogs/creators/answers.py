"""Why nothing was done about a creator, in words. Plain text."""

from __future__ import annotations

from datetime import datetime

from bot.faces import words
from bot.kernel.text import clean_line
from bot.people.rules import lowest_role
from bot.rights.creators.rules import CreatorAct, CreatorRefusal

DOUBLE_CLICK = 5.0  # seconds
TASKS = {
    CreatorAct.NEVER: "say that somebody is never asked",
    CreatorAct.LIFTED: "lift that they are never asked",
    CreatorAct.CLEARED: "add clearances",
    CreatorAct.CLEARANCE_ENDED: "end clearances",
    CreatorAct.EXPORTED: "export what is held",
    CreatorAct.ERASING: "erase somebody",
}
_DONE = {
    CreatorAct.NEVER: "said never to ask them",
    CreatorAct.LIFTED: "allowed asking them again",
    CreatorAct.CLEARED: "added a clearance",
    CreatorAct.CLEARANCE_ENDED: "ended a clearance",
    CreatorAct.EXPORTED: "exported what is held",
    CreatorAct.ERASING: "asked for their erasure",
}


def own_click(refusal: CreatorRefusal, act: CreatorAct, actor_id: str, now: datetime) -> bool:
    """The second half of a double click: the first did it, a moment ago."""
    if refusal.kind != "changed" or refusal.by != actor_id or refusal.act is not act or refusal.at is None:
        return False
    return (now - refusal.at).total_seconds() < DOUBLE_CLICK


def refused(refusal: CreatorRefusal, act: CreatorAct, actor_id: str, now: datetime, whom: str) -> str:
    """ "Noah Berg added a clearance 2 minutes ago, so nothing was done; this is how things stand." """
    match refusal.kind:
        case "no_right":
            right = refusal.right
            roles = f"{lowest_role(right).name.lower()}s" if right is not None else "others"
            return f"Only {roles} can {TASKS[act]}." + (f" Ask {whom}." if whom else "")
        case "unknown":
            return "They aren't here any more, so there was nothing to do."
        case "no_reason":
            return "Say why: it is kept, and your team reads it."
        case "nothing":
            return "There was nothing to do: this is how things stand."
        case "already":
            return f"That was done already, {words.ago(refusal.at, now) if refusal.at else 'before'}."
        case "changed":
            return _changed(refusal, actor_id, now)


def _changed(refusal: CreatorRefusal, actor_id: str, now: datetime) -> str:
    who = "You" if refusal.by == actor_id else clean_line(refusal.by_name, 80) or "Somebody"
    if refusal.by.startswith("creator"):
        who = "They themselves"
    done = _DONE[refusal.act] if refusal.act is not None else "changed something"
    when = f" {words.ago(refusal.at, now)}" if refusal.at is not None else ""
    return f"{who} {done}{when}, so nothing was done now. This is how things stand; do it again if you still want it."
