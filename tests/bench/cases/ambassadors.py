"""Boards of the ambassador programme after a hundred thousand events, held against the same after a thousand: the top
ten, somebody's own place with those next to them, and an award."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.boards.service import board, own
from bot.ambassadors.ledger.service import Award, award, recount
from bot.ambassadors.rules import ALL_TIME, Kind, Measure, buckets, periods_of
from bot.ambassadors.tables import Ambassador, Point, Score, ScoreCount
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bench import product
from tests.bench.cases._repeated import sample
from tests.bench.harness import Goal, MeasureMany, Plan, Question, Result, Sample, compare_many
from tests.bench.scale import Scale
from tests.support.databases import PostgresUnavailable, postgres_server

CASE = "ambassadors"
FLAT = Goal(at_most=2.0)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EACH = 10
"""Events of a person, on average: a few have hundreds."""
_TAIL = 1.3
_CHUNK = 5000


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Every question, on SQLite and then on PostgreSQL; what isn't installed is said and left out."""
    plan = scale.plan(rounds)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(product.working_folder())
        places: list[tuple[str, Callable[[], str] | None, Sequence[int]]] = [("SQLite", folder.fresh, ())]
        try:
            server = stack.enter_context(postgres_server())
            places.append(("PostgreSQL", server.create, [server.pid]))
        except PostgresUnavailable:
            places.append(("PostgreSQL", None, ()))
        for name, url, servers in places:
            if url is None:
                notes = {"left out": "no PostgreSQL can be started here"}
                yield Result(CASE, f"{name}: everything", 0.0, 0.0, 0.0, "none", None, notes=notes)
                continue
            small = await stack.enter_async_context(_filled(url(), scale.few_awards, servers))
            large = await stack.enter_async_context(_filled(url(), scale.awards, servers))
            async for result in _questions(name, small, large, plan, scale):
                yield result


@dataclass(frozen=True, slots=True)
class Filled:
    """A database with a programme of so many events."""

    database: Database
    people: int
    events: int
    servers: Sequence[int]


@asynccontextmanager
async def _filled(url: str, events: int, servers: Sequence[int]) -> AsyncIterator[Filled]:
    async with product.opened(url) as database:
        people = max(events // EACH, 10)
        points, scores = _rows(people, events)
        counts: dict[tuple[str, str, int, int], int] = {}
        for row in scores:
            for width, bucket in buckets(row["score"]):
                key = (row["period"], row["measure"], width, bucket)
                counts[key] = counts.get(key, 0) + 1
        names = ("period", "measure", "width", "bucket")
        counted = [dict(zip(names, key, strict=True)) | {"people": number} for key, number in counts.items()]
        ambassadors = [_person(number) for number in range(1, people + 1)]
        for model, rows in (
            (Ambassador, ambassadors),
            (Point, points),
            (Score, scores),
            (ScoreCount, counted),
        ):
            for start in range(0, len(rows), _CHUNK):
                async with unit_of_work(database) as session:
                    await (await session.connection()).execute(
                        sa.insert(table_of(model)), rows[start : start + _CHUNK]
                    )
        if not database.is_sqlite:
            async with database.engine.connect() as connection:
                options = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await options.exec_driver_sql("VACUUM ANALYZE")
        async with reading(database) as session:
            assert await recount(session) == []
        yield Filled(database, people, events, servers)


def _person(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "account_id": number,
        "name": f"Colleague {number}",
        "joined_at": NOW,
        "on_board": True,
    }


def _rows(people: int, events: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Points of shares, most of them of a few people, and the scores that they add up to."""
    chance = random.Random(7)
    weights = [chance.paretovariate(_TAIL) for _ in range(people)]
    whose = chance.choices(range(1, people + 1), weights, k=events)
    periods = periods_of(NOW, "UTC")
    scores: dict[tuple[str, str, int], int] = {}
    points = []
    for number, person in enumerate(whose):
        given = chance.randint(1, 20)
        points.append(
            {
                "ambassador_id": person,
                "kind": Kind.SHARE.value,
                "key": f"bench:{number}",
                "network": "bluesky",
                "count": 1,
                "points": given,
                "week": periods.week,
                "season": periods.season,
                "at": NOW,
            }
        )
        for period in periods.boards:
            for measure, more in ((Measure.POINTS, given), (Measure.SHARES, 1)):
                key = (period, measure.value, person)
                scores[key] = scores.get(key, 0) + more
    names = ("period", "measure", "ambassador_id")
    return points, [
        dict(zip(names, key, strict=True)) | {"score": score, "on_board": True}
        for key, score in scores.items()
    ]


async def _questions(
    name: str, small: Filled, large: Filled, plan: Plan, scale: Scale
) -> AsyncIterator[Result]:
    about = f"the same after {small.events:,} events of {small.people:,} people"
    asked: tuple[tuple[str, Callable[[Filled], MeasureMany]], ...] = (
        ("top ten", lambda filled: _looking(filled, scale.looks, _top)),
        ("own place", lambda filled: _looking(filled, scale.looks, _own)),
        ("an award, committed", lambda filled: _awarding(filled, scale.votes)),
    )
    for what, measure in asked:
        title = f"{name}: {what} after {large.events:,} events of {large.people:,} people"
        question = Question(title, "cpu", FLAT, "CPU µs, servers included")
        floor, mine = measure(small), measure(large)
        (result,) = await compare_many(CASE, [question], floor, mine, plan=plan, floor_is=about)
        yield result


async def _top(session: AsyncSession, filled: Filled, _person: int) -> None:
    found = await board(session, ALL_TIME, Measure.POINTS)
    assert len(found.rows) == min(10, found.total)


async def _own(session: AsyncSession, filled: Filled, person: int) -> None:
    await own(session, ALL_TIME, Measure.POINTS, person)


def _looking(
    filled: Filled, looks: int, look: Callable[[AsyncSession, Filled, int], Awaitable[None]]
) -> MeasureMany:
    chance = random.Random(11)

    async def measure() -> Sample:
        async with reading(filled.database) as session:
            await look(session, filled, 1)  # connects
            return await sample(
                looks, lambda: look(session, filled, chance.randint(1, filled.people)), filled.servers
            )

    return measure


def _awarding(filled: Filled, awards: int) -> MeasureMany:
    chance, numbers = random.Random(13), count(1)

    async def give() -> None:
        given = Award(Kind.SHARE, f"new:{next(numbers)}", chance.randint(1, filled.people), 10, "bluesky")
        async with unit_of_work(filled.database) as session:
            assert await award(session, given, "UTC", NOW)

    async def measure() -> Sample:
        return await sample(awards, give, filled.servers)

    return measure
