"""Rows about people outside the team. Staff live in settings and Slack user groups, not here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column, json_column


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


class Account(SQLModel, table=True):
    """Somebody as one platform knows them: a Discord member, a member of the Slack workspace, a social handle.
    Accounts that belong to one person share an ``identity_id``. Personal data: erased on request."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    platform: str  # discord | slack | mastodon | instagram | ...
    external_id: str  # the platform's own id; on social platforms that of the creator
    handle: str | None = None
    name: str | None = None
    locale: str | None = None  # the platform's word for the person's language: "sv-SE"
    identity_id: int | None = Field(default=None, index=True, sa_type=sa.BigInteger)
    made_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the platform made the account
    joined_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the server or workspace
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Identity(SQLModel, table=True):
    """One person, whatever their accounts. Holds nothing itself."""

    __tablename__ = "identity"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    made_at: datetime = Field(sa_type=UtcDateTime)


class IdentityEvent(SQLModel, table=True):
    """That an account was linked to a person or unlinked: by whom, how, when. Never changed."""

    __tablename__ = "identity_event"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    account_id: int = Field(index=True, sa_type=sa.BigInteger)
    identity_id: int = Field(index=True, sa_type=sa.BigInteger)
    event: str  # linked | unlinked
    how: str  # code | administrator | request
    actor: str
    via: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    at: datetime = Field(sa_type=UtcDateTime)


class LinkCode(SQLModel, table=True):
    """A code that an account was given, to be said from another account of the same person. Kept as its hash."""

    __tablename__ = "link_code"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    code_hash: str = Field(unique=True)
    account_id: int = Field(index=True, sa_type=sa.BigInteger)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
