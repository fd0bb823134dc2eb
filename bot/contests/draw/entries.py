"""The list that is frozen when entries close."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field
from pydantic.dataclasses import dataclass

from bot.contests.draw.hashing import hash_of
from bot.contests.draw.values import STRICT, Label, Moment, Number, spelled
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line

MAX_ENTRIES = 1_000_000


@dataclass(frozen=True, config=STRICT)
class EntryList:
    """Who takes part: ``(number, entry)`` in the order of the numbers. ``number`` is what people call an entry,
    ``entry`` its row. No names: whoever takes part knows their own number, and nobody else's name is published."""

    contest: Number
    name: Label
    closed_at: Moment
    entries: Annotated[tuple[tuple[Number, Number], ...], Field(max_length=MAX_ENTRIES)]

    @classmethod
    def of(
        cls, contest: int, name: str, closed_at: datetime, entries: Iterable[tuple[int, int]]
    ) -> EntryList:
        """From entries in any order. Raises TellUser when one stands twice, or there are too many."""
        listed = tuple(sorted(entries))
        if len(listed) > MAX_ENTRIES:
            raise TellUser(
                f"A draw takes at most {MAX_ENTRIES:,} entries; here are {len(listed):,}.",
                remedy="Split the contest, or decide it by another rule.",
            )
        made = cls(contest, clean_line(name, 200) or f"Contest {contest}", closed_at, listed)
        if why := made.disorder:
            raise TellUser(f"The entry list is not in order: {why}.", remedy="List every entry once.")
        return made

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(number for number, _ in self.entries)

    @cached_property
    def disorder(self) -> str:
        """What is wrong with the list, or nothing: numbers must rise, and no entry may stand twice."""
        before = 0
        for number, _ in self.entries:
            if number <= before:
                return f"number {number} stands after number {before}"
            before = number
        if len({entry for _, entry in self.entries}) < len(self.entries):
            return "an entry stands in it twice under different numbers"
        return ""

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "contest": self.contest,
            "name": self.name,
            "closed_at": spelled(self.closed_at),
            "entries": [list(pair) for pair in self.entries],
        }

    @cached_property
    def hash(self) -> str:
        """SHA-256 of ``plain`` in canonical JSON."""
        return hash_of(self.plain())
