"""What managers do to scores, kept among the contest's events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.scoring.refusals import Why, refused
from bot.contests.tables import Contest, ContestEvent
from bot.people.rules import Person


async def held(session: AsyncSession, contest_id: int) -> Contest:
    """The contest, held alone until the end. Raises Refused when there is none."""
    contest = await session.get(Contest, contest_id, with_for_update=True, populate_existing=True)
    if contest is None:
        raise refused(Why.UNKNOWN_CONTEST)
    return contest


async def get(session: AsyncSession, contest_id: int) -> Contest:
    """The contest. Raises Refused when there is none."""
    contest = await session.get(Contest, contest_id)
    if contest is None:
        raise refused(Why.UNKNOWN_CONTEST)
    return contest


async def record(
    session: AsyncSession,
    contest: Contest,
    action: str,
    actor: Person,
    now: datetime,
    via: str,
    *,
    reason: str | None = None,
    entry_id: int | None = None,
    data: Mapping[str, Any] = {},
    request_id: str | None = None,
) -> None:
    """Add the contest's next event; the contest is held."""
    contest.revision += 1
    contest.changed_at = now
    session.add(
        ContestEvent(
            contest_id=contest.id or 0,
            revision=contest.revision,
            action=action,
            entry_id=entry_id,
            actor=actor.id,
            actor_name=actor.name,
            via=via,
            reason=reason,
            data=dict(data),
            request_id=request_id,
            at=now,
        )
    )
    await session.flush()
