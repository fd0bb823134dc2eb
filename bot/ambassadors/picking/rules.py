"""What makes a piece worth offering to somebody, and how those offered differ from each other. Pure.

The formulas take numbers or arrays of them: a hundred thousand pieces are looked over (``scoring``) by the same rules
as the best of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from bot.ambassadors.picking.features import CREATOR, KIND, Features, features_of, likeness, same_text
from bot.ambassadors.picking.reasons import Reason, Why, reasons_of, telling
from bot.ambassadors.picking.values import Candidate, Leaning, Taste, base_language
from bot.content.sentiment import Sentiment, by_stars

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Candidate", "Leaning", "Picked", "Reason", "Taste", "Why", "pick", "score"]

Number = TypeVar("Number", float, "NDArray[np.float64]")

FIT, FRESH, QUALITY, ENGAGEMENT, SMALL, LEANING = 0.28, 0.20, 0.20, 0.12, 0.10, 0.10
"""How much each part of a score weighs: together 1."""
HALF_LIFE_DAYS = 14.0
"""After so many days a piece is half as fresh."""
UNKNOWN_LANGUAGE = 0.9
"""What is left of the score of a piece whose language isn't known. One that the person doesn't read is only offered
where it is pinned."""
CHANCE = 0.04
"""What chance adds at most: people with the same taste don't all share the same piece."""
RELEVANCE = 0.65
"""How much a piece's own score counts in ``pick``; the rest is for being different."""
IN_A_ROW = 2
"""At most so many pieces of one creator follow each other, over all that a person is offered."""
FADES = 0.95
"""How much of the weight of having been offered is left with each piece that was offered later."""
HAPPY, MEDIA, LENGTH = 0.45, 0.35, 0.20
"""What quality is made of: together 1."""
UNKNOWN_FOLLOWERS = 500.0
"""Taken for the followers of a creator of whom they aren't known."""
_MASK = 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True, slots=True)
class Picked:
    """A piece to offer, and what speaks for it."""

    item_id: int
    why: tuple[Reason, ...]


# ---- what a piece is worth ----


def total(
    fit: Number,
    freshness: Number,
    quality: Number,
    engagement: Number,
    small: Number,
    leaning: Number,
    language: Number,
    chance: Number,
) -> Number:
    """A score of at most 1 + CHANCE. ``leaning`` is -1 to 1, all else 0 to 1; ``language`` is a factor."""
    worth = FIT * fit + FRESH * freshness + QUALITY * quality + ENGAGEMENT * engagement
    return (worth + SMALL * small + LEANING * leaning) * language + CHANCE * chance


def fits(matches: Number) -> Number:
    """How well a piece fits that meets so many interests: each adds half of what is lacking."""
    lacking: Number = 0.5**matches
    return 1.0 - lacking


def freshness(age_days: Number) -> Number:
    """1 for what was found now (or later, where a clock was set back), half of it after each half-life."""
    age = (age_days + abs(age_days)) / 2.0
    fresh: Number = 0.5 ** (age / HALF_LIFE_DAYS)
    return fresh


def smallness(pieces: Number, followers: Number) -> Number:
    """How much a creator needs their turn: 1 for one piece and no followers, towards 0 with many of either."""
    return 1.0 / pieces * (1.0 / (1.0 + followers / 1000.0))


def leans(weight: Number) -> Number:
    """The sum of what was learnt of a piece's tags, creator and kind, drawn into -1 to 1."""
    return weight / (1.0 + abs(weight))


def quality(happy: Number, media: Number, length: Number) -> Number:
    """How well a piece can be shown, of three parts from 0 to 1: how happy it is, whether there is something to see,
    and whether it is long enough to say something and short enough to be read."""
    return HAPPY * happy + MEDIA * media + LENGTH * length


@lru_cache(maxsize=4096)
def happiness(rating: float | None, scale: float | None, sentiment: str | None) -> float | None:
    """From 0.5 (neither, or not judged) to 1; None for a complaint. Stars say it, else the words."""
    said = by_stars(rating, scale) or sentiment
    if said == Sentiment.NEGATIVE:
        return None
    return 1.0 if said == Sentiment.POSITIVE else 0.5


def language_factor(language: str, taste: Taste) -> float:
    """What is left of the score of a piece in that language."""
    if not taste.reads(language):
        return 0.0
    return UNKNOWN_LANGUAGE if taste.bases and not base_language(language) else 1.0


def chance(item_id: Any, seed: int) -> Any:
    """64 bits that follow from the piece and the seed alone (splitmix64: Steele, Lea & Flood 2014, "Fast splittable
    pseudorandom number generators"), so the order in which pieces are read changes nothing. An int, or an array of
    uint64."""
    mixed = (item_id ^ (seed & _MASK)) * 0x9E3779B97F4A7C15 & _MASK
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB & _MASK
    return mixed ^ (mixed >> 31)


def score(one: Candidate, taste: Taste, now: datetime, seed: int) -> float:
    """What a piece is worth to somebody now."""
    followers = UNKNOWN_FOLLOWERS if one.followers is None else float(one.followers)
    return total(
        fits(float(_matches(one, taste))),
        freshness((now - one.found_at).total_seconds() / 86400.0),
        one.quality,
        one.engagement,
        smallness(float(max(1, one.creator_pieces)), followers),
        leans(_learnt(one, taste.leaning)),
        language_factor(one.language, taste),
        float(chance(one.item_id, seed)) / 2.0**64,
    )


