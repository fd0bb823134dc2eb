"""A programme with people and pieces, and short ways to use it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import offers, queries
from bot.ambassadors.boards.service import Board, Own, board, own
from bot.ambassadors.ledger.service import recount
from bot.ambassadors.rules import ALL_TIME, Measure, Preferences
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.sharing import Prepared, Said
from bot.ambassadors.shortening import NewLink
from bot.ambassadors.tables import Ambassador, Share
from bot.curation.programme import Programme
from bot.people.identity.service import Identities
from bot.people.rules import Person, Role
from bot.review.rules import Action
from bot.rights import contacts
from bot.rights.scope import Use
from bot.settings import Brand, Settings
from bot.settings.ambassadors import AmbassadorsSection
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, decision
from tests.bot.rights.support import Desk, open_desk

FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)
PLAIN = Preferences(networks=("linkedin", "bluesky", "x"))


@dataclass(frozen=True, slots=True)
class Made:
    id: int | None
    code: str


@dataclass(frozen=True, slots=True)
class Got:
    visitors: int
    first_click_at: datetime | None
    last_click_at: datetime | None


@dataclass(slots=True)
class Codes:
    """Links that are numbers, with visitors as a test wants them."""

    made: list[NewLink] = field(default_factory=list)
    ended: dict[int, str] = field(default_factory=dict)
    released: set[int] = field(default_factory=set)
    got: dict[int, Got] = field(default_factory=dict)

    async def make(self, _session: AsyncSession, new: NewLink, _now: datetime) -> Made:
        self.made.append(new)
        return Made(len(self.made), f"c{len(self.made)}")

    async def renew(self, _session: AsyncSession, link_id: int, new: NewLink) -> bool:
        self.made[link_id - 1] = new
        return new.owner not in self.ended

    async def end_of_owner(self, _session: AsyncSession, owner: int, why: str, _now: datetime) -> int:
        running = owner not in self.ended
        self.ended.setdefault(owner, why)
        return sum(one.owner == owner for one in self.made) if running else 0

    async def release_owner(self, _session: AsyncSession, owner: int, _now: datetime) -> None:
        self.released.add(owner)

    def address(self, code: str) -> str:
        return f"https://go.fjord.example/s/{code}"

    async def totals(self, _session: AsyncSession, link_ids: Collection[int]) -> Mapping[int, Got]:
        return {one: self.got[one] for one in link_ids if one in self.got}

    async def changed_since(
        self, _session: AsyncSession, since: datetime, limit: int
    ) -> tuple[list[int], datetime | None]:
        changed = [(got.last_click_at, link) for link, got in self.got.items()]
        later = sorted((at, link) for at, link in changed if at is not None and at > since)[:limit]
        return [link for _, link in later], later[-1][0] if later else None

    def visit(self, link: int, visitors: int, at: datetime) -> None:
        before = self.got.get(link)
        first = before.first_click_at if before else at
        self.got[link] = Got((before.visitors if before else 0) + visitors, first, at)


@dataclass(frozen=True, slots=True)
class Added:
    item_id: int
    known: bool


class Programmed:
    """The programme on an empty queue. ``now`` is what the clock says."""

    def __init__(self, desk: Desk, section: AmbassadorsSection) -> None:
        self.desk = desk
        self.database: Database = desk.database
        self.work = desk.work
        self.settings = Settings(brand=Brand(name="Fjord Coffee"), ambassadors=section)
        self.codes = Codes()
        self.taken: list[tuple[str, str | None]] = []
        self.programme_of = Ambassadors(self.settings, self.codes, self.codes, self.take)
        self.identities = Identities()
        self.now = FRIDAY
        self._people = 0

    # what jobs get

    def clock(self) -> datetime:
        return self.now

    def outlet(self, kind: type[Any]) -> Any:
        assert isinstance(self.programme_of, kind)
        return self.programme_of

    async def take(
        self, session: AsyncSession, url: str, actor: Person, now: datetime, *, note: str | None = None
    ) -> Added:
        """As the line takes an address in: an item that waits for a decision."""
        from bot.content.tables import Item
        from bot.review.service import NewReview

        self.taken.append((url, note))
        item = Item(kind="post", platform="web", text="", url=url, found_at=now, updated_at=now)
        session.add(item)
        await session.flush()
        await self.desk.room.reviews.queue_new(session, [NewReview(item.id or 0)], now)
        return Added(item.id or 0, known=False)

    # short ways

    async def programme(self) -> Programme:
        async with reading(self.database) as session:
            return await self.programme_of.programme(session)

    async def join(self, name: str = "Noah", **more: Any) -> int:
        self._people += 1
        async with unit_of_work(self.database) as session:
            account = await self.identities.account(session, "slack", f"U{self._people}", self.now, name=name)
            programme = await self.programme_of.programme(session)
            row = await self.programme_of.membership.join(
                session, account, replace(PLAIN, **more), programme, self.now
            )
            return row.id or 0

    async def row(self, ambassador: int) -> Ambassador:
        async with reading(self.database) as session:
            found = await queries.get(session, ambassador)
        assert found is not None
        return found

    async def pieces(self, count: int = 1, **more: Any) -> list[int]:
        """Pieces that colleagues may share: approved, by a creator who is cleared for it."""
        facts = {"external_id": f"c{id(more)}", "handle": "anna", "name": "Anna Svensson"}
        creator = more.pop("creator_id", None)
        if creator is None:
            async with reading(self.database) as session:
                found = await session.connection()
                rows = await found.exec_driver_sql("SELECT count(*) FROM creator")
                facts["external_id"] = f"c{rows.scalar_one()}"
            creator = await self.desk.room.creator(**facts)
            async with unit_of_work(self.database) as session:
                until = self.now + timedelta(days=365)
                uses = frozenset({Use.EMPLOYEES})
                await contacts.clear(
                    session, creator, "pre-cleared", uses, self.now, until, MIA, self.now, credit=""
                )
        items = await self.desk.room.queued(count, creator_id=creator, **more)
        await self.desk.room.decide(*(decision(one, Action.APPROVE) for one in items))
        return items

    async def share(self, who: int, item: int, network: str = "bluesky", text: str = "Lovely!") -> Prepared:
        async with unit_of_work(self.database) as session:
            programme = await self.programme_of.programme(session)
            return await self.programme_of.sharing.share(
                session, who, item, network, text, programme, self.now
            )

    async def said(self, who: int, share: int) -> Said | None:
        async with unit_of_work(self.database) as session:
            programme = await self.programme_of.programme(session)
            return await self.programme_of.sharing.said(session, who, share, programme, self.now)

    async def shared(self, who: int, item: int, network: str = "bluesky") -> int:
        made = await self.share(who, item, network)
        await self.said(who, made.share_id)
        return made.share_id

    async def visited(self, share: int, visitors: int = 1) -> int:
        """Visitors come, and are counted."""
        link = (await self.share_row(share)).link_id
        self.codes.visit(link, visitors, self.now)
        async with unit_of_work(self.database) as session:
            programme = await self.programme_of.programme(session)
            totals = await self.codes.totals(session, [link])
            return await self.programme_of.sharing.clicked(session, totals, programme, self.now)

    async def share_row(self, share: int) -> Share:
        async with reading(self.database) as session:
            return await session.get_one(Share, share)

    async def leave(self, who: int) -> bool:
        async with unit_of_work(self.database) as session:
            return await self.programme_of.membership.leave(session, who, self.now)

    async def offered(self, who: int, *items: int) -> int:
        async with unit_of_work(self.database) as session:
            return await offers.show(session, who, [(item, [{"why": "new"}]) for item in items], self.now)

    async def board(
        self, measure: Measure = Measure.POINTS, period: str = ALL_TIME, page: int = 1, size: int = 10
    ) -> Board:
        async with reading(self.database) as session:
            return await board(session, period, measure, page, size)

    async def own(self, who: int, measure: Measure = Measure.POINTS, period: str = ALL_TIME) -> Own:
        async with reading(self.database) as session:
            return await own(session, period, measure, who)

    async def score(self, who: int, measure: Measure = Measure.POINTS) -> int:
        return (await self.own(who, measure)).score

    async def differences(self) -> list[str]:
        async with reading(self.database) as session:
            return [str(one) for one in await recount(session)]


@asynccontextmanager
async def programmed(
    database: Database, folder: Path, section: AmbassadorsSection | None = None
) -> AsyncIterator[Programmed]:
    async with open_desk(database, folder) as desk:
        yield Programmed(desk, section or AmbassadorsSection())


__all__ = ["FRIDAY", "MIA", "PLAIN", "Programmed", "Role", "programmed"]
