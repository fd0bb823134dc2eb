"""Forgetting what nobody needs any more: entries that sources gave and that could not be read, codes that ended."""

from __future__ import annotations

from typing import Protocol

from bot.intake.queries import drop_old_failures
from bot.kernel.clock import Clock
from bot.people.identity.service import Identities
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work import Job

TIDY = "intake.tidy"


class TidyContext(Protocol):
    """What tidying needs of the running services."""

    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def identities(self) -> Identities: ...


async def tidy(context: TidyContext) -> None:
    """Delete old failures and codes. Running twice finds nothing more to delete."""
    async with unit_of_work(context.database) as session:
        await drop_old_failures(session, context.clock())
        await context.identities.forget_codes(session, context.clock())


JOBS = (Job(TIDY, tidy, queue="timers"),)
