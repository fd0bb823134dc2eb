"""Rows of contests. Events, votes, marks, points and measures are kept for good; standings add them up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column, json_column, partial_index


class Contest(SQLModel, table=True):
    """A contest. ``definition`` is what ``bot.contests.definition`` reads and writes."""

    __tablename__ = "contest"
    __table_args__ = (partial_index("ix_contest_due", "due_at", where="due_at IS NOT NULL"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    slug: str = Field(unique=True)  # for commands: "autumn-of-tea"
    name: str
    kind: str  # rules.Kind
    phase: str = "draft"  # rules.Phase
    revision: int = 0  # number of events so far
    definition: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    opens_at: datetime = Field(sa_type=UtcDateTime)
    entries_close_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the next phase change is due
    entered: int = 0  # entries so far, which numbers them
    ranked: int = 0  # standings there are; kept by ``bot.contests.scoring`` alone
    secret: str | None = None  # the draw's, in hex; leaves the database only when the draw reveals it
    record: dict[str, Any] | None = Field(
        default=None, sa_type=json_column()
    )  # as published, see draw.Record
    created_by: str
    created_by_name: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class ContestEvent(SQLModel, table=True):
    """One thing that happened to a contest or to one of its entries. Never changed, never deleted."""

    __tablename__ = "contest_event"
    __table_args__ = (UniqueConstraint("contest_id", "revision"), UniqueConstraint("request_id"))

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    contest_id: int = Field(sa_type=sa.BigInteger)
    revision: int
    action: str  # rules.ContestAction, or "entry.<what>"
    entry_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    actor: str
    actor_name: str
    via: str  # slack | discord | cli | system
    reason: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    request_id: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)


class ContestEntry(SQLModel, table=True):
    """A piece that somebody entered. The piece itself is an item; review accepts or rejects it."""

    __tablename__ = "contest_entry"
    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        UniqueConstraint("contest_id", "item_id"),
        Index("ix_contest_entry_account", "account_id", "contest_id"),
        Index("ix_contest_entry_status", "contest_id", "status", "number"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    contest_id: int = Field(sa_type=sa.BigInteger)
    number: int  # within the contest, from 1: what people call it
    item_id: int = Field(index=True, sa_type=sa.BigInteger)
    account_id: int = Field(sa_type=sa.BigInteger)  # of the entrant: people.tables.Account
    task: str | None = None  # of a season of challenges
    status: str = "waiting"  # rules.EntryStatus
    reason: str | None = None  # why it doesn't count, in words for the entrant
    entered_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    looked_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # when its chat was last asked whether it still stands


class ContestStanding(SQLModel, table=True):
    """Who or what is ranked: an accepted entry, or in a season of points a person. Kept in the transaction of
    whatever changes it; equal to what votes, marks, measures and points add up to (a scheduled check)."""

    __tablename__ = "contest_standing"
    __table_args__ = (
        UniqueConstraint("contest_id", "entry_id"),
        Index("ix_contest_standing_account", "account_id", "contest_id"),
        Index("ix_contest_standing_rank", "contest_id", "score", "tie"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    contest_id: int = Field(sa_type=sa.BigInteger)
    entry_id: int | None = Field(default=None, sa_type=sa.BigInteger)  # None: a person in a season of points
    account_id: int = Field(sa_type=sa.BigInteger)
    votes: int = Field(default=0, sa_type=sa.BigInteger)
    jury: int = Field(default=0, sa_type=sa.BigInteger)  # hundredths of a mark out of 100
    engagement: int = Field(default=0, sa_type=sa.BigInteger)
    points: int = Field(default=0, sa_type=sa.BigInteger)
    score: int = Field(default=0, sa_type=sa.BigInteger)  # what is ranked; its unit depends on the kind
    tie: int = Field(default=0, sa_type=sa.BigInteger)  # the higher stands first among equal scores


class ContestScore(SQLModel, table=True):
    """How many standings of a contest have a score. A rank is one more than those with a higher one, so it costs as
    many rows as there are different scores, not as there are entries."""

    __tablename__ = "contest_score"

    contest_id: int = Field(
        primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    score: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    standings: int = 0


class ContestVote(SQLModel, table=True):
    """A vote from when it was cast until it was taken back. A changed vote is an ended row and a new one."""

    __tablename__ = "contest_vote"
    __table_args__ = (
        sa.Index(
            "uq_contest_vote_live",
            "account_id",
            "contest_id",
            "entry_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        Index("ix_contest_vote_entry", "entry_id", "at"),
        Index("ix_contest_vote_at", "contest_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    contest_id: int = Field(sa_type=sa.BigInteger)
    entry_id: int = Field(sa_type=sa.BigInteger)
    account_id: int = Field(sa_type=sa.BigInteger)  # of the voter
    weight: int = (
        1  # how many of the voter's budget; 0: a manager voided the vote, and it can't be cast again
    )
    via: str  # slack | discord | ...
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    why_ended: str | None = None  # changed | taken back | voided by a manager, with the reason


class ContestMark(SQLModel, table=True):
    """A judge's mark for one criterion, from when it was given until it was changed."""

    __tablename__ = "contest_mark"
    __table_args__ = (
        Index("ix_contest_mark_entry", "entry_id", "account_id"),
        Index("ix_contest_mark_judge", "contest_id", "account_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    contest_id: int = Field(sa_type=sa.BigInteger)
    entry_id: int = Field(sa_type=sa.BigInteger)
    account_id: int = Field(sa_type=sa.BigInteger)  # of the judge
    criterion: str
    value: int
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ContestPoint(SQLModel, table=True):
    """Points somebody was given in a season, and for what."""

    __tablename__ = "contest_point"
    __table_args__ = (Index("ix_contest_point_account", "account_id", "contest_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    contest_id: int = Field(sa_type=sa.BigInteger)
    account_id: int = Field(sa_type=sa.BigInteger)
    entry_id: int | None = Field(default=None, index=True, sa_type=sa.BigInteger)
    task: str
    points: int
    by: str
    reason: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ContestMeasure(SQLModel, table=True):
    """What a platform counted for an entry at a moment. The latest one is what counts."""

    __tablename__ = "contest_measure"
    __table_args__ = (Index("ix_contest_measure_entry", "entry_id", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    contest_id: int = Field(sa_type=sa.BigInteger)
    entry_id: int = Field(sa_type=sa.BigInteger)
    metrics: dict[str, int] = Field(default_factory=dict, sa_type=json_column())
    value: int = Field(sa_type=sa.BigInteger)
    at: datetime = Field(sa_type=UtcDateTime)


class ContestFlag(SQLModel, table=True):
    """Something odd about votes, with its evidence, for a manager to judge. Nothing is removed because of it."""

    __tablename__ = "contest_flag"
    __table_args__ = (UniqueConstraint("contest_id", "key"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    contest_id: int = Field(sa_type=sa.BigInteger)
    key: str  # of the same finding, so that it is told once
    kind: str  # self | burst | newcomers | ring
    entry_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    evidence: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    found_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by: str | None = None
    outcome: str | None = None  # dismissed | voided | disqualified, with words


class ContestAward(SQLModel, table=True):
    """A prize for somebody. A prize that isn't claimed goes to the next in order, as a row of its own."""

    __tablename__ = "contest_award"
    __table_args__ = (
        UniqueConstraint("contest_id", "prize", "place", "attempt"),
        partial_index("ix_contest_award_claim_by", "claim_by", where="status = 'offered'"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    contest_id: int = Field(sa_type=sa.BigInteger)
    prize: int  # its position in the definition, from 0
    place: int  # in the final order, from 1
    attempt: int = 1  # 1 for the first winner of this prize and place, 2 for who came next
    entry_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    account_id: int | None = Field(default=None, index=True, sa_type=sa.BigInteger)
    status: str = "planned"  # rules.AwardStatus
    reason: str | None = None
    offered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claim_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
