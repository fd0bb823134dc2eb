"""Phase changes: by their time or by a manager, each exactly once.

Every change happens with the contest's row held alone and only out of the phase it leads out of, so however many
replicas and clicks ask for it, one makes it. Times are columns: after a downtime what was due is done at the next
start, and what came in after a set closing was refused by the clock, not by the phase.

Closing ends entries and votes. The entry list is frozen when nothing of it waits for review any more, at the latest
``review_grace_hours`` after closing, or when a manager says so: what was entered in time shall not lose because
nobody looked at it in the night. With the freeze the list's hash, the hash of the organiser's secret and the round of
the beacon that will decide are published; that round lies in the future, so nobody knows it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries, wishes
from bot.contests.awards import Awards
from bot.contests.book import Book, a_reason, definition_of
from bot.contests.definition import Definition
from bot.contests.draw import (
    QUICKNET,
    SECRET_BYTES,
    Beacon,
    Chain,
    DrandRound,
    EntryList,
    Record,
    Reveal,
    TwoPeople,
    freeze,
    new_secret,
    promise_of,
    time_of,
)
from bot.contests.order import Chosen, record_of
from bot.contests.rules import ContestAction, Draw, EntryStatus, Kind, Phase, next_step, open_actions
from bot.contests.tables import Contest
from bot.contests.words import Why, refused
from bot.kernel.errors import TellUser
from bot.people.rules import SYSTEM, Person

MARGIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Chance:
    """Where draws take their public chance from, and how long after the freeze its round is."""

    chain: Chain = QUICKNET
    margin: timedelta = MARGIN


@dataclass(frozen=True, slots=True)
class Wish:
    """What a manager wants done. ``request_id`` names the click: the same one never acts twice."""

    actor: Person
    via: str
    request_id: str | None = None
    data: Mapping[str, Any] | None = None

    def value(self, name: str) -> Any:
        return (self.data or {}).get(name)

    @property
    def reason(self) -> str:
        return a_reason(self.value("reason"))


class Finishing(Protocol):
    """Scoring: brings scores up to the last moment."""

    async def finish(self, session: AsyncSession, contest: Contest) -> None: ...


BY_TIME = Wish(SYSTEM, "system")
_Step = Callable[[AsyncSession, Contest, Wish, datetime], Awaitable[None]]


class Phases:
    """It flushes; whoever opened the unit of work commits."""

    def __init__(self, book: Book, awards: Awards, scores: Finishing, chance: Chance) -> None:
        self._book = book
        self._scores = scores
        self._awards = awards
        self._chance = chance
        self._steps: Mapping[ContestAction, _Step] = {
            ContestAction.ANNOUNCE: self._announce,
            ContestAction.OPEN: self._open,
            ContestAction.CLOSE_ENTRIES: self._close_entries,
            ContestAction.CLOSE: self._close,
            ContestAction.FREEZE: self._freeze,
            ContestAction.EXTEND: self._extend,
            ContestAction.TWO_PEOPLE: self._two_people,
            ContestAction.PROMISE: self._promise,
            ContestAction.REVEAL: self._reveal,
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
        if action not in open_actions(Phase(contest.phase), frozen=contest.record is not None):
            raise refused(Why.NOT_NOW, name=contest.name, phase=contest.phase)
        await self._steps[action](session, contest, wish, now)
        await self._after(session, contest, now)
        return contest

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

    async def _note(
        self,
        session: AsyncSession,
        contest: Contest,
        action: ContestAction,
        wish: Wish,
        now: datetime,
        **data: Any,
    ) -> None:
        reason = data.pop("reason", None)
        await self._book.note(
            session,
            contest,
            action,
            wish.actor,
            wish.via,
            now,
            reason=reason,
            data=data,
            request_id=wish.request_id,
        )

    async def _tell(self, session: AsyncSession, contest: Contest, what: str, **values: Any) -> None:
        key = f"{what}:{contest.id}:{contest.revision}"
        await self._book.tell(session, contest.id or 0, what, key, **values)

    # The steps

    async def _announce(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        await self._note(session, contest, ContestAction.ANNOUNCE, wish, now)
        await self._tell(session, contest, "announced")

    async def _open(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        if wish is not BY_TIME and now >= contest.entries_close_at:
            raise refused(Why.ENTRIES_CLOSED, name=contest.name, when=contest.entries_close_at)
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
            await self._freeze(session, contest, BY_TIME, now)

    async def _extend(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        closes_at = wish.value("closes_at")
        until = datetime.fromisoformat(closes_at) if isinstance(closes_at, str) else closes_at
        if not isinstance(until, datetime) or until <= contest.closes_at or until <= now:
            raise refused(Why.LATER, when=contest.closes_at)
        was = contest.closes_at
        if contest.entries_close_at == contest.closes_at and contest.phase == Phase.OPEN:
            contest.entries_close_at = until.replace(microsecond=0)
        contest.closes_at = until.replace(microsecond=0)
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

    async def _freeze(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        await self._scores.finish(session, contest)
        definition = definition_of(contest)
        secret = new_secret(secrets.token_bytes(SECRET_BYTES))
        two = [person.name for person in definition.draw_people]
        by_people = definition.draw is Draw.TWO_PEOPLE and len(two) == 2
        source = (
            TwoPeople((two[0], two[1]))
            if by_people
            else DrandRound.after(self._chance.chain, now, self._chance.margin)
        )
        await self._fix(session, contest, definition, secret, source, now)
        record = record_of(contest)
        if record is None:
            raise RuntimeError("a frozen contest has no record")
        counts = await queries.count_entries(session, contest.id or 0)
        await self._note(
            session,
            contest,
            ContestAction.FREEZE,
            wish,
            now,
            hash=record.frozen_hash,
            entries=counts.get(EntryStatus.ACCEPTED, 0),
            waiting=counts.get(EntryStatus.WAITING, 0),
        )
        await self._tell(
            session, contest, "frozen", entries=counts.get(EntryStatus.ACCEPTED, 0), hash=record.frozen_hash
        )
        await self._ask_to_decide(session, contest, now)

    async def _fix(
        self,
        session: AsyncSession,
        contest: Contest,
        definition: Definition,
        secret: bytes,
        source: DrandRound | TwoPeople,
        now: datetime,
    ) -> None:
        listed = [(number, entry) for number, entry, _ in await queries.accepted(session, contest.id or 0)]
        entries = EntryList.of(contest.id or 0, contest.name, contest.closes_at, listed)
        rules_hash = hashlib.sha256(definition.rules_text.encode()).hexdigest()
        places = definition.winners if definition.kind is Kind.LOT else 0
        record = freeze(entries, secret, source, places=places, rules_hash=rules_hash, frozen_at=now)
        contest.secret = secret.hex()
        contest.record = record.plain()
        session.add(contest)

    async def _ask_to_decide(self, session: AsyncSession, contest: Contest, now: datetime) -> None:
        """The draw waits for its chance; anything else is decided at once."""
        record, definition = record_of(contest), definition_of(contest)
        delay = 0.0
        if definition.draws and record is not None:
            source = record.frozen.source
            if isinstance(source, TwoPeople):
                if len(record.all(Reveal)) < 2:
                    return
            else:
                there = time_of(source.chain, source.round) - now
                delay = max(0.0, there.total_seconds()) + 1
        key = f"{contest.id}:{contest.revision}"
        await self._book.work.enqueue(session, wishes.DECIDE, contest.id, key=key, delay=delay)

    async def _two_people(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        """The beacon can't be had: freeze the same list anew, with two people's words for the chance. The record that
        is replaced is kept with the event, so that everybody sees what was replaced and why."""
        record, definition = record_of(contest), definition_of(contest)
        if record is None or record.opening is not None or not definition.draws:
            raise refused(Why.NOT_NOW, name=contest.name, phase=contest.phase)
        people = definition.draw_people
        if wanted := wish.value("people"):
            definition = definition.model_copy(update={"draw_people": tuple(wanted)})
            definition = Definition.model_validate(definition.model_dump(mode="json"))
            contest.definition = definition.model_dump(mode="json")
            people = definition.draw_people
        if len({one.account for one in people}) < 2:
            raise TellUser("This takes two people.", remedy="Name two different people.")
        secret = new_secret(secrets.token_bytes(SECRET_BYTES))
        reason = wish.reason
        await self._fix(
            session, contest, definition, secret, TwoPeople((people[0].name, people[1].name)), now
        )
        await self._note(
            session, contest, ContestAction.TWO_PEOPLE, wish, now, reason=reason, replaced=record.plain()
        )
        await self._tell(session, contest, "two-people", people=[one.name for one in people])

    async def _promise(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        record, name = self._of_two(contest, wish)
        words = wish.value("words")
        promise = promise_of(name, words) if isinstance(words, str) else str(wish.value("promise") or "")
        contest.record = record.promise(name, promise, now).plain()
        session.add(contest)
        await self._note(session, contest, ContestAction.PROMISE, wish, now, person=name, promise=promise)

    async def _reveal(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        record, name = self._of_two(contest, wish)
        contest.record = record.reveal(name, str(wish.value("words") or ""), now).plain()
        session.add(contest)
        await self._note(session, contest, ContestAction.REVEAL, wish, now, person=name)
        await self._ask_to_decide(session, contest, now)

    def _of_two(self, contest: Contest, wish: Wish) -> tuple[Record, str]:
        record, definition = record_of(contest), definition_of(contest)
        if record is None or not isinstance(record.frozen.source, TwoPeople):
            raise refused(Why.NOT_NOW, name=contest.name, phase=contest.phase)
        mine = {wish.actor.id, f"slack:{wish.actor.id}"}
        for person in definition.draw_people:
            if person.account in mine:
                return record, person.name
        raise refused(Why.NOT_ONE_OF_TWO, people=" and ".join(one.name for one in definition.draw_people))

    async def _decide(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        """A manager can't hasten chance; the work does it (``decide``)."""
        await self._ask_to_decide(session, contest, now)
        record = record_of(contest)
        if record is not None and record.opening is None and definition_of(contest).draws:
            raise refused(Why.WAITING_FOR_CHANCE)

    async def decide(
        self,
        session: AsyncSession,
        contest_id: int,
        now: datetime,
        beacon: Beacon | None,
        left: Sequence[int],
    ) -> Chosen | None:
        """The draw, or the final standings. None when it was done before, or can't be done yet.

        ``beacon`` is the named round, its signature checked by the caller; ``left`` are accounts that have left.
        """
        contest = await self._book.hold(session, contest_id)
        record, definition = record_of(contest), definition_of(contest)
        if contest.phase != Phase.CLOSED or record is None:
            return None
        if definition.draws and record.opening is None:
            if contest.secret is None:
                raise RuntimeError("a frozen contest has no secret")
            record = record.open(bytes.fromhex(contest.secret), now, beacon)
            contest.record = record.plain()
            session.add(contest)
        chosen = await self._awards.plan(session, contest, now, left)
        data = {
            "winners": [
                {"rank": one.rank, "entry": one.entry_id, "number": one.number, "account": one.account_id}
                for one in chosen.winners
            ],
            "passed": [{"entry": one.placed.entry_id, "reason": one.reason} for one in chosen.passed],
        }
        await self._book.note(session, contest, ContestAction.DECIDE, SYSTEM, "system", now, data=data)
        await self._tell(session, contest, "decided", winners=len(chosen.winners))
        await self._after(session, contest, now)
        return chosen

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
        contest.definition = {
            **contest.definition,
            "opens_at": contest.opens_at.isoformat(),
            "entries_close_at": contest.entries_close_at.isoformat(),
            "closes_at": contest.closes_at.isoformat(),
        }
