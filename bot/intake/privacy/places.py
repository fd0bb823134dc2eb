"""Places outside the database where something of a person may stand: what chats show. Faces add theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.storage.personal import Named


@dataclass(frozen=True, slots=True)
class Traces:
    """By what a person's things are found: numbers of theirs, and what they are called. ``notices`` are the occasions
    of notices to the team that name them."""

    items: Sequence[int]
    accounts: Sequence[int]
    named: Named
    notices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Cleared:
    """What a place did: ``gone`` things were deleted or redrawn, ``waiting`` are still to be; ``left`` can't be
    reached, in words."""

    gone: int = 0
    waiting: int = 0
    left: tuple[str, ...] = ()


@runtime_checkable
class Place(Protocol):
    """One place. ``name`` is how a receipt calls it: "messages in Slack"."""

    @property
    def name(self) -> str: ...
    async def clear(self, traces: Traces) -> Cleared:
        """Take down, or have redrawn, what stands there. Doing it twice takes down what is left; the last time
        nothing waits. Raises TryLater while the place is away."""


class ErasurePlaces:
    """The places of this process."""

    def __init__(self) -> None:
        self._all: dict[str, Place] = {}

    def add(self, place: Place) -> None:
        """One of the same name takes the earlier one's place."""
        self._all[place.name] = place

    def __iter__(self) -> Iterator[Place]:
        return iter(self._all.values())

    def __len__(self) -> int:
        return len(self._all)
