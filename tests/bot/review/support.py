"""A queue to decide on: items in the database and the review service on top, with a real outbox."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.content.tables import Item, Sighting
from bot.people.rules import Person, Right, Role
from bot.people.tables import Creator
from bot.review.desk import Desk
from bot.review.rules import Action
from bot.review.service import DELIVER, Decision, Effect, NewReview, Outcome, Reviews
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MIA = Person("U0MIA00001", "Mia", Role.MANAGER)
NOAH = Person("U0NOAH0001", "Noah", Role.MODERATOR)
OLE = Person("U0OLE00001", "Ole", Role.MODERATOR)
VERA = Person("U0VERA0001", "Vera", Role.VIEWER)
CHANNEL = "C0REVIEW01"


async def _deliver(_context: object, _channel: str) -> None:
    """Nothing runs it in these tests: they look at what is asked for."""


def whom_to_ask(right: Right) -> list[str]:
    return [MIA.id] if right in (Right.BLOCK, Right.OVERRULE) else [NOAH.id, "group:content-managers"]


class Room:
    """Reviews on a database, and short ways to fill and use it."""

    def __init__(
        self, database: Database, work: Enqueuer, effects: dict[Action, Effect] | None = None
    ) -> None:
        self.database = database
        self.work = work
        self.reviews = Reviews(work, CHANNEL, who_may=whom_to_ask, effects=effects)
        self.desk = Desk(database, self.reviews, clock=lambda: NOW)

    async def items(self, count: int, *, creator_id: int | None = None, **more: Any) -> list[int]:
        """Items that are stored and not queued."""
        facts: dict[str, Any] = {
            "kind": "post",
            "platform": "mastodon",
            "found_at": NOW,
            "updated_at": NOW,
        } | more
        async with unit_of_work(self.database) as session:
            rows = [Item(text=f"Text {n}", creator_id=creator_id, **facts) for n in range(count)]
            session.add_all(rows)
            await session.flush()
            for row in rows:
                session.add(
                    Sighting(
                        item_id=row.id or 0,
                        source=facts.get("source", "fediverse"),
                        external_id=f"x{row.id}",
                        platform=row.platform,
                        content_hash="",
                        first_seen_at=NOW,
                        last_seen_at=NOW,
                    )
                )
            return [row.id for row in rows if row.id is not None]

    async def queued(self, count: int, **more: Any) -> list[int]:
        ids = await self.items(count, **more)
        await self.queue([NewReview(item_id) for item_id in ids])
        return ids

    async def queue(self, reviews: Sequence[NewReview], at: datetime = NOW) -> None:
        async with unit_of_work(self.database) as session:
            await self.reviews.queue_new(session, reviews, at)

    async def creator(self, **more: Any) -> int:
        facts: dict[str, Any] = {
            "platform": "mastodon",
            "external_id": "c1",
            "first_seen_at": NOW,
            "updated_at": NOW,
        } | more
        async with unit_of_work(self.database) as session:
            row = Creator(**facts)
            session.add(row)
            await session.flush()
            return row.id or 0

    async def decide(self, *decisions: Decision, at: datetime = NOW) -> list[Outcome]:
        async with unit_of_work(self.database) as session:
            return await self.reviews.decide(session, decisions, at)

    async def end(self, item_id: int, life: str = "deleted") -> None:
        async with unit_of_work(self.database) as session:
            item = await session.get_one(Item, item_id)
            item.life = life

    async def deliveries(self) -> int:
        """Delivery runs that are asked for."""
        async with reading(self.database) as session:
            table = "workflow_status" if self.database.is_sqlite else "dbos.workflow_status"
            statement = sa.text(f"SELECT count(*) FROM {table} WHERE name = :name")
            found = await (await session.connection()).execute(statement, {"name": DELIVER})
            return int(found.scalar_one())


@asynccontextmanager
async def open_room(database: Database, effects: dict[Action, Effect] | None = None) -> AsyncIterator[Room]:
    work = Enqueuer(database, [Job(DELIVER, _deliver, queue="deliver")])
    await work.prepare()
    room = Room(database, work, effects)
    try:
        yield room
    finally:
        await room.desk.stop()
        work.close()


def decision(
    item_id: int, action: Action, actor: Person = NOAH, request: str | None = None, **more: Any
) -> Decision:
    return Decision(item_id, action, actor, request, **more)
