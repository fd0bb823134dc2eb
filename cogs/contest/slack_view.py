"""What the windows of contests show, loaded at once; and where in them a person is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries
from bot.contests.book import definition_of
from bot.contests.definition import Definition
from bot.contests.draw import Record, TwoPeople
from bot.contests.order import record_of
from bot.contests.overview import queries as overview
from bot.contests.overview.queries import EntryRow, Numbers
from bot.contests.rules import (
    LEADS_TO,
    AwardStatus,
    ContestAction,
    EntryStatus,
    Kind,
    Phase,
    open_actions,
    passed,
)
from bot.contests.scoring.flagging import queries as flagging
from bot.contests.scoring.flagging.queries import Flag
from bot.contests.scoring.standings import Row
from bot.contests.tables import Contest, ContestAward
from bot.people.accounts import KnownAccount
from bot.people.identity import queries as identity
from bot.people.identity.service import Identities
from bot.people.rules import Person, Right, may
from bot.services import Services
from bot.storage.unit_of_work import reading

PAGE = 8  # entries on a page
LISTED = 20  # contests in the list
FLAGS = 10
MARKED_IN = (Phase.OPEN, Phase.VOTING)
OF_TWO = frozenset({ContestAction.PROMISE, ContestAction.REVEAL})
"""What the two people of a draw without a beacon do themselves, whatever their role."""
PAGES = ("list", "contest", "preview", "entries", "standings", "flags", "jury", "winners", "record")


@dataclass(frozen=True, slots=True)
class Where:
    """The page of the window a person looks at; it travels in the window. ``status`` filters entries."""

    page: str = "list"
    contest: int | None = None
    number: int = 1
    status: str = ""

    def pack(self) -> str:
        return orjson.dumps({"where": asdict(self)}).decode()

    @classmethod
    def unpack(cls, metadata: str) -> Where:
        """From a window's metadata; the list where it can't be read."""
        try:
            found = orjson.loads(metadata or "{}")["where"]
            where = cls(**{key: value for key, value in found.items() if key in cls.__slots__})
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            return cls()
        known = (
            where.page in PAGES and isinstance(where.contest, int | None) and isinstance(where.number, int)
        )
        return where if known else cls()

    def to(self, page: str, number: int = 1, status: str = "") -> Where:
        """Another page about the same contest."""
        return replace(self, page=page, number=max(1, number), status=status)


@dataclass(frozen=True, slots=True)
class ContestView:
    """A contest with its numbers and what is open to somebody now."""

    id: int
    slug: str
    name: str
    kind: Kind
    phase: Phase
    revision: int
    definition: Definition
    opens_at: datetime
    entries_close_at: datetime
    closes_at: datetime
    numbers: Numbers
    due_at: datetime | None  # when the next phase change comes by itself
    record: Record | None
    actions: frozenset[ContestAction]
    manager: bool
    drawn_as: str | None = (
        None  # what this person is called, where their words are one half of the draw's chance
    )

    @property
    def frozen(self) -> bool:
        return self.record is not None

    @property
    def by_two(self) -> bool:
        """Whether two people's words decide the draw."""
        return self.record is not None and isinstance(self.record.frozen.source, TwoPeople)


def view_of(contest: Contest, numbers: Numbers, who: Person) -> ContestView:
    """The contest for this person."""
    phase, frozen = Phase(contest.phase), contest.record is not None
    manager = may(who.role, Right.CONTEST)
    definition = definition_of(contest)
    mine = {who.id, f"slack:{who.id}"}
    drawn_as = next((one.name for one in definition.draw_people if one.account in mine), None)
    actions = open_actions(phase, frozen=frozen, winners=numbers.planned > 0)
    if not manager:
        actions &= OF_TWO if drawn_as is not None else frozenset()
    return ContestView(
        id=contest.id or 0,
        slug=contest.slug,
        name=contest.name,
        kind=Kind(contest.kind),
        phase=phase,
        revision=contest.revision,
        definition=definition,
        opens_at=contest.opens_at,
        entries_close_at=contest.entries_close_at,
        closes_at=contest.closes_at,
        numbers=numbers,
        due_at=contest.due_at,
        record=record_of(contest),
        actions=actions,
        manager=manager,
        drawn_as=drawn_as,
    )


async def load_list(services: Services, who: Person) -> list[ContestView]:
    """Contests, the newest first; drafts are managers' own."""
    async with reading(services.database) as session:
        rows = await queries.contests(session, limit=LISTED + 1)
        numbers = await overview.numbers(session, [row.id or 0 for row in rows])
    views = [view_of(row, numbers[row.id or 0], who) for row in rows]
    return [view for view in views if view.manager or view.phase is not Phase.DRAFT]


async def load(services: Services, contest_id: int, who: Person) -> ContestView | None:
    """One contest; None for one that isn't there, or that this person doesn't see yet."""
    async with reading(services.database) as session:
        return await load_in(session, contest_id, who)


async def load_in(session: AsyncSession, contest_id: int, who: Person) -> ContestView | None:
    """See ``load``."""
    row = await queries.get(session, contest_id)
    if row is None:
        return None
    view = view_of(row, (await overview.numbers(session, [contest_id]))[contest_id], who)
    return view if view.manager or view.phase is not Phase.DRAFT else None


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """Some entries by number."""

    rows: Sequence[EntryRow]
    page: int
    pages: int
    total: int
    status: EntryStatus | None


