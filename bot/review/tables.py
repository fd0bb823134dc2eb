"""Rows of the human decision. Events are the truth; ``review`` is what they add up to, kept for queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column, json_column, partial_index

WAITING_ROWS = "coalesce(status, '') IN ('escalated', 'queued')"
"""What waits for a decision, as an index of its own says it. By an expression, since SQLite prefers any index that
begins with the column."""


class Review(SQLModel, table=True):
    """Where an item stands in the queue. Equal to ``rules.derive`` over its events (a scheduled check)."""

    __tablename__ = "review"
    __table_args__ = (
        Index("ix_review_queue", "status", "priority", "queued_at"),
        Index("ix_review_status_changed", "status", "changed_at"),
        partial_index("ix_review_waiting", "queued_at", "item_id", "severity", "status", where=WAITING_ROWS),
        partial_index("ix_review_claimed_by", "claimed_by", where="claimed_by IS NOT NULL"),
    )

    item_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    status: str = "queued"  # rules.Status
    revision: int = 0  # number of events so far; a click carries the one it saw
    display_revision: int = 0  # counts whatever the card shows: events, edits, flags, media, deletion
    priority: int = 0  # higher is carded first
    severity: int = 0  # worst flag
    queued_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: str | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str | None = None
    escalated_to: str | None = None
    followed: bool = False  # see Reviews.follow
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class ReviewEvent(SQLModel, table=True):
    """One thing somebody did in review: who, when, what, why, from where. Never changed, never deleted."""

    __tablename__ = "review_event"
    __table_args__ = (
        UniqueConstraint("item_id", "revision"),
        UniqueConstraint("request_id"),
        Index("ix_review_event_at", "at"),  # what was decided in a time
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(sa_type=sa.BigInteger)
    revision: int
    action: str  # rules.Action
    actor: str
    actor_name: str
    via: str  # slack | cli | system | ...
    reason: str | None = None
    note: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    request_id: str | None = None  # of the click, so that a redelivered one changes nothing
    at: datetime = Field(sa_type=UtcDateTime)
