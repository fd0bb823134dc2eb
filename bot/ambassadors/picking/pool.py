"""All that may be offered to anybody, a column for each thing that scoring looks at. Pure.

Loads numpy, which a resting process has no use for: import it where something is picked, not at the top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import numpy as np
import orjson
from numpy.typing import NDArray

from bot.ambassadors.picking import rules
from bot.ambassadors.picking.values import Candidate, bare
from bot.content.metrics import canonical

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Row = Sequence[Any]
T = TypeVar("T")

REACTIONS = ("likes", "comments", "shares", "saves")
"""What counts as a reaction: views mean another thing on each platform."""
MOST_LIKED = 90
"""The percentile of a platform's reactions from which on a piece is one of the most liked."""
COLUMNS = 14
_LEAST_LIKED = 10.0  # where most have nothing, a few reactions aren't much
_NOBODY = -1
_LENGTHS, _WORTH = (0, 20, 60, 400, 1500), (0.0, 0.3, 1.0, 1.0, 0.5)  # of a text, in characters


@dataclass(frozen=True, slots=True)
class Named:
    """A column of names: for each row the place of its name in ``names``."""

    codes: Whole
    names: tuple[str, ...]

    @classmethod
    def of(cls, values: Iterable[str]) -> Named:
        places: dict[str, int] = {}
        codes = np.array([places.setdefault(value, len(places)) for value in values], dtype=np.int64)
        return cls(codes, tuple(places))

    def by_name(self, worth: Callable[[str], float]) -> Floats:
        """For each row what its name is worth."""
        return np.array([worth(name) for name in self.names], dtype=np.float64)[self.codes]

    def at(self, place: int) -> str:
        return self.names[int(self.codes[place])]


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of all rows, one after the other: ``rows`` says whose each is, ``codes`` which."""

    rows: Whole
    codes: Whole
    names: dict[str, int]

    @classmethod
    def of(cls, lists: Sequence[str]) -> Tags:
        """From lists of tags in JSON; one that isn't one has none."""
        names: dict[str, int] = {}
        known: dict[str, list[int]] = {"[]": []}
        rows: list[int] = []
        codes: list[int] = []
        for row, text in enumerate(lists):
            found = known.get(text)
            if found is None:
                tags = dict.fromkeys(bare(str(tag)) for tag in _parsed(text, list))
                found = known[text] = [names.setdefault(tag, len(names)) for tag in tags if tag]
            if found:
                codes.extend(found)
                rows.extend([row] * len(found))
        return cls(np.array(rows, dtype=np.int64), np.array(codes, dtype=np.int64), names)

    def summed(self, worth: dict[str, float], size: int) -> Floats:
        """For each row the sum of what its tags are worth."""
        weights = np.zeros(len(self.names), dtype=np.float64)
        for tag, weight in worth.items():
            if tag in self.names:
                weights[self.names[tag]] = weight
        sums: Floats = np.bincount(self.rows, weights=weights[self.codes], minlength=size).astype(np.float64)
        return sums

    def at(self, place: int) -> tuple[str, ...]:
        names = tuple(self.names)
        start, end = np.searchsorted(self.rows, [place, place + 1])
        return tuple(names[code] for code in self.codes[start:end])


@dataclass(frozen=True, slots=True)
class Pool:
    """Pieces in columns of the same length. ``found`` is in seconds since 1970; -1 stands for an unknown creator and
    for followers that aren't known; ``pieces`` counts those of the row's creator."""

    ids: Whole
    creators: Whole
    pieces: Whole
    followers: Whole
    found: Floats
    reactions: Floats
    engagement: Floats
    quality: Floats
    complaint: Flags
    platforms: Named
    kinds: Named
    languages: Named
    tags: Tags

    def __len__(self) -> int:
        return len(self.ids)

    def candidate(self, place: int, text: str = "", campaigns: tuple[str, ...] = ()) -> Candidate:
        """The piece in that row, with what the columns don't hold."""
        creator, followers = int(self.creators[place]), int(self.followers[place])
        return Candidate(
            item_id=int(self.ids[place]),
            found_at=datetime.fromtimestamp(float(self.found[place]), UTC),
            creator_id=None if creator == _NOBODY else creator,
            platform=self.platforms.at(place),
            kind=self.kinds.at(place),
            language=self.languages.at(place),
            tags=self.tags.at(place),
            campaigns=campaigns,
            reactions=int(self.reactions[place]),
            engagement=float(self.engagement[place]),
            quality=float(self.quality[place]),
            creator_pieces=int(self.pieces[place]),
            followers=None if followers < 0 else followers,
            complaint=bool(self.complaint[place]),
            text=text,
        )


def pool_of(rows: Sequence[Row]) -> Pool:
    """From the rows of ``queries.may_be_offered``; a piece that is allowed in two ways counts once."""
    columns = list(zip(*_once(rows), strict=True)) or [()] * COLUMNS
    ids, creators, platforms, kinds, languages, moods, ratings, scales = columns[:8]
    media, lengths, tags, metrics, found, followers = columns[8:]
    by = Named.of(platforms)
    creator = np.array(creators, dtype=np.int64)
    reactions = np.array(
        [_reactions(platform, text) for platform, text in zip(platforms, metrics, strict=True)], np.float64
    )
    happy = [_happiness(*one) for one in zip(ratings, scales, moods, strict=True)]
    complaint = np.array([one is None for one in happy], dtype=np.bool_)
    happiness = np.array([one or 0.0 for one in happy], dtype=np.float64)
    seen, length = np.array(media, dtype=np.float64), np.interp(lengths, _LENGTHS, _WORTH)
    return Pool(
        ids=np.array(ids, dtype=np.int64),
        creators=creator,
        pieces=_counted(creator),
        followers=np.array(followers, dtype=np.int64),
        found=np.array(found, dtype=np.float64),
        reactions=reactions,
        engagement=_engagement(reactions, by),
        quality=rules.quality(happiness, seen, length),
        complaint=complaint,
        platforms=by,
        kinds=Named.of(kinds),
        languages=Named.of(languages),
        tags=Tags.of(tags),
    )


def _once(rows: Sequence[Row]) -> Iterable[Row]:
    return {row[0]: row for row in rows}.values()


def _happiness(rating: float, scale: float, mood: str) -> float | None:
    return rules.happiness(None if rating < 0 else rating, None if scale < 0 else scale, mood or None)


def _counted(creators: Whole) -> Whole:
    """For each row how many are by its creator; one whose creator isn't known stands for itself."""
    _, places, counts = np.unique(creators, return_inverse=True, return_counts=True)
    found: Whole = np.where(creators == _NOBODY, 1, counts[places])
    return found


def _engagement(reactions: Floats, platforms: Named) -> Floats:
    """Reactions on a logarithmic scale on which 1 is the most liked tenth of the same platform: what is much in one
    place is little in another."""
    found, logs = np.zeros_like(reactions), np.log1p(reactions)
    for code in range(len(platforms.names)):
        there = platforms.codes == code
        much = max(float(np.percentile(reactions[there], MOST_LIKED)), _LEAST_LIKED)
        found[there] = np.minimum(logs[there] / np.log1p(much), 1.0)
    return found


def _reactions(platform: str, metrics: str) -> int:
    if metrics == "{}":
        return 0
    counts = canonical(platform, _parsed(metrics, dict))
    return sum(counts.get(name, 0) for name in REACTIONS)


def _parsed(text: str, kind: type[T]) -> T:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return kind()
    return found if isinstance(found, kind) else kind()
