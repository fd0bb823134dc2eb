"""Rollups: what a stretch of time added up to, so that a week's figures read a week and not all history.

A bucket is a day of the team's time zone, kept as two moments. Buckets follow each other without a gap; where the
zone is changed, one is shorter or longer and all others stay as they are. What no bucket holds (today, the ends of a
period in another zone) is counted from the events.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel

from bot.storage.types import UtcDateTime, id_column


class InsightBucket(SQLModel, table=True):
    """A stretch of time that has been counted: ``starts_at`` is inside, ``ends_at`` is not."""

    __tablename__ = "insight_bucket"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    starts_at: datetime = Field(unique=True, sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    counted_at: datetime = Field(sa_type=UtcDateTime)


class InsightCount(SQLModel, table=True):
    """A measure of a slice in a bucket; what is nought has no row."""

    __tablename__ = "insight_count"

    bucket_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    slice: str = Field(primary_key=True)  # "" is everything; source:NAME, campaign:ID, tag:WORD, ...
    measure: str = Field(primary_key=True)
    number: int = Field(sa_type=sa.BigInteger)


class InsightItem(SQLModel, table=True):
    """What a piece gained in a bucket."""

    __tablename__ = "insight_item"
    __table_args__ = (Index("ix_insight_item_item", "item_id"),)

    bucket_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    item_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    gained: int = Field(sa_type=sa.BigInteger)  # likes, comments, shares and saves
    views: int = Field(sa_type=sa.BigInteger)


class InsightCreator(SQLModel, table=True):
    """What a creator brought in a bucket."""

    __tablename__ = "insight_creator"
    __table_args__ = (Index("ix_insight_creator_creator", "creator_id"),)

    bucket_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    creator_id: int = Field(
        primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    found: int = Field(sa_type=sa.BigInteger)
    gained: int = Field(sa_type=sa.BigInteger)
    first: bool = False  # nothing of theirs was found before the bucket


class InsightState(SQLModel, table=True):
    """How far changes of what was counted already have been followed. One row."""

    __tablename__ = "insight_state"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    followed_to: datetime = Field(sa_type=UtcDateTime)
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    checked: int = 0  # buckets that the last check counted anew
    differed: int = 0  # and how many of them it had to mend
