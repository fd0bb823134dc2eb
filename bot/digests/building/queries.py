"""Statements that a digest needs beside its figures: examples, names, and what contests took in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Campaign, CampaignItem, Item
from bot.contests.tables import Contest, ContestEntry, ContestVote
from bot.insights.counting.queries import CUSTOMERS
from bot.people.tables import Creator
from bot.review.rules import LIVE, Action, Status
from bot.review.tables import Review, ReviewEvent
from bot.rights.tables import ANSWERED_ROWS, Ask
from bot.sources.tables import SourceState
from bot.storage.personal import SOMEBODY

_AT_ONCE = 500
EXAMPLES_OF = 200
"""So many of the newest pieces of a period are examples chosen from."""


async def examples(session: AsyncSession, start: datetime, end: datetime, mood: str, about: str) -> list[int]:
    """The newest standing pieces of that mood that were found in a period."""
    statement = (
        select(Item.id)
        .where(
            col(Item.found_at) >= start,
            col(Item.found_at) < end,
            Item.sentiment == mood,
            Item.origin == CUSTOMERS,
            Item.life == LIVE,
        )
        .order_by(col(Item.found_at).desc(), col(Item.id).desc())
        .limit(EXAMPLES_OF)
    )
    if about:
        statement = statement.where(col(Item.id).in_(belonging(about)))
    return [one or 0 for one in (await session.exec(statement)).all()]


async def approved_in(session: AsyncSession, start: datetime, end: datetime, about: str) -> list[int]:
    """The newest standing pieces whose approval was made in a period: found by the decisions of that time, not among
    all that was ever approved (which an index by status would walk through)."""
    approved = select(ReviewEvent.item_id).where(
        ReviewEvent.action == Action.APPROVE.value, col(ReviewEvent.at) >= start, col(ReviewEvent.at) < end
    )
    statement = (
        select(Item.id)
        .join(Review, col(Review.item_id) == col(Item.id))
        .where(
            col(Item.id).in_(approved),
            sa.func.coalesce(col(Review.status), "") == Status.APPROVED.value,
            col(Item.found_at) < end,
            col(Item.life) == LIVE,
            col(Item.origin) == CUSTOMERS,
        )
        .order_by(col(Item.id).desc())
        .limit(EXAMPLES_OF)
    )
    if about:
        statement = statement.where(col(Item.id).in_(belonging(about)))
    return [one or 0 for one in (await session.exec(statement)).all()]


def belonging(about: str) -> Any:
    """A statement of the pieces of "campaign:3" or "contest:3"."""
    kind, _, number = about.partition(":")
    if kind == "campaign":
        return select(CampaignItem.item_id).where(CampaignItem.campaign_id == int(number))
    return select(ContestEntry.item_id).where(ContestEntry.contest_id == int(number))


async def pieces_of(session: AsyncSession, creator_id: int) -> list[int]:
    """A creator's newest pieces."""
    newest = select(Item.id).where(Item.creator_id == creator_id).order_by(col(Item.id).desc())
    return [one or 0 for one in await session.exec(newest.limit(EXAMPLES_OF))]


async def rejected_among(session: AsyncSession, ids: Collection[int]) -> set[int]:
    """Those of these pieces that people rejected or hold back: by their ids, not among all of that status."""
    kept_back = [Status.REJECTED.value, Status.ESCALATED.value]
    return await _among(
        session,
        ids,
        lambda part: select(Review.item_id).where(
            col(Review.item_id).in_(part), sa.func.coalesce(col(Review.status), "").in_(kept_back)
        ),
    )


async def _among(session: AsyncSession, ids: Collection[int], statement: Any) -> set[int]:
    wanted, found = sorted(ids), set[int]()
    for start in range(0, len(wanted), _AT_ONCE):
        found.update((await session.exec(statement(wanted[start : start + _AT_ONCE]))).all())
    return found


