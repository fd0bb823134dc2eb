"""A contest on a stage: services over a database, a clock that is set by hand, and what was asked for."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.jobs import JOBS as MEDIA_JOBS
from bot.content.tables import Item
from bot.contests import queries, wishes
from bot.contests.definition import Definition, read_definition
from bot.contests.draw import Beacon, Chain, DrandRound, Record
from bot.contests.freezing import Chance
from bot.contests.jobs import JOBS, differences, entry_differences
from bot.contests.order import record_of
from bot.contests.rules import ContestAction
from bot.contests.scoring.recount import recount
from bot.contests.scoring.service import Scoring
from bot.contests.service import Contests
from bot.contests.tables import Contest, ContestAward, ContestEntry
from bot.kernel.clock import Clock
from bot.people.accounts import KnownAccount
from bot.people.identity.service import Identities
from bot.people.rules import Person, Role
from bot.review.jobs import JOBS as REVIEW_JOBS
from bot.review.rules import Action
from bot.review.service import DELIVER, Decision, NewReview, Reviews
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job
from tests.support.work import asked_for

OPENS = datetime(2026, 11, 1, 12, tzinfo=UTC)
ENTRIES_CLOSE = datetime(2026, 11, 20, 18, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 18, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MIA = Person("U0MIA00001", "Mia", Role.MANAGER)
CHAIN = Chain(
    hash="ab" * 32, public_key="cd" * 48, scheme="bls-unchained-g1-rfc9380", period=3, genesis=1_700_000_000
)


async def _nothing(_context: object, *_args: object) -> None:
    """Nothing runs it in these tests: they look at what is asked for."""


RECORDED = [Job(name, _nothing) for name in (wishes.SHOW, wishes.TELL, wishes.DM)]


def definition(**changes: Any) -> Definition:
    """A contest by votes with two prizes."""
    return read_definition(
        {
            "name": "Autumn of tea",
            "kind": "votes",
            "rules_text": "A contest for everybody.",
            "opens_at": OPENS.isoformat(),
            "entries_close_at": ENTRIES_CLOSE.isoformat(),
            "closes_at": CLOSES.isoformat(),
            "prizes": [{"name": "A tea box"}, {"name": "A mug"}],
            **changes,
        }
    )


def made_up(round: int) -> Beacon:
    """A round that nobody signed."""
    signature = f"{round:096x}"
    return Beacon(round, signature, sha256(bytes.fromhex(signature)).hexdigest())


def every_job() -> list[Job]:
    """Those of contests and of what they rest on; who draws and who tells people does nothing here."""
    return [*JOBS, *REVIEW_JOBS, *MEDIA_JOBS, *RECORDED, Job(DELIVER, _nothing, queue="deliver")]


class Stage:
    """Services and short ways to use them. ``now`` is what the clock says."""

    def __init__(
        self,
        database: Database,
        now: datetime = OPENS - timedelta(days=1),
        *,
        chain: Chain = CHAIN,
        margin: timedelta = timedelta(seconds=60),
        sign: Callable[[int], Beacon] | None = None,
        work: Enqueuer | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.database = database
        self.now = now
        self._clock = clock
        self._sign = sign or made_up
        self.work = work or Enqueuer(database, every_job(), clock=self.clock)
        self.identities = Identities()
        self.scoring = Scoring(self.work)
        self.identities.tell(self.scoring.identity_changed)
        self.reviews = Reviews(self.work, "C1")
        self.contests = Contests(
            self.work, self.identities, self.scoring, self.reviews, Chance(chain, margin)
        )
        self.id = 0
        self._numbers = itertools.count(1)

    def clock(self) -> datetime:
        return self.now if self._clock is None else self._clock()

    @asynccontextmanager
    async def change(self) -> AsyncIterator[AsyncSession]:
        async with unit_of_work(self.database) as session:
            yield session

    async def create(self, *, announced: bool = True, **changes: Any) -> Contest:
        async with self.change() as session:
            contest = await self.contests.create(session, definition(**changes), MIA, self.now, "slack")
            self.id = contest.id or 0
        if announced:
            await self.act(ContestAction.ANNOUNCE)
        return await self.contest()

    async def open(self, **changes: Any) -> Contest:
        await self.create(**changes)
        return await self.at(OPENS + timedelta(hours=1))

    async def act(self, action: ContestAction, request_id: str | None = None, **data: Any) -> Contest:
        async with self.change() as session:
            return await self.contests.act(
                session, self.id, action, MIA, self.now, "slack", request_id, data=data
            )

    async def at(self, moment: datetime) -> Contest:
        """Time passes, and what is due by then is done."""
        self.now = moment
        async with self.change() as session:
            await self.contests.advance(session, self.id, self.now)
        return await self.contest()

    async def contest(self) -> Contest:
        async with reading(self.database) as session:
            found = await queries.get(session, self.id)
        assert found is not None
        return found

    async def record(self) -> Record:
        found = record_of(await self.contest())
        assert found is not None
        return found

    async def member(self, **facts: Any) -> KnownAccount:
        number = next(self._numbers)
        known: dict[str, Any] = {"name": f"Member {number}", "made_at": LONG_AGO, "joined_at": LONG_AGO}
        async with self.change() as session:
            return await self.identities.account(
                session, "discord", str(1000 + number), self.now, **{**known, **facts}
            )

    async def item(self) -> int:
        async with self.change() as session:
            item = Item(
                kind="photo", platform="discord", text="A cup", found_at=self.now, updated_at=self.now
            )
            session.add(item)
            await session.flush()
            assert item.id is not None
            await self.reviews.queue_new(session, [NewReview(item.id)], self.now)
            return item.id

    async def enter(
        self,
        account: KnownAccount | None = None,
        item: int | None = None,
        *,
        accepted: bool = False,
        **more: Any,
    ) -> ContestEntry:
        account = account or await self.member()
        item = item or await self.item()
        async with self.change() as session:
            entry = await self.contests.enter(session, self.id, account, item, self.now, "discord", **more)
        if accepted:
            await self.decide(item, Action.APPROVE)
        return await self.entry(entry.id or 0)

    async def entries(self, count: int, **more: Any) -> list[ContestEntry]:
        return [await self.enter(accepted=True, **more) for _ in range(count)]

    async def entry(self, entry_id: int) -> ContestEntry:
        async with reading(self.database) as session:
            found = await queries.entry(session, entry_id)
        assert found is not None
        return found

    async def decide(self, item: int, action: Action, reason: str | None = None) -> None:
        async with self.change() as session:
            await self.reviews.decide(session, [Decision(item, action, MIA, None, reason=reason)], self.now)

    async def end(self, item: int) -> None:
        """Its content is gone."""
        async with self.change() as session:
            found = await session.get_one(Item, item)
            found.life = "deleted"
            session.add(found)
            await session.flush()
            await self.reviews.close(session, [item], "deleted", MIA, self.now)

    async def vote(self, entry: ContestEntry, voter: KnownAccount | None = None, weight: int = 1) -> None:
        voter = voter or await self.member()
        async with self.change() as session:
            await self.scoring.vote(session, entry.id or 0, voter, weight, self.now, "discord")

    async def votes(self, *counts: tuple[ContestEntry, int]) -> None:
        for entry, count in counts:
            for _ in range(count):
                await self.vote(entry)

    async def close(self) -> Contest:
        return await self.at(CLOSES + timedelta(seconds=1))

    async def draw(self, left: Sequence[int] = ()) -> None:
        """The named round is there."""
        record = await self.record()
        source = record.frozen.source
        beacon = self._sign(source.round) if isinstance(source, DrandRound) else None
        async with self.change() as session:
            for account in left:  # what the work does that asks who is a member
                await self.identities.left(session, account, self.now)
            await self.contests.phases.decide(session, self.id, self.now, beacon, left)

    async def hand_on(self, left: Sequence[int] = ()) -> int:
        """Prizes that were given back or taken go on, as the work does that was asked for."""
        assert [self.id] in await self.asked(wishes.HAND_ON)
        async with self.change() as session:
            return await self.contests.awards.pass_on(session, self.id, self.now, left)

    async def awards(self) -> list[ContestAward]:
        async with reading(self.database) as session:
            return await queries.awards(session, self.id)

    async def winners(self) -> list[tuple[int, int | None, str]]:
        """Place, entry and status of every prize."""
        return [(one.place, one.entry_id, one.status) for one in await self.awards()]

    async def asked(self, job: str) -> list[list[Any]]:
        """The arguments of every run that was asked for."""
        return await asked_for(self.database, job)

    async def told(self) -> list[str]:
        """What managers were told of, and what participants were sent."""
        return [str(one[1]) for one in await self.asked(wishes.TELL)]

    async def sent(self) -> list[tuple[int, str]]:
        return [(int(one[0]), str(one[1])) for one in await self.asked(wishes.DM)]

    async def consistent(self) -> None:
        """What must always hold."""
        async with reading(self.database) as session:
            contest = await queries.get(session, self.id)
            assert contest is not None
            assert differences(contest, await queries.phase_events(session, self.id)) == []
            assert await entry_differences(session, self.id) == []
            if contest.record is None:
                assert await recount(session, self.id) == []