def _matches(one: Candidate, taste: Taste) -> int:
    tags = len(taste.wanted_tags.keys() & set(one.tags))
    collections = sum(one.item_id in items for items in taste.collections.values())
    return tags + len(taste.campaigns.intersection(one.campaigns)) + collections


def _learnt(one: Candidate, leaning: Leaning) -> float:
    weights = leaning.bare_tags
    by_creator = 0.0 if one.creator_id is None else leaning.creators.get(one.creator_id, 0.0)
    return sum(weights.get(tag, 0.0) for tag in set(one.tags)) + by_creator + leaning.kinds.get(one.kind, 0.0)


# ---- which of them, and in which order ----


def pick(
    candidates: Sequence[Candidate],
    taste: Taste,
    count: int,
    now: datetime,
    seed: int = 0,
    pinned: Mapping[int, str] | None = None,
) -> list[Picked]:
    """The pieces to offer, in order: at most ``count``, fewer where the rules leave no more.

    By maximal marginal relevance (Carbonell & Goldstein 1998, "The use of MMR, diversity-based reranking for
    reordering documents and producing summaries", SIGIR '98): each time the piece is taken for which

        lambda * score(piece) - (1 - lambda) * max over pieces taken of likeness(piece, other)

    is greatest, lambda being RELEVANCE. ``features`` says what likeness looks at. What the person was offered last
    counts as taken, less with each piece that came after it.

    ``pinned`` (piece -> who pinned it) comes first, in its order. A complaint, and a piece in a language that the
    person doesn't read, is only offered where it is pinned, and of texts that are nearly the same one alone, but for
    what is pinned. One rule goes before all this: no more than IN_A_ROW pieces of one creator follow each other,
    counting what was offered before; creators who aren't known are never the same. The same values give the same
    picks, whatever the order of the candidates.
    """
    pins = pinned or {}
    fit = [one for one in candidates if one.item_id not in taste.shared]
    fit = [one for one in fit if one.item_id in pins or (not one.complaint and taste.reads(one.language))]
    turn = _Turn(taste, [_Choice.of(one, taste, now, seed) for one in fit], list(pins))
    taken: list[tuple[int, list[Reason]]] = []
    while len(taken) < count and (choice := turn.next()) is not None:
        one, last_kind = choice.of_piece, turn.last_kind
        turn.take(choice)
        taken.append((one.item_id, reasons_of(one, taste, now, pins.get(one.item_id), last_kind)))
    said = telling([reasons for _, reasons in taken])
    return [Picked(item_id, why) for (item_id, _), why in zip(taken, said, strict=True)]


@dataclass(slots=True, eq=False)
class _Choice:
    """A candidate while it is chosen among: ``alike`` is its greatest likeness to what was taken."""

    of_piece: Candidate
    features: Features
    score: float
    alike: float

    @classmethod
    def of(cls, one: Candidate, taste: Taste, now: datetime, seed: int) -> _Choice:
        return cls(one, features_of(one), score(one, taste, now, seed), _echo(one, taste))

    @property
    def value(self) -> float:
        return RELEVANCE * self.score - (1 - RELEVANCE) * self.alike


def _echo(one: Candidate, taste: Taste) -> float:
    """How alike a piece is to what was offered last: the creator and the kind are known of that."""
    creators, kinds = taste.recent_creators, taste.recent_kinds
    known = one.creator_id is not None
    since = creators.index(one.creator_id) if known and one.creator_id in creators else None
    kind = kinds.index(one.kind) if one.kind in kinds else None
    return sum(
        weight * FADES**place for weight, place in ((CREATOR, since), (KIND, kind)) if place is not None
    )


class _Turn:
    """One turn's picks as they are chosen."""

    def __init__(self, taste: Taste, choices: list[_Choice], pinned: Sequence[int]) -> None:
        self._left = choices
        self._pinned = {item_id: place for place, item_id in enumerate(pinned)}
        self._row = list(reversed(taste.recent_creators[:IN_A_ROW]))  # the latest last
        self.last_kind = taste.recent_kinds[0] if taste.recent_kinds else ""

    def next(self) -> _Choice | None:
        """The next to take: the first pinned one that may come now, else the best."""
        open_now = [one for one in self._left if self._may_follow(one.of_piece.creator_id)]
        first = [one for one in open_now if one.of_piece.item_id in self._pinned]
        if first:
            return min(first, key=lambda one: self._pinned[one.of_piece.item_id])
        return max(open_now, key=lambda one: one.value, default=None)

    def _may_follow(self, creator: int | None) -> bool:
        row = self._row[-IN_A_ROW:]
        return creator is None or len(row) < IN_A_ROW or any(one != creator for one in row)

    def take(self, taken: _Choice) -> None:
        self._left = [one for one in self._left if one is not taken and self._differs(one, taken)]
        for one in self._left:
            one.alike = max(one.alike, likeness(one.features, taken.features))
        self._row.append(taken.of_piece.creator_id)
        self.last_kind = taken.of_piece.kind

    def _differs(self, one: _Choice, taken: _Choice) -> bool:
        return one.of_piece.item_id in self._pinned or not same_text(one.features, taken.features)
