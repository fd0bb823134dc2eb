"""Who comes in which place: by the draw, or by the standings with the contest's rule for ties."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries
from bot.contests.definition import Definition
from bot.contests.draw import Record, read_plain
from bot.contests.rules import EntryStatus, Kind, Ties
from bot.contests.tables import Contest

PAGE = 100
DRAWN_BY = "Goodword"
LEFT = "They are not a member any more, and the rules say that members win."
ONE_EACH = "This person has won already, and the rules give one prize each."


class RowLike(Protocol):
    """A line of the standings, as ``bot.contests.scoring`` gives it."""

    @property
    def rank(self) -> int: ...
    @property
    def entry_id(self) -> int | None: ...
    @property
    def number(self) -> int | None: ...
    @property
    def account_id(self) -> int: ...
    @property
    def score(self) -> int: ...


class PageLike(Protocol):
    @property
    def rows(self) -> Sequence[RowLike]: ...
    @property
    def pages(self) -> int: ...


class Standings(Protocol):
    """Where the order of a contest without a draw comes from."""

    async def page(
        self, session: AsyncSession, contest_id: int, number: int = 1, size: int = PAGE
    ) -> PageLike: ...


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody in the final order. ``rank`` is shared where the rules say that equal scores share their place."""

    rank: int
    entry_id: int | None
    number: int | None
    account_id: int


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody who would have won, and why they don't."""

    placed: Placed
    reason: str


@dataclass(slots=True)
class Chosen:
    """The next winners, those passed over before them, and the record with what was drawn for it."""

    winners: list[Placed]
    passed: list[Passed]
    record: Record | None


def record_of(contest: Contest) -> Record | None:
    """The published record, once the list is frozen."""
    return None if contest.record is None else read_plain(contest.record)


