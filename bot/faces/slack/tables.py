"""Rows about what we posted to Slack: how a message is found again to change it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, bytewise, id_column

DRAWN = ("card", "list", "summary")
"""Kinds of messages that the delivery draws from the rows; all others are posts that say what they said."""


_HELD = sa.text("kind = 'pick_held'")  # few at a time: picks that can't be shared for now


class SlackMessage(SQLModel, table=True):
    """A message of ours. ``key`` names what it shows and also travels in the message's metadata, so that a
    post whose answer was lost is found again before it is repeated."""

    __tablename__ = "slack_message"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_slack_message_place", "channel", "ts"),
        sa.Index("ix_slack_message_held", "id", sqlite_where=_HELD, postgresql_where=_HELD),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    # card|list|summary:<first item>:<channel>, escalation:<item>:..., said:<ask>:<step>, a notice's own
    key: str = Field(sa_type=bytewise())
    kind: str
    channel: str
    ts: str | None = None  # None until Slack confirmed the post
    rendered: str = ""  # hash of what it shows now
    attempted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    posted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lost: str | None = None  # why it can't be changed any more (deleted by a person, channel archived)


class SlackMessageItem(SQLModel, table=True):
    """Which items a message shows, and the revision of each that it shows."""

    __tablename__ = "slack_message_item"
    __table_args__ = (Index("ix_slack_message_item_item", "item_id"),)

    message_id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    item_id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    position: int = 0
    shown_revision: int = -1  # review.display_revision when last drawn


class SlackFile(SQLModel, table=True):
    """A preview uploaded to Slack, so that a card can show it without a public address of ours."""

    __tablename__ = "slack_file"

    media_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    file_id: str
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
