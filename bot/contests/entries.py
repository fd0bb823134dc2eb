"""Entering a contest, and what becomes of an entry: review accepts or rejects it, its entrant withdraws it, a manager
disqualifies it. Only accepted entries are ranked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries, wishes
from bot.contests.book import Book, a_reason, definition_of
from bot.contests.definition import Definition
from bot.contests.order import out_of, record_of
from bot.contests.rules import COUNTING, EntryEvent, EntryStatus, Kind, Phase, passed
from bot.contests.tables import Contest, ContestEntry
from bot.contests.words import Why, refused
from bot.people.accounts import KnownAccount
from bot.people.identity.service import Identities
from bot.people.rules import SYSTEM, Person, Role
from bot.review.rules import Status

GONE = "Its content is gone from where it was posted."
EDITED = "edited after it was accepted into a contest"
LATE = "It was still in review when the entry list was frozen."
REPLACED = "Its entrant has others by now, as many as the rules give each person."
_LIVE = frozenset({EntryStatus.WAITING, EntryStatus.ACCEPTED, EntryStatus.REJECTED})


class Ranking(Protocol):
    """Who is ranked: ``bot.contests.scoring``."""

    async def include(
        self, session: AsyncSession, contest: Contest, entry: ContestEntry, now: datetime
    ) -> None: ...
    async def exclude(
        self, session: AsyncSession, contest: Contest, entry: ContestEntry, now: datetime
    ) -> None: ...


class Following(Protocol):
    """Review: tells ``review_changed`` of decisions on the items that are followed, and draws their cards."""

    async def follow(self, session: AsyncSession, item_ids: Sequence[int]) -> None: ...
    async def touch(self, session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None: ...
    async def review_again(
        self, session: AsyncSession, item_ids: Sequence[int], why: str, now: datetime
    ) -> None: ...


class Replacing(Protocol):
    """Whoever finds another winner."""

    async def replace_entry(
        self,
        session: AsyncSession,
        contest: Contest,
        entry_id: int,
        reason: str,
        actor: Person,
        now: datetime,
    ) -> None: ...


def refuse_age(
    account: KnownAccount, definition: Definition, now: datetime
) -> tuple[Why, Mapping[str, Any]] | None:
    """Why an account is too new to enter, or None."""
    for days, since, why in (
        (definition.min_account_days, account.made_at, Why.ACCOUNT_YOUNG),
        (definition.min_member_days, account.joined_at, Why.MEMBER_YOUNG),
    ):
        if days and since is None:
            return Why.AGE_UNKNOWN, {"days": days}
        if days and since is not None and now < since + timedelta(days=days):
            return why, {"days": days, "when": since + timedelta(days=days)}
    return None


class Entries:
    """Entries of contests. It flushes; whoever opened the unit of work commits."""

    def __init__(
        self, book: Book, identities: Identities, ranking: Ranking, replacing: Replacing, following: Following
    ) -> None:
        self._book = book
        self._following = following
        self._identities = identities
        self._ranking = ranking
        self._replacing = replacing

    async def enter(
        self,
        session: AsyncSession,
        contest_id: int,
        account: KnownAccount,
        item_id: int,
        now: datetime,
        via: str,
        task: str | None = None,
        request_id: str | None = None,
    ) -> ContestEntry:
        """Enter an item. The second in which entries close still counts; the server's clock decides.

        Raises Refused with the reason. The same request gives the same entry again.
        """
        # Everybody holds an item's review first and then its contests: whoever decides on the item does so too.
        await self._following.follow(session, [item_id])
        contest = await self._book.hold(session, contest_id)
        if request_id and (event := await queries.event_by_request(session, request_id)) and event.entry_id:
            repeated = await queries.entry(session, event.entry_id)
            if repeated is not None:
                return repeated
        definition = definition_of(contest)
        _check_time(contest, now)
        if (young := refuse_age(account, definition, now)) is not None:
            raise refused(young[0], **young[1])
        mine = [one.id for one in await self._identities.accounts_of(session, account.id)]
        entry = await queries.entry_of_item(session, contest_id, item_id)
        if entry is not None:
            _check_repeat(entry, mine)
        await self._check_number(session, contest_id, definition, mine, task)
        if entry is None:
            contest.entered += 1
            entry = ContestEntry(
                contest_id=contest_id,
                number=contest.entered,
                item_id=item_id,
                account_id=account.id,
                entered_at=now,
            )
        entry.account_id, entry.task, entry.reason = account.id, task, None
        entry.status, entry.settled_at = EntryStatus.WAITING.value, None
        session.add(entry)
        await session.flush()
        await self._book.note(
            session,
            contest,
            EntryEvent.ENTER,
            acting(account),
            via,
            now,
            entry_id=entry.id,
            request_id=request_id,
        )
        await self._following.touch(session, [item_id], now)  # its card says the number
        await self._follow(session, contest, [entry], now)
        await self._book.show(session, contest_id)
        return entry

    async def check_room(
        self, session: AsyncSession, contest_id: int, account: KnownAccount, task: str | None = None
    ) -> None:
        """Raises Refused where somebody has entered as often as the rules let them. In a season only a task that is
        named can be full."""
        contest = await queries.get(session, contest_id)
        if contest is None:
            raise refused(Why.UNKNOWN_CONTEST)
        definition = definition_of(contest)
        if definition.kind is Kind.POINTS and task is None:
            return
        mine = [one.id for one in await self._identities.accounts_of(session, account.id)]
        await self._check_number(session, contest_id, definition, mine, task)

    async def _check_number(
        self,
        session: AsyncSession,
        contest_id: int,
        definition: Definition,
        accounts: Collection[int],
        task: str | None,
    ) -> None:
        if definition.kind is not Kind.POINTS:
            if task is not None:
                raise refused(Why.TASK, task=task)
            count = await queries.count_by_accounts(session, contest_id, accounts)
            if count >= definition.entries_per_member:
                raise refused(Why.ENOUGH, count=count, most=definition.entries_per_member)
            return
        wanted = next((one for one in definition.tasks if one.key == task), None)
        if wanted is None:
            raise refused(Why.TASK, task=task or "")
        if await queries.count_by_accounts(session, contest_id, accounts, wanted.key) >= wanted.times:
            raise refused(Why.TASK_DONE, task=wanted.title, most=wanted.times)

    async def review_changed(self, session: AsyncSession, item_ids: Collection[int], now: datetime) -> None:
        """Items were decided on, or are gone: their entries follow, in the same unit of work."""
        found = await queries.entries_of_items(session, item_ids)
        for contest_id in sorted({entry.contest_id for entry in found}):
            contest = await self._book.hold(session, contest_id)
            held = [
                await queries.held_entry(session, one.id or 0)
                for one in found
                if one.contest_id == contest_id
            ]
            await self._follow(session, contest, [one for one in held if one is not None], now)
            await self._book.show(session, contest_id)
            if contest.phase == Phase.CLOSED and contest.record is None:
                # Perhaps nothing is left to review, and then the list is frozen now.
                await self._book.work.enqueue_soon(session, wishes.ADVANCE, contest_id)

    async def edited(self, session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None:
        """Items say something else now. An entry that was accepted for what it said is reviewed anew and waits
        meanwhile; after the freeze the list stands, and managers are told."""
        found = await queries.entries_of_items(session, item_ids)
        await self._following.follow(session, sorted({entry.item_id for entry in found}))
        again: set[int] = set()
        for each in found:
            contest = await self._book.hold(session, each.contest_id)
            entry = await queries.held_entry(session, each.id or 0)
            if entry is None or entry.status != EntryStatus.ACCEPTED:
                continue
            await self._book.note(
                session, contest, EntryEvent.EDITED, SYSTEM, "system", now, entry_id=entry.id
            )
            if contest.record is None:
                again.add(entry.item_id)
            elif contest.phase not in (Phase.FINISHED, Phase.CANCELLED):
                key = f"edited:{entry.id}:{contest.revision}"
                await self._book.tell(session, entry.contest_id, "entry-edited", key, number=entry.number)
        if again:
            await self._following.review_again(session, sorted(again), EDITED, now)

    async def _follow(
        self, session: AsyncSession, contest: Contest, entries: Collection[ContestEntry], now: datetime
    ) -> None:
        states = await queries.review_states(session, [entry.item_id for entry in entries])
        for entry in entries:
            status, life = states.get(entry.item_id, ("queued", "live"))
            wanted, reason = _wanted(status, life)
            stands = EntryStatus(entry.status)
            if stands not in _LIVE and not (stands is EntryStatus.WITHDRAWN and entry.reason == GONE):
                continue  # withdrawn or disqualified: review has no say in that
            if contest.record is not None and (stands, wanted) == (EntryStatus.ACCEPTED, EntryStatus.WAITING):
                continue  # it stands in the frozen list; what takes it out of that is a rejection
            if wanted is not stands:
                await self._settle(session, contest, entry, wanted, reason, SYSTEM, "system", now)

    async def withdraw(
        self, session: AsyncSession, entry_id: int, account: KnownAccount, now: datetime, via: str
    ) -> ContestEntry:
        """Its entrant takes it back; what was won with it goes to the next in order. Raises Refused."""
        contest, entry = await self._held(session, entry_id)
        if not await self._identities.same_person(session, account.id, entry.account_id):
            raise refused(Why.NOT_YOURS)
        if EntryStatus(entry.status) not in _LIVE:
            raise refused(Why.NOT_ACTIVE, number=entry.number)
        await self._settle(session, contest, entry, EntryStatus.WITHDRAWN, None, acting(account), via, now)
        return entry

    async def disqualify(
        self, session: AsyncSession, entry_id: int, reason: str, actor: Person, now: datetime, via: str
    ) -> ContestEntry:
        """A manager takes it out, with a reason that the entrant sees. The caller checks the right."""
        contest, entry = await self._held(session, entry_id)
        said = a_reason(reason)
        if entry.status == EntryStatus.DISQUALIFIED:
            return entry
        if entry.status == EntryStatus.WITHDRAWN:
            raise refused(Why.NOT_ACTIVE, number=entry.number)
        await self._settle(session, contest, entry, EntryStatus.DISQUALIFIED, said, actor, via, now)
        return entry

    async def reinstate(
        self, session: AsyncSession, entry_id: int, actor: Person, now: datetime, via: str
    ) -> ContestEntry:
        """Undo a disqualification: the entry stands where review has it. What it won before stays with whoever got
        it instead. Raises Refused when its entrant has as many others by now as the rules give."""
        contest, entry = await self._held(session, entry_id)
        if entry.status != EntryStatus.DISQUALIFIED:
            return entry
        if not await self._has_room(session, contest, entry):
            raise refused(Why.NO_ROOM, number=entry.number)
        entry.status, entry.reason = EntryStatus.WAITING.value, None
        session.add(entry)
        await self._book.note(session, contest, EntryEvent.REINSTATE, actor, via, now, entry_id=entry.id)
        await self._follow(session, contest, [entry], now)
        await self._book.show(session, contest.id or 0)
        return entry

    async def _settle(
        self,
        session: AsyncSession,
        contest: Contest,
        entry: ContestEntry,
        status: EntryStatus,
        reason: str | None,
        actor: Person,
        via: str,
        now: datetime,
    ) -> None:
        frozen = contest.record is not None
        status, reason = await self._by_rule(session, contest, entry, status, reason)
        if entry.status == status:
            return
        was, entry.status, entry.reason, entry.settled_at = (
            EntryStatus(entry.status),
            status.value,
            reason,
            now,
        )
        session.add(entry)
        await self._book.note(
            session, contest, f"entry.{status.value}", actor, via, now, entry_id=entry.id, reason=reason
        )
        if status is EntryStatus.ACCEPTED:
            await self._ranking.include(session, contest, entry, now)
        elif was is EntryStatus.ACCEPTED:
            await self._ranking.exclude(session, contest, entry, now)
            if frozen:
                why = out_of(status, reason)
                await self._replacing.replace_entry(session, contest, entry.id or 0, why, actor, now)
        if status is not EntryStatus.WITHDRAWN or reason is not None:
            key = f"entry:{entry.id}:{contest.revision}"
            values = {"contest": contest.name, "number": entry.number, "reason": reason or ""}
            if status is not EntryStatus.WAITING:
                await self._book.message(session, entry.account_id, f"entry-{status.value}", key, **values)
        await self._book.show(session, contest.id or 0)

    async def _by_rule(
        self,
        session: AsyncSession,
        contest: Contest,
        entry: ContestEntry,
        status: EntryStatus,
        reason: str | None,
    ) -> tuple[EntryStatus, str | None]:
        """Where an entry stands that should stand there: a frozen list takes none, and nobody has more than their
        places."""
        record = record_of(contest) if status is EntryStatus.ACCEPTED else None
        if record is not None and entry.number not in record.frozen.entry_list.numbers:
            return EntryStatus.REJECTED, LATE
        comes_back = status in COUNTING and EntryStatus(entry.status) not in COUNTING
        if comes_back and not await self._has_room(session, contest, entry):
            return EntryStatus.REJECTED, REPLACED
        return status, reason

    async def _has_room(self, session: AsyncSession, contest: Contest, entry: ContestEntry) -> bool:
        """Whether its entrant has a place for it beside the others they have."""
        definition = definition_of(contest)
        most = definition.entries_per_member
        if definition.kind is Kind.POINTS:
            most = next((one.times for one in definition.tasks if one.key == entry.task), 0)
        accounts = [one.id for one in await self._identities.accounts_of(session, entry.account_id)]
        others = await queries.count_by_accounts(session, contest.id or 0, accounts, entry.task, but=entry.id)
        return others < most

    async def _held(self, session: AsyncSession, entry_id: int) -> tuple[Contest, ContestEntry]:
        found = await queries.entry(session, entry_id)
        if found is None:
            raise refused(Why.UNKNOWN_ENTRY)
        contest = await self._book.hold(session, found.contest_id)
        entry = await queries.held_entry(session, entry_id)
        if entry is None:
            raise refused(Why.UNKNOWN_ENTRY)
        return contest, entry


def acting(account: KnownAccount) -> Person:
    """A participant as the one who acts."""
    return Person(account.key, account.name, Role.NONE)


def _check_time(contest: Contest, now: datetime) -> None:
    phase = Phase(contest.phase)
    if phase in (Phase.DRAFT, Phase.ANNOUNCED):
        raise refused(Why.NOT_OPEN, name=contest.name, when=contest.opens_at)
    if phase is not Phase.OPEN or passed(contest.entries_close_at, now):
        raise refused(Why.ENTRIES_CLOSED, name=contest.name, when=contest.entries_close_at)


def _check_repeat(entry: ContestEntry, accounts: Collection[int]) -> None:
    if entry.account_id not in accounts:
        raise refused(Why.TAKEN)
    if entry.status == EntryStatus.DISQUALIFIED:
        raise refused(Why.DISQUALIFIED, reason=entry.reason or "")
    if entry.status != EntryStatus.WITHDRAWN:
        raise refused(Why.ENTERED, number=entry.number)


def _wanted(review: str, life: str) -> tuple[EntryStatus, str | None]:
    """Where an entry stands by its item."""
    if life != "live" or review == Status.CLOSED:
        return EntryStatus.WITHDRAWN, GONE
    if review == Status.APPROVED:
        return EntryStatus.ACCEPTED, None
    if review == Status.REJECTED:
        return EntryStatus.REJECTED, None
    return EntryStatus.WAITING, None
