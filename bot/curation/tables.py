"""Rows of curation. What ended is kept with who ended it, so that it can be said who wanted what, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel

from bot.storage.types import UtcDateTime, id_column, json_column


class Collection(SQLModel, table=True):
    """Pieces that belong together: "summer 2026"."""

    __tablename__ = "collection"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    slug: str = Field(unique=True)  # for commands: "summer-2026"
    name: str
    created_by: str
    created_by_name: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    changed_by: str | None = None  # who renamed, closed or opened it last
    changed_by_name: str | None = None
    changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CollectionItem(SQLModel, table=True):
    """A piece that belongs to a collection."""

    __tablename__ = "collection_item"
    __table_args__ = (Index("ix_collection_item_item", "item_id"),)

    collection_id: int = Field(
        primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    item_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    added_by: str
    added_by_name: str
    added_at: datetime = Field(sa_type=UtcDateTime)


class CollectionChange(SQLModel, table=True):
    """Something that a manager changed of a collection. Rows only come to be: taking one back is another."""

    __tablename__ = "collection_change"
    __table_args__ = (Index("ix_collection_change_of", "collection_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    collection_id: int = Field(sa_type=sa.BigInteger)
    kind: str  # rules.Shelved
    name: str  # of the collection, from then on
    before: str = ""  # what it was called, where it was renamed
    item_ids: list[int] = Field(default_factory=list, sa_type=json_column())  # put in or taken out
    by: str
    by_name: str
    at: datetime = Field(sa_type=UtcDateTime)


class CurationMark(SQLModel, table=True):
    """What a manager decided about one piece, from when until it was changed or taken back."""

    __tablename__ = "curation_mark"
    __table_args__ = (
        sa.Index(
            "uq_curation_mark_live",
            "item_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index(
            "ix_curation_mark_kind",
            "kind",
            "item_id",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(sa_type=sa.BigInteger)
    kind: str  # rules.Mark
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: until it is taken back
    number: int | None = None  # of a limit: how many shares
    days: int | None = None  # of a limit: within how many days
    by: str
    by_name: str
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: str | None = None


class CurationOverride(SQLModel, table=True):
    """What a manager set instead of what the settings say, from when until it was changed or given back."""

    __tablename__ = "curation_override"
    __table_args__ = (
        sa.Index(
            "uq_curation_override_live",
            "key",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    key: str  # rules.Setting, "disclosure:<language>:<network>:<country>" or "leads_to:<collection id>"
    value: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    by: str
    by_name: str
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: str | None = None
