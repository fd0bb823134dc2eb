"""Durable work of review: the nightly check of what must always hold."""

from __future__ import annotations

from typing import Protocol

from bot.kernel.errors import NeverWorks
from bot.review.invariants import Problem, check
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from bot.work import Job

NAMED = 5  # problems spelled out in the message; the number says how many there are


class Context(Protocol):
    """What the job needs of the services."""

    @property
    def database(self) -> Database: ...


async def check_all(context: Context) -> None:
    """Compare every review with its events. Only reads, so running twice tells the same twice.

    Raises NeverWorks when something differs, so that it stands with the work that failed until somebody looks.
    """
    async with reading(context.database) as session:
        problems = await check(session)
    if problems:
        raise NeverWorks(
            f"{len(problems)} items in review are not what their events say: {_words(problems)}.",
            remedy="Their events are the truth: was a row changed by hand? Please report it with their history.",
        )


def _words(problems: list[Problem]) -> str:
    named = [f"item {problem.item_id}: {problem.what}" for problem in problems[:NAMED]]
    return "; ".join(named + ["..."] * (len(problems) > NAMED))


CHECK = Job("review.check", check_all, attempts=1)
JOBS = (CHECK,)
