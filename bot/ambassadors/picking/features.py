"""How alike two pieces are, by what is known of them without understanding them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any
from zlib import crc32

from bot.ambassadors.picking.values import Candidate, base_language
from bot.content.identity import normalised

CREATOR, SUBJECT, WORDS, KIND, PLATFORM, LANGUAGE = 0.35, 0.20, 0.15, 0.12, 0.10, 0.08
"""How much alike it makes two pieces to share each: together 1."""
TEXT_READ = 600
"""Characters of a text that are compared."""
SAME_TEXT = 0.8
"""Two texts that have so much in common are one."""
_LONG_WORD = 24  # longer ones are of a language that writes without spaces: taken in parts
_PART = 4


@dataclass(frozen=True, slots=True)
class Features:
    """Voice (creator, words, language), product (tags and campaigns), place (platform) and format (kind).

    ``words`` are hashes of pairs of neighbouring words (shingles, Broder 1997, "On the resemblance and containment of
    documents"): what two texts have in common of them tells how much they say the same in the same words.
    """

    creator: int | None
    subjects: frozenset[str]
    words: frozenset[int]
    kind: str
    platform: str
    language: str


def features_of(one: Candidate) -> Features:
    return Features(
        creator=one.creator_id,
        subjects=frozenset((*one.tags, *(f"campaign {name}" for name in one.campaigns))),
        words=shingles(one.text),
        kind=one.kind,
        platform=one.platform,
        language=base_language(one.language),
    )


def shingles(text: str) -> frozenset[int]:
    """Hashes of the pairs of neighbouring words at a text's beginning; of a single word its own."""
    words = [part for word in normalised(text[:TEXT_READ]).split() for part in _parts(word)]
    pairs = (f"{first} {second}" for first, second in pairwise(words)) if len(words) > 1 else iter(words)
    return frozenset(crc32(pair.encode("utf-8", "surrogatepass")) for pair in pairs)


def _parts(word: str) -> Iterator[str]:
    if len(word) <= _LONG_WORD:
        return iter((word,))
    letters = iter(word)
    return iter(lambda: "".join(islice(letters, _PART)), "")


def likeness(one: Features, other: Features) -> float:
    """From 0 (nothing in common) to 1. A text that says nearly the same is nearly the same piece, whoever's it is."""
    words = _shared(one.words, other.words)
    alike = (
        CREATOR * (one.creator is not None and one.creator == other.creator)
        + SUBJECT * _shared(one.subjects, other.subjects)
        + WORDS * words
        + KIND * (one.kind == other.kind)
        + PLATFORM * (one.platform == other.platform)
        + LANGUAGE * (one.language == other.language)
    )
    return max(alike, words)


def same_text(one: Features, other: Features) -> bool:
    """Whether they say nearly the same; pieces without words don't."""
    return _shared(one.words, other.words) >= SAME_TEXT


def _shared(one: frozenset[Any], other: frozenset[Any]) -> float:
    """The share of both that is in each (Jaccard); nothing at all isn't alike."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
