"""Phase changes: by their time or by a manager, each exactly once.

Every change happens with the contest's row held alone and only out of the phase it leads out of, so however many
replicas and clicks ask for it, one makes it. Times are columns: after a downtime what was due is done at the next
start, and what came in after a set closing was refused by the clock, not by the phase.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries
from bot.contests.awards import Awards
from bot.contests.book import Book, definition_of
from bot.contests.definition import read_definition
from bot.contests.draw import Beacon, Record
from bot.contests.freezing import Chance, Finishing, Freezing
from bot.contests.order import Chosen, record_of
from bot.contests.rules import ContestAction, Phase, next_step, open_actions, passed
from bot.contests.tables import Contest
from bot.contests.wish import BY_TIME, Acting, Wish
from bot.contests.words import Why, refused
from bot.people.rules import SYSTEM

_Step = Callable[[AsyncSession, Contest, Wish, datetime], Awaitable[None]]


class Phases(Acting):
    """It flushes; whoever opened the unit of work commits."""

    def __init__(self, book: Book, awards: Awards, scores: Finishing, chance: Chance) -> None:
        super().__init__(book)
        self._freezing = Freezing(book, scores, chance)
        self._awards = awards
        self._steps: Mapping[ContestAction, _Step] = {
            ContestAction.ANNOUNCE: self._announce,
            ContestAction.OPEN: self._open,
            ContestAction.CLOSE_ENTRIES: self._close_entries,
            ContestAction.CLOSE: self._close,
            ContestAction.FREEZE: self._freezing.freeze,
            ContestAction.EXTEND: self._extend,
            ContestAction.TWO_PEOPLE: self._freezing.two_people,
            ContestAction.PROMISE: self._freezing.promise,
            ContestAction.REVEAL: self._freezing.reveal,
            ContestAction.DECIDE: self._decide,
            ContestAction.AWARD: self._award,
            ContestAction.REDRAW: self._redraw,
            ContestAction.FINISH: self._finish,
            ContestAction.CANCEL: self._cancel,
        }

    async def act(
        self, session: AsyncSession, contest_id: int, action: ContestAction, wish: Wish, now: datetime
    ) -> Contest:
        """Do what a manager wants. The caller checks the right. Raises Refused when it can't be done now."""
        contest = await self._book.hold(session, contest_id)
        if wish.request_id and await queries.event_by_request(session, wish.request_id) is not None:
            return contest
        # What was due before the click comes first: a contest isn't extended after its closing.
        await self._catch_up(session, contest, now)
        if action not in await self._open_to_managers(session, contest):
            if action is ContestAction.AWARD and contest.phase == Phase.DECIDED:
                raise refused(Why.NOTHING_TO_AWARD)
            raise refused(Why.NOT_NOW, name=contest.name, phase=contest.phase)
        await self._steps[action](session, contest, wish, now)
        await self._after(session, contest, now)
        return contest

    async def _open_to_managers(self, session: AsyncSession, contest: Contest) -> Collection[ContestAction]:
        phase, winners = Phase(contest.phase), True
        if phase is Phase.DECIDED:
            winners = await self._awards.any_planned(session, contest)
        return open_actions(phase, frozen=contest.record is not None, winners=winners)

    async def advance(self, session: AsyncSession, contest_id: int, now: datetime) -> datetime | None:
        """Make every phase change that is due; gives when the next one is. Nothing happens when none is due."""
        contest = await self._book.hold(session, contest_id)
        if await self._catch_up(session, contest, now):
            await self._after(session, contest, now)
        return contest.due_at

    async def _catch_up(self, session: AsyncSession, contest: Contest, now: datetime) -> bool:
        changed = False
        while (step := next_step(await self._book.standing(session, contest), now)) is not None:
            await self._steps[step](session, contest, BY_TIME, now)
            changed = True
        return changed

    async def _after(self, session: AsyncSession, contest: Contest, now: datetime) -> None:
        await self._book.plan(session, contest, now)
        await self._book.show(session, contest.id or 0)

    # The steps

    async def _announce(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        if passed(contest.entries_close_at, now):
            raise refused(Why.ENTRIES_CLOSED, name=contest.name, when=contest.entries_close_at)
        _need_prizes(contest)
        await self._note(session, contest, ContestAction.ANNOUNCE, wish, now)
        await self._tell(session, contest, "announced")

    async def _open(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        if wish is not BY_TIME and now >= contest.entries_close_at:
            raise refused(Why.ENTRIES_CLOSED, name=contest.name, when=contest.entries_close_at)
        if contest.phase == Phase.DRAFT:  # what is announced opens by its time in any case
            _need_prizes(contest)
        set_for = contest.opens_at
        if now < contest.opens_at:
            contest.opens_at = now.replace(microsecond=0)
            self._keep_times(contest)
        await self._note(session, contest, ContestAction.OPEN, wish, now, set_for=set_for.isoformat())
        await self._tell(session, contest, "opened")

    async def _close_entries(
        self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime
    ) -> None:
        set_for = contest.entries_close_at
        if wish is not BY_TIME:
            contest.entries_close_at = max(now.replace(microsecond=0), contest.opens_at)
            self._keep_times(contest)
        await self._note(
            session, contest, ContestAction.CLOSE_ENTRIES, wish, now, set_for=set_for.isoformat()
        )
        await self._tell(session, contest, "entries-closed")

    async def _close(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        set_for = contest.closes_at
        if wish is not BY_TIME:
            contest.closes_at = max(now.replace(microsecond=0), contest.opens_at)
            contest.entries_close_at = min(contest.entries_close_at, contest.closes_at)
            self._keep_times(contest)
        await self._note(session, contest, ContestAction.CLOSE, wish, now, set_for=set_for.isoformat())
        standing = await self._book.standing(session, contest)
        if standing.waiting:
            await self._tell(session, contest, "closed-waiting", waiting=standing.waiting)
        else:
            await self._freezing.freeze(session, contest, BY_TIME, now)

    async def _extend(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        until = _moment(wish.value("closes_at"))
        if until is None or until <= contest.closes_at or until <= now:
            raise refused(Why.LATER, when=contest.closes_at)
        was = contest.closes_at
        if contest.entries_close_at == contest.closes_at and contest.phase == Phase.OPEN:
            contest.entries_close_at = until
        contest.closes_at = until
        self._keep_times(contest)
        await self._note(
            session,
            contest,
            ContestAction.EXTEND,
            wish,
            now,
            was=was.isoformat(),
            closes_at=until.isoformat(),
        )
        await self._tell(session, contest, "extended")

    async def _decide(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        """A manager can't hasten chance: the work does it (``decide``), and is asked once more here, for it may have
        given up, say because the relays that were set gave nonsense."""
        if not self._freezing.may_have_its_chance(contest, now):
            raise refused(Why.WAITING_FOR_CHANCE)
        await self._freezing.ask_to_decide(session, contest, now, again=True)

    async def decide(
        self,
        session: AsyncSession,
        contest_id: int,
        now: datetime,
        beacon: Beacon | None,
        left: Collection[int],
        unknown: Collection[int] = (),
    ) -> Chosen | None:
        """The draw, or the final standings. None when it was done before, or its chance isn't there: it may have been
        frozen anew since the round was fetched.

        ``beacon`` is the named round, its signature checked by the caller; ``left`` are accounts that have left,
        ``unknown`` those that could not be asked about and count as members.
        """
        contest = await self._book.hold(session, contest_id)
        record, definition = record_of(contest), definition_of(contest)
        if contest.phase != Phase.CLOSED or record is None:
            return None
        if definition.draws and record.opening is None:
            opened = self._freezing.opened(contest, now, beacon)
            if opened is None:
                return None
            contest.record = opened.plain()
            session.add(contest)
        chosen = await self._awards.plan(session, contest, now, left)
        data = {
            "winners": [
                {"rank": one.rank, "entry": one.entry_id, "number": one.number, "account": one.account_id}
                for one in chosen.winners
            ],
            "passed": [{"entry": one.placed.entry_id, "reason": one.reason} for one in chosen.passed],
            "membership_unknown": sorted(unknown),
        }
        await self._book.note(session, contest, ContestAction.DECIDE, SYSTEM, "system", now, data=data)
        await self._tell(session, contest, "decided", winners=len(chosen.winners), unknown=len(unknown))
        await self._after(session, contest, now)
        return chosen

    def opened(self, contest: Contest, now: datetime, beacon: Beacon | None) -> Record | None:
        """The record as it will be once the secret is revealed, to see who is likely to win. Nothing is kept."""
        return self._freezing.opened(contest, now, beacon)

    async def _award(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        # The phase first: those who are offered a prize may have it passed on in the same breath.
        await self._note(session, contest, ContestAction.AWARD, wish, now)
        winners = await self._awards.offer(session, contest, now)
        await self._tell(session, contest, "awarded", winners=winners)

    async def _redraw(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        award_id = int(wish.value("award") or 0)
        left = [int(one) for one in wish.value("left") or ()]
        reason = wish.reason
        await self._note(session, contest, ContestAction.REDRAW, wish, now, reason=reason, award=award_id)
        await self._awards.redraw(session, contest, award_id, reason, wish.actor, wish.via, now, left)

    async def _finish(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        await self._note(session, contest, ContestAction.FINISH, wish, now)

    async def _cancel(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        await self._note(session, contest, ContestAction.CANCEL, wish, now, reason=wish.reason)
        await self._tell(session, contest, "cancelled")

    def _keep_times(self, contest: Contest) -> None:
        """Raises Refused where a contest may not have them: one runs for two years at most, say."""
        times = {
            "opens_at": contest.opens_at.isoformat(),
            "entries_close_at": contest.entries_close_at.isoformat(),
            "closes_at": contest.closes_at.isoformat(),
        }
        contest.definition = read_definition({**contest.definition, **times}).model_dump(mode="json")


def _need_prizes(contest: Contest) -> None:
    """Raises Refused for a draft without any: it would run to its end and then have nobody to award."""
    if not definition_of(contest).prizes:
        raise refused(Why.NO_PRIZE, name=contest.name)


def _moment(value: object) -> datetime | None:
    """A time as a face gives it, in whole seconds; None for what is none, or lacks its zone."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        return None
    return moment.astimezone(UTC).replace(microsecond=0)
