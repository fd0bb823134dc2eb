"""Loading a contest alone, keeping what happened to it, and asking for the work that follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries, wishes
from bot.contests.definition import Definition
from bot.contests.rules import LEADS_TO, ContestAction, EntryStatus, Phase, Standing, next_due
from bot.contests.tables import Contest, ContestEvent
from bot.contests.words import Why, refused
from bot.kernel.text import clean_line
from bot.people.rules import Person
from bot.work import Enqueuer

SHOW_AFTER = 1.0
REASON_LIMIT = 500


class Book:
    """What every part of a contest's life shares. It flushes; whoever opened the unit of work commits."""

    def __init__(self, work: Enqueuer) -> None:
        self.work = work

    async def hold(self, session: AsyncSession, contest_id: int) -> Contest:
        """The contest, held alone. Raises Refused when there is none."""
        contest = await queries.hold(session, contest_id)
        if contest is None:
            raise refused(Why.UNKNOWN_CONTEST)
        return contest

    async def note(
        self,
        session: AsyncSession,
        contest: Contest,
        action: str,
        actor: Person,
        via: str,
        now: datetime,
        *,
        entry_id: int | None = None,
        reason: str | None = None,
        data: Mapping[str, Any] | None = None,
        request_id: str | None = None,
    ) -> ContestEvent:
        """Keep an event, and the phase it leads to."""
        contest.revision += 1
        contest.changed_at = now
        if action in LEADS_TO:
            contest.phase = LEADS_TO[ContestAction(action)].value
        event = ContestEvent(
            contest_id=contest.id or 0,
            revision=contest.revision,
            action=action,
            entry_id=entry_id,
            actor=actor.id,
            actor_name=clean_line(actor.name, 100),
            via=via,
            reason=reason,
            data=dict(data or {}),
            request_id=request_id,
            at=now,
        )
        session.add_all([contest, event])
        await session.flush()
        return event

    async def plan(self, session: AsyncSession, contest: Contest, now: datetime) -> None:
        """Set when the next phase change is due, and ask for it then: once, however often this is called."""
        contest.due_at = next_due(await self.standing(session, contest))
        session.add(contest)
        await session.flush()
        if contest.due_at is not None:
            key = f"{contest.id}:{contest.due_at.isoformat()}:{contest.revision}"
            delay = max(0.0, (contest.due_at - now).total_seconds())
            await self.work.enqueue(session, wishes.ADVANCE, contest.id, key=key, delay=delay)

    async def standing(self, session: AsyncSession, contest: Contest) -> Standing:
        """The contest as the rules of its phases see it."""
        definition = definition_of(contest)
        waiting = 0
        if contest.phase == Phase.CLOSED and contest.record is None:
            waiting = (await queries.count_entries(session, contest.id or 0)).get(EntryStatus.WAITING, 0)
        return Standing(
            phase=Phase(contest.phase),
            opens_at=contest.opens_at,
            entries_close_at=contest.entries_close_at,
            closes_at=contest.closes_at,
            grace=timedelta(hours=definition.review_grace_hours),
            votes=definition.counts_votes or definition.counts_marks or definition.counts_engagement,
            waiting=waiting,
            frozen=contest.record is not None,
            draws=definition.draws,
        )

    async def show(self, session: AsyncSession, contest_id: int) -> None:
        """Have participants see what changed."""
        await self.work.enqueue_soon(session, wishes.SHOW, contest_id, window=SHOW_AFTER)

    async def tell(self, session: AsyncSession, contest_id: int, what: str, key: str, **values: Any) -> None:
        """One notice to managers, however often it is asked for."""
        await self.work.enqueue(session, wishes.TELL, contest_id, what, values, key, key=key)

    async def message(
        self, session: AsyncSession, account_id: int, text: str, key: str, **values: Any
    ) -> None:
        """One private message to a participant, however often it is asked for."""
        await self.work.enqueue(session, wishes.DM, account_id, text, values, key, key=key)


def definition_of(contest: Contest) -> Definition:
    """What its managers decided. The row holds only what was checked before."""
    return Definition.model_validate(contest.definition)


def a_reason(reason: str | None) -> str:
    """The reason, as one line. Raises Refused where there is none."""
    cleaned = clean_line(reason or "", REASON_LIMIT)
    if not cleaned:
        raise refused(Why.REASON_NEEDED)
    return cleaned
