"""Rows about the configured sources: where each left off and how it fares."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from bot.storage.types import UtcDateTime, id_column, json_column


class SourceState(SQLModel, table=True):
    """Cursor and health of one configured source. The cursor is saved with the items it covers."""

    __tablename__ = "source_state"

    name: str = Field(primary_key=True)  # as in the settings: [sources.NAME]
    kind: str  # key of the source's folder
    cursor: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    next_poll_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    last_polled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_success_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_item_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failures_in_a_row: int = 0
    lost_since: datetime | None = Field(default=None, sa_type=UtcDateTime)  # managers were told once
    problem: str | None = None
    remedy: str | None = None
    items_found: int = 0
    looks: dict[str, Any] = Field(
        default_factory=dict, sa_type=json_column()
    )  # lately looked at again; what is doubted
    published_due_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # not before then it is searched for published pieces to look at; None: at once
    paused: bool = False


class SourceFailure(SQLModel, table=True):
    """An entry a source gave that could not become an item: kept so that nothing is dropped silently."""

    __tablename__ = "source_failure"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    source: str = Field(index=True)
    what: str  # external id or position
    reason: str
    remedy: str = ""
    at: datetime = Field(sa_type=UtcDateTime)


class WebhookDelivery(SQLModel, table=True):
    """A signed delivery, kept before it is answered; handled by the next poll of its source."""

    __tablename__ = "webhook_delivery"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    source: str = Field(index=True)
    delivery_key: str = Field(unique=True)  # the sender's id or the body's hash: a repeat is not stored twice
    body: str
    received_at: datetime = Field(sa_type=UtcDateTime)
