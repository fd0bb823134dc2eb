"""What a batch is compared with, and the plan that comes of it (see ``resolve``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.content.identity import Match, matches_of
from bot.content.pieces import Piece
from bot.kernel.origin import Origin

LIVE, DELETED, WITHDRAWN = "live", "deleted", "withdrawn"


@dataclass(slots=True, eq=False)
class KnownItem:
    """An item as far as identity needs it. ``id`` is None until it is inserted."""

    id: int | None
    version: int
    life: str
    fingerprint: str
    creator_identity: str
    name_identity: str
    worded: bool  # whether it has a text or title at all
    order: int = 0  # of arrival: the id, or where the item stands after every known one
    life_before: str | None = None  # None for a new one
    rating: float | None = None
    rating_scale: float | None = None
    sentiment: str | None = None
    origin: str = Origin.UGC
    metrics: Mapping[str, int] = field(default_factory=dict)
    why: list[dict[str, str]] = field(default_factory=list)
    sightings: list[KnownSighting] = field(default_factory=list)
    piece: Piece | None = None  # what it says now, where this batch changed it
    main_piece: Piece | None = None  # the same of the place it is mainly known from
    ended_at: datetime | None = None
    edited: bool = False
    unrated: Piece | None = None  # what it says, where it lost its stars without an edit
    moved_from: str | None = None  # another origin, before this batch
    counted: bool = False  # rating, metrics, reasons or life changed
    counted_from: Piece | None = None  # what brought other metrics in this batch
    past: list[PastVersion] = field(default_factory=list)

    @property
    def matches(self) -> tuple[Match, ...]:
        """What recognises the item's piece on another network, as it stands now."""
        return matches_of(self.fingerprint, self.creator_identity, self.name_identity)


@dataclass(slots=True, eq=False)
class KnownSighting:
    """One place where an item was seen. ``stored_as`` is its id before this batch, None when it is new."""

    id: int | None
    item: KnownItem
    source: str
    platform: str
    external_id: str
    content_hash: str
    piece_key: str
    removed_at: datetime | None
    order: int = 0  # as of items
    stored_as: str | None = None
    piece: Piece | None = None
    seen: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class PastVersion:
    """What an item said before. ``piece`` is None when that still stands in the database."""

    number: int
    piece: Piece | None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event to keep: on which item, what, and details fit for JSON."""

    item: KnownItem
    event: str
    data: dict[str, Any]


@dataclass(slots=True)
class Known:
    """What the database knows about a batch's ids and keys."""

    by_id: dict[str, KnownSighting] = field(default_factory=dict)  # of this source
    by_piece: dict[str, list[KnownSighting]] = field(default_factory=dict)
    by_match: dict[Match, KnownItem] = field(default_factory=dict)  # the newest of its kind

    def add(self, sighting: KnownSighting, source: str) -> None:
        """Make a sighting findable by the keys it has."""
        if sighting.source == source:
            self.by_id[sighting.external_id] = sighting
        if sighting.piece_key:
            self.by_piece.setdefault(sighting.piece_key, []).append(sighting)

    def matchable(self, item: KnownItem) -> None:
        """The newest item with these words of this creator is the one a second network is matched with."""
        for match in item.matches:
            standing = self.by_match.get(match)
            if standing is None or item.order >= standing.order:
                self.by_match[match] = item


@dataclass(slots=True)
class Plan:
    """What storing the batch comes to. Every list is in the batch's order and names an item once."""

    new: list[KnownItem] = field(default_factory=list)
    new_sightings: list[KnownSighting] = field(default_factory=list)
    touched: dict[int, KnownItem] = field(default_factory=dict)  # known items, by id, that changed somehow
    seen: dict[int, KnownSighting] = field(default_factory=dict)  # known sightings, by id
    merged: list[KnownItem] = field(default_factory=list)
    events: list[Happening] = field(default_factory=list)
    unchanged: int = 0
    done: int = 0  # how many entries of the batch this covers: nearly always all

    @property
    def items(self) -> list[KnownItem]:
        """Every item that is new or changed."""
        return [*self.new, *self.touched.values()]

    def ended(self) -> list[KnownItem]:
        """The items that live no longer and did before, or are new."""
        return [one for one in self.items if one.life != LIVE and one.life_before in (LIVE, None)]

    def returned(self) -> list[KnownItem]:
        """The items that live again."""
        return [one for one in self.items if one.life == LIVE and one.life_before not in (LIVE, None)]
