"""The product as a child process: started as an operator starts it, its output kept, ended for certain."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.playground.slack import LocalSlack
from tests.support.waiting import eventually

ROOT = Path(__file__).parents[2]
GOODWORD = (sys.executable, "-m", "bot")
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "COVERAGE_PROCESS_START")


def environment(**more: str) -> dict[str, str]:
    """A bare environment: nothing of the developer's own settings reaches the child."""
    bare = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**bare, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **more}


def tokens(slack: LocalSlack) -> dict[str, str]:
    """The secrets of the local Slack, as variables."""
    return {"GOODWORD_SLACK_BOT_TOKEN": slack.bot_token, "GOODWORD_SLACK_APP_TOKEN": slack.app_token}


def write_settings(file: Path, slack: LocalSlack | None = None, **tables: Mapping[str, Any]) -> Path:
    """A settings file. Top-level values go into ``top``; each other name is a table, or a table of tables."""
    lines = [f"{key} = {_value(value)}" for key, value in tables.pop("top", {}).items()]
    if slack is not None:
        tables = {
            "slack": {"api_url": slack.api_url},
            "roles": {"managers": ["@content-managers"], "moderators": ["@content-moderators"]},
            **tables,
        }
    for name, table in tables.items():
        nested = {key: value for key, value in table.items() if isinstance(value, Mapping)}
        lines += ["", f"[{name}]", *(f"{k} = {_value(v)}" for k, v in table.items() if k not in nested)]
        for key, inner in nested.items():
            lines += ["", f"[{name}.{key}]", *(f"{k} = {_value(v)}" for k, v in inner.items())]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _value(value: Any) -> str:
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


async def run(
    *command: str, cwd: Path, env: Mapping[str, str] | None = None, within: float = 60.0
) -> Finished:
    """Run a command to its end."""
    child = await asyncio.create_subprocess_exec(
        *command,
        cwd=cwd,
        env=environment() if env is None else dict(env),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await asyncio.wait_for(child.communicate(), within)
    except BaseException:
        child.kill()
        await child.wait()
        raise
    assert child.returncode is not None
    return Finished(child.returncode, out.decode(), err.decode())


async def goodword(
    *arguments: str, cwd: Path, env: Mapping[str, str] | None = None, within: float = 60.0
) -> Finished:
    """Run ``goodword`` with these arguments to its end."""
    return await run(*GOODWORD, *arguments, cwd=cwd, env=env, within=within)


@dataclass
class Child:
    """A process that runs on while the test does other things. ``log`` is everything it said."""

    command: Sequence[str]
    cwd: Path
    env: Mapping[str, str]
    log: Path
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)

    @property
    def process(self) -> asyncio.subprocess.Process:
        return self.processes[-1]

    async def start(self) -> None:
        """Start it (again)."""
        with self.log.open("ab") as log:
            started = await asyncio.create_subprocess_exec(
                *self.command,
                cwd=self.cwd,
                env=dict(self.env),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.processes.append(started)

    async def kill(self) -> None:
        """End it as a crash does: it gets no chance to say anything."""
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def terminate(self, within: float = 30.0) -> int:
        """End it as an operator does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), within)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    async def says(self, words: str, within: float = 60.0) -> str:
        """Wait until it said these words; everything it said."""
        await eventually(
            lambda: words in self.said() or self._over(), within=within, what=f"{words!r} is said"
        )
        assert words in self.said(), self.said()[-3000:]
        return self.said()

    def _over(self) -> bool:
        return bool(self.processes) and self.process.returncode is not None


@contextlib.asynccontextmanager
async def child(
    *command: str, cwd: Path, env: Mapping[str, str] | None = None, name: str = "child", start: bool = True
) -> AsyncIterator[Child]:
    """A child process that is gone when the block ends, however it ends."""
    made = Child(command, cwd, environment() if env is None else env, cwd / f"{name}.log")
    try:
        if start:
            await made.start()
        yield made
    finally:
        for process in made.processes:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def connected(slack: LocalSlack, bot: Child, count: int = 1, within: float = 60.0) -> None:
    """Wait until so many copies of the bot receive. Fails with what the child said when it ended instead."""

    def there() -> bool:
        assert bot.process.returncode is None, f"the bot ended:\n{bot.said()[-3000:]}"
        return slack.sockets.connected >= count

    await eventually(there, within=within, what=f"{count} connections")
