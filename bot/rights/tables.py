"""Rows of permission asks. Events are the truth; the ask's status is what they add up to."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column


class Ask(SQLModel, table=True):
    """A permission request for one item: one live ask an item."""

    __tablename__ = "ask"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(unique=True, sa_type=sa.BigInteger)
    creator_id: int | None = Field(default=None, index=True, sa_type=sa.BigInteger)
    status: str = "drafted"  # rights.rules.AskStatus
    revision: int = 0
    language: str = "en"
    template: str = ""
    text: str = ""
    asked_by: str | None = None
    asked_by_name: str | None = None
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime, index=True)


class AskEvent(SQLModel, table=True):
    """One step of an ask, by hand for now: who recorded what, when, with which note. Never changed."""

    __tablename__ = "ask_event"
    __table_args__ = (UniqueConstraint("ask_id", "revision"), UniqueConstraint("request_id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    ask_id: int = Field(sa_type=sa.BigInteger)
    revision: int
    action: str  # rights.rules.AskAction
    actor: str
    actor_name: str
    via: str
    note: str | None = None
    text: str | None = None  # the message as sent
    request_id: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)
