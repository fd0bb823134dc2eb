"""Rows about messages of ours that are out: where each stands, when to look at it again, what was answered."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column, partial_index


class Watch(SQLModel, table=True):
    """One message to a creator under which answers may stand. A reminder is a message of its own."""

    __tablename__ = "ask_watch"
    __table_args__ = (
        UniqueConstraint("reference"),
        partial_index("ix_ask_watch_next", "next_at", where="next_at IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    ask_id: int = Field(index=True, sa_type=sa.BigInteger)
    platform: str  # "mail" for a mail
    source: str  # the configured source that sees answers; empty: none does
    reference: str  # the platform's id of the message
    sent_at: datetime = Field(sa_type=UtcDateTime)
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: nobody looks any more
    looked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failures: int = 0  # in a row
    failing_since: datetime | None = Field(default=None, sa_type=UtcDateTime)


class HeardAnswer(SQLModel, table=True):
    """An answer that was taken in. Its words stand in the permission's events. The id may name its writer: personal
    data, erased with the creator's."""

    __tablename__ = "heard_answer"
    __table_args__ = (UniqueConstraint("watch_id", "external_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    watch_id: int = Field(sa_type=sa.BigInteger)
    external_id: str = Field(index=True)
    version: str  # changes when its text does
    heard_at: datetime = Field(sa_type=UtcDateTime)
    missing: int = 0  # looks in a row that did not find it
