"""How a case is measured: floor and candidate in the order A B B A, on the same input, in CPU time.

The median of the per-round ratios decides. Where the floor's own slowest run is over 2.5 times its fastest
the machine was too noisy to judge, and the case says so instead of guessing.
"""

from __future__ import annotations

import statistics
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from typing import Any

Measure = Callable[[], Awaitable[float]]
NOISE_LIMIT = 2.5


@dataclass(slots=True)
class Result:
    """One line of ``make bench``. ``ratio`` is candidate by floor; ``holds`` None: too noisy to judge."""

    case: str
    what: str
    floor: float
    candidate: float
    ratio: float
    goal: str
    holds: bool | None
    unit: str = "CPU µs"
    noise: float = 1.0
    rounds: int = 0
    notes: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {key: round(v, 4) if isinstance(v, float) else v for key, v in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a ratio must keep to."""

    at_most: float | None = None
    at_least: float | None = None

    def __str__(self) -> str:
        return f"<= {self.at_most}" if self.at_most is not None else f">= {self.at_least}"

    def holds(self, ratio: float) -> bool:
        if self.at_most is not None:
            return ratio <= self.at_most
        return self.at_least is not None and ratio >= self.at_least


async def compare(
    case: str, what: str, floor: Measure, candidate: Measure, goal: Goal, *, rounds: int, unit: str = "CPU µs"
) -> Result:
    """Run A B B A each round and judge the median ratio. Measures give a cost in ``unit``."""
    floors: list[float] = []
    candidates: list[float] = []
    ratios: list[float] = []
    for _ in range(rounds):
        first, second, third, fourth = await floor(), await candidate(), await candidate(), await floor()
        floors += [first, fourth]
        candidates += [second, third]
        ratios.append((second + third) / (first + fourth))
    ratio, noise = statistics.median(ratios), max(floors) / min(floors)
    return Result(
        case=case,
        what=what,
        floor=statistics.median(floors),
        candidate=statistics.median(candidates),
        ratio=ratio,
        goal=str(goal),
        holds=None if noise > NOISE_LIMIT else goal.holds(ratio),
        unit=unit,
        noise=noise,
        rounds=rounds,
    )
