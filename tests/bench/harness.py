"""How a case is measured: floor and candidate in the order A B B A, on the same input, in one process.

The median of the per-round ratios decides. Where the floor's own slowest run is over 2.5 times its fastest
the machine was too noisy to judge, and the case says so instead of guessing.
"""

from __future__ import annotations

import gc
import math
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

Sample = Mapping[str, float]
"""What one run cost, by name: several figures, where one run gives them all."""

Measure = Callable[[], Awaitable[float]]
MeasureMany = Callable[[], Awaitable[Sample]]
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
    floor_is: str = ""
    noise: float = 1.0
    rounds: int = 0
    notes: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {key: _short(value) for key, value in asdict(self).items()}


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


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the figure ``key`` of every sample."""

    what: str
    key: str
    goal: Goal
    unit: str = "CPU µs"


@dataclass(frozen=True, slots=True)
class Plan:
    """How often and in which order: ``order`` is one round, A the floor and B the candidate."""

    rounds: int = 5
    order: str = "ABBA"
    warm_up: bool = True

    def __post_init__(self) -> None:
        if self.rounds < 1 or set(self.order) != {"A", "B"}:
            raise ValueError(
                f"a plan has at least one round with both sides, not {self.rounds} of {self.order!r}"
            )


@contextmanager
def cpu_time() -> Iterator[Callable[[], float]]:
    """Measure this process's CPU, all its threads together; gives a function for the seconds so far."""
    gc.collect()
    began = time.process_time()
    yield lambda: time.process_time() - began


async def compare(
    case: str,
    what: str,
    floor: Measure,
    candidate: Measure,
    goal: Goal,
    *,
    plan: Plan,
    unit: str = "CPU µs",
    floor_is: str = "",
) -> Result:
    """Compare one figure. Measures give a cost, or a rate, in ``unit``."""

    async def first() -> Sample:
        return {"value": await floor()}

    async def second() -> Sample:
        return {"value": await candidate()}

    question = Question(what, "value", goal, unit)
    (result,) = await compare_many(case, [question], first, second, plan=plan, floor_is=floor_is)
    return result


async def compare_many(
    case: str,
    questions: Sequence[Question],
    floor: MeasureMany,
    candidate: MeasureMany,
    *,
    plan: Plan,
    floor_is: str = "",
) -> list[Result]:
    """Run the rounds once and answer every question from them. Figures nobody asks about become notes."""
    if plan.warm_up:
        await floor()
        await candidate()
    rounds = [await _round(floor, candidate, plan.order) for _ in range(plan.rounds)]
    asked = {question.key for question in questions}
    notes = _notes(rounds, asked)
    return [_answer(case, question, rounds, floor_is, dict(notes)) for question in questions]


_Round = tuple[list[Sample], list[Sample]]


async def _round(floor: MeasureMany, candidate: MeasureMany, order: str) -> _Round:
    floors: list[Sample] = []
    candidates: list[Sample] = []
    for side in order:
        gc.collect()
        if side == "A":
            floors.append(await floor())
        else:
            candidates.append(await candidate())
    return floors, candidates


def _answer(
    case: str, question: Question, rounds: Sequence[_Round], floor_is: str, notes: dict[str, Any]
) -> Result:
    key = question.key
    floors = [sample[key] for side, _ in rounds for sample in side]
    candidates = [sample[key] for _, side in rounds for sample in side]
    ratios = [_mean(second, key) / _mean(first, key) for first, second in rounds]
    ratio, noise = statistics.median(ratios), max(floors) / min(floors)
    if len(ratios) > 1:
        notes |= {"lowest": min(ratios), "highest": max(ratios)}
    return Result(
        case=case,
        what=question.what,
        floor=statistics.median(floors),
        candidate=statistics.median(candidates),
        ratio=ratio,
        goal=str(question.goal),
        holds=None if noise > NOISE_LIMIT else question.goal.holds(ratio),
        unit=question.unit,
        floor_is=floor_is,
        noise=noise,
        rounds=len(rounds),
        notes=notes,
    )


def _mean(samples: Sequence[Sample], key: str) -> float:
    return statistics.fmean(sample[key] for sample in samples)


def _notes(rounds: Sequence[_Round], asked: set[str]) -> dict[str, Any]:
    """Medians of the figures that no question is about, of each side that gives them."""
    found: dict[str, Any] = {}
    for side, name in ((0, "floor"), (1, "candidate")):
        samples = [sample for one in rounds for sample in one[side]]
        for key in sorted({key for sample in samples for key in sample} - asked):
            found[f"{name}_{key}"] = statistics.median(sample[key] for sample in samples if key in sample)
    return found


def _short(value: Any) -> Any:
    """Numbers with four significant digits or four decimals, whichever says more."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return round(value, 4) if abs(value) >= 1 else float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: _short(each) for key, each in value.items()}
    return value
