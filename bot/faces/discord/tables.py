"""Rows about what we posted to Discord, how it is found again, and what Discord was told of our commands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column, json_column


class DiscordMessage(SQLModel, table=True):
    """A message of ours. ``key`` names what it shows; its controls carry the same, so that a post whose answer was
    lost is found again before it is repeated."""

    __tablename__ = "discord_message"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_discord_message_entry", "entry_id", "kind"),
        Index("ix_discord_message_contest", "contest_id", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    key: str  # standings:<contest>, entry:<entry>, phase:<contest>:<phase>, winners:<contest>, dm:<occasion>
    kind: str  # standings | entry | phase | winners | dm
    contest_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    entry_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    account_id: int | None = Field(default=None, index=True, sa_type=sa.BigInteger)  # of a private message
    channel_id: int = Field(sa_type=sa.BigInteger)
    message_id: int | None = Field(
        default=None, sa_type=sa.BigInteger
    )  # None until Discord confirmed the post
    replaces: int | None = Field(default=None, sa_type=sa.BigInteger)  # to be deleted once there is a new one
    drawn: str = ""  # hash of what it shows
    attempted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    posted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when it last was made true
    lost: str | None = None  # why it can't be shown, in words


class DiscordCommands(SQLModel, table=True):
    """What a server was last told of our commands."""

    __tablename__ = "discord_commands"

    guild_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    digest: str
    told_at: datetime = Field(sa_type=UtcDateTime)


class DiscordKept(SQLModel, table=True):
    """What somebody gave with an act (a message, a half-filled form), until they have done what follows."""

    __tablename__ = "discord_kept"

    interaction_id: int = Field(
        primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    given: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    kept_at: datetime = Field(sa_type=UtcDateTime, index=True)


class DiscordRoleGiven(SQLModel, table=True):
    """A role that somebody got with a prize. ``taken_at``: the prize went to somebody else."""

    __tablename__ = "discord_role_given"

    award_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    user_id: int = Field(sa_type=sa.BigInteger)
    role_id: int = Field(sa_type=sa.BigInteger)
    given_at: datetime = Field(sa_type=UtcDateTime)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
