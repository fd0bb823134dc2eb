"""Whoever is erased may be an ambassador too: they leave the programme in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.wishes import ask_to_close
from bot.work import Enqueuer

T = TypeVar("T")


class Context(Protocol):
    """What this needs of the services."""

    @property
    def work(self) -> Enqueuer: ...
    def outlet(self, kind: type[T]) -> T: ...


async def leave_programme(
    context: Context, session: AsyncSession, accounts: Collection[int], now: datetime
) -> int:
    """Take the ambassadors of these accounts off the boards, end their links and make what was counted nobody's: how
    many they were. It comes before their rows are emptied, by which they would be found no more. Their messages are
    closed by durable work, in the language that they had."""
    count = 0
    for row in await queries.of_accounts(session, accounts):
        number, language = row.id or 0, next(iter(row.languages), "")
        count += await context.outlet(Ambassadors).membership.leave(session, number, now)
        await ask_to_close(session, context.work, number, language)
    return count
