"""Who may decide what about a creator as a whole. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.people.rules import Person, Right, may


class CreatorAct(StrEnum):
    """What is done about a creator. The value is stored: never rename one."""

    NEVER = "never"  # put on the list of those who are not asked
    LIFTED = "lifted"  # taken off it
    CLEARED = "cleared"  # a clearance was added. data: clearance
    CLEARANCE_ENDED = "clearance_ended"  # data: clearance
    EXPORTED = "exported"  # everything that is held was handed to somebody of the team
    ERASING = "erasing"  # their erasure was asked for


RefusalKind = Literal["no_right", "unknown", "changed", "no_reason", "already", "nothing"]


@dataclass(frozen=True, slots=True)
class CreatorRefusal:
    """Why nothing was done. ``right``: what was missing. ``by``, ``by_name``, ``at``: of the last act, where
    something changed since the person looked, or was so already."""

    kind: RefusalKind
    right: Right | None = None
    by: str = ""
    by_name: str = ""
    at: datetime | None = None
    act: CreatorAct | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """That somebody is never asked. ``strict``: it is their own wish (or they were erased). ``whole``: it holds for
    all that they are."""

    since: datetime
    reason: str
    by: str
    strict: bool
    whole: bool = True


def right_for(act: CreatorAct, listing: Listing | None = None) -> Right:
    """What somebody needs to do this. A creator's own wish is lifted by those alone who may overrule."""
    if act is CreatorAct.NEVER or (act is CreatorAct.LIFTED and not (listing and listing.strict)):
        return Right.ASK
    return Right.OVERRULE


def no_right(act: CreatorAct, actor: Person, listing: Listing | None) -> CreatorRefusal | None:
    """What this person lacks to do this; None: nothing."""
    right = right_for(act, listing)
    return None if may(actor.role, right) else CreatorRefusal("no_right", right)


def not_now(act: CreatorAct, listing: Listing | None, reason: str | None) -> CreatorRefusal | None:
    """Why nobody can do this now; None: it can be done."""
    if act is CreatorAct.NEVER and listing is not None and listing.whole:
        return CreatorRefusal("already", by=listing.by, at=listing.since, act=CreatorAct.NEVER)
    if act is CreatorAct.LIFTED and listing is None:
        return CreatorRefusal("nothing")
    if act in (CreatorAct.NEVER, CreatorAct.LIFTED) and not (reason or "").strip():
        return CreatorRefusal("no_reason")
    return None


def open_acts(actor: Person, listing: Listing | None) -> frozenset[CreatorAct]:
    """What is open to somebody about a creator who stands on the list, or doesn't (None)."""
    return frozenset(
        act
        for act in CreatorAct
        if no_right(act, actor, listing) is None and not_now(act, listing, "why") is None
    )
