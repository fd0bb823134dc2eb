"""Rows of durable work: a pending time is a column and is read again on start."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.storage.types import UtcDateTime, id_column


class DueTime(SQLModel, table=True):
    """When a named schedule is due next. The firing's work id is the name and this time."""

    __tablename__ = "due_time"

    name: str = Field(primary_key=True)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    trigger: str = ""  # its definition in words: a changed one is computed anew instead of kept


class WakeUp(SQLModel, table=True):
    """Whether a run of a coalesced job is asked for and has not begun: asking again then adds none."""

    __tablename__ = "wake_up"

    key: str = Field(primary_key=True)  # the job and its arguments
    number: int = Field(sa_type=sa.BigInteger)  # of the run asked for last; rises, never repeats
    pending: bool = True
    since: datetime = Field(sa_type=UtcDateTime, index=True)


class FailedWork(SQLModel, table=True):
    """Durable work that gave up, kept for people to see: what, why, when."""

    __tablename__ = "failed_work"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    work_id: str = Field(unique=True)
    job: str
    problem: str
    remedy: str = ""
    at: datetime = Field(sa_type=UtcDateTime, index=True)
