"""Which pieces of a batch are new, edited, seen again or gone: one pass over what is known. Pure.

The pass goes entry by entry, so that a batch means the same as its entries one at a time. Its rules, in order:

1. The source and the id it uses say which piece it is.
2. Else the same words of the same creator under the same address are the same piece: its id was re-issued
   (same source: the sighting learns the new id) or a second source found it (a second sighting).
3. Else a piece that a person added by its address alone is filled in by the first find under that address.
4. Else the same words of the same creator on another source are the same piece, published twice. Who has the
   same handle (the same name where there is none) is the same creator; or, on another platform, who has the
   same display name, if that is one to tell people by. Two handles of one platform are two people.
5. Else it is new.

A removal closes a sighting. ``deleted`` ends the item once every sighting is gone, ``withdrawn`` at once: a
creator who takes a piece back means the piece, wherever it stands. A deleted piece that its source shows again
is live again; a withdrawn one stays ended whatever a source shows, until a person decides otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.content.identity import Match, matches_of
from bot.content.pieces import Entry, Piece
from bot.content.sentiment import by_stars
from bot.kernel.origin import Origin
from bot.sources.base import Removed, Why

LIVE, DELETED, WITHDRAWN = "live", "deleted", "withdrawn"
_AFTER_ALL_KNOWN = 2**62


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


def resolve(known: Known, source: str, batch: Sequence[Entry], now: datetime) -> Plan:
    """Go through the batch of one source in its order; ``known`` is changed along with it.

    Stops early, with ``done`` less than the batch, where an edit made what is known too little to go on by:
    write the plan, read again and go on with the rest.
    """
    run = _Run(known, source, now)
    for entry in batch:
        if isinstance(entry, Removed):
            run.removed(entry)
        elif run.outdated(entry):
            break
        else:
            run.found(entry)
        run.plan.done += 1
    return run.plan


@dataclass(slots=True)
class _Run:
    known: Known
    source: str
    now: datetime
    plan: Plan = field(default_factory=Plan)
    moves: int = 0  # changes so far, to tell an entry that changed nothing

    def outdated(self, piece: Piece) -> bool:
        """Whether the item these words would match was edited in this batch: an older one may stand behind it."""
        standing = ((match, self.known.by_match.get(match)) for match in piece.matches)
        return any(item is not None and match not in item.matches for match, item in standing)

    def found(self, piece: Piece) -> None:
        sighting = self.known.by_id.get(piece.found.external_id) or self._reissued(piece)
        if sighting is not None:
            self._again(sighting, piece)
            return
        item = self._elsewhere(piece)
        if item is not None:
            self._merge(item, piece)
        else:
            self._new(piece)

    def removed(self, entry: Removed) -> None:
        sighting = self.known.by_id.get(entry.external_id)
        if sighting is None or sighting.removed_at is not None:
            self.plan.unchanged += 1
            return
        sighting.removed_at = self.now
        self._change(sighting)
        item = sighting.item
        withdrawn = entry.reason == WITHDRAWN
        if item.life == LIVE and (withdrawn or all(one.removed_at is not None for one in item.sightings)):
            self._live_as(item, WITHDRAWN if withdrawn else DELETED)
        elif withdrawn and item.life == DELETED:
            self._live_as(item, WITHDRAWN)
        else:
            self._event(item, "sighting_removed", reason=entry.reason)

    def _reissued(self, piece: Piece) -> KnownSighting | None:
        for sighting in self._with_key(piece.piece_key):
            if sighting.source == self.source:
                if self.known.by_id.get(sighting.external_id) is sighting:
                    del self.known.by_id[sighting.external_id]
                sighting.external_id = piece.found.external_id
                self.known.by_id[sighting.external_id] = sighting
                self._change(sighting)
                return sighting
        return None

    def _elsewhere(self, piece: Piece) -> KnownItem | None:
        same = self._with_key(piece.piece_key)
        if same:
            return same[0].item
        for bare in self._with_key(piece.bare_key):
            if not bare.item.worded and bare.source != self.source:
                return bare.item
        for match in piece.matches:
            item = self.known.by_match.get(match)
            if item is None or any(one.source == self.source for one in item.sightings):
                continue
            if match.by == "creator" or all(one.platform != piece.found.platform for one in item.sightings):
                return item
        return None

    def _with_key(self, key: str) -> list[KnownSighting]:
        """Sightings of a piece key, the oldest first, in whatever order this batch came by them."""
        return sorted(self.known.by_piece.get(key, ()), key=lambda one: one.order)

    def _new(self, piece: Piece) -> None:
        found = piece.found
        item = KnownItem(
            id=None,
            version=1,
            life=LIVE,
            fingerprint=piece.fingerprint,
            creator_identity=piece.creator_identity,
            name_identity=piece.name_identity,
            worded=bool(found.text or found.title),
            rating=found.rating,
            rating_scale=found.rating_scale,
            sentiment=by_stars(found.rating, found.rating_scale) or piece.sentiment,
            origin=piece.origin or Origin.UGC,
            metrics=found.metrics,
            why=_reasons(found.why),
            order=_AFTER_ALL_KNOWN + len(self.plan.new),
            piece=piece,
            main_piece=piece,
        )
        self.plan.new.append(item)
        self._sight(item, piece)
        self.known.matchable(item)

    def _merge(self, item: KnownItem, piece: Piece) -> None:
        bare = not item.worded
        self._sight(item, piece)
        _once(self.plan.merged, item)
        self._event(item, "sighted", source=self.source, url=piece.found.url)
        self._revive(item)
        self._say_origin(item, piece)
        if bare and (piece.found.text or piece.found.title):
            self._fill(item, piece)
        else:
            self._count(item, piece, counts=False)

    def _fill(self, item: KnownItem, piece: Piece) -> None:
        """A person added the address; now its words are known, and the address alone means it no longer."""
        for sighting in item.sightings:
            if sighting.piece_key == piece.bare_key:
                self.known.by_piece[piece.bare_key].remove(sighting)
                sighting.piece_key = piece.piece_key
                self.known.by_piece.setdefault(piece.piece_key, []).append(sighting)
                self._change(sighting)
        item.rating, item.metrics = piece.found.rating, piece.found.metrics
        self._edit(item, piece, main=True)

    def _again(self, sighting: KnownSighting, piece: Piece) -> None:
        item = sighting.item
        if sighting.id is not None:
            self.plan.seen[sighting.id] = sighting
        sighting.seen = True
        before = self.moves
        if sighting.removed_at is not None:
            sighting.removed_at = None
            self._change(sighting)
            self._revive(item)
        if sighting.content_hash != piece.content_hash:
            self._reword(sighting, piece)
            main = sighting is _first(item)
            if main or not _same_words(item, piece):  # a second place that says the same is no edit
                self._edit(item, piece, main=main)
        elif sighting.piece_key != piece.piece_key:
            self._reword(sighting, piece)
        if sighting is _first(item):
            self._say_origin(item, piece)
        self._count(item, piece, counts=sighting is _first(item))
        if before == self.moves:
            self.plan.unchanged += 1

    def _reword(self, sighting: KnownSighting, piece: Piece) -> None:
        if sighting.piece_key:
            self.known.by_piece[sighting.piece_key].remove(sighting)
        sighting.content_hash, sighting.piece_key, sighting.piece = piece.content_hash, piece.piece_key, piece
        if sighting.piece_key:
            self.known.by_piece.setdefault(sighting.piece_key, []).append(sighting)
        self._change(sighting)

    def _edit(self, item: KnownItem, piece: Piece, *, main: bool) -> None:
        """The item says something else now. ``main``: at the place it is mainly known from."""
        item.past.append(PastVersion(item.version, item.piece))
        item.version += 1
        item.piece, item.edited = piece, True
        item.fingerprint = piece.fingerprint
        if main:
            item.main_piece = piece
            item.rating_scale = piece.found.rating_scale
            item.creator_identity, item.name_identity = piece.creator_identity, piece.name_identity
        item.worded = bool(piece.found.text or piece.found.title)
        item.sentiment = by_stars(item.rating, item.rating_scale) or piece.sentiment
        self.known.matchable(item)
        self._touch(item)
        self._event(item, "edited", version=item.version, source=self.source)

    def _count(self, item: KnownItem, piece: Piece, *, counts: bool) -> None:
        """Take over reasons, and where this is the item's first place also rating and metrics."""
        found = piece.found
        fresh = [reason for reason in _reasons(found.why) if reason not in item.why]
        moved = counts and (found.rating != item.rating or dict(found.metrics) != dict(item.metrics))
        if not fresh and not moved:
            return
        item.why = [*item.why, *fresh]
        if counts:
            if found.rating != item.rating:
                self._rate(item, piece)
            item.rating, item.metrics = found.rating, found.metrics
        item.counted = True
        self._touch(item)

    def _rate(self, item: KnownItem, piece: Piece) -> None:
        """Stars that changed say anew how the item sounds; where they are gone its words have to."""
        stars = by_stars(piece.found.rating, item.rating_scale or piece.found.rating_scale)
        item.unrated = piece if stars is None and item.piece is not piece else None
        item.sentiment = stars or (piece.sentiment if item.piece is piece else None)

    def _say_origin(self, item: KnownItem, piece: Piece) -> None:
        """Take over whose the item is, where its main place or a new one says so."""
        if piece.origin is not None and piece.origin != item.origin:
            item.moved_from, item.origin = item.moved_from or item.origin, piece.origin
            item.counted = True
            self._touch(item)
            self._event(item, "origin", origin=str(piece.origin), source=self.source)

    def _sight(self, item: KnownItem, piece: Piece) -> None:
        sighting = KnownSighting(
            id=None,
            item=item,
            source=self.source,
            platform=piece.found.platform,
            external_id=piece.found.external_id,
            content_hash=piece.content_hash,
            piece_key=piece.piece_key,
            removed_at=None,
            order=_AFTER_ALL_KNOWN + len(self.plan.new_sightings),
            piece=piece,
        )
        item.sightings.append(sighting)
        self.known.add(sighting, self.source)
        self.plan.new_sightings.append(sighting)

    def _revive(self, item: KnownItem) -> None:
        if item.life == DELETED:
            self._live_as(item, LIVE)

    def _live_as(self, item: KnownItem, life: str) -> None:
        item.life = life
        item.ended_at = None if life == LIVE else self.now
        item.counted = True
        self._touch(item)
        self._event(item, "returned" if life == LIVE else life, source=self.source)

    def _touch(self, item: KnownItem) -> None:
        self.moves += 1
        if item.id is not None:
            self.plan.touched[item.id] = item

    def _change(self, sighting: KnownSighting) -> None:
        self.moves += 1
        sighting.changed = True
        if sighting.id is not None:
            self.plan.seen[sighting.id] = sighting

    def _event(self, item: KnownItem, event: str, **data: Any) -> None:
        self.plan.events.append(Happening(item, event, data))


def _first(item: KnownItem) -> KnownSighting:
    """The place an item is mainly known from: the oldest where it still stands."""
    return next((one for one in item.sightings if one.removed_at is None), item.sightings[0])


def _same_words(item: KnownItem, piece: Piece) -> bool:
    return bool(piece.fingerprint) and piece.fingerprint == item.fingerprint


def _reasons(why: Iterable[Why]) -> list[dict[str, str]]:
    reasons = [{"how": one.how, "what": one.what} for one in why]
    return [one for position, one in enumerate(reasons) if one not in reasons[:position]]


def _once(items: list[KnownItem], item: KnownItem) -> None:
    if item not in items:
        items.append(item)
