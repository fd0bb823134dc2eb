"""Old failures are forgotten, new ones stay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.intake.queries import failures_of, keep_failures
from bot.intake.tidying import tidy
from bot.kernel.clock import Clock, utc_now
from bot.people.identity.service import Identities
from bot.sources.base import Failure
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work


@dataclass
class Context:
    database: Database
    clock: Clock = utc_now
    identities: Identities = field(default_factory=Identities)


async def test_failures_are_forgotten_after_a_month(database: Database) -> None:
    now = utc_now()
    async with unit_of_work(database) as session:
        await keep_failures(session, "blog", [Failure("old", "broken")], now - timedelta(days=31))
        await keep_failures(session, "blog", [Failure("new", "broken")], now)
    await tidy(Context(database))
    async with reading(database) as session:
        assert [failure.what for failure in await failures_of(session, "blog")] == ["new"]
