"""What picking knows of a piece and of a person: plain values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache

from bot.kernel.text import casefold_text

_NOTHING: Mapping[str, float] = {}
_NOBODY: Mapping[int, float] = {}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece that may be offered.

    ``reactions`` is how often people liked, answered, shared or kept it; ``engagement`` (0 to 1) says the same on a
    logarithmic scale, where 1 is the most liked tenth of its platform. ``quality`` is 0 to 1 (``rules.quality``).
    ``creator_pieces`` counts how many pieces of the creator may be offered to anybody. ``tags`` are in the form of
    ``bare``. ``complaint``: somebody isn't happy; only offered where a person of the team pinned it.
    """

    item_id: int
    found_at: datetime
    creator_id: int | None = None
    platform: str = ""
    kind: str = ""
    language: str = ""  # ISO 639-1; "": not known
    tags: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    reactions: int = 0
    engagement: float = 0.0
    quality: float = 0.0
    creator_pieces: int = 1
    followers: int | None = None
    complaint: bool = False
    text: str = ""


@dataclass(frozen=True)  # without slots: what is worked out once is kept
class Leaning:
    """What skips, saves and shares taught, from -1 (skipped) to 1 (shared): by tag, creator and kind."""

    tags: Mapping[str, float] = field(default_factory=lambda: _NOTHING)
    creators: Mapping[int, float] = field(default_factory=lambda: _NOBODY)
    kinds: Mapping[str, float] = field(default_factory=lambda: _NOTHING)

    @cached_property
    def bare_tags(self) -> dict[str, float]:
        """By tag in the form of ``bare``."""
        return {bare(tag): weight for tag, weight in self.tags.items()}


@dataclass(frozen=True)
class Taste:
    """What a person wants, and what they were offered.

    ``tags`` (as the person wrote them), ``campaigns`` (names) and ``collections`` (name -> pieces) are interests;
    ``languages`` are ISO 639-1 codes, none: every language does. ``shared`` are pieces that the person shared.
    ``recent_creators`` and ``recent_kinds`` tell of what was offered last, the latest first; None is a piece whose
    creator isn't known. The more of them, the longer it is until a creator's turn comes again: fifty are well.
    ``common`` are tags (in the form of ``bare``) that stand on nearly every piece and say nothing about one.
    """

    tags: frozenset[str] = frozenset()
    campaigns: frozenset[str] = frozenset()
    collections: Mapping[str, frozenset[int]] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    leaning: Leaning = Leaning()
    shared: frozenset[int] = frozenset()
    recent_creators: tuple[int | None, ...] = ()
    recent_kinds: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()

    def reads(self, language: str) -> bool:
        """Whether a piece in that language may be read by the person, as far as anybody knows."""
        base = base_language(language)
        return not base or not self.bases or base in self.bases

    @cached_property
    def bases(self) -> frozenset[str]:
        """The languages without their countries."""
        return frozenset(map(base_language, self.languages)) - {""}

    @cached_property
    def wanted_tags(self) -> dict[str, str]:
        """The tags in the form of ``bare``, each with what the person wrote."""
        return {key: tag for tag in sorted(self.tags, reverse=True) if (key := bare(tag))}


@lru_cache(maxsize=8192)
def bare(tag: str) -> str:
    """A tag as it is compared: without ``#``, case folded, without invisible characters."""
    return casefold_text(tag[:200]).lstrip("# ")


def base_language(code: str) -> str:
    """ "de" of "de-AT"; "" where the language isn't known. Both ways to write Norwegian are Norwegian."""
    base = code.replace("_", "-").split("-")[0].casefold()
    if base == "und" or not (2 <= len(base) <= 3 and base.isascii() and base.isalpha()):
        return ""  # what is no code says nothing: sources may declare anything
    return "no" if base in ("nb", "nn") else base
