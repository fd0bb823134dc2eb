"""Rows of digests: who gets one when, what was sent, and which pieces and creators it names."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column, json_column, partial_index


class DigestSchedule(SQLModel, table=True):
    """When a place gets its digest. A place has one of each edition and cadence.

    What the settings say is kept as ``wished``. A row that nobody changed (``changed_by`` None) follows the settings
    at each start; one that people changed stays as they made it until they give it back to the settings.
    """

    __tablename__ = "digest_schedule"
    __table_args__ = (
        UniqueConstraint("face", "place", "edition", "cadence"),
        partial_index("ix_digest_schedule_due", "next_due_at", where="next_due_at IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    face: str  # slack | discord | mail
    place: str  # a channel's id or name, or an address
    edition: str = "team"  # document.Edition
    cadence: str = "week"  # bot.insights.periods.Cadence: week, month or quarter
    day: int = 0  # of the week from 0, Monday; of the month (of a quarter's first month) from 1
    hour: int = 9
    minute: int = 0
    zone: str = "UTC"
    language: str = "en"
    quiet_days: list[int] = Field(
        default_factory=list, sa_type=json_column()
    )  # days of the week, 0 is Monday
    holidays: str = ""  # a country, perhaps with its part: "SE", "DE-BY"; empty: none
    enabled: bool = True
    wished: dict[str, Any] | None = Field(default=None, sa_type=json_column())  # None: not in the settings
    made_by: str  # "settings", or who of the team
    changed_by: str | None = None  # who of the team changed it; None: it follows the settings
    made_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    revision: int = 1  # changes so far, so that nobody overwrites what they did not see
    handled: date  # first day of the latest period that was sent or skipped: none up to it is sent any more
    next_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: not enabled


class Digest(SQLModel, table=True):
    """One digest of one place and period: what was sent, as it was sent. Never deleted.

    ``state``: due -> sending -> sent, or failed; skipped was never due in time. "sending" is committed before the
    first word goes out. A message is drawn anew while ``shown_revision`` is below ``revision``.
    """

    __tablename__ = "digest"
    __table_args__ = (
        UniqueConstraint("schedule_id", "name"),
        UniqueConstraint("request_key"),
        Index("ix_digest_place", "face", "place", "id"),
        Index("ix_digest_name", "name", "id"),
        partial_index("ix_digest_waiting", "id", where="state IN ('due', 'sending')"),
        partial_index("ix_digest_redraw", "id", where="state = 'sent' AND shown_revision < revision"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    schedule_id: int | None = Field(default=None, sa_type=sa.BigInteger)  # None: somebody asked for it
    request_key: str | None = None  # of whoever asked: the same request sends once
    name: str  # of its period: 2026-W47
    face: str
    place: str
    edition: str = "team"
    language: str = "en"
    about: str = ""  # the slice it is about: "" or "campaign:3"
    cadence: str
    zone: str
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    state: str = "due"  # rules.State
    problem: str | None = None  # why it was skipped or failed, in words
    document: dict[str, Any] | None = Field(default=None, sa_type=json_column())  # bot.digests.document
    revision: int = 1  # of the document: one more for each time something was taken out
    reference: str | None = None  # the face's own: by what it finds its message
    pictures: str = "none"  # none | sent | missing
    picture_tries: int = 0
    missing: list[str] = Field(default_factory=list, sa_type=json_column())  # what the face had to leave out
    shown_revision: int = 0
    made_by: str  # "schedule", or who asked
    due_at: datetime = Field(sa_type=UtcDateTime)
    made_at: datetime = Field(sa_type=UtcDateTime)
    begun_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when sending first began
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DigestItem(SQLModel, table=True):
    """A piece that a digest names. ``gone``: its words were taken out."""

    __tablename__ = "digest_item"
    __table_args__ = (
        Index("ix_digest_item_item", "item_id"),
        partial_index("ix_digest_item_standing", "item_id", "digest_id", where="NOT gone"),
    )

    digest_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    item_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    gone: bool = False


class DigestAmbassador(SQLModel, table=True):
    """An ambassador whom a digest names. ``gone``: their name was taken out."""

    __tablename__ = "digest_ambassador"
    __table_args__ = (
        partial_index("ix_digest_ambassador_standing", "ambassador_id", "digest_id", where="NOT gone"),
    )

    digest_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    ambassador_id: int = Field(
        primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    gone: bool = False


class DigestCreator(SQLModel, table=True):
    """A creator whom a digest names. ``gone``: their name was taken out."""

    __tablename__ = "digest_creator"
    __table_args__ = (
        Index("ix_digest_creator_creator", "creator_id"),
        partial_index("ix_digest_creator_standing", "creator_id", "digest_id", where="NOT gone"),
    )

    digest_id: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    creator_id: int = Field(
        primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    gone: bool = False
