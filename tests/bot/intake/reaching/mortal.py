"""A process that asks a creator and hears the answer, and dies at the step it is told.

``python -m tests.bot.intake.reaching.mortal PLAN``: PLAN is JSON with ``url`` of the database, ``settings``,
``start`` (what the clock says at first; an hour passes in a second) and ``die``: [when, number], "before" or "after"
the commit of that number among those that keep something about the request or its answer; 0 for never. The process
kills itself with SIGKILL, as the kernel would.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.orm import Session

from bot.intake.reaching.senders import reply_senders
from bot.intake.reaching.tables import HeardAnswer, Watch
from bot.intake.reaching.watching import WATCH
from bot.rights import wishes
from bot.rights.surfaces import Senders
from bot.rights.tables import Ask
from bot.services import Services
from bot.settings import Settings
from bot.storage.database import Database
from bot.wiring import all_jobs, build_services
from bot.work import Job, Work
from tests.bot.rights.postman import Late, kill

HOUR = 3600
_KEPT = (Ask, Watch, HeardAnswer)


async def _nothing(_context: object, *_args: object) -> None:
    """Running it twice does nothing twice: what the team is shown is another test's."""


def jobs() -> list[Job]:
    """What asks and hears does so; all else that is asked for is left alone."""
    real = {WATCH, wishes.SEND}
    return [one if one.name in real else replace(one, run=_nothing) for one in all_jobs()]


def die_at(when: str, number: int) -> None:
    """Count the transactions that keep something of it."""
    numbers = count(1)

    def flushed(session: Session, _: object) -> None:
        if any(isinstance(one, _KEPT) for one in (*session.dirty, *session.new)):
            session.info["kept"] = True

    def before(session: Session) -> None:
        if session.info.pop("kept", False):
            session.info["number"] = next(numbers)
            if when == "before" and session.info["number"] == number:
                kill()

    def after(session: Session) -> None:
        if session.info.pop("number", 0) == number and when == "after":
            kill()

    sa.event.listen(Session, "after_flush", flushed)
    sa.event.listen(Session, "before_commit", before)
    sa.event.listen(Session, "after_commit", after)


async def main(plan: dict[str, Any]) -> None:
    when, number = plan["die"]
    if number:
        die_at(when, number)
    begun, start = time.monotonic(), datetime.fromisoformat(plan["start"])
    database = Database(plan["url"])
    made: list[Services] = []
    work = Work(database, jobs(), Late(lambda: made[0]), reap_every=0.3, beat=0.1)
    services = build_services(Settings.model_validate(plan["settings"]), database, work)
    services.clock = lambda: start + timedelta(seconds=HOUR * (time.monotonic() - begun))
    made.append(services)
    for sender in reply_senders(services):
        services.outlet(Senders).add(sender)
    work.schedule(WATCH, IntervalTrigger(seconds=1, timezone="UTC"), WATCH)
    await work.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
