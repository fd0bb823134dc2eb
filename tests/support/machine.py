"""Random sequences of steps against a real database (https://hypothesis.readthedocs.io/en/latest/stateful.html)."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from bot.storage.database import Database
from tests.support.databases import SqliteTemplate

T = TypeVar("T")
TIMES = int(os.environ.get("GOODWORD_EXPLORE", "0"))
"""How many times as many sequences to run, new ones each time. For a night, not for a build that others wait for."""


class DatabaseMachine(RuleBasedStateMachine):
    """Each run has an event loop and a database of its own; its files lie in ``place``."""

    template: SqliteTemplate
    folder: Path
    _runs = 0

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        type(self)._runs += 1
        self.place = self.folder / f"run{self._runs}"
        self.place.mkdir()
        self.database = Database(self.template.copy_to(self.place / "machine.db"))

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.run(self.database.close())
        self.loop.close()


def explore(
    machine: type[DatabaseMachine],
    template: SqliteTemplate,
    folder: Path,
    *,
    runs: int,
    steps: int,
) -> None:
    """Run so many sequences of at most so many steps. Raises what a failing one raises.

    They are the same ones each time, unless GOODWORD_EXPLORE asks for more and new ones. A failing one is not made
    shorter: that takes longer than a test may. It prints its steps, to be looked into.
    """
    machine.template, machine.folder = template, folder
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs * max(TIMES, 1),
            stateful_step_count=steps,
            derandomize=not TIMES,
            deadline=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
