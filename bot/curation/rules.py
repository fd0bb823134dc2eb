"""What managers may decide about a piece, and what that means at a moment. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

NAME_LIMIT = 60
SLUG_LIMIT = 40
MOST_IN_COLLECTION = 2000
LARGEST_LIMIT = 10_000
LONGEST_DAYS = 366
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


class Mark(StrEnum):
    """A decision about a piece. The value is stored: never rename one."""

    PIN = "pin"  # it comes first
    HOLD = "hold"  # an embargo: nobody shares it before
    HIDE = "hide"  # ambassadors don't get it
    LIMIT = "limit"  # so many shares within so many days
    THANK = "thank"  # who made it thanks those who shared it


CREATOR = "creator"
"""Who decided, where it was whoever made the piece, from their own page."""


class Shelved(StrEnum):
    """What happened to a collection. The value is stored: never rename one."""

    MAKE = "make"
    RENAME = "rename"
    CLOSE = "close"
    OPEN = "open"
    PUT = "put"
    TAKE = "take"


class Setting(StrEnum):
    """What managers may overrule of the settings. The value is stored: never rename one."""

    NETWORKS = "networks"
    BLOCKED_WORDS = "blocked_words"
    PICKS_A_WEEK = "picks_a_week"
    PIECE_LIMIT = "piece_limit"
    LEADS_TO = "leads_to"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many shares of a piece within so many days, by everybody together."""

    shares: int
    days: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A decision that stands. ``until`` None: until it is taken back."""

    item_id: int
    kind: Mark
    until: datetime | None = None
    limit: Limit | None = None
    by: str = ""
    by_name: str = ""
    at: datetime | None = None

    def runs(self, now: datetime) -> bool:
        """Whether it counts at that moment."""
        return self.until is None or self.until > now


@dataclass(frozen=True, slots=True)
class ChangeId:
    """Which change: a decision about a piece (``mark``), something of a collection (``shelf``) or a setting, by its
    row; that it was made, or that it was taken back (``lifted``)."""

    mark: bool
    row: int
    lifted: bool = False
    shelf: bool = False

    def pack(self) -> str:
        """As it travels in a button: "m12" was made, "m12-" taken back, "s" is a setting, "c" of a collection."""
        kind = "c" if self.shelf else "m" if self.mark else "s"
        return f"{kind}{self.row}{'-' if self.lifted else ''}"

    @classmethod
    def unpack(cls, text: str) -> ChangeId | None:
        """None for what is none."""
        found = re.fullmatch(r"([ms])(\d{1,18})(-?)|c(\d{1,18})", text, re.ASCII)
        if found is None:
            return None
        if found[4]:
            return cls(False, int(found[4]), shelf=True)
        return cls(found[1] == "m", int(found[2]), bool(found[3]))


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a manager changed, with who did and when. ``what`` is a ``Mark`` of a piece, a ``Shelved`` of a
    collection (``shelf``: what it is called, ``before``: what it was called), or the key of a setting with the value
    that was set. ``by_name`` "": only the id was kept."""

    id: ChangeId
    what: str
    item_id: int | None
    by: str
    by_name: str
    at: datetime
    until: datetime | None = None
    limit: Limit | None = None
    value: Mapping[str, Any] | None = None
    stands: bool = False  # nothing overtook it: it can be taken back
    shelf: str = ""
    before: str = ""
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at a moment about the pieces that anything stands about."""

    pinned: frozenset[int] = frozenset()
    held: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    limits: tuple[tuple[int, Limit], ...] = ()

    @property
    def barred(self) -> frozenset[int]:
        """Pieces that nobody is offered and nobody shares. Limits are apart: they depend on what was shared."""
        return self.held | self.hidden

    @property
    def limit_of(self) -> dict[int, Limit]:
        return dict(self.limits)


def standing(marks: Iterable[Marked], now: datetime) -> Standing:
    """What these decisions add up to at a moment."""
    running = [mark for mark in marks if mark.runs(now)]

    def of(kind: Mark) -> frozenset[int]:
        return frozenset(mark.item_id for mark in running if mark.kind is kind)

    limits = tuple((mark.item_id, mark.limit) for mark in running if mark.limit is not None)
    return Standing(of(Mark.PIN), of(Mark.HOLD), of(Mark.HIDE), limits)


def leads_key(collection_id: int) -> str:
    """The key of the override that says where links to a collection's pieces lead."""
    return f"{Setting.LEADS_TO}:{collection_id}"


def slug_of(name: str) -> str:
    """A name as commands write it: "Sommar 2026!" is ``sommar-2026``; "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _NOT_IN_SLUG.sub("-", plain.encode("ascii", "ignore").decode()).strip("-")[:SLUG_LIMIT].strip("-")
