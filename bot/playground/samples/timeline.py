"""Which piece of the sample content exists at which moment: pure, given the time since the start."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

FIRST_ENDLESS_GAP = 20.0
# After the bot's first look, which takes only the newest page of a hashtag: later ones follow page after page.
BURST_AT = 12.0
WRITTEN_MOST = 1000  # numbers up to here belong to written pieces


@dataclass(frozen=True, slots=True)
class Piece:
    """One sample piece. Times are seconds after the demo's start."""

    number: int
    at: float
    via: str  # blog | mastodon | shop
    creator: str
    text: str
    title: str = ""
    handle: str = ""
    followers: int = 0
    language: str = "en"
    rating: int | None = None
    picture: str = ""
    alt: str = ""
    likes: int = 0
    shares: int = 0
    audio: bool = False
    edit_at: float | None = None
    edited_text: str = ""
    delete_at: float | None = None


@dataclass(frozen=True, slots=True)
class Brand:
    name: str
    hashtag: str
    handle: str
    tag: str


class Timeline:
    """The written pieces first, then recombined ones for as long as the demo runs."""

    def __init__(self, brand: Brand, written: Sequence[Piece], endless: Mapping[str, Any]) -> None:
        self.brand = brand
        self._written = tuple(sorted(written, key=lambda piece: piece.at))
        self._endless = endless

    def visible(self, elapsed: float, via: str) -> list[Piece]:
        """What a visitor of that place finds ``elapsed`` seconds after the start, oldest first."""
        pieces = [*self._written, *self._recombined(elapsed)]
        return [
            _as_of(p, elapsed) for p in pieces if p.via == via and p.at <= elapsed and not _gone(p, elapsed)
        ]

    def with_burst(self, count: int) -> Timeline:
        """The same timeline with ``count`` more pieces, all in the same second."""
        if not count:
            return self
        start = len(self._written) + 100_000  # numbers that the endless pieces never reach
        burst = [
            replace(self._recombine(start + k, BURST_AT, "mastodon"), number=start + k) for k in range(count)
        ]
        return Timeline(self.brand, [*self._written, *burst], self._endless)

    def _recombined(self, elapsed: float) -> list[Piece]:
        if not self._endless:
            return []
        start = max(piece.at for piece in self._written) + FIRST_ENDLESS_GAP if self._written else 0.0
        every = float(self._endless["every"])
        count = int(max(0.0, elapsed - start) // every) if elapsed > start else 0
        return [
            self._recombine(k, start + k * every) for k in range(count + 1) if start + k * every <= elapsed
        ]

    def _recombine(self, k: int, at: float, where: str = "") -> Piece:
        dice = random.Random(k)  # noqa: S311 - sample content, the same on every run
        parts = self._endless
        text = " ".join(dice.choice(parts[part]) for part in ("openings", "middles", "closings"))
        text = text.replace("  ", " ")
        name = dice.choice(parts["names"])
        chosen = dice.choice(["mastodon", "mastodon", "shop"])
        via = where or chosen
        return Piece(
            number=WRITTEN_MOST + k + 1,
            at=at,
            via=via,
            creator=name,
            handle=name.split()[0].lower() + str(dice.randrange(100)),
            followers=dice.randrange(5, 4000),
            text=f"{text} #KettleAndFern" if via == "mastodon" else text,
            rating=dice.choice([2, 3, 4, 5, 5]) if via == "shop" else None,
            picture=dice.choice(["", "cups", "teapot", "leaf"]) if via == "mastodon" else "",
            alt="A cup of tea",
            likes=dice.randrange(0, 120),
        )


def load_timeline(folder: Path) -> Timeline:
    """Read ``pieces.toml`` from the folder. Raises KeyError or TypeError on a malformed file."""
    raw = tomllib.loads((folder / "pieces.toml").read_text(encoding="utf-8"))
    pieces = [Piece(number=n, **fields) for n, fields in enumerate(raw["pieces"], start=1)]
    return Timeline(Brand(**raw["brand"]), pieces, raw.get("endless", {}))


def _gone(piece: Piece, elapsed: float) -> bool:
    return piece.delete_at is not None and elapsed >= piece.delete_at


def _as_of(piece: Piece, elapsed: float) -> Piece:
    if piece.edit_at is not None and elapsed >= piece.edit_at:
        return replace(piece, text=piece.edited_text)
    return piece
