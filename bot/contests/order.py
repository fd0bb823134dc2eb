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
from bot.contests.rules import Kind, Ties
from bot.contests.tables import Contest

PAGE = 100
DRAWN_BY = "Goodword"


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
        out: Mapping[int, str],
        had: Collection[int] = (),
        reason: str = "",
        by: str = DRAWN_BY,
        beyond: int = 0,
        instead_of: int | None = None,
    ) -> Chosen:
        """The next ``places`` winners. ``instead_of`` is the number of an earlier winner who doesn't count any more.

        ``out`` are accounts that can't win, and why; ``had`` are the entries (in a season: the accounts) that won
        before, ``beyond`` how many ranks the winners before took. With one prize each, whoever won before is passed
        over with any of their accounts.
        """
        record = record_of(contest)
        if definition.kind is Kind.LOT:
            if record is None or record.opening is None:
                raise RuntimeError("a draw was asked for before it was open")
            replaced = {} if instead_of is None else {instead_of: reason}
            return await self._drawn(
                session, contest, definition, record, places, now, out, had, reason, by, replaced
            )
        return await self._ranked(session, contest, definition, record, places, now, out, had, beyond)

    async def _drawn(
        self,
        session: AsyncSession,
        contest: Contest,
        definition: Definition,
        record: Record,
        places: int,
        now: datetime,
        out: Mapping[int, str],
        had: Collection[int],
        reason: str,
        by: str,
        replaced: Mapping[int, str],
    ) -> Chosen:
        entries = {
            number: (entry, account)
            for number, entry, account in await queries.accepted(session, contest.id or 0)
        }
        frozen = dict(record.frozen.entry_list.entries)
        owners = await self._owners(session, frozen)
        persons = await queries.identities_of(session, set(owners.values()))
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
            why = _why_not(number in entries, account, out)
            if not why and definition.one_prize_each and persons.get(account, -account) in winning:
                why = "This person has won already, and the rules give one prize each."
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
        out: Mapping[int, str],
        had: Collection[int],
        beyond: int,
    ) -> Chosen:
        chosen = Chosen([], [], record)
        won = await self._persons_of(session, contest, had)
        async for tied in self._groups(session, contest):
            group = tied
            if definition.ties is Ties.LOT and len(group) > 1 and chosen.record is not None:
                group = self._lot(chosen, group, now)
            shared = definition.ties is Ties.SHARED
            if len(chosen.winners) >= places:
                break
            group = [one for one in group if _subject(one) not in had]
            persons = await queries.identities_of(session, [one.account_id for one in group])
            rank = beyond + len(chosen.winners) + 1
            for one in group:
                if len(chosen.winners) >= places and not shared:
                    break
                person = persons.get(one.account_id, -one.account_id)
                why = out.get(one.account_id, "")
                if not why and definition.one_prize_each and person in won:
                    why = "This person has won already, and the rules give one prize each."
                at = rank if shared else beyond + len(chosen.winners) + 1
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


def _why_not(counts: bool, account: int, out: Mapping[int, str]) -> str:
    if not counts:
        return "This entry doesn't take part any more."
    return out.get(account, "")
