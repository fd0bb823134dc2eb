"""Contests as the rest of the product uses them: their life, entries and prizes. Scores are ``scoring``'s."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries
from bot.contests.awards import Awards
from bot.contests.book import Book
from bot.contests.definition import Definition
from bot.contests.entries import Entries
from bot.contests.freezing import Chance
from bot.contests.phases import Phases
from bot.contests.rules import ContestAction, Phase, open_actions, passed
from bot.contests.scoring.service import Scoring
from bot.contests.tables import Contest, ContestAward, ContestEntry
from bot.contests.wish import Wish
from bot.contests.words import Why, refused
from bot.kernel.errors import TryLater
from bot.people.accounts import KnownAccount
from bot.people.identity.service import Identities
from bot.people.rules import Person
from bot.review.service import Reviews
from bot.work import Enqueuer

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_TRIES = 20


class Contests:
    """The contest service. It flushes; whoever opened the unit of work commits. Callers check rights."""

    def __init__(
        self,
        work: Enqueuer,
        identities: Identities,
        scoring: Scoring,
        reviews: Reviews,
        chance: Chance | None = None,
    ) -> None:
        reviews.tell(self.review_changed)
        self._book = Book(work)
        self.scoring = scoring
        self.awards = Awards(self._book, identities, scoring)
        self.entries = Entries(self._book, identities, scoring, self.awards, reviews)
        self.phases = Phases(self._book, self.awards, scoring, chance or Chance())

    async def create(
        self,
        session: AsyncSession,
        definition: Definition,
        actor: Person,
        now: datetime,
        via: str,
        request_id: str | None = None,
    ) -> Contest:
        """A draft. The same request gives the same draft again."""
        if request_id and (event := await queries.event_by_request(session, request_id)) is not None:
            repeated = await queries.get(session, event.contest_id)
            if repeated is not None:
                return repeated
        contest = await self._insert(session, definition, actor, now)
        await self._book.note(
            session,
            contest,
            ContestAction.CREATE,
            actor,
            via,
            now,
            data=contest.definition,
            request_id=request_id,
        )
        return contest

    async def _insert(
        self, session: AsyncSession, definition: Definition, actor: Person, now: datetime
    ) -> Contest:
        """The row, with a slug of its own. Of two equal names at one moment the later takes the next slug."""
        for _ in range(_TRIES):
            contest = self._row(definition, await self._slug(session, definition.name), actor, now)
            try:
                async with session.begin_nested():
                    session.add(contest)
            except IntegrityError:  # the slug is all that is unique here
                continue
            return contest
        raise TryLater("Many contests of that name were made at the same moment.", remedy="Try again.")

    def _row(self, definition: Definition, slug: str, actor: Person, now: datetime) -> Contest:
        return Contest(
            slug=slug,
            name=definition.name,
            kind=definition.kind.value,
            opens_at=definition.opens_at,
            entries_close_at=definition.entries_close_at,
            closes_at=definition.closes_at,
            created_by=actor.id,
            created_by_name=actor.name,
            created_at=now,
            changed_at=now,
            definition=definition.model_dump(mode="json"),
        )

    async def edit(
        self,
        session: AsyncSession,
        contest_id: int,
        definition: Definition,
        actor: Person,
        now: datetime,
        via: str,
        seen: int | None = None,
        request_id: str | None = None,
    ) -> Contest:
        """Change what was decided, as long as it hasn't opened. ``seen`` is the revision that the editor had before
        them. Raises Refused."""
        contest = await self._book.hold(session, contest_id)
        if request_id and await queries.event_by_request(session, request_id) is not None:
            return contest
        if ContestAction.EDIT not in open_actions(Phase(contest.phase)):
            raise refused(Why.NOT_NOW, name=contest.name, phase=contest.phase)
        if seen is not None and seen != contest.revision:
            raise refused(Why.STALE, name=contest.name)
        if contest.phase == Phase.ANNOUNCED and passed(definition.entries_close_at, now):
            raise refused(Why.ENTRIES_CLOSED, name=definition.name, when=definition.entries_close_at)
        if contest.phase == Phase.ANNOUNCED and not definition.prizes:
            raise refused(Why.NO_PRIZE, name=definition.name)
        contest.name, contest.kind = definition.name, definition.kind.value
        contest.opens_at, contest.closes_at = definition.opens_at, definition.closes_at
        contest.entries_close_at = definition.entries_close_at
        contest.definition = definition.model_dump(mode="json")
        await self._book.note(
            session,
            contest,
            ContestAction.EDIT,
            actor,
            via,
            now,
            data=contest.definition,
            request_id=request_id,
        )
        await self._book.plan(session, contest, now)
        await self._book.show(session, contest_id)
        return contest

    async def act(
        self,
        session: AsyncSession,
        contest_id: int,
        action: ContestAction,
        actor: Person,
        now: datetime,
        via: str,
        request_id: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> Contest:
        """Do something with a contest: see ``phases``. ``data``: EXTEND {closes_at}, CANCEL {reason}, REDRAW {award,
        reason}, TWO_PEOPLE {reason, people}, PROMISE {words or promise}, REVEAL {words}. Raises Refused."""
        wish = Wish(actor, via, request_id, data)
        return await self.phases.act(session, contest_id, action, wish, now)

    async def advance(self, session: AsyncSession, contest_id: int, now: datetime) -> datetime | None:
        """Make every phase change that is due; gives when the next one is."""
        return await self.phases.advance(session, contest_id, now)

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
        """See ``Entries.enter``."""
        return await self.entries.enter(session, contest_id, account, item_id, now, via, task, request_id)

    async def withdraw(
        self, session: AsyncSession, entry_id: int, account: KnownAccount, now: datetime, via: str
    ) -> ContestEntry:
        """See ``Entries.withdraw``."""
        return await self.entries.withdraw(session, entry_id, account, now, via)

    async def disqualify(
        self, session: AsyncSession, entry_id: int, reason: str, actor: Person, now: datetime, via: str
    ) -> ContestEntry:
        """See ``Entries.disqualify``."""
        return await self.entries.disqualify(session, entry_id, reason, actor, now, via)

    async def reinstate(
        self, session: AsyncSession, entry_id: int, actor: Person, now: datetime, via: str
    ) -> ContestEntry:
        """See ``Entries.reinstate``."""
        return await self.entries.reinstate(session, entry_id, actor, now, via)

    async def review_changed(self, session: AsyncSession, item_ids: Collection[int], now: datetime) -> None:
        """See ``Entries.review_changed``."""
        await self.entries.review_changed(session, item_ids, now)

    async def edited(self, session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None:
        """See ``Entries.edited``."""
        await self.entries.edited(session, item_ids, now)

    async def claim(
        self, session: AsyncSession, award_id: int, account: KnownAccount, now: datetime, via: str
    ) -> ContestAward:
        """See ``Awards.claim``."""
        return await self.awards.claim(session, award_id, account, now, via)

    async def decline(
        self,
        session: AsyncSession,
        award_id: int,
        account: KnownAccount,
        now: datetime,
        via: str,
        left: Collection[int] = (),
    ) -> ContestAward:
        """See ``Awards.decline``."""
        return await self.awards.decline(session, award_id, account, now, via, left)

    async def _slug(self, session: AsyncSession, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
        stem = _NOT_SLUG.sub("-", plain).strip("-")[:40] or "contest"
        taken = await queries.slugs_like(session, stem)
        if stem not in taken:
            return stem
        return next(slug for n in range(2, len(taken) + 3) if (slug := f"{stem}-{n}") not in taken)
