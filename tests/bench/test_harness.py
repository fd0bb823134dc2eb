"""The harness: order, median, refusal to judge, the line it prints, and its command line."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle

import pytest

from tests.bench.__main__ import case_names, load_case, main, show_json, show_text
from tests.bench.harness import Goal, Plan, Question, Result, Sample, compare, compare_many


def taking(values: Iterator[float], log: list[str], name: str) -> Callable[[], Awaitable[float]]:
    async def measure() -> float:
        log.append(name)
        return next(values)

    return measure


async def compared(floors: list[float], candidates: list[float], goal: Goal, rounds: int) -> Result:
    plan = Plan(rounds, warm_up=False)
    first, second = taking(iter(floors), [], "A"), taking(iter(candidates), [], "B")
    return await compare("case", "what", first, second, goal, plan=plan)


async def test_each_round_runs_floor_candidate_candidate_floor() -> None:
    log: list[str] = []
    floor, candidate = taking(cycle([1.0]), log, "A"), taking(cycle([1.0]), log, "B")
    await compare("case", "what", floor, candidate, Goal(at_most=1), plan=Plan(2, warm_up=False))
    assert "".join(log) == "ABBAABBA"


async def test_a_warm_up_counts_for_nothing() -> None:
    floor, candidate = taking(iter([99.0, 2.0, 2.0]), [], "A"), taking(iter([99.0, 3.0, 3.0]), [], "B")
    result = await compare("case", "what", floor, candidate, Goal(at_most=2), plan=Plan(1))
    assert (result.floor, result.candidate, result.ratio, result.noise) == (2.0, 3.0, 1.5, 1.0)


async def test_the_median_of_the_rounds_decides() -> None:
    result = await compared([1.0] * 6, [2.0, 2.0, 9.0, 9.0, 1.0, 1.0], Goal(at_most=2), 3)
    assert result.ratio == 2.0
    assert result.holds is True
    assert (result.notes["lowest"], result.notes["highest"]) == (1.0, 9.0)


async def test_a_noisy_machine_is_not_judged() -> None:
    result = await compared([1.0, 2.6], [1.0, 1.0], Goal(at_most=5), 1)
    assert result.noise == pytest.approx(2.6)
    assert result.holds is None


@pytest.mark.parametrize(
    ("goal", "ratio", "holds"),
    [
        (Goal(at_most=2.0), 2.0, True),
        (Goal(at_most=2.0), 2.01, False),
        (Goal(at_least=0.5), 0.5, True),
        (Goal(at_least=0.5), 0.49, False),
    ],
)
def test_goals(goal: Goal, ratio: float, holds: bool) -> None:
    assert goal.holds(ratio) is holds


async def test_one_run_answers_several_questions_and_the_rest_are_notes() -> None:
    async def floor() -> Sample:
        return {"cpu": 2.0, "p99": 10.0, "memory": 5.0}

    async def candidate() -> Sample:
        return {"cpu": 3.0, "p99": 40.0, "memory": 6.0}

    questions = [Question("CPU", "cpu", Goal(at_most=2)), Question("p99", "p99", Goal(at_most=2), "ms")]
    first, second = await compare_many("case", questions, floor, candidate, plan=Plan(1))
    assert (first.ratio, first.holds, first.unit) == (1.5, True, "CPU µs")
    assert (second.ratio, second.holds, second.unit) == (4.0, False, "ms")
    assert first.notes == {"floor_memory": 5.0, "candidate_memory": 6.0}


@pytest.mark.parametrize(("rounds", "order"), [(0, "ABBA"), (1, "AA"), (1, ""), (1, "ABC")])
def test_a_plan_that_compares_nothing_is_refused(rounds: int, order: str) -> None:
    with pytest.raises(ValueError, match="both sides"):
        Plan(rounds, order)


def test_a_result_is_one_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    show_json(
        Result("case", "what", 1.0, 2.0, 2.0, "<= 3", True, notes={"µs": 0.123456, "bad": float("inf")})
    )
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    line = json.loads(out)
    assert {"case", "what", "floor", "candidate", "ratio", "goal", "holds", "unit", "floor_is"} <= line.keys()
    assert line["notes"] == {"µs": 0.1235, "bad": None}


@pytest.mark.parametrize(
    ("holds", "words"), [(True, "holds"), (False, "MISSED"), (None, "too noisy to judge")]
)
def test_a_person_reads_the_verdict(
    holds: bool | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_text(Result("case", "what", 1.0, 2.0, 2.0, "<= 3", holds))
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["nothing"], ["click", "--rounds", "0"], ["--rounds", "many"]])
def test_wrong_usage_is_said_and_measures_nothing(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert "usage: make bench" in said.err
    assert said.out == ""


def test_every_case_is_found() -> None:
    assert case_names() == [
        "ambassadors",
        "cards",
        "click",
        "consent",
        "digest",
        "ingest",
        "links",
        "picks",
        "rights",
        "slash",
        "standings",
        "start",
    ]
    assert all(callable(load_case(name)) for name in case_names())
