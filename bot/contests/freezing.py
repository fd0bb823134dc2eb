"""The freeze, and the chance a draw waits for: a beacon's round, or the words of two people.

Closing ends entries and votes. The entry list is frozen when nothing of it waits for review any more, at the latest
``review_grace_hours`` after closing, or when a manager says so: what was entered in time shall not lose because
nobody looked at it in the night. With the freeze the list's hash, the hash of the organiser's secret and the round of
the beacon that will decide are published; that round lies in the future, so nobody knows it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries, wishes
from bot.contests.book import Book, definition_of
from bot.contests.definition import Definition, DrawPerson, read_definition
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
    make_promise,
    new_secret,
    time_of,
)
from bot.contests.order import record_of
from bot.contests.rules import ContestAction, Draw, EntryStatus, Kind
from bot.contests.tables import Contest
from bot.contests.wish import Acting, Wish
from bot.contests.words import Why, refused
from bot.kernel.errors import TellUser

MARGIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Chance:
    """Where draws take their public chance from, and how long after the freeze its round is."""

    chain: Chain = QUICKNET
    margin: timedelta = MARGIN


class Finishing(Protocol):
    """Scoring: brings scores up to the last moment."""

    async def finish(self, session: AsyncSession, contest: Contest) -> None: ...


class Freezing(Acting):
    """It flushes; whoever opened the unit of work commits."""

    def __init__(self, book: Book, scores: Finishing, chance: Chance) -> None:
        super().__init__(book)
        self._scores = scores
        self._chance = chance

    async def freeze(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
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
        await self.ask_to_decide(session, contest, now)

    async def _fix(
        self,
        session: AsyncSession,
        contest: Contest,
        definition: Definition,
        secret: bytes,
        source: DrandRound | TwoPeople,
        now: datetime,
        replaces: Record | None = None,
    ) -> None:
        listed = [(number, entry) for number, entry, _ in await queries.accepted(session, contest.id or 0)]
        entries = EntryList.of(contest.id or 0, contest.name, contest.closes_at, listed)
        rules_hash = hashlib.sha256(definition.rules_text.encode()).hexdigest()
        places = definition.winners if definition.kind is Kind.LOT else 0
        record = freeze(
            entries,
            secret,
            source,
            places=places,
            rules_hash=rules_hash,
            frozen_at=now,
            replaces=replaces,
        )
        contest.secret = secret.hex()
        contest.record = record.plain()
        session.add(contest)

    def may_have_its_chance(self, contest: Contest, now: datetime) -> bool:
        """Whether the round's time has come, or both people have said their words; always where chance decides
        nothing."""
        record = record_of(contest)
        if record is None or record.opening is not None or not definition_of(contest).draws:
            return True
        source = record.frozen.source
        if isinstance(source, TwoPeople):
            return len(record.all(Reveal)) == len(source.people)
        return now >= time_of(source.chain, source.round)

    def opened(self, contest: Contest, now: datetime, beacon: Beacon | None) -> Record | None:
        """The record with its secret revealed; None where the chance that it names isn't there. Nothing is kept."""
        record = record_of(contest)
        if record is None or contest.secret is None:
            raise RuntimeError("a frozen contest has no record or no secret")
        source = record.frozen.source
        if isinstance(source, TwoPeople):
            beacon = None
            if len(record.all(Reveal)) < len(source.people):
                return None
        elif beacon is None or beacon.round != source.round:
            return None
        return record.open(bytes.fromhex(contest.secret), now, beacon)

    async def ask_to_decide(
        self, session: AsyncSession, contest: Contest, now: datetime, *, again: bool = False
    ) -> None:
        """The draw waits for its chance; anything else is decided at once. ``again`` asks even where it was asked
        before."""
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
        key = None if again else f"{contest.id}:{contest.revision}"
        await self._book.work.enqueue(session, wishes.DECIDE, contest.id, key=key, delay=delay)

    async def two_people(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        """The beacon can't be had: freeze the same list anew, with two people's words for the chance. The record that
        is replaced is kept with the event, so that everybody sees what was replaced and why."""
        record, definition = record_of(contest), definition_of(contest)
        if record is None or record.opening is not None or not definition.draws:
            raise refused(Why.NOT_NOW, name=contest.name, phase=contest.phase)
        people = definition.draw_people
        if wanted := wish.value("people"):
            plain = [one.model_dump() if isinstance(one, DrawPerson) else one for one in wanted]
            definition = read_definition({**contest.definition, "draw_people": plain})
            contest.definition = definition.model_dump(mode="json")
            people = definition.draw_people
        if len({one.account for one in people}) < 2:
            raise TellUser("This takes two people.", remedy="Name two different people.")
        secret = new_secret(secrets.token_bytes(SECRET_BYTES))
        reason = wish.reason
        await self._fix(
            session, contest, definition, secret, TwoPeople((people[0].name, people[1].name)), now, record
        )
        await self._note(
            session, contest, ContestAction.TWO_PEOPLE, wish, now, reason=reason, replaced=record.plain()
        )
        await self._tell(session, contest, "two-people", people=[one.name for one in people])

    async def promise(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        record, name = self._of_two(contest, wish)
        words = wish.value("words")
        promise = make_promise(name, words) if isinstance(words, str) else str(wish.value("promise") or "")
        contest.record = record.promise(name, promise, now).plain()
        session.add(contest)
        await self._note(session, contest, ContestAction.PROMISE, wish, now, person=name, promise=promise)

    async def reveal(self, session: AsyncSession, contest: Contest, wish: Wish, now: datetime) -> None:
        record, name = self._of_two(contest, wish)
        contest.record = record.reveal(name, str(wish.value("words") or ""), now).plain()
        session.add(contest)
        await self._note(session, contest, ContestAction.REVEAL, wish, now, person=name)
        await self.ask_to_decide(session, contest, now)

    def _of_two(self, contest: Contest, wish: Wish) -> tuple[Record, str]:
        record, definition = record_of(contest), definition_of(contest)
        if record is None or not isinstance(record.frozen.source, TwoPeople):
            raise refused(Why.NOT_NOW, name=contest.name, phase=contest.phase)
        mine = {wish.actor.id, f"slack:{wish.actor.id}"}
        for person in definition.draw_people:
            if person.account in mine:
                return record, person.name
        raise refused(Why.NOT_ONE_OF_TWO, people=" and ".join(one.name for one in definition.draw_people))
