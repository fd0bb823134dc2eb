"""Rows of the ambassador programme. Where somebody leaves, what was counted stays without whose it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column, json_column, partial_index


class Ambassador(SQLModel, table=True):
    """Somebody who takes part. A row stays when they leave, emptied: its number is never given again, so nothing that
    still names it ever becomes somebody else's."""

    __tablename__ = "ambassador"
    __table_args__ = (partial_index("ix_ambassador_next_at", "next_at", where="next_at IS NOT NULL"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    account_id: int | None = Field(default=None, unique=True, sa_type=sa.BigInteger)  # people.tables.Account
    name: str = ""
    status: str = "active"  # rules.Status
    interests: list[str] = Field(default_factory=list, sa_type=json_column())  # see rules.Interest
    languages: list[str] = Field(default_factory=list, sa_type=json_column())  # the first is that of texts
    networks: list[str] = Field(default_factory=list, sa_type=json_column())
    mastodon: str = ""  # the server of their account there: "mastodon.example"
    cadence: str = "daily"  # rules.Cadence
    place: str = "dm"  # dm | channel
    zone: str = "UTC"
    hours_from: int = 540  # minutes after midnight in their zone: from then on
    hours_to: int = 1020  # and before then
    days: list[int] = Field(default_factory=list, sa_type=json_column())  # of the week, from 0, Monday
    country: str = ""  # "SE": of the words of the disclosure, and of public holidays
    on_board: bool = True
    public: bool = False  # they agreed that people outside the company read the boards they stand on
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when picks are due
    joined_at: datetime = Field(sa_type=UtcDateTime)  # the last time
    last_active_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # a manager had them asked, the last time


class Offer(SQLModel, table=True):
    """That somebody was shown a piece, and what they did with it."""

    __tablename__ = "ambassador_offer"
    __table_args__ = (
        UniqueConstraint("ambassador_id", "item_id"),
        Index("ix_ambassador_offer_at", "ambassador_id", "at"),
        Index("ix_ambassador_offer_item", "item_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    ambassador_id: int = Field(sa_type=sa.BigInteger)
    item_id: int = Field(sa_type=sa.BigInteger)
    why: list[dict[str, Any]] = Field(default_factory=list, sa_type=json_column())  # reasons of the picker
    state: str = "shown"  # rules.OfferState
    draft: str = ""  # what they would write with it, in their words; "": the first suggestion
    at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Share(SQLModel, table=True):
    """That somebody opened a network's composer with a piece, and that they shared it: said, or seen by a click."""

    __tablename__ = "ambassador_share"
    __table_args__ = (
        Index("ix_ambassador_share_of", "ambassador_id", "item_id", "network"),
        Index("ix_ambassador_share_item", "item_id", "shared_at"),
        Index("ix_ambassador_share_last", "ambassador_id", "shared_at"),
        Index("ix_ambassador_share_at", "shared_at", "item_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    ambassador_id: int | None = Field(default=None, sa_type=sa.BigInteger)  # None: of somebody who left
    item_id: int = Field(sa_type=sa.BigInteger)
    link_id: int = Field(unique=True, sa_type=sa.BigInteger)
    code: str  # of the link, for its address
    network: str
    language: str
    opened_at: datetime = Field(sa_type=UtcDateTime)
    shared_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    how: str | None = None  # click | said | not (opened, and said that nothing was posted)
    visitors: int = 0  # unique visitors that were counted so far


class Point(SQLModel, table=True):
    """Something that counts, once: ``key`` says what. Periods are those of the programme's zone when it happened."""

    __tablename__ = "ambassador_point"
    __table_args__ = (
        Index("ix_ambassador_point_of", "ambassador_id", "kind", "at"),
        Index("ix_ambassador_point_share", "share_id"),
        Index("ix_ambassador_point_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    ambassador_id: int | None = Field(default=None, sa_type=sa.BigInteger)  # None: of somebody who left
    kind: str  # rules.Kind
    key: str = Field(unique=True)
    share_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    network: str = ""
    count: int = 1  # how many of that kind: of clicks, unique visitors
    points: int = 0
    week: str  # "2026-W47"
    season: str  # "2026-Q4"
    at: datetime = Field(sa_type=UtcDateTime)


class Score(SQLModel, table=True):
    """Where somebody stands on a board. Changed in the transaction of whatever changes it, and equal to what the
    points add up to (a scheduled check). Somebody who stays off the boards has them too, with ``on_board`` false."""

    __tablename__ = "ambassador_score"
    __table_args__ = (
        Index("ix_ambassador_score_rank", "period", "measure", "on_board", "score", "ambassador_id"),
        Index("ix_ambassador_score_of", "ambassador_id"),
    )

    period: str = Field(primary_key=True)  # a week, a season, or "all"
    measure: str = Field(primary_key=True)  # rules.Measure
    ambassador_id: int = Field(
        primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    score: int = Field(default=0, sa_type=sa.BigInteger)
    on_board: bool = True


class ScoreCount(SQLModel, table=True):
    """How many people on a board have a score in a stretch of ``width`` scores, ``bucket`` times the width and on.
    With the widths of ``rules.WIDTHS`` a rank is a few dozen rows, however many people and scores there are."""

    __tablename__ = "ambassador_score_count"

    period: str = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    width: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    bucket: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    people: int = 0


class Badge(SQLModel, table=True):
    """Recognition that somebody got, once each. Faces tell of it."""

    __tablename__ = "ambassador_badge"
    __table_args__ = (
        UniqueConstraint("ambassador_id", "key"),
        partial_index("ix_ambassador_badge_untold", "id", where="told_at IS NULL"),
        # A post's key ends with the badge's number, and may outlive it: no number is given twice.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    ambassador_id: int = Field(sa_type=sa.BigInteger)
    kind: str  # badges.rules.Kind
    key: str  # of this one: "streak:4", "find:2026-11"
    number: int = 0  # weeks of a streak, shares of a find
    network: str = ""
    item_id: int | None = Field(default=None, index=True, sa_type=sa.BigInteger)
    at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Suggestion(SQLModel, table=True):
    """An address that somebody proposed, and what became of it."""

    __tablename__ = "ambassador_suggestion"
    __table_args__ = (
        Index("ix_ambassador_suggestion_of", "ambassador_id", "at"),
        partial_index("ix_ambassador_suggestion_waiting", "id", where="state = 'waiting'"),
        partial_index(
            "ix_ambassador_suggestion_untold", "id", where="told_at IS NULL AND settled_at IS NOT NULL"
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    ambassador_id: int | None = Field(default=None, sa_type=sa.BigInteger)  # None: of somebody who left
    item_id: int = Field(index=True, sa_type=sa.BigInteger)
    note: str | None = None
    state: str = "waiting"  # waiting | accepted | rejected | known
    at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # when they were told what became of it


class Progress(SQLModel, table=True):
    """How far recurring work got: "clicks" were counted up to then; it was "looked" then which pieces may not be
    shared any more; the team was "told" then that the programme fades; "find:2026-11" of a month was given then."""

    __tablename__ = "ambassador_progress"

    what: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
