"""Whether anything may have changed what the gallery shows: one statement, whatever there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import ContentEvent, Media
from bot.review.tables import ReviewEvent
from bot.rights.rules import AskStatus
from bot.rights.tables import Ask, AskEvent, Clearance
from bot.storage.types import UtcDateTime


@dataclass(frozen=True, slots=True)
class Revision:
    """Equal where nothing happened between two looks. ``changed_at`` is the last moment at which something did."""

    marks: tuple[Any, ...]
    changed_at: datetime


async def revision(session: AsyncSession, now: datetime) -> Revision:
    """Where the gallery stands. Each mark is the end of an index, or counts rows that are few (clearances)."""
    row = (await (await session.connection()).execute(_STATEMENT, {"now": now})).one()
    moments = [one for name, one in row._mapping.items() if name.endswith("_at") and one is not None]
    return Revision(tuple(row), max(moments, default=datetime(2000, 1, 1, tzinfo=UTC)))


def _last(column: Any, order: Any) -> Any:
    return sa.select(column).order_by(order.desc()).limit(1).scalar_subquery()


_NOW = sa.bindparam("now", type_=UtcDateTime())
_STATEMENT = sa.select(
    _last(col(AskEvent.sequence), col(AskEvent.sequence)).label("rights"),
    _last(col(AskEvent.at), col(AskEvent.sequence)).label("rights_at"),
    _last(col(ReviewEvent.id), col(ReviewEvent.id)).label("review"),
    _last(col(ReviewEvent.at), col(ReviewEvent.id)).label("review_at"),
    _last(col(ContentEvent.id), col(ContentEvent.id)).label("content"),
    _last(col(ContentEvent.at), col(ContentEvent.id)).label("content_at"),
    # a licence that time has ended, before the work that says so has run
    sa.select(sa.func.max(col(Ask.licence_until), type_=UtcDateTime()))
    .where(
        col(Ask.due_at) <= _NOW,
        col(Ask.status) == AskStatus.GRANTED.value,
        col(Ask.licence_until) <= _NOW,
    )
    .scalar_subquery()
    .label("expired_at"),
    sa.select(sa.func.max(col(Clearance.id))).scalar_subquery().label("clearance"),
    sa.select(sa.func.max(col(Clearance.at), type_=UtcDateTime())).scalar_subquery().label("clearance_at"),
    sa.select(sa.func.max(col(Clearance.starts_at), type_=UtcDateTime()))
    .where(col(Clearance.starts_at) <= _NOW)
    .scalar_subquery()
    .label("clearance_began_at"),
    sa.select(sa.func.count()).where(col(Clearance.ends_at) <= _NOW).scalar_subquery().label("cleared"),
    sa.select(sa.func.max(col(Clearance.ends_at), type_=UtcDateTime()))
    .where(col(Clearance.ends_at) <= _NOW)
    .scalar_subquery()
    .label("clearance_ended_at"),
    # as a literal, or the index of cached previews is not found
    sa.select(sa.func.max(col(Media.cached_at), type_=UtcDateTime()))
    .where(col(Media.state) == sa.literal("cached", literal_execute=True))
    .scalar_subquery()
    .label("media_at"),
)
