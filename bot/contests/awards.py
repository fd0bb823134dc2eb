"""Prizes: planned when the contest is decided, offered when managers announce the winners, then claimed or passed on.

A prize that somebody doesn't get (not claimed in time, declined, disqualified, left) goes to the next in order, as a
row of its own; nothing is overwritten. Who is still a member is asked before: where nobody has asked yet, the work
``HAND_ON`` does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries, wishes
from bot.contests.book import Book, a_reason, definition_of
from bot.contests.draw import Record
from bot.contests.entries import acting
from bot.contests.order import Chosen, Judge, Placed, Standings
from bot.contests.rules import AwardStatus, ContestAction, Kind, Phase, passed
from bot.contests.tables import Contest, ContestAward, ContestEvent
from bot.contests.words import Why, refused
from bot.people.accounts import KnownAccount
from bot.people.identity.service import Identities
from bot.people.rules import SYSTEM, Person, Role

_OPEN = (AwardStatus.PLANNED, AwardStatus.OFFERED)
_TAKEN = f"award.{AwardStatus.PASSED.value}"


class Awards:
    """It flushes; whoever opened the unit of work commits."""

    def __init__(self, book: Book, identities: Identities, standings: Standings) -> None:
        self._book = book
        self._identities = identities
        self._judge = Judge(standings)

    async def plan(
        self, session: AsyncSession, contest: Contest, now: datetime, left: Collection[int]
    ) -> Chosen:
        """Put the winners in order and plan their prizes. ``left`` are accounts known to have left."""
        definition = definition_of(contest)
        chosen = await self._judge.choose(session, contest, definition, definition.winners, now, left=left)
        self._keep_record(contest, chosen)
        prizes = [at for at, prize in enumerate(definition.prizes) for _ in range(prize.winners)]
        for placed in chosen.winners:
            prize = prizes[min(placed.rank, len(prizes)) - 1]
            session.add(await self._planned(session, contest, prize, placed))
            await session.flush()
        return chosen

    async def _planned(
        self, session: AsyncSession, contest: Contest, prize: int, placed: Placed
    ) -> ContestAward:
        # Who shares a place is told apart by the attempt, as those are who follow one another.
        same = [
            one.attempt
            for one in await queries.awards(session, contest.id or 0)
            if one.prize == prize and one.place == placed.rank
        ]
        return ContestAward(
            contest_id=contest.id or 0,
            prize=prize,
            place=placed.rank,
            attempt=max(same, default=0) + 1,
            entry_id=placed.entry_id,
            account_id=placed.account_id,
        )

    async def offer(self, session: AsyncSession, contest: Contest, now: datetime) -> int:
        """Announce the winners: each is told how to claim the prize and until when. Raises Refused without any."""
        planned = [
            one for one in await queries.awards(session, contest.id or 0) if one.status == AwardStatus.PLANNED
        ]
        if not planned:
            raise refused(Why.NOTHING_TO_AWARD)
        for award in planned:
            await self._offer(session, contest, award, now)
        return len(planned)

    async def _offer(
        self, session: AsyncSession, contest: Contest, award: ContestAward, now: datetime
    ) -> None:
        definition = definition_of(contest)
        award.status, award.offered_at = AwardStatus.OFFERED.value, now
        award.claim_by = now.replace(microsecond=0) + timedelta(days=definition.claim_days)
        session.add(award)
        await session.flush()
        if award.account_id is not None:
            values = {
                "contest": contest.name,
                "prize": definition.prizes[award.prize].name,
                "award": award.id,
                "claim_by": int(award.claim_by.timestamp()),
            }
            await self._book.message(
                session, award.account_id, "award-offered", f"award:{award.id}", **values
            )
        delay = (award.claim_by - now).total_seconds() + 1
        key = f"{award.id}:{award.claim_by.isoformat()}"
        await self._book.work.enqueue(session, wishes.LAPSE, contest.id, key=key, delay=delay)

    async def claim(
        self, session: AsyncSession, award_id: int, account: KnownAccount, now: datetime, via: str
    ) -> ContestAward:
        """The winner takes the prize; claiming twice is claiming once. Raises Refused."""
        contest, award = await self._own(session, award_id, account)
        if award.status == AwardStatus.CLAIMED:
            return award
        self._check_open(award, now)
        await self._settle(session, contest, award, AwardStatus.CLAIMED, None, acting(account), via, now)
        await self._finish_if_settled(session, contest, now)
        return award

    async def decline(
        self,
        session: AsyncSession,
        award_id: int,
        account: KnownAccount,
        now: datetime,
        via: str,
        left: Collection[int] = (),
    ) -> ContestAward:
        """The winner doesn't want it: it goes to the next in order; ``left`` are accounts that have left just now.
        Raises Refused."""
        contest, award = await self._own(session, award_id, account)
        if award.status == AwardStatus.DECLINED:
            return award
        self._check_open(award, now)
        why = "The winner declined it."
        await self._settle(session, contest, award, AwardStatus.DECLINED, why, acting(account), via, now)
        await self._pass_on(session, contest, award, why, SYSTEM, now, left)
        return award

    async def lapse(
        self, session: AsyncSession, contest_id: int, now: datetime, left: Collection[int]
    ) -> int:
        """Pass on every prize that wasn't claimed in time. The second of the deadline still counts."""
        contest = await self._book.hold(session, contest_id)
        over = [
            one
            for one in await queries.awards(session, contest_id)
            if one.status == AwardStatus.OFFERED and one.claim_by is not None and passed(one.claim_by, now)
        ]
        for award in over:
            why = "It was not claimed in time."
            await self._settle(session, contest, award, AwardStatus.LAPSED, why, SYSTEM, "system", now)
            await self._pass_on(session, contest, award, why, SYSTEM, now, left)
        return len(over)

    async def redraw(
        self,
        session: AsyncSession,
        contest: Contest,
        award_id: int,
        reason: str,
        actor: Person,
        via: str,
        now: datetime,
        left: Collection[int] = (),
    ) -> ContestAward | None:
        """A manager takes a prize from somebody, with the reason: the next in order gets it; None when nobody is
        left. Raises Refused."""
        award = await queries.award(session, award_id)
        if award is None or award.contest_id != contest.id:
            raise refused(Why.UNKNOWN_AWARD)
        said = a_reason(reason)
        if AwardStatus(award.status) not in (*_OPEN, AwardStatus.CLAIMED):
            raise refused(Why.AWARD_SETTLED, status=award.status)
        await self._settle(session, contest, award, AwardStatus.PASSED, said, actor, via, now)
        return await self._pass_on(session, contest, award, said, actor, now, left)

    async def replace_entry(
        self,
        session: AsyncSession,
        contest: Contest,
        entry_id: int,
        reason: str,
        actor: Person,
        now: datetime,
    ) -> None:
        """An entry doesn't count any more: what it won goes to the next in order who is still a member."""
        for award in await queries.awards(session, contest.id or 0):
            if award.entry_id == entry_id and AwardStatus(award.status) in _OPEN:
                await self._settle(session, contest, award, AwardStatus.PASSED, reason, actor, "system", now)
                await self._ask_to_pass_on(session, contest, award)

    async def _ask_to_pass_on(self, session: AsyncSession, contest: Contest, award: ContestAward) -> None:
        """The next in order is found by the work that asks who is a member: that can take longer than a click may."""
        await self._book.work.enqueue(session, wishes.HAND_ON, contest.id, key=f"{award.id}:{award.status}")

    async def to_pass_on(
        self, session: AsyncSession, contest_id: int
    ) -> list[tuple[ContestAward, ContestEvent]]:
        """Prizes that were taken from somebody and haven't gone to the next, each with the event that took them."""
        events = await queries.award_events(session, contest_id)
        followed = {one.data.get("instead_of") for one in events}
        took = {one.data.get("award"): one for one in events if one.action == _TAKEN}
        awards = await queries.awards(session, contest_id)
        return [(one, took[one.id]) for one in awards if one.id in took and one.id not in followed]

    async def pass_on(
        self, session: AsyncSession, contest_id: int, now: datetime, left: Collection[int]
    ) -> int:
        """Give what ``to_pass_on`` names to the next in order; how many there were. ``left`` are accounts known to
        have left. Twice, the second finds none."""
        contest = await self._book.hold(session, contest_id)
        waiting = await self.to_pass_on(session, contest_id)
        for award, event in waiting:
            actor = Person(event.actor, event.actor_name, Role.NONE)
            await self._pass_on(session, contest, award, award.reason or "", actor, now, left)
        await self._book.show(session, contest_id)
        return len(waiting)

    async def _settle(
        self,
        session: AsyncSession,
        contest: Contest,
        award: ContestAward,
        status: AwardStatus,
        reason: str | None,
        actor: Person,
        via: str,
        now: datetime,
    ) -> ContestAward:
        was, award.status, award.reason, award.settled_at = award.status, status.value, reason, now
        session.add(award)
        data = {"award": award.id, "prize": award.prize, "place": award.place, "was": was}
        await self._book.note(
            session,
            contest,
            f"award.{status.value}",
            actor,
            via,
            now,
            entry_id=award.entry_id,
            reason=reason,
            data=data,
        )
        if was == AwardStatus.OFFERED and status in (AwardStatus.LAPSED, AwardStatus.PASSED):
            values = {"contest": contest.name, "reason": reason or ""}
            key = f"award:{award.id}:{status.value}"
            if award.account_id is not None:
                await self._book.message(session, award.account_id, f"award-{status.value}", key, **values)
        await self._book.show(session, contest.id or 0)
        return award

    async def _pass_on(
        self,
        session: AsyncSession,
        contest: Contest,
        award: ContestAward,
        reason: str,
        actor: Person,
        now: datetime,
        left: Collection[int] = (),
    ) -> ContestAward | None:
        if contest.phase not in (Phase.DECIDED, Phase.AWARDED):
            return None  # a manager has finished it: nothing is passed on any more
        definition = definition_of(contest)
        earlier = await queries.awards(session, contest.id or 0)
        season = definition.kind is Kind.POINTS
        had = {one.account_id if season else one.entry_id for one in earlier}
        replaced = await queries.entry(session, award.entry_id) if award.entry_id is not None else None
        chosen = await self._judge.choose(
            session,
            contest,
            definition,
            1,
            now,
            left=left,
            had={one for one in had if one is not None},
            reason=reason,
            by=actor.name,
            instead_of=replaced.number if replaced else None,
        )
        self._keep_record(contest, chosen)
        session.add(contest)
        following = await self._follow(session, award, earlier, chosen.winners)
        data = {
            "awards": [one.id for one in following],
            "instead_of": award.id,
            "passed": [{"entry": one.placed.entry_id, "reason": one.reason} for one in chosen.passed],
        }
        entry_id = following[0].entry_id
        await self._book.note(
            session, contest, "award.next", actor, "system", now, entry_id=entry_id, reason=reason, data=data
        )
        nobody = not chosen.winners
        told = {"prize": definition.prizes[award.prize].name, "reason": reason, "nobody": nobody}
        await self._book.tell(session, contest.id or 0, "award-passed", f"award:{award.id}:next", **told)
        if not nobody and contest.phase == Phase.AWARDED:
            for one in following:
                await self._offer(session, contest, one, now)
        await self._finish_if_settled(session, contest, now)
        return None if nobody else following[0]

    async def _follow(
        self,
        session: AsyncSession,
        award: ContestAward,
        earlier: Collection[ContestAward],
        winners: Sequence[Placed],
    ) -> list[ContestAward]:
        """A row for whoever comes next, one for each of those who share that place; or one for nobody."""
        attempts = [one.attempt for one in earlier if (one.prize, one.place) == (award.prize, award.place)]
        following = [
            ContestAward(
                contest_id=award.contest_id,
                prize=award.prize,
                place=award.place,
                attempt=attempt,
                entry_id=winner.entry_id if winner else None,
                account_id=winner.account_id if winner else None,
                status=(AwardStatus.PLANNED if winner else AwardStatus.NOBODY).value,
            )
            for attempt, winner in enumerate(winners or [None], max(attempts) + 1)
        ]
        session.add_all(following)
        await session.flush()
        return following

    async def _finish_if_settled(self, session: AsyncSession, contest: Contest, now: datetime) -> None:
        """Every prize has found somebody or nobody: the contest is over."""
        if contest.phase != Phase.AWARDED or await self.to_pass_on(session, contest.id or 0):
            return
        rows = await queries.awards(session, contest.id or 0)
        latest = {(one.prize, one.place): one for one in rows}  # in the order of attempts
        shared = [one for one in rows if AwardStatus(one.status) in _OPEN]
        done = (AwardStatus.CLAIMED, AwardStatus.NOBODY)
        if not shared and all(AwardStatus(one.status) in done for one in latest.values()):
            await self._book.note(session, contest, ContestAction.FINISH, SYSTEM, "system", now)

    async def _own(
        self, session: AsyncSession, award_id: int, account: KnownAccount
    ) -> tuple[Contest, ContestAward]:
        found = await queries.award(session, award_id)
        if found is None or found.account_id is None or found.status == AwardStatus.PLANNED:
            raise refused(Why.UNKNOWN_AWARD)
        contest = await self._book.hold(session, found.contest_id)
        await session.refresh(found)
        if not await self._identities.same_person(session, account.id, found.account_id or 0):
            raise refused(Why.AWARD_NOT_YOURS)
        return contest, found

    def _check_open(self, award: ContestAward, now: datetime) -> None:
        if award.status == AwardStatus.LAPSED or (award.claim_by is not None and passed(award.claim_by, now)):
            raise refused(Why.AWARD_LAPSED, when=award.claim_by)
        if award.status != AwardStatus.OFFERED:
            raise refused(Why.AWARD_SETTLED, status=award.status)

    def _keep_record(self, contest: Contest, chosen: Chosen) -> None:
        if chosen.record is not None:
            contest.record = chosen.record.plain()

    async def any_planned(self, session: AsyncSession, contest: Contest) -> bool:
        """Whether there is anybody to announce."""
        return any(
            one.status == AwardStatus.PLANNED for one in await queries.awards(session, contest.id or 0)
        )

    async def likely(
        self, session: AsyncSession, contest: Contest, record: Record | None
    ) -> AsyncIterator[int]:
        """The accounts that the next prizes come to, in order: whoever decides asks before who is a member still."""
        definition = definition_of(contest)
        earlier = await queries.awards(session, contest.id or 0)
        season = definition.kind is Kind.POINTS
        had = {one.account_id if season else one.entry_id for one in earlier}
        out = {one.account_id for one in earlier} if definition.one_prize_each else set()
        async for subject, account in self._judge.in_order(session, contest, definition, record):
            if subject not in had and account not in out:
                yield account
