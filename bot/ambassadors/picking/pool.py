"""All that may be offered to anybody, a column for each thing that scoring looks at. Pure.

Loads numpy, which a resting process has no use for: import it where something is picked, not at the top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
import orjson
from numpy.typing import NDArray

from bot.ambassadors.picking import rules
from bot.ambassadors.picking.values import Candidate, bare
from bot.content.metrics import MOST, canonical, metric_of

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
_AT_ONCE = 1000
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
    names: tuple[str, ...]
    places: dict[str, int]  # of each name

    @classmethod
    def of(cls, texts: Sequence[str]) -> Tags:
        """From lists of tags in JSON; what isn't one has none, and each tag of a row counts once."""
        written: list[str] = []
        counts: list[int] = []
        for start in range(0, len(texts), _AT_ONCE):
            lists = _lists(texts[start : start + _AT_ONCE])
            counts.extend(map(len, lists))
            written.extend(chain.from_iterable(lists))
        places: dict[str, int] = {}
        plain = {tag: bare(tag) for tag in dict.fromkeys(written)}
        codes = {tag: places.setdefault(one, len(places)) for tag, one in plain.items() if one}
        rows = np.repeat(np.arange(len(counts)), counts)
        code = np.array([codes.get(tag, -1) for tag in written], dtype=np.int64)
        named, size = code >= 0, max(1, len(places))
        # Nearly in order already: np.unique would hash, which takes longer.
        both = np.sort(rows[named] * size + code[named])
        once = both[np.diff(both, prepend=-1) > 0]
        return cls(once // size, once % size, tuple(places), places)

    def summed(self, worth: dict[str, float], size: int) -> Floats:
        """For each row the sum of what its tags are worth."""
        weights = np.zeros(len(self.names), dtype=np.float64)
        for tag, weight in worth.items():
            if tag in self.places:
                weights[self.places[tag]] = weight
        sums: Floats = np.bincount(self.rows, weights=weights[self.codes], minlength=size).astype(np.float64)
        return sums

    def at(self, place: int) -> tuple[str, ...]:
        start, end = np.searchsorted(self.rows, [place, place + 1])
        return tuple(self.names[code] for code in self.codes[start:end])


def _lists(texts: Sequence[str]) -> list[list[str]]:
    """Each text read, all at once where that works. Not more than _AT_ONCE: other threads wait meanwhile."""
    try:
        found = orjson.loads(f"[{','.join(texts)}]")
    except orjson.JSONDecodeError:
        found = ()
    if len(found) != len(texts):
        found = [_parsed(text, list) for text in texts]
    if set(map(type, found)) == {list} and set(map(type, chain.from_iterable(found))) <= {str}:
        return list(found)
    return [[tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [] for tags in found]


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
    """From the rows of ``queries.may_be_offered``."""
    # column by column: zip(*rows) makes an iterator for each row, which the garbage collector then looks after
    columns = [list(map(itemgetter(place), rows)) for place in range(COLUMNS)]
    ids, creators, platforms, kinds, languages, moods, ratings, scales = columns[:8]
    media, lengths, tags, metrics, found, followers = columns[8:]
    by = Named.of(platforms)
    creator = np.array(creators, dtype=np.int64)
    count = _Reactions().of
    reactions = np.array(
        [count(platform, text) for platform, text in zip(platforms, metrics, strict=True)], np.float64
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


class _Reactions:
    """Adds up a piece's reactions. Most pieces of a platform have the same counts, so which of them are reactions is
    worked out once; where two mean the same, ``canonical`` says what counts."""

    def __init__(self) -> None:
        self._plain: dict[tuple[str, ...], tuple[str, ...] | None] = {}

    def of(self, platform: str, text: str) -> int:
        if text == "{}":
            return 0
        metrics = _parsed(text, dict)
        words = (platform, *metrics)
        if words not in self._plain:
            self._plain[words] = self._worked_out(platform, tuple(metrics))
        plain = self._plain[words]
        if plain is not None:
            counts = [metrics[word] for word in plain]
            if all(type(count) is int and 0 <= count <= MOST for count in counts):
                return sum(counts)
        found = canonical(platform, metrics)
        return sum(found.get(name, 0) for name in REACTIONS)

    @staticmethod
    def _worked_out(platform: str, words: tuple[str, ...]) -> tuple[str, ...] | None:
        meant = [(word, metric_of(platform, word[:60])) for word in words]
        names = [name for _, name in meant if name is not None]
        if len(set(names)) < len(names) or "quotes" in names:
            return None
        return tuple(word for word, name in meant if name in REACTIONS)


def _parsed(text: str, kind: type[T]) -> T:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return kind()
    return found if isinstance(found, kind) else kind()
