"""Who wants something done with a contest, and what every part of its life does with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.book import Book, a_reason
from bot.contests.rules import ContestAction
from bot.contests.tables import Contest
from bot.people.rules import SYSTEM, Person


@dataclass(frozen=True, slots=True)
class Wish:
    """What a manager wants done. ``request_id`` names the click: the same one never acts twice."""

    actor: Person
    via: str
    request_id: str | None = None
    data: Mapping[str, Any] | None = None

    def value(self, name: str) -> Any:
        return (self.data or {}).get(name)

    @property
    def reason(self) -> str:
        return a_reason(self.value("reason"))


BY_TIME = Wish(SYSTEM, "system")


class Acting:
    """Keeps what was done, and tells managers."""

    def __init__(self, book: Book) -> None:
        self._book = book

    async def _note(
        self,
        session: AsyncSession,
        contest: Contest,
        action: ContestAction,
        wish: Wish,
        now: datetime,
        **data: Any,
    ) -> None:
        reason = data.pop("reason", None)
        await self._book.note(
            session,
            contest,
            action,
            wish.actor,
            wish.via,
            now,
            reason=reason,
            data=data,
            request_id=wish.request_id,
        )

    async def _tell(self, session: AsyncSession, contest: Contest, what: str, **values: Any) -> None:
        key = f"{what}:{contest.id}:{contest.revision}"
        await self._book.tell(session, contest.id or 0, what, key, **values)