class Judge:
    """Chooses winners: the first in order who still count."""

    def __init__(self, standings: Standings) -> None:
        self._standings = standings

    async def choose(
        self,
        session: AsyncSession,
        contest: Contest,
        definition: Definition,
        places: int,
        now: datetime,
        *,
        left: Collection[int] = (),
        had: Collection[int] = (),
        reason: str = "",
        by: str = DRAWN_BY,
        instead_of: int | None = None,
    ) -> Chosen:
        """The next ``places`` winners. ``instead_of`` is the number of an earlier winner who doesn't count any more.

        ``left`` are accounts known to have left just now, beside those whose row says so; where the rules let leavers
        win they count. ``had`` are the entries (in a season: the accounts) that won before and don't win
        again; with one prize each, nor does anything else of the same person's.
        """
        record = record_of(contest)
        if definition.kind is Kind.LOT:
            if record is None or record.opening is None:
                raise RuntimeError("a draw was asked for before it was open")
            replaced = {} if instead_of is None else {instead_of: reason}
            return await self._drawn(
                session, definition, record, places, now, left, had, reason, by, replaced
            )
        return await self._ranked(session, contest, definition, record, places, now, left, had)

    async def in_order(
        self, session: AsyncSession, contest: Contest, definition: Definition, record: Record | None
    ) -> AsyncIterator[tuple[int, int]]:
        """The entries (in a season: the accounts) in order, each with its account, before anybody is passed over. For
        a lot, ``record`` must be open; whoever asks need not have kept it."""
        if definition.kind is not Kind.LOT:
            async for group in self._groups(session, contest):
                for row in group:
                    yield _subject(row), row.account_id
        elif record is not None and record.opening is not None:
            frozen = dict(record.frozen.entry_list.entries)
            owners = await self._owners(session, frozen)
            for number in record.order:
                if number in owners and number not in record.excluded and number not in record.drawn:
                    yield frozen[number], owners[number]

    async def _drawn(
        self,
        session: AsyncSession,
        definition: Definition,
        record: Record,
        places: int,
        now: datetime,
        left: Collection[int],
        had: Collection[int],
        reason: str,
        by: str,
        replaced: Mapping[int, str],
    ) -> Chosen:
        frozen = dict(record.frozen.entry_list.entries)
        owners = await self._owners(session, frozen)
        stands = await queries.standing_of_entries(session, list(frozen.values()))
        persons = await queries.identities_of(session, set(owners.values()))
        out = await _out(session, definition, set(owners.values()), left)
        winning = {
            persons[owners[number]] for number in record.winners if number in owners and frozen[number] in had
        }
        excluded = {number: why for number, why in replaced.items() if number not in record.excluded}
        winners: list[Placed] = []
        passed: list[Passed] = []
        for number in record.order:
            if len(winners) == places:
                break
            if number in record.excluded or number in record.drawn:
                continue
            account = owners.get(number, 0)
            placed = Placed(len(record.drawn) + len(winners) + 1, frozen[number], number, account)
            status, said = stands.get(frozen[number], (EntryStatus.WITHDRAWN, None))
            why = out.get(account, "") if status is EntryStatus.ACCEPTED else out_of(status, said)
            if not why and definition.one_prize_each and persons.get(account, -account) in winning:
                why = ONE_EACH
            if why:
                excluded[number] = why
                passed.append(Passed(placed, why))
                continue
            winners.append(placed)
            winning.add(persons.get(account, -account))
        again = bool(record.drawn) or any(step.step == "draw" for step in record.steps)
        wanted = places if again else record.frozen.places
        if winners and wanted:
            record = record.draw(by, now, places=wanted, reason=reason, excluded=excluded)
        return Chosen(winners, passed, record)

    async def _owners(self, session: AsyncSession, frozen: Mapping[int, int]) -> dict[int, int]:
        """The account behind each number of the frozen list, whatever became of its entry."""
        accounts = await queries.accounts_of_entries(session, list(frozen.values()))
        return {number: accounts[entry] for number, entry in frozen.items() if entry in accounts}

    async def _ranked(
        self,
        session: AsyncSession,
        contest: Contest,
        definition: Definition,
        record: Record | None,
        places: int,
        now: datetime,
        left: Collection[int],
        had: Collection[int],
    ) -> Chosen:
        chosen = Chosen([], [], record)
        won = await self._persons_of(session, contest, had)
        async for tied in self._groups(session, contest):
            if len(chosen.winners) >= places:
                break
            group = tied
            if definition.ties is Ties.LOT and len(group) > 1 and chosen.record is not None:
                group = self._lot(chosen, group, now)
            shared = definition.ties is Ties.SHARED
            group = [one for one in group if _subject(one) not in had]
            accounts = [one.account_id for one in group]
            persons = await queries.identities_of(session, accounts)
            out = await _out(session, definition, accounts, left)
            rank = len(chosen.winners) + 1
            for one in group:
                if len(chosen.winners) >= places and not shared:
                    break
                person = persons.get(one.account_id, -one.account_id)
                why = out.get(one.account_id, "")
                if not why and definition.one_prize_each and person in won:
                    why = ONE_EACH
                at = rank if shared else len(chosen.winners) + 1
                placed = Placed(at, one.entry_id, one.number, one.account_id)
                if why:
                    chosen.passed.append(Passed(placed, why))
                    continue
                chosen.winners.append(placed)
                won.add(person)
        return chosen

    async def _persons_of(self, session: AsyncSession, contest: Contest, had: Collection[int]) -> set[int]:
        if contest.kind == Kind.POINTS:
            accounts = set(had)
        else:
            accounts = set((await queries.accounts_of_entries(session, list(had))).values())
        return set((await queries.identities_of(session, accounts)).values())

    def _lot(self, chosen: Chosen, group: Sequence[RowLike], now: datetime) -> list[RowLike]:
        record = chosen.record
        numbers = {one.number: one for one in group if one.number is not None}
        if record is None or record.opening is None:
            raise RuntimeError("lots were asked for before the draw was open")
        listed = set(record.frozen.entry_list.numbers)
        tied = [number for number in numbers if number in listed]
        standing = next(
            (
                each
                for step in record.steps
                if step.step == "lots"
                for each in step.groups
                if set(each) == set(tied)
            ),
            None,
        )
        if standing is None:
            record = record.lots([tied], DRAWN_BY, now, "These have the same score.")
            chosen.record = record
            last = record.steps[-1]
            standing = last.groups[0] if last.step == "lots" else ()
        return [numbers[number] for number in standing]

    async def _groups(self, session: AsyncSession, contest: Contest) -> AsyncIterator[list[RowLike]]:
        """Standings in order, those with the same score together."""
        group: list[RowLike] = []
        page = 1
        while True:
            found = await self._standings.page(session, contest.id or 0, page, PAGE)
            for row in found.rows:
                if group and group[-1].score != row.score:
                    yield group
                    group = []
                group.append(row)
            if page >= found.pages:
                break
            page += 1
        if group:
            yield group


def _subject(row: RowLike) -> int:
    return row.account_id if row.entry_id is None else row.entry_id


def out_of(status: EntryStatus, reason: str | None) -> str:
    """Why an entry doesn't take part any more, in words for everybody."""
    match status:
        case EntryStatus.DISQUALIFIED:
            return f"It was disqualified: {reason}" if reason else "It was disqualified."
        case EntryStatus.WITHDRAWN:
            return reason or "It was withdrawn by its entrant."
        case _:
            return reason or "Review does not accept it any more."


async def _out(
    session: AsyncSession, definition: Definition, accounts: Collection[int], left: Collection[int]
) -> dict[int, str]:
    """The accounts that can't win, and why."""
    if definition.leavers_may_win:
        return {}
    return dict.fromkeys({*left, *await queries.departed(session, accounts)}, LEFT)
