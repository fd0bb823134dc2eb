"""``python -m tests.bench [CASE] --rounds 5 --json``: a JSON line a measurement."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import tests.bench.cases
from tests.bench.harness import Result

Case = Callable[[int], AsyncIterator[Result]]


def find_cases() -> dict[str, Case]:
    """Every file under ``tests/bench/cases``, by name; each has ``run(rounds)``."""
    names = sorted(module.name for module in iter_modules(tests.bench.cases.__path__))
    return {
        name: import_module(f"tests.bench.cases.{name}").run for name in names if not name.startswith("_")
    }


async def measure(names: list[str], rounds: int, show: Callable[[Result], None]) -> bool:
    """Run the cases; whether none of them missed its goal."""
    cases, well = find_cases(), True
    for name in names:
        async for result in cases[name](rounds):
            show(result)
            well = well and result.holds is not False
    return well


def show_json(result: Result) -> None:
    sys.stdout.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def show_text(result: Result) -> None:
    verdict = {True: "holds", False: "MISSED", None: "too noisy to judge"}[result.holds]
    line = f"{result.case:8} {result.what:48} ratio {result.ratio:8.3f} goal {result.goal:8} {verdict}"
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    cases: dict[str, Any] = find_cases()
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("case", nargs="?", choices=sorted(cases), help="one case; all of them when left out")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of A B B A (default 5)")
    parser.add_argument("--json", action="store_true", help="a JSON line a measurement")
    chosen = parser.parse_args(arguments)
    names = [chosen.case] if chosen.case else sorted(cases)
    well = asyncio.run(measure(names, max(1, chosen.rounds), show_json if chosen.json else show_text))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
