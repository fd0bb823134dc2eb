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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.content.known import (
    DELETED,
    LIVE,
    WITHDRAWN,
    Happening,
    Known,
    KnownItem,
    KnownSighting,
    PastVersion,
    Plan,
)
from bot.content.pieces import Entry, Piece
from bot.content.sentiment import by_stars
from bot.kernel.origin import Origin
from bot.sources.base import Removed, Why

_AFTER_ALL_KNOWN = 2**62


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
        item.rating, item.metrics, item.counted_from = piece.found.rating, piece.found.metrics, piece
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
        if counts and found.rating != item.rating:
            self._rate(item, piece)
        if moved:
            item.rating, item.metrics, item.counted_from = found.rating, found.metrics, piece
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
