"""Rows about people outside the team. Staff live in settings and Slack user groups, not here."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column


class Creator(SQLModel, table=True):
    """Who made an item, on one platform. Personal data: erased on request."""

    __tablename__ = "creator"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    platform: str
    external_id: str  # the platform's own id; a normalised handle or name where it has none
    handle: str | None = None
    name: str | None = None
    url: str | None = None
    avatar_url: str | None = None
    followers: int | None = None
    identity: str = Field(default="", index=True)  # normalised handle or name, for matching across platforms
    blocked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    blocked_by: str | None = None
    blocked_reason: str | None = None
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
