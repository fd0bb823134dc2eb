"""``python -m tests.bench [CASE] --rounds 5 --json``: a JSON line a measurement.

The exit code is 1 when a goal was missed; a measurement that was too noisy to judge says so and misses nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from importlib import import_module
from pkgutil import iter_modules

import tests.bench.cases
from bot.kernel.log import configure_logging
from tests.bench.harness import Result
from tests.bench.scale import Scale, full

Case = Callable[[int, Scale], AsyncIterator[Result]]


def case_names() -> list[str]:
    """Every file under ``tests/bench/cases``; each has ``run(rounds, scale)``."""
    return sorted(
        module.name for module in iter_modules(tests.bench.cases.__path__) if not module.name.startswith("_")
    )


def load_case(name: str) -> Case:
    case: Case = import_module(f"tests.bench.cases.{name}").run
    return case


async def measure(names: list[str], rounds: int, show: Callable[[Result], None]) -> bool:
    """Run the cases; whether none of them missed its goal."""
    well = True
    for name in names:
        async for result in load_case(name)(rounds, full()):
            show(result)
            well = well and result.holds is not False
    return well


def show_json(result: Result) -> None:
    sys.stdout.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def show_text(result: Result) -> None:
    verdict = {True: "holds", False: "MISSED", None: "too noisy to judge"}[result.holds]
    line = f"{result.case:8} {result.what:56} ratio {result.ratio:8.3f} goal {result.goal:8} {verdict}"
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    known = case_names()
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("case", nargs="?", choices=known, help="one case; all of them when left out")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of A B B A (default 5)")
    parser.add_argument("--json", action="store_true", help="a JSON line a measurement")
    chosen = parser.parse_args(arguments)
    if chosen.rounds < 1:
        parser.error(f"--rounds must be at least 1, not {chosen.rounds}")
    names = [chosen.case] if chosen.case else known
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        configure_logging("INFO", json_lines=True, stream=nowhere)  # its cost is part of what is measured
        well = asyncio.run(measure(names, chosen.rounds, show_json if chosen.json else show_text))
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
