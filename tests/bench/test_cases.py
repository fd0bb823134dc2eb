"""Every case runs to its end, at a size that measures nothing, and answers all its questions."""

from __future__ import annotations

import math

import pytest

from tests.bench.__main__ import load_case
from tests.bench.harness import Result
from tests.bench.scale import SMOKE

QUESTIONS = {
    "ambassadors": 6,
    "cards": 1,
    "click": 4,
    "consent": 1,
    "digest": 4,
    "ingest": 6,
    "picks": 2,
    "links": 5,
    "rights": 2,
    "slash": 1,
    "standings": 8,
    "start": 2,
}


@pytest.mark.timeout(400)  # a busy machine: a case fills databases and starts processes
@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "start"])
async def test_a_case_answers_its_questions(name: str) -> None:
    check(name, [result async for result in load_case(name)(1, SMOKE)])


@pytest.mark.slow
async def test_starting_is_measured() -> None:
    results = [result async for result in load_case("start")(1, SMOKE)]
    check("start", results)
    assert "candidate_resting_cpu_percent" in results[0].notes


def check(name: str, results: list[Result]) -> None:
    assert len(results) == QUESTIONS[name]
    for result in results:
        assert result.case == name
        if "left out" in result.notes:  # this machine lacks what the floor is
            assert result.holds is None
            continue
        assert result.floor_is
        assert math.isfinite(result.ratio)
        assert result.ratio > 0
        assert result.floor > 0
        assert result.candidate > 0
