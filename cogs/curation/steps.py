"""What a button or a window must carry: where somebody is, and how the last change is taken back. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.curation.rules import ChangeId

COLLECTIONS, COLLECTION, PIECES, PIECE, PROGRAMME, CHANGES = (
    "collections",
    "collection",
    "pieces",
    "piece",
    "programme",
    "changes",
)
SECTIONS = (COLLECTIONS, PIECES, PROGRAMME, CHANGES)
LONGEST = 1900
"""Characters of what undoes: a button's value takes 2,000."""


@dataclass(frozen=True, slots=True)
class Where:
    """A page of the window. ``key``: the slug of a collection, the number of a piece."""

    section: str = COLLECTIONS
    key: str = ""
    page: int = 1

    def pack(self) -> str:
        return f"{self.section}|{self.key}|{self.page}"

    @classmethod
    def unpack(cls, text: str) -> Where:
        """The first page where it can't be read."""
        section, _, rest = text.partition("|")
        key, _, page = rest.partition("|")
        if section not in (*SECTIONS, COLLECTION, PIECE):
            return cls()
        if section == PIECE and not _is_number(key):
            return cls(PIECES)
        return cls(section, key, int(page) if _is_number(page) and int(page) else 1)

    def at(self, page: int) -> Where:
        return replace(self, page=max(1, page))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that undoing does. ``verb``: ``change`` (a decision or setting), ``name``, ``close``, ``open``,
    ``put``, ``take`` (of a collection)."""

    verb: str
    slug: str = ""
    name: str = ""
    ids: tuple[int, ...] = ()
    change: ChangeId | None = None

    def pack(self) -> str:
        if self.change is not None:
            return f"change:{self.change.pack()}"
        rest = ",".join(map(str, self.ids)) if self.verb in ("put", "take") else self.name
        return f"{self.verb}:{self.slug}:{rest}"


def pack(steps: Iterable[Step]) -> str:
    """As a button's value; "" where it would be too long."""
    packed = "\n".join(step.pack() for step in steps)
    return packed if len(packed) <= LONGEST else ""


def unpack(text: str) -> list[Step]:
    """What can be read of it."""
    return [step for line in text.split("\n") if (step := _step(line)) is not None]


def _step(line: str) -> Step | None:
    verb, _, rest = line.partition(":")
    if verb == "change":
        change = ChangeId.unpack(rest)
        return Step(verb, change=change) if change is not None else None
    slug, _, last = rest.partition(":")
    if verb in ("put", "take"):
        return Step(verb, slug, ids=tuple(int(one) for one in last.split(",") if _is_number(one)))
    return Step(verb, slug, last) if verb in ("name", "close", "open") else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18
