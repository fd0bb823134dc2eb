"""Rows of erasures: what was done about a person who asked for it, and that nothing of theirs is taken in again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column, json_column


class Erasure(SQLModel, table=True):
    """One person's erasure: how far it is, and afterwards the receipt. ``names`` and ``files`` hold what is still to
    be looked for and removed, and are empty when it is done."""

    __tablename__ = "erasure"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    creator_id: int = Field(index=True, sa_type=sa.BigInteger)
    creators: list[int] = Field(default_factory=list, sa_type=json_column())  # all of that person
    accounts: list[int] = Field(default_factory=list, sa_type=json_column())
    platforms: list[str] = Field(default_factory=list, sa_type=json_column())
    by: str  # who of the team asked for it: a chat id, or "cli"
    by_name: str
    stage: str = "permissions"  # rules.Stage
    names: dict[str, list[str]] = Field(default_factory=dict, sa_type=json_column())
    files: dict[str, list[str]] = Field(default_factory=dict, sa_type=json_column())
    counts: dict[str, int] = Field(
        default_factory=dict, sa_type=json_column()
    )  # place -> what was erased there
    left: list[str] = Field(
        default_factory=list, sa_type=json_column()
    )  # what could not be reached, in words
    started_at: datetime = Field(sa_type=UtcDateTime)
    moved_at: datetime = Field(sa_type=UtcDateTime)  # when the stage was reached
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ErasedMark(SQLModel, table=True):
    """What stands for an account, or for a piece at its source, that was erased: found again, it is dropped."""

    __tablename__ = "erased_mark"
    __table_args__ = (UniqueConstraint("mark"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    erasure_id: int = Field(index=True, sa_type=sa.BigInteger)
    mark: str  # a hash, see marks.py
    dropped: int = 0  # pieces since then
    dropped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
