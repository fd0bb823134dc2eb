"""Starting and resting: CPU and memory of ``goodword run`` until it is ready, and what it uses at rest."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bot.playground.slack import LocalSlack
from tests.bench import product
from tests.bench.harness import Goal, Question, Result, Sample, compare_many
from tests.bench.scale import Scale
from tests.bench.spent import most_memory
from tests.support.child import GOODWORD, Child, child, environment, tokens, write_settings

CASE = "start"
EAGER = (sys.executable, "-m", "tests.bench.floors.eager")


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Both in child processes, connected to a local Slack here; the database is there already, as on most starts."""
    questions = [
        Question("start until ready, CPU", "cpu_s", Goal(at_most=0.75), "CPU s"),
        Question("start and rest, most memory", "peak_mb", Goal(at_most=0.75), "MB"),
    ]
    with product.working_folder() as folder:
        async with LocalSlack(limits="off") as slack:
            settings = _settings(folder.path, slack)
            first = await started(folder.path, settings, slack, 0) if scale.warm_up else {}

            async def eager() -> Sample:
                (folder.path / "eager.log").unlink(missing_ok=True)
                async with child(*EAGER, cwd=folder.path, name="eager") as shell:
                    await shell.says("ready")
                    return _used(shell)

            async def goodword() -> Sample:
                return await started(folder.path, settings, slack, scale.rest)

            about = "importing everything and loading every table (floors/eager.py)"
            plan = scale.plan(rounds)
            for result in await compare_many(CASE, questions, eager, goodword, plan=plan, floor_is=about):
                result.notes |= {
                    "first_start_cpu_s": first.get("cpu_s"),
                    "not_installed": "discord.py, matplotlib",
                }
                yield result


async def started(folder: Path, settings: Path, slack: LocalSlack, rest: float) -> Sample:
    """Start the bot, wait until it is connected, watch it rest, and end it as an operator does."""
    log = folder / "goodword.log"
    log.unlink(missing_ok=True)
    command, env = (*GOODWORD, "--config", str(settings), "run"), environment(**tokens(slack))
    async with child(*command, cwd=folder, env=env, name="goodword") as bot:
        await bot.says('"event": "started"')
        ready = _used(bot)
        await asyncio.sleep(rest / 2)  # what was asked for at the start is done by then
        before = _used(bot)["cpu_s"]
        await asyncio.sleep(rest / 2)
        after = _used(bot)
        assert await bot.terminate() == 0, bot.said()[-3000:]
    resting = (after["cpu_s"] - before) / (rest / 2) * 100 if rest else 0.0
    return {"cpu_s": ready["cpu_s"], "peak_mb": after["peak_mb"], "resting_cpu_percent": resting}


def _settings(folder: Path, slack: LocalSlack) -> Path:
    return write_settings(
        folder / "goodword.toml",
        slack,
        top={"data_dir": folder / "data"},
        review={"channel": "#content-review"},
        web={"port": 0},
        log={"format": "json"},
    )


def _used(running: Child) -> Sample:
    """CPU seconds so far and the most memory it ever held, as Linux tells (proc(5))."""
    folder = Path("/proc") / str(running.process.pid)
    fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])  # utime and stime, the 14th and 15th field
    return {"cpu_s": ticks / os.sysconf("SC_CLK_TCK"), "peak_mb": most_memory(running.process.pid)}
