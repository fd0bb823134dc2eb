"""What a check sees, what it raises, and what it must offer. Pure values: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

UNDETERMINED = "und"
"""Language code of a text without language, such as one of emoji only (ISO 639-2 *und*)."""


class Severity(IntEnum):
    """How much a flag should worry a moderator. ``info`` is a fact and not a worry."""

    info = 1
    notice = 2
    warning = 3
    severe = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """What a check may look at: the pure data of one item, as its source gave it.

    ``language`` is the one the platform declares (BCP 47); while checks run, later ones see the decided one.
    ``kind`` is post, review, comment and so on; ``rating`` is in the source's own scale.
    """

    text: str
    title: str | None = None
    language: str | None = None
    kind: str = "post"
    platform: str = ""
    creator_name: str | None = None
    creator_handle: str | None = None
    urls: tuple[str, ...] = ()
    rating: float | None = None
    rating_scale: float | None = None
    tags: tuple[str, ...] = ()

    def parts(self) -> Iterator[tuple[str, str]]:
        """The written parts as (where, text), the text first. Empty parts are left out."""
        if self.text:
            yield "text", self.text
        if self.title:
            yield "title", self.title


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing a check raised.

    ``reason`` is a plain sentence for a moderator. ``where`` names the part; ``start`` and ``end`` index into
    that part as the source gave it. ``excerpt`` is masked: never a whole card number, address or slur. Both may
    hold text a stranger wrote: whoever shows them escapes them. ``data`` is small, flat and fit for JSON.
    """

    check: str
    code: str
    severity: Severity
    reason: str
    where: str = "text"
    start: int | None = None
    end: int | None = None
    excerpt: str | None = None
    data: Mapping[str, object] = field(default_factory=dict, hash=False)

    def as_dict(self) -> dict[str, object]:
        """The flag as JSON-ready values; ``from_dict`` reads it back."""
        return {
            "check": self.check,
            "code": self.code,
            "severity": self.severity.name,
            "reason": self.reason,
            "where": self.where,
            "start": self.start,
            "end": self.end,
            "excerpt": self.excerpt,
            "data": dict(self.data),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> Flag:
        """A flag from what ``as_dict`` gave. Unknown keys are ignored, so older and newer rows both read."""
        start, end, excerpt, data = (stored.get(key) for key in ("start", "end", "excerpt", "data"))
        return cls(
            check=str(stored["check"]),
            code=str(stored["code"]),
            severity=Severity[str(stored["severity"])],
            reason=str(stored["reason"]),
            where=str(stored.get("where", "text")),
            start=start if isinstance(start, int) else None,
            end=end if isinstance(end, int) else None,
            excerpt=excerpt if isinstance(excerpt, str) else None,
            data=dict(data) if isinstance(data, Mapping) else {},
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check says about one piece: flags, and facts such as ``{"language": "sv"}``."""

    check: str
    flags: tuple[Flag, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


class Check(Protocol):
    """A check ready to run. ``version`` rises when its rules change, so that old verdicts can be told apart."""

    @property
    def key(self) -> str:
        """Short stable name, also the table name in the settings."""
        ...

    @property
    def version(self) -> int:
        """Version of the rules."""
        ...

    def run(self, piece: Piece) -> Verdict:
        """Judge one piece. Must not touch network, database or clock."""
        ...


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """A check file's declaration, its module-level ``CHECK``.

    ``settings`` maps each setting to what it means; the registry refuses others by name. ``order`` decides who
    runs first (10 for what others build on). ``build`` validates the settings and loads nothing heavy.
    """

    key: str
    build: Callable[[Mapping[str, object]], Check]
    settings: Mapping[str, str]
    order: int = 100
