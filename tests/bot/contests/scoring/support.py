"""A contest in a database, with entrants, voters and entries, and short ways to vote and look."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.contests.definition import Definition, read_definition
from bot.contests.rules import EntryStatus, Kind
from bot.contests.scoring.jobs import JOBS
from bot.contests.scoring.recount import Difference, recount
from bot.contests.scoring.service import SHOW, TELL, Scoring
from bot.contests.scoring.standings import Row, StandingsPage
from bot.contests.scoring.votes import Voted
from bot.contests.tables import Contest, ContestEntry, ContestScore, ContestStanding, ContestVote
from bot.people.rules import Person, Role
from bot.people.tables import Account, Identity
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job

OPENS = datetime(2026, 11, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 18, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MIA = Person("U0MIA00001", "Mia", Role.MANAGER)


async def _nothing(_context: object, *_args: object) -> None:
    """Nothing runs it in these tests: they look at what is asked for."""


@dataclass(frozen=True, slots=True)
class Member:
    """An account as a vote needs it."""

    id: int


def define(kind: Kind, **more: Any) -> Definition:
    """A definition that is whole, whatever the kind."""
    values: dict[str, Any] = {
        "name": "Autumn of tea",
        "kind": kind,
        "rules_text": "The rules of this contest.",
        "opens_at": OPENS,
        "entries_close_at": CLOSES,
        "closes_at": CLOSES,
        "judges": ["discord:judge"],
        "criteria": [{"key": "idea", "name": "Idea", "best": 10, "weight": 1}],
        "tasks": [{"key": "brew", "title": "Brew a pot", "points": 10}],
        "prizes": [{"name": "Tea box"}],
    }
    return read_definition(values | more)


class Arena:
    """A contest, and short ways to fill and use it."""

    def __init__(self, database: Database, work: Enqueuer) -> None:
        self.database = database
        self.work = work
        self.clock = lambda: NOW  # with the two above, what a job is given
        self.scoring = Scoring(work)
        self.contest_id = 0
        self._members = 0

    async def contest(self, kind: Kind = Kind.VOTES, phase: str = "open", **definition: Any) -> int:
        async with unit_of_work(self.database) as session:
            row = Contest(
                slug=f"contest-{kind}-{self.contest_id}",
                name="Autumn of tea",
                kind=kind,
                phase=phase,
                definition=define(kind, **definition).model_dump(mode="json"),
                opens_at=OPENS,
                entries_close_at=CLOSES,
                closes_at=CLOSES,
                created_by=MIA.id,
                created_by_name=MIA.name,
                created_at=OPENS,
                changed_at=OPENS,
            )
            session.add(row)
            await session.flush()
            self.contest_id = row.id or 0
        return self.contest_id

    async def members(self, count: int, **facts: Any) -> list[Member]:
        made: dict[str, Any] = {"made_at": LONG_AGO, "joined_at": LONG_AGO, "platform": "discord"} | facts
        made.setdefault("name", "A member")
        async with unit_of_work(self.database) as session:
            rows = []
            for _ in range(count):
                self._members += 1
                rows.append(
                    Account(
                        external_id=str(made.get("external_id", self._members)),
                        first_seen_at=NOW,
                        updated_at=NOW,
                        **{key: value for key, value in made.items() if key != "external_id"},
                    )
                )
            session.add_all(rows)
            await session.flush()
            return [Member(row.id or 0) for row in rows]

    async def member(self, **facts: Any) -> Member:
        (one,) = await self.members(1, **facts)
        return one

    async def link(self, *members: Member) -> int:
        async with unit_of_work(self.database) as session:
            identity = Identity(made_at=NOW)
            session.add(identity)
            await session.flush()
            await self._set_identity(session, members, identity.id)
            return identity.id or 0

    async def unlink(self, *members: Member) -> None:
        async with unit_of_work(self.database) as session:
            await self._set_identity(session, members, None)

    async def _set_identity(
        self, session: AsyncSession, members: Sequence[Member], identity: int | None
    ) -> None:
        ids = [member.id for member in members]
        await session.exec(sa.update(Account).where(col(Account.id).in_(ids)).values(identity_id=identity))

    async def entry(self, entrant: Member | None = None, task: str | None = None, **facts: Any) -> int:
        """An accepted entry that is ranked."""
        entrant = entrant or await self.member()
        async with unit_of_work(self.database) as session:
            contest = await session.get_one(Contest, self.contest_id)
            contest.entered += 1
            item = Item(
                kind="post",
                platform="mastodon",
                text="A cup of tea",
                title=f"Cup {contest.entered}",
                found_at=NOW,
                updated_at=NOW,
                **facts,
            )
            session.add(item)
            await session.flush()
            row = ContestEntry(
                contest_id=self.contest_id,
                number=contest.entered,
                item_id=item.id or 0,
                account_id=entrant.id,
                task=task,
                status=EntryStatus.ACCEPTED,
                entered_at=NOW,
            )
            session.add(row)
            await session.flush()
            await self.scoring.include(session, contest, row, NOW)
            return row.id or 0

    async def set_status(self, entry_id: int, status: EntryStatus, now: datetime = NOW) -> None:
        """As entries do it: accepted ones are ranked, others aren't."""
        async with unit_of_work(self.database) as session:
            contest = await session.get_one(Contest, self.contest_id)
            row = await session.get_one(ContestEntry, entry_id)
            row.status = status
            await session.flush()
            if status is EntryStatus.ACCEPTED:
                await self.scoring.include(session, contest, row, now)
            else:
                await self.scoring.exclude(session, contest, row, now)

    async def set_phase(self, phase: str) -> None:
        async with unit_of_work(self.database) as session:
            contest = await session.get_one(Contest, self.contest_id, with_for_update=True)
            contest.phase = phase

    async def vote(
        self, voter: Member, entry_id: int, weight: int = 1, now: datetime = NOW, via: str = "discord"
    ) -> Voted:
        async with unit_of_work(self.database) as session:
            return await self.scoring.vote(session, entry_id, voter, weight, now, via)

    async def page(self, number: int = 1, size: int = 10) -> StandingsPage:
        async with reading(self.database) as session:
            return await self.scoring.page(session, self.contest_id, number, size)

    async def own(self, *members: Member) -> list[Row]:
        async with reading(self.database) as session:
            return await self.scoring.own(session, self.contest_id, [member.id for member in members])

    async def recount(self) -> list[Difference]:
        async with reading(self.database) as session:
            return await recount(session, self.contest_id)

    async def scores(self) -> dict[int, int]:
        """How many standings have which score, as kept; without the scores that nobody has."""
        async with reading(self.database) as session:
            statement = select(ContestScore).where(ContestScore.contest_id == self.contest_id)
            return {row.score: row.standings for row in await session.exec(statement) if row.standings}

    async def standings(self) -> list[ContestStanding]:
        async with reading(self.database) as session:
            statement = select(ContestStanding).where(ContestStanding.contest_id == self.contest_id)
            return list(await session.exec(statement.order_by(col(ContestStanding.id))))

    async def vote_rows(self) -> list[ContestVote]:
        async with reading(self.database) as session:
            return list(await session.exec(select(ContestVote).order_by(col(ContestVote.id))))

    async def asked_for(self, job: str) -> int:
        """Runs of a job that are asked for."""
        async with reading(self.database) as session:
            table = "workflow_status" if self.database.is_sqlite else "dbos.workflow_status"
            statement = sa.text(f"SELECT count(*) FROM {table} WHERE name = :name")
            found = await (await session.connection()).execute(statement, {"name": job})
            return int(found.scalar_one())


@asynccontextmanager
async def open_arena(database: Database) -> AsyncIterator[Arena]:
    work = Enqueuer(database, [*JOBS, Job(SHOW, _nothing), Job(TELL, _nothing)])
    await work.prepare()
    try:
        yield Arena(database, work)
    finally:
        work.close()


def days(count: float) -> timedelta:
    return timedelta(days=count)
