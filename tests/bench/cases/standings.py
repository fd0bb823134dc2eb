"""Standings of a large contest: the first page, one's own place, and a vote, on both databases."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count

import psutil  # type: ignore[import-untyped]  # comes with the PostgreSQL of the tests
import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.jobs import JOBS
from bot.contests.scoring.service import SHOW, TELL, Scoring
from bot.contests.tables import ContestVote
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job
from tests.bench import product
from tests.bench.cases import _board as board
from tests.bench.cases._board import CONTEST, NOW
from tests.bench.floors.redis_board import RedisBoard, program, redis_board
from tests.bench.harness import Goal, Measure, Plan, Result, compare
from tests.bench.product import Folder
from tests.bench.scale import Scale
from tests.support.databases import PostgresServer, PostgresUnavailable, postgres_server

CASE = "standings"
NO_SLOWER = Goal(at_most=1.0)
_PLAIN = sa.insert(table_of(ContestVote))


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Every question, on SQLite and then on PostgreSQL; what isn't installed is said and left out."""
    plan = scale.plan(rounds)
    scores, few = board.scores_of(scale.entries), board.scores_of(scale.few_entries)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(product.working_folder())
        redis = None
        if program() is not None:
            redis = await stack.enter_async_context(redis_board(folder.path))
            await redis.fill(scores)
        for name, urls in _urls(stack, folder):
            if urls is None:
                yield _left_out(f"{name}: everything", "no PostgreSQL can be started here")
                continue
            small = await stack.enter_async_context(_filled(urls(), few))
            large = await stack.enter_async_context(_filled(urls(), scores))
            async for result in _questions(name, small, large, redis, plan, scale):
                yield result


def _urls(stack: AsyncExitStack, folder: Folder) -> Iterator[tuple[str, Callable[[], str] | None]]:
    yield "SQLite", folder.fresh
    try:
        server: PostgresServer = stack.enter_context(postgres_server())
    except PostgresUnavailable:
        yield "PostgreSQL", None
    else:
        yield "PostgreSQL", server.create


def _left_out(what: str, why: str) -> Result:
    return Result(CASE, what, 0.0, 0.0, 0.0, "none", None, notes={"left out": why})


@dataclass(slots=True)
class Filled:
    """A database with a contest, and who may vote in it still."""

    database: Database
    scoring: Scoring
    entries: int
    voters: Iterator[int]


@asynccontextmanager
async def _filled(url: str, scores: list[int]) -> AsyncIterator[Filled]:
    async with product.opened(url) as database:
        board.fill(database, scores)
        work = Enqueuer(database, [*JOBS, Job(SHOW, _nothing), Job(TELL, _nothing)])
        await work.prepare()
        try:
            yield Filled(database, Scoring(work), len(scores), count(len(scores) + 1))
        finally:
            work.close()


async def _nothing(_context: object, *_args: object) -> None:
    """Work is asked for but not run here."""


async def _questions(
    name: str, small: Filled, large: Filled, redis: RedisBoard | None, plan: Plan, scale: Scale
) -> AsyncIterator[Result]:
    size = f"{large.entries:,} entries"
    floor_is = (
        "Redis on loopback by its asynchronous client, the same page: scores, names, how many there are"
        " (floors/redis_board.py); a connection is open on both sides"
    )
    page = _looking(large, scale.looks, _first_page)
    own = _looking(large, scale.looks, _own_place)
    for what, mine, floor in (
        ("top ten", page, _asking_page(redis, scale) if redis else None),
        ("own rank", own, _asking_rank(redis, large, scale) if redis else None),
    ):
        asked = f"{name}: {what} among {size}, p50"
        if floor is None:
            yield _left_out(asked, "redis-server isn't installed")
            continue
        yield await compare(CASE, asked, floor, mine, NO_SLOWER, plan=plan, unit="ms", floor_is=floor_is)
    before = psutil.Process().memory_info().rss
    result = await compare(
        CASE,
        f"{name}: own rank among {size}, p50",
        _looking(small, scale.looks, _own_place),
        own,
        Goal(at_most=2.0),
        plan=plan,
        unit="ms",
        floor_is=f"the same among {small.entries:,}",
    )
    result.notes["memory_grown_mb"] = (psutil.Process().memory_info().rss - before) / 1e6
    yield result
    yield await compare(
        CASE,
        f"{name}: a vote, committed, among {size}",
        _inserting(large, scale.votes),
        _voting(large, scale.votes),
        Goal(at_most=3.5),
        plan=plan,
        unit="µs",
        floor_is="a row of a vote inserted and nothing else, committed through the same stack",
    )


# ---- looking ----

Look = Callable[[AsyncSession, Filled, int], Awaitable[None]]


async def _first_page(session: AsyncSession, filled: Filled, _entry: int) -> None:
    page = await filled.scoring.page(session, CONTEST)
    assert len(page.rows) == 10
    assert page.total == filled.entries


async def _own_place(session: AsyncSession, filled: Filled, entry: int) -> None:
    (row,) = await filled.scoring.own(session, CONTEST, [entry])
    assert row.number == entry


def _looking(filled: Filled, looks: int, look: Look) -> Measure:
    """Looks at random entries in one session; the median in milliseconds."""
    chance = random.Random(11)

    async def measure() -> float:
        async with reading(filled.database) as session:
            return await _median(looks, lambda _: look(session, filled, chance.randint(1, filled.entries)))

    return measure


def _asking_page(redis: RedisBoard, scale: Scale) -> Measure:
    async def measure() -> float:
        return await _median(scale.looks, lambda _: redis.top_ten())

    return measure


def _asking_rank(redis: RedisBoard, filled: Filled, scale: Scale) -> Measure:
    chance = random.Random(11)

    async def measure() -> float:
        return await _median(scale.looks, lambda _: redis.rank(chance.randint(1, filled.entries)))

    return measure


async def _median(looks: int, look: Callable[[int], Awaitable[object]]) -> float:
    """The median of so many looks, in milliseconds."""
    waits = []
    for at in range(looks):
        began = time.perf_counter()
        await look(at)
        waits.append(time.perf_counter() - began)
    return statistics.median(waits) * 1e3


# ---- voting ----


def _inserting(filled: Filled, votes: int) -> Measure:
    """Rows of votes, each in a transaction; the mean in microseconds."""
    numbers = count(1)

    async def measure() -> float:
        began = time.perf_counter()
        for _ in range(votes):
            row = {"contest_id": CONTEST + 1, "entry_id": next(numbers), "account_id": 1, "weight": 1}
            async with unit_of_work(filled.database) as session:
                await (await session.connection()).execute(_PLAIN, row | {"via": "discord", "at": NOW})
        return (time.perf_counter() - began) / votes * 1e6

    return measure


@dataclass(frozen=True, slots=True)
class _Voter:
    id: int


def _voting(filled: Filled, votes: int) -> Measure:
    """Votes as the product takes them, each in a transaction, each by somebody else."""
    chance = random.Random(13)

    async def measure() -> float:
        began = time.perf_counter()
        for _ in range(votes):
            voter, entry = _Voter(next(filled.voters)), chance.randint(1, filled.entries)
            async with unit_of_work(filled.database) as session:
                voted = await filled.scoring.vote(session, entry, voter, 1, NOW, "discord")
            assert voted.changed
        return (time.perf_counter() - began) / votes * 1e6

    return measure
