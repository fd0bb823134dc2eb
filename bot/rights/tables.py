"""Rows of permissions. Events are the truth and form a signed chain; an ask's row is what its events add up to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column, json_column, partial_index

ANSWERED_ROWS = "live AND status = 'answered'"
"""What a creator said and nobody has read, as an index of its own says it: few among all that ever was asked."""


class Ask(SQLModel, table=True):
    """A permission: one request about one item and what became of it. One live one an item, and beside it at most
    one live renewal; ended ones stay."""

    __tablename__ = "ask"
    __table_args__ = (
        Index(
            "uq_ask_live",
            "item_id",
            "renewal",
            unique=True,
            sqlite_where=sa.text("live"),
            postgresql_where=sa.text("live"),
        ),
        Index("ix_ask_item", "item_id", "id"),
        Index("ix_ask_creator", "creator_id", "asked_at"),
        Index("ix_ask_reference", "reference"),
        partial_index("ix_ask_due", "due_at", where="due_at IS NOT NULL"),
        partial_index("ix_ask_granted", "item_id", where="status = 'granted'"),
        partial_index("ix_ask_answered", "item_id", where=ANSWERED_ROWS),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(sa_type=sa.BigInteger)
    creator_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    status: str = "none"  # rights.rules.AskStatus
    live: bool = False
    renewal: bool = False  # asked beside a licence that still runs; cleared when it is granted
    revision: int = 0  # number of its events
    standing_revision: int = 0  # of the step that led to the status
    language: str = "en"
    template: str = ""
    text: str = ""
    # what is asked for, and what was given
    uses: list[str] = Field(default_factory=list, sa_type=json_column())
    granted_uses: list[str] = Field(default_factory=list, sa_type=json_column())
    granted_mask: int = 0  # the same as bits, for statements
    territory: str = ""
    duration_days: int = 0  # 0: until withdrawn
    credit: str = ""
    terms_version: str = ""
    latest: datetime | None = Field(default=None, sa_type=UtcDateTime)  # a licence ends then at the latest
    # how it was asked
    channel: str = "hand"  # rights.scope.Channel
    delivery: str = ""  # "" | wanted | sending | sent | unknown | failed: of the message that is under way
    reference: str | None = None  # the platform's id of the message, to recognise answers
    asked_by: str | None = None
    asked_by_name: str | None = None
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    remind_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # an unanswered ask expires
    # what was answered
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer: str | None = None  # verbatim, the last
    proof: str = "none"  # rights.scope.Proof
    licence_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    licence_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    warned: list[int] = Field(default_factory=list, sa_type=json_column())  # days of the warnings told
    supersedes_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    snapshot_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when something happens by itself
    # private links, see rights/private_links.py
    link_hash: str | None = Field(default=None, index=True)  # of the secret in the link to answer
    link_expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # it takes no yes any more
    link_generation: int = 0  # one more ends the links to receipt and withdrawal that were given out
    code_hash: str | None = Field(default=None, index=True)  # what the creator posts to prove who they are
    pending: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())  # what that code confirms
    # the creator's receipt by mail
    receipt_to: str | None = None  # the address that they gave for it
    receipt_mails: list[str] = Field(
        default_factory=list, sa_type=json_column()
    )  # when; those of the last day
    changed_at: datetime = Field(sa_type=UtcDateTime, index=True)  # of the status


class AskEvent(SQLModel, table=True):
    """One step of a permission, and a link of the chain. Never changed but for words that are erased: they are
    chained as salted hashes. ``rights/chain.py`` says how the hash is made."""

    __tablename__ = "ask_event"
    __table_args__ = (
        UniqueConstraint("ask_id", "revision"),
        UniqueConstraint("request_id"),
        Index("ix_ask_event_at", "at"),  # what was asked and answered in a time
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    sequence: int = Field(unique=True, sa_type=sa.BigInteger)  # 1, 2, ... over all asks, without a gap
    ask_id: int = Field(sa_type=sa.BigInteger)
    item_id: int = Field(index=True, sa_type=sa.BigInteger)
    revision: int
    action: str  # rights.rules.AskAction
    actor: str
    actor_name: str | None = None
    via: str
    note: str | None = None
    text: str | None = None  # the message as sent; the creator's words
    credit: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    hashes: dict[str, str] = Field(default_factory=dict, sa_type=json_column())  # of the words, salted
    salts: dict[str, str] = Field(default_factory=dict, sa_type=json_column())  # gone with the words
    request_id: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)
    previous: str
    hash: str
    signature: str


class RightsChain(SQLModel, table=True):
    """The chain's last link, and the lock that gives links their numbers. One row."""

    __tablename__ = "rights_chain"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    sequence: int = Field(default=0, sa_type=sa.BigInteger)
    hash: str = ""
    # what the last check of all of it found
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    checked_to: int = Field(default=0, sa_type=sa.BigInteger)  # the last event that was checked
    broken_since: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None: everything held
    broken_at: int = Field(default=0, sa_type=sa.BigInteger)  # the first event that doesn't hold
    problem: str = ""


class Snapshot(SQLModel, table=True):
    """An item as it was when somebody asked about it or granted it: evidence, not a cache. ``media`` names bytes in
    the evidence folder, which nobody is served."""

    __tablename__ = "snapshot"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(index=True, sa_type=sa.BigInteger)
    version: int
    title: str | None = None
    text: str
    url: str | None = None
    language: str | None = None
    media: list[dict[str, Any]] = Field(default_factory=list, sa_type=json_column())
    sha256: str  # of all this, see rights/evidence.py
    at: datetime = Field(sa_type=UtcDateTime)


class Takedown(SQLModel, table=True):
    """A demand that an item goes, by somebody with a right to it. Its words are those of the event that it began
    with: ``revision`` of ``ask_id``. At most one stands against an item."""

    __tablename__ = "takedown"
    __table_args__ = (
        Index(
            "uq_takedown_standing",
            "item_id",
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        ),
        Index("ix_takedown_item", "item_id", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(sa_type=sa.BigInteger)
    ask_id: int = Field(sa_type=sa.BigInteger)
    revision: int
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = ""
    by_name: str = ""
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # it was looked for on every surface
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lifted_by: str | None = None
    lifted_by_name: str | None = None


class DoNotContact(SQLModel, table=True):
    """Somebody who is never asked again. Kept as a hash, so that it outlasts the erasure of who it was."""

    __tablename__ = "do_not_contact"
    __table_args__ = (UniqueConstraint("platform", "account_hash"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    platform: str
    account_hash: str
    reason: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class Clearance(SQLModel, table=True):
    """A creator whose pieces need no asking for some uses and some time: paid for, or cleared beforehand."""

    __tablename__ = "clearance"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    creator_id: int = Field(index=True, sa_type=sa.BigInteger)
    kind: str  # paid | pre-cleared
    uses: list[str] = Field(default_factory=list, sa_type=json_column())
    mask: int = 0  # the same as bits
    credit: str = ""
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    note: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    ended_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when its end was acted upon


class CreatorEvent(SQLModel, table=True):
    """What the team, or the creator, decided about a creator as a whole: not to be asked, that nothing need be asked,
    that what is held was handed out. Never changed but for words that are erased."""

    __tablename__ = "creator_event"
    __table_args__ = (UniqueConstraint("request_id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    creator_id: int = Field(index=True, sa_type=sa.BigInteger)
    event: str  # rights.creators.rules.CreatorAct
    reason: str = ""
    by: str
    by_name: str = ""
    data: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())  # the clearance's number
    request_id: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)
