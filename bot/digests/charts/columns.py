"""Where columns, the labels under them and the labels beside them stand. Pure but for the card's measuring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.digests.charts import palette as p
from bot.digests.charts.card import Card

SIDE = 236  # the labels to the right
_WIDEST = 150
_LABEL_HIGH = 104


@dataclass(frozen=True, slots=True)
class Columns:
    """So many columns between ``left`` and ``right``."""

    count: int
    left: float = p.PAD
    right: float = p.WIDTH - p.PAD - SIDE

    @property
    def slot(self) -> float:
        return min((self.right - self.left) / max(self.count, 1), _WIDEST * 2)

    @property
    def wide(self) -> float:
        """How wide one column is."""
        return min(self.slot * 0.72, _WIDEST)

    def middle(self, index: int) -> float:
        """Where its middle is; columns stand at the right, where this period's labels are."""
        return self.right - self.slot * (self.count - index - 0.5)


def under(card: Card, columns: Columns, texts: Sequence[str], y: float) -> None:
    """Labels under the columns, counted from the last: as many as have room, the last one bold."""
    size = p.TICK
    widest = max(card.width(one, size, True) for one in texts)
    step = max(1, math.ceil((widest + 14) / columns.slot))
    free = columns.right + 14  # where what stands beside begins
    for back, text in enumerate(reversed(texts)):
        if back % step:
            continue
        half = card.width(text, size, back == 0) / 2
        middle = columns.middle(columns.count - 1 - back)
        if back == 0:
            middle = min(middle, free - half)
        middle = max(middle, p.PAD + half)  # the first must not leave the card
        if middle + half > free:
            continue
        free = middle - half - 14
        colour = p.MUTED if back else p.INK
        card.text(middle, y, text, size=size, bold=back == 0, colour=colour, align="center")


@dataclass(frozen=True, slots=True)
class Beside:
    """A label beside the last column: what it says, and the mark that it is about."""

    y: float
    value: str
    name: str
    colour: str
    marker: str = "s"
    hatch: str | None = None
    fill: str | None = None  # of the mark, where it isn't the colour


def beside(card: Card, labels: Sequence[Beside], top: float, bottom: float) -> None:
    """Labels next to what they name, moved apart where they would touch."""
    left = p.WIDTH - p.PAD - SIDE + 28
    wide = p.WIDTH - p.PAD / 2 - left
    in_order = sorted(labels, key=lambda one: one.y)
    for one, y in zip(in_order, apart([each.y for each in in_order], _LABEL_HIGH, top, bottom), strict=True):
        if one.hatch or one.marker == "s":
            card.box(
                left,
                y - 29,
                26,
                26,
                fill=p.CARD if one.hatch else one.fill or one.colour,
                edge=one.colour,
                line=3,
                hatch=one.hatch,
            )
        else:
            card.marks([left + 13], [y - 16], colour=one.colour, marker=one.marker)
        size = card.size([one.value], p.VALUE, wide - 40, True)
        card.text(left + 40, y, card.fit(one.value, size, wide - 40, True), size=size, bold=True)
        size = card.size([one.name], p.LABEL, wide)
        card.text(left, y + 38, card.fit(one.name, size, wide), size=size, colour=p.MUTED)


def apart(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """The places nearest to those wanted (in order) that are ``gap`` apart and between top and bottom."""
    if len(wanted) > 1:
        gap = min(gap, (bottom - top) / (len(wanted) - 1))
    placed: list[float] = []
    for one in wanted:
        placed.append(max(one, placed[-1] + gap if placed else top))
    limit = bottom
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return placed