async def creators(session: AsyncSession, ids: Iterable[int]) -> dict[int, Creator]:
    """Creators that may be named: neither erased nor blocked."""
    wanted, found = sorted(set(ids)), dict[int, Creator]()
    for start in range(0, len(wanted), _AT_ONCE):
        chosen = select(Creator).where(
            col(Creator.id).in_(wanted[start : start + _AT_ONCE]),
            col(Creator.blocked_at).is_(None),
            ~col(Creator.external_id).startswith(f"{SOMEBODY}:"),
        )
        found.update({one.id or 0: one for one in await session.exec(chosen)})
    return found


async def campaign_of(session: AsyncSession, campaign_id: int) -> Campaign | None:
    return await session.get(Campaign, campaign_id)


async def people(
    session: AsyncSession, actors: Collection[str], start: datetime, end: datetime
) -> dict[str, str]:
    """What moderators who decided in a period are called, as their latest decision in it says."""
    found: dict[str, str] = {}
    for actor in actors:
        chosen = (
            select(ReviewEvent.actor_name)
            .where(col(ReviewEvent.at) >= start, col(ReviewEvent.at) < end, ReviewEvent.actor == actor)
            .order_by(col(ReviewEvent.at).desc(), col(ReviewEvent.id).desc())
            .limit(1)
        )
        found[actor] = (await session.exec(chosen)).first() or actor
    return found


async def sources(session: AsyncSession) -> dict[str, SourceState]:
    """How each source stood when it was last asked."""
    return {one.name: one for one in await session.exec(select(SourceState))}


async def waiting_since(session: AsyncSession, before: datetime) -> int:
    """How many pieces have waited for a decision since before a moment."""
    waits = sa.and_(col(Review.status) == Status.QUEUED.value, col(Review.queued_at) < before)
    return await _count(session, sa.select(sa.func.count()).select_from(Review).where(waits))


async def answers_to_read(session: AsyncSession) -> int:
    """How many creators said something that a person has to read."""
    return await _count(session, sa.select(sa.func.count()).select_from(Ask).where(sa.text(ANSWERED_ROWS)))


async def contests_between(session: AsyncSession, start: datetime, end: datetime) -> list[Contest]:
    """Contests that ran in a period, the one that ends first first."""
    statement = (
        select(Contest)
        .where(
            col(Contest.phase).not_in(["draft", "cancelled"]),
            col(Contest.opens_at) < end,
            col(Contest.closes_at) >= start,
        )
        .order_by(col(Contest.closes_at), col(Contest.id))
        .limit(20)
    )
    return list(await session.exec(statement))


async def next_contest(session: AsyncSession, now: datetime) -> Contest | None:
    """The announced one that opens next."""
    statement = (
        select(Contest)
        .where(col(Contest.phase) == "announced", col(Contest.opens_at) > now)
        .order_by(col(Contest.opens_at))
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def entered(session: AsyncSession, contest_id: int, start: datetime, end: datetime) -> int:
    """Entries that were made in a period."""
    made = sa.and_(
        col(ContestEntry.contest_id) == contest_id,
        col(ContestEntry.entered_at) >= start,
        col(ContestEntry.entered_at) < end,
    )
    return await _count(session, sa.select(sa.func.count()).select_from(ContestEntry).where(made))


async def voted(session: AsyncSession, contest_id: int, start: datetime, end: datetime) -> int:
    """Votes that were cast in a period and stand."""
    cast = sa.and_(
        col(ContestVote.contest_id) == contest_id,
        col(ContestVote.ended_at).is_(None),
        col(ContestVote.weight) > 0,  # else a manager voided it
        col(ContestVote.at) >= start,
        col(ContestVote.at) < end,
    )
    return await _count(session, sa.select(sa.func.count()).select_from(ContestVote).where(cast))


async def _count(session: AsyncSession, statement: Any) -> int:
    return int((await (await session.connection()).execute(statement)).scalar_one())
