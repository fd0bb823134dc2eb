"""Where clicks came from, as it is shown: what leads, and the rest together. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.links.clicks.writing import OTHER

MOST = 5
FEW = 50
"""Clicks below which a website or a country isn't named: behind so few may stand one person, whose own website, or
whose country, would tell who it was. One visitor counts up to ten times on a link in a day, and may come on several
days or by several links; clicks are kept by source, visitors are not."""


@dataclass(frozen=True, slots=True)
class Named:
    """``first``: those with most clicks, with how many; ``others``: the clicks of all the rest."""

    first: tuple[tuple[str, int], ...] = ()
    others: int = 0

    @property
    def total(self) -> int:
        return sum(clicks for _, clicks in self.first) + self.others


def named(clicks: Mapping[str, int], most: int = MOST, few: int = FEW) -> Named:
    """The ``most`` names with most clicks, of those with ``few`` and more."""
    able = sorted(
        ((name, number) for name, number in clicks.items() if number >= few and name != OTHER),
        key=lambda one: (-one[1], one[0]),
    )
    first = tuple(able[:most])
    return Named(first, sum(clicks.values()) - sum(number for _, number in first))
