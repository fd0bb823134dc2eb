"""A found piece made ready to be stored: tidied, with every key that identity needs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.content.identity import (
    Match,
    content_hash,
    fingerprint_of,
    matches_of,
    normalised,
    piece_key,
    url_key_of,
)
from bot.content.tidy import tidy, tidy_id
from bot.kernel.origin import Origin
from bot.people.creators import creator_identity, name_identity
from bot.sources.base import FoundItem, Removed


@dataclass(frozen=True, slots=True)
class Piece:
    """One found piece and its keys. ``language`` and ``sentiment`` are what screening decided, None before it ran.

    ``origin`` is what the piece or its source says of it, None where neither does.
    ``bare_key`` is the piece key of the address alone, under which a person may have added it without a text.
    """

    found: FoundItem
    content_hash: str
    url_key: str
    piece_key: str
    bare_key: str
    fingerprint: str
    creator_identity: str
    name_identity: str
    language: str | None = None
    sentiment: str | None = None
    origin: Origin | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What says that a source gave exactly this before: its id and the digest of its content."""
        return self.found.external_id, self.content_hash

    @property
    def matches(self) -> tuple[Match, ...]:
        """What recognises the piece on another network; nothing when words or creator can't tell."""
        return matches_of(self.fingerprint, self.creator_identity, self.name_identity)


Entry = Piece | Removed


def prepare(found: FoundItem) -> Piece:
    """Tidy a piece and work out its keys. A title is part of the words: episodes may share a description."""
    found = tidy(found)
    creator = found.creator
    identity = creator_identity(creator.handle, creator.name, found.platform) if creator else ""
    address = url_key_of(found.url)
    words = normalised(found.text)
    if found.title:
        words = f"{normalised(found.title)}\n{words}"
    # A text of signs alone ("!!!", emoji) has no words; it stands for itself.
    return Piece(
        found=found,
        content_hash=content_hash(found),
        url_key=address,
        piece_key=piece_key(address, identity, words or found.text.strip(), found.rating),
        bare_key=piece_key(address, "", "", None),
        fingerprint=fingerprint_of(words),
        creator_identity=identity,
        name_identity=name_identity(creator.name) if creator else "",
        origin=found.origin,
    )


def prepare_batch(batch: Iterable[FoundItem | Removed | Piece]) -> list[Entry]:
    """The batch in its order; what is prepared already stays as it is."""
    return [_entry(one) for one in batch]


def _entry(one: FoundItem | Removed | Piece) -> Entry:
    if isinstance(one, FoundItem):
        return prepare(one)
    if isinstance(one, Removed):
        return Removed(tidy_id(one.external_id), one.reason)
    return one
