"""Durable work of links: forgetting what told the visitors of past days apart."""

from __future__ import annotations

from datetime import UTC
from typing import Protocol, TypeVar

from bot.kernel.clock import Clock
from bot.kernel.log import get_logger
from bot.links.clicks.counter import LINGERS, ClickCounter
from bot.links.clicks.queries import forget_before
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work import Job

FORGET = "links.forget"
EVERY = {FORGET: 10 * 60}
"""Seconds between two runs."""
T = TypeVar("T")
log = get_logger(__name__)


class Context(Protocol):
    """What the work needs of the services."""

    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...
    def outlet(self, kind: type[T]) -> T: ...


async def forget(context: Context) -> None:
    """Delete the secrets and hashes of days that are over. Running twice deletes nothing more."""
    before = (context.clock() - LINGERS).astimezone(UTC).date()
    async with unit_of_work(context.database) as session:
        forgotten = await forget_before(session, before)
    context.outlet(ClickCounter).forget(before)
    if forgotten:
        log.info("visitors_forgotten", hashes=forgotten)


JOBS = (Job(FORGET, forget),)