async def load_entries(services: Services, contest: ContestView, number: int, status: str) -> EntriesPage:
    """A page of entries; one after the last is the last."""
    wanted = EntryStatus(status) if status in set(EntryStatus) else None
    async with reading(services.database) as session:
        counts = await queries.count_entries(session, contest.id)
        total = counts.get(wanted, 0) if wanted else sum(counts.values())
        pages = max(1, -(-total // PAGE))
        page = min(number, pages)
        after = await overview.number_before(session, contest.id, (page - 1) * PAGE, wanted)
        statuses = [wanted] if wanted else None
        rows = await overview.entries(session, contest.id, after=after, limit=PAGE, statuses=statuses)
    return EntriesPage(rows, page, pages, total, wanted)


@dataclass(frozen=True, slots=True)
class StandingsView:
    """Some standings, and how far the page is."""

    rows: Sequence[Row]
    page: int
    pages: int
    total: int


async def load_standings(services: Services, contest_id: int, number: int) -> StandingsView:
    async with reading(services.database) as session:
        found = await services.contests.scoring.page(session, contest_id, number)
    return StandingsView(found.rows, found.page, found.pages, found.total)


@dataclass(frozen=True, slots=True)
class FlagView:
    """Something odd, with the entry it is about and the people its evidence names."""

    flag: Flag
    entry: EntryRow | None
    people: Mapping[int, KnownAccount]

    @property
    def waiting(self) -> bool:
        """Whether nobody has settled it."""
        return self.flag.settled_at is None


async def load_flags(services: Services, contest_id: int, *, waiting: bool = True) -> list[FlagView]:
    async with reading(services.database) as session:
        flags = await services.contests.scoring.flags(session, contest_id, waiting=waiting, limit=FLAGS)
        return [await flag_view(session, services.identities, flag) for flag in flags]


async def load_flag(services: Services, flag_id: int) -> FlagView | None:
    """One flag, settled or not."""
    async with reading(services.database) as session:
        found = await flagging.flag(await session.connection(), flag_id)
        return None if found is None else await flag_view(session, services.identities, found)


async def flag_view(session: AsyncSession, identities: Identities, flag: Flag) -> FlagView:
    """A flag with what it names."""
    entries = await overview.entries_of_ids(session, [flag.entry_id] if flag.entry_id else [])
    named = [int(one) for one in flag.evidence.get("accounts") or ()]
    return FlagView(flag, entries.get(flag.entry_id or 0), await identities.known(session, named[:20]))


@dataclass(frozen=True, slots=True)
class JudgeView:
    """How far a judge is. ``of`` is None for one who has never been here."""

    account: str
    name: str
    done: int
    of: int | None


async def load_jury(services: Services, contest: ContestView) -> list[JudgeView]:
    """How far each judge is."""
    async with reading(services.database) as session:
        row = await queries.get(session, contest.id)
        found: list[JudgeView] = []
        for name in contest.definition.judges:
            platform, _, external_id = name.partition(":")
            account = await identity.find(session, platform, external_id)
            progress = (
                await services.contests.scoring.judging(session, row, account) if row and account else None
            )
            done, of = progress if progress is not None else (0, None)
            found.append(JudgeView(name, account.name if account else external_id, done, of))
    return found


@dataclass(frozen=True, slots=True)
class Judging:
    """A contest that takes this person's marks now, and how far they are."""

    contest: int
    slug: str
    name: str
    done: int
    of: int


async def load_judging(
    services: Services, who: Person, now: datetime, contest_id: int | None = None
) -> list[Judging]:
    """Where somebody judges now: everywhere, or in one contest. Also by accounts of theirs that are linked."""
    found: list[Judging] = []
    async with reading(services.database) as session:
        if contest_id is None:
            rows = await queries.contests(session, MARKED_IN, limit=LISTED)
        else:
            one = await queries.get(session, contest_id)
            rows = [one] if one is not None and one.phase in MARKED_IN else []
        account = await identity.find(session, "slack", who.id)
        for row in rows:
            definition = definition_of(row)
            if not definition.counts_marks or passed(row.closes_at, now):
                continue
            progress = await services.contests.scoring.judging(session, row, account) if account else None
            if account is None and f"slack:{who.id}" in definition.judges:
                progress = (0, row.ranked)  # they have never acted here
            if progress is not None:
                found.append(Judging(row.id or 0, row.slug, row.name, *progress))
    return found


@dataclass(frozen=True, slots=True)
class AwardView:
    """A prize and who it is for. ``entry`` is None in a season, ``person`` where there is nobody left."""

    award: ContestAward
    prize: str
    person: KnownAccount | None
    entry: EntryRow | None

    @property
    def status(self) -> AwardStatus:
        return AwardStatus(self.award.status)


async def load_winners(services: Services, contest: ContestView) -> list[AwardView]:
    """Every prize in order, with those who had it before."""
    async with reading(services.database) as session:
        rows = await queries.awards(session, contest.id)
        people = await services.identities.known(session, [row.account_id for row in rows if row.account_id])
        entries = await overview.entries_of_ids(session, [row.entry_id for row in rows if row.entry_id])
    prizes = contest.definition.prizes
    return [
        AwardView(
            row,
            prizes[row.prize].name if row.prize < len(prizes) else "a prize",
            people.get(row.account_id or 0),
            entries.get(row.entry_id or 0),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """Who brought a contest to its phase, and when."""

    by: str
    by_name: str
    at: datetime


async def last_change(services: Services, contest_id: int, phase: Phase) -> Change | None:
    """The event that led to the phase it is in."""
    actions = [action.value for action, leads_to in LEADS_TO.items() if leads_to is phase]
    async with reading(services.database) as session:
        event = await overview.last_event(session, contest_id, actions)
    return None if event is None else Change(event.actor, event.actor_name, event.at)
