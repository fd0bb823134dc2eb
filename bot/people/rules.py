"""What a member of staff may do. Roles are ordered: each may do all that the one below it may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Role(IntEnum):
    """How much somebody is trusted with, from nothing to everything."""

    NONE = 0
    VIEWER = 1
    MODERATOR = 2
    MANAGER = 3


class Right(StrEnum):
    """A thing that one needs a role for."""

    VIEW = "view"  # see items, search, history
    ADD = "add"  # hand in content one has seen
    DECIDE = "decide"  # approve, reject, undo one's own decision
    ASK = "ask"  # draft a permission request and record what came of it
    CONTEST = "contest"  # run contests
    ESCALATE = "escalate"
    NOTE = "note"
    CAMPAIGN = "campaign"
    HIDE_MEDIA = "hide_media"
    OVERRULE = "overrule"  # undo somebody else's decision, ask again after a creator declined
    BLOCK = "block"  # stop taking content from a creator, and take it again
    SETTINGS = "settings"
    SOURCES = "sources"


_LOWEST: Mapping[Right, Role] = {
    Right.VIEW: Role.VIEWER,
    Right.ADD: Role.VIEWER,  # it only joins the queue; somebody else decides
    Right.DECIDE: Role.MODERATOR,
    Right.ASK: Role.MODERATOR,
    Right.ESCALATE: Role.MODERATOR,
    Right.NOTE: Role.MODERATOR,
    Right.CAMPAIGN: Role.MODERATOR,
    Right.HIDE_MEDIA: Role.MODERATOR,
    Right.OVERRULE: Role.MANAGER,
    Right.BLOCK: Role.MANAGER,
    Right.CONTEST: Role.MANAGER,
    Right.SETTINGS: Role.MANAGER,
    Right.SOURCES: Role.MANAGER,
}


def lowest_role(right: Right) -> Role:
    """The lowest role that has the right: what to call those one may ask ("only moderators can ...")."""
    return _LOWEST[right]


def may(role: Role, right: Right) -> bool:
    """Whether somebody with this role has this right."""
    return role >= _LOWEST[right]


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: a member of staff by chat id, or a part of the system ("system", "source:blog")."""

    id: str
    name: str
    role: Role


SYSTEM = Person("system", "Goodword", Role.MANAGER)
