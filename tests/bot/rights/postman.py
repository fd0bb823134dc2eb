"""A process that sends a permission request, and dies where it is told to.

``python -m tests.bot.rights.postman PLAN``: PLAN is JSON with ``url`` of the database, ``folder`` for evidence,
``box``, a file that stands for the platform and gets a line for each message that went out, ``die`` (where), and
``blind``: the platform can't say what it was sent. The process kills itself with SIGKILL, as the kernel would.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.rights.asking import Outgoing
from bot.rights.jobs import JOBS
from bot.rights.scope import Channel
from bot.rights.surfaces import Senders
from bot.rights.tables import Ask
from bot.storage.database import Database
from bot.work import Work
from tests.bot.rights.support import PLAIN, RECORDED, Desk


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Box:
    """The platform: a file of messages that went out. It remembers keys, unless it is blind."""

    platform = "mastodon"
    channels = frozenset({Channel.REPLY})

    def __init__(self, file: Path, die: str, *, blind: bool) -> None:
        self.file = file
        self._die = die
        self._blind = blind

    async def send(self, message: Outgoing) -> str:
        if self._die == "before it is sent":
            kill()
        await asyncio.to_thread(self._write, f"{message.key} {message.text}\n")
        if self._die == "after it was sent":
            kill()
        return f"post of {message.key}"

    async def find(self, message: Outgoing) -> str | None:
        if self._blind:
            return None
        lines = await asyncio.to_thread(self._lines)
        return f"post of {message.key}" if any(line.startswith(message.key) for line in lines) else ""

    def _write(self, line: str) -> None:
        with self.file.open("a", encoding="utf-8") as box:
            box.write(line)

    def _lines(self) -> list[str]:
        return self.file.read_text(encoding="utf-8").splitlines() if self.file.exists() else []


def die_at(stage: str) -> None:
    """Watch every transaction for how far the message has come: "before sending is kept", "after sent is kept"."""
    when, _, rest = stage.partition(" ")
    wanted = rest.removesuffix(" is kept")

    def flushed(session: Session, _: object) -> None:
        found = [one.delivery for one in session.dirty if isinstance(one, Ask)]
        session.info.setdefault("postman", []).extend(found)

    def die(session: Session) -> None:
        if wanted in session.info.get("postman", ()):
            kill()

    sa.event.listen(Session, "after_flush", flushed)
    sa.event.listen(Session, "before_commit" if when == "before" else "after_commit", die)


async def main(plan: dict[str, Any]) -> None:
    if plan["die"].endswith("is kept"):
        die_at(plan["die"])
    database = Database(plan["url"])
    context: list[Desk] = []
    late = Late(lambda: context[0])
    work = Work(database, [*RECORDED, *JOBS], late, reap_every=0.3, beat=0.1)
    desk = Desk(database, Path(plan["folder"]), PLAIN, work)
    desk.outlet(Senders).add(Box(Path(plan["box"]), plan["die"], blind=plan["blind"]))
    context.append(desk)
    await work.start()
    await asyncio.Event().wait()


class Late:
    """Stands for the desk until it is made."""

    def __init__(self, find: Callable[[], object]) -> None:
        self._find = find

    def __getattr__(self, name: str) -> object:
        return getattr(self._find(), name)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
