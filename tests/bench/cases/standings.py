"""Standings of a large contest: the first page, one's own place, and a vote, on both databases."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
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
from tests.bench.cases._repeated import sample
from tests.bench.floors.redis_board import RedisBoard, program, redis_board
from tests.bench.harness import Goal, MeasureMany, Plan, Question, Result, Sample, compare_many
from tests.bench.product import Folder
from tests.bench.scale import Scale
from tests.support.databases import PostgresServer, PostgresUnavailable, postgres_server

CASE = "standings"
NO_SLOWER, GROWTH, VOTE = Goal(at_most=1.0), Goal(at_most=2.0), Goal(at_most=3.5)
FLOOR_IS = (
    "Redis on loopback by its asynchronous client, asked for the same: scores, names, how many there are"
    " (floors/redis_board.py); a connection is open on both sides"
)
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
        for place in _places(stack, folder):
            if place.url is None:
                yield _left_out(f"{place.name}: everything", "no PostgreSQL can be started here")
                continue
            small = await stack.enter_async_context(_filled(place.url(), few, place.servers))
            large = await stack.enter_async_context(_filled(place.url(), scores, place.servers))
            async for result in _questions(place.name, small, large, redis, plan, scale):
                yield result


@dataclass(frozen=True, slots=True)
class _Place:
    """A kind of database, how to get a new one (None: it can't be had), and the process that serves it."""

    name: str
    url: Callable[[], str] | None
    servers: Sequence[int] = ()


def _places(stack: AsyncExitStack, folder: Folder) -> Iterator[_Place]:
    yield _Place("SQLite", folder.fresh)
    try:
        server: PostgresServer = stack.enter_context(postgres_server())
    except PostgresUnavailable:
        yield _Place("PostgreSQL", None)
    else:
        yield _Place("PostgreSQL", server.create, [server.pid])


def _left_out(what: str, why: str) -> Result:
    return Result(CASE, what, 0.0, 0.0, 0.0, "none", None, notes={"left out": why})


@dataclass(slots=True)
class Filled:
    """A database with a contest, and who may vote in it still."""

    database: Database
    scoring: Scoring
    entries: int
    voters: Iterator[int]
    servers: Sequence[int]


@asynccontextmanager
async def _filled(url: str, scores: Sequence[int], servers: Sequence[int]) -> AsyncIterator[Filled]:
    async with product.opened(url) as database:
        board.fill(database, scores)
        work = Enqueuer(database, [*JOBS, Job(SHOW, _nothing), Job(TELL, _nothing)])
        await work.prepare()
        try:
            yield Filled(database, Scoring(work), len(scores), count(len(scores) + 1), servers)
        finally:
            work.close()


async def _nothing(_context: object, *_args: object) -> None:
    """Work is asked for but not run here."""


async def _questions(
    name: str, small: Filled, large: Filled, redis: RedisBoard | None, plan: Plan, scale: Scale
) -> AsyncIterator[Result]:
    size = f"{large.entries:,} entries"
    page, own = _looking(large, scale.looks, _first_page), _looking(large, scale.looks, _own_place)
    for what, mine, look in (("top ten", page, _redis_page), ("own rank", own, _redis_place)):
        asked = f"{name}: {what} among {size}"
        if redis is None:
            yield _left_out(asked, "redis-server isn't installed")
            continue
        floor = _asking(redis, large.entries, scale.looks, look)
        yield await _compare(asked, floor, mine, NO_SLOWER, plan, FLOOR_IS)
    before = psutil.Process().memory_info().rss
    few = _looking(small, scale.looks, _own_place)
    about = f"the same among {small.entries:,}"
    result = await _compare(f"{name}: own rank among {size}", few, own, GROWTH, plan, about)
    result.notes["memory_grown_mb"] = (psutil.Process().memory_info().rss - before) / 1e6
    yield result
    plain, vote = _inserting(large, scale.votes), _voting(large, scale.votes)
    about = "a row of a vote inserted and nothing else, committed through the same stack"
    yield await _compare(f"{name}: a vote, committed, among {size}", plain, vote, VOTE, plan, about)


async def _compare(
    what: str, floor: MeasureMany, mine: MeasureMany, goal: Goal, plan: Plan, floor_is: str
) -> Result:
    question = Question(what, "cpu", goal, "CPU µs, servers included")
    (result,) = await compare_many(CASE, [question], floor, mine, plan=plan, floor_is=floor_is)
    return result


# ---- looking ----

Look = Callable[[AsyncSession, Filled, int], Awaitable[None]]


async def _first_page(session: AsyncSession, filled: Filled, _entry: int) -> None:
    page = await filled.scoring.page(session, CONTEST)
    assert len(page.rows) == 10
    assert page.total == filled.entries


async def _own_place(session: AsyncSession, filled: Filled, entry: int) -> None:
    (row,) = await filled.scoring.own(session, CONTEST, [entry])
    assert row.number == entry


def _looking(filled: Filled, looks: int, look: Look) -> MeasureMany:
    """Looks at random entries, in one session."""
    chance = random.Random(11)

    async def measure() -> Sample:
        async with reading(filled.database) as session:
            await look(session, filled, 1)  # connects
            return await sample(
                looks, lambda: look(session, filled, chance.randint(1, filled.entries)), filled.servers
            )

    return measure


async def _redis_page(redis: RedisBoard, _entry: int) -> None:
    assert len(await redis.top_ten()) == 10


async def _redis_place(redis: RedisBoard, entry: int) -> None:
    assert await redis.rank(entry) >= 1


def _asking(
    redis: RedisBoard, entries: int, looks: int, look: Callable[[RedisBoard, int], Awaitable[None]]
) -> MeasureMany:
    chance = random.Random(11)

    async def measure() -> Sample:
        return await sample(looks, lambda: look(redis, chance.randint(1, entries)), [redis.pid])

    return measure


# ---- voting ----


def _inserting(filled: Filled, votes: int) -> MeasureMany:
    """Rows of votes, each in a transaction."""
    numbers = count(1)

    async def insert() -> None:
        row = {"contest_id": CONTEST + 1, "entry_id": next(numbers), "account_id": 1, "weight": 1}
        async with unit_of_work(filled.database) as session:
            await (await session.connection()).execute(_PLAIN, row | {"via": "discord", "at": NOW})

    async def measure() -> Sample:
        return await sample(votes, insert, filled.servers)

    return measure


@dataclass(frozen=True, slots=True)
class _Voter:
    id: int


def _voting(filled: Filled, votes: int) -> MeasureMany:
    """Votes as the product takes them, each in a transaction, each by somebody else."""
    chance = random.Random(13)

    async def vote() -> None:
        voter, entry = _Voter(next(filled.voters)), chance.randint(1, filled.entries)
        async with unit_of_work(filled.database) as session:
            voted = await filled.scoring.vote(session, entry, voter, 1, NOW, "discord")
        assert voted.changed

    async def measure() -> Sample:
        return await sample(votes, vote, filled.servers)

    return measure
