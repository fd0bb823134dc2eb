"""Rows of found content. Text and media are a cache with a deadline; ids and decisions are ours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from bot.storage.types import UtcDateTime, id_column, json_column, partial_index


class Item(SQLModel, table=True):
    """One piece of customer content. ``life`` says whether it still exists where it was found."""

    __tablename__ = "item"
    __table_args__ = (
        Index("ix_item_match", "match_key", "id"),
        Index("ix_item_name_match", "name_match_key", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    kind: str
    platform: str
    creator_id: int | None = Field(default=None, index=True, sa_type=sa.BigInteger)
    creator_identity: str = ""  # copied from the creator for the duplicate index
    name_identity: str = ""  # the same of the display name, empty where that tells nobody apart
    title: str | None = None
    text: str
    language: str | None = None  # as decided by screening; the source's own word is in declared_language
    declared_language: str | None = None
    sentiment: str | None = None  # content.sentiment.Sentiment; None: not judged
    origin: str = "ugc"  # kernel.origin.Origin
    url: str | None = None  # canonical permalink
    rating: float | None = None
    rating_scale: float | None = None
    metrics: dict[str, int] = Field(default_factory=dict, sa_type=json_column())
    tags: list[str] = Field(default_factory=list, sa_type=json_column())
    why: list[dict[str, str]] = Field(default_factory=list, sa_type=json_column())
    notes: list[str] = Field(default_factory=list, sa_type=json_column())
    fingerprint: str = ""  # of the normalised text, empty where the text is too short to match by
    match_key: str = ""  # of fingerprint and creator identity: finds the same text by the same creator
    name_match_key: str = ""  # the same of fingerprint and name identity
    version: int = 1
    life: str = "live"  # live | deleted | withdrawn | erased (for good, see intake.privacy)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    media_hidden: bool = False
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    found_at: datetime = Field(sa_type=UtcDateTime, index=True)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Sighting(SQLModel, table=True):
    """One place where an item was seen. Identity is the source and the id it uses there."""

    __tablename__ = "sighting"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ix_sighting_url", "url_key"),
        Index("ix_sighting_piece", "piece_key"),
        Index("ix_sighting_found", "source", "first_seen_at"),  # what is due to be looked at again
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(index=True, sa_type=sa.BigInteger)
    source: str  # the configured source's name
    external_id: str
    platform: str
    url: str | None = None
    url_key: str = ""  # digest of the canonical URL
    piece_key: str = ""  # digest of URL, creator and words: finds a piece again whose id was re-issued
    content_hash: str  # of what the source gave, to see edits
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_look_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # None: not looked at again so far
    missing_since: datetime | None = Field(
        default=None, sa_type=UtcDateTime
    )  # not found, but not believed yet


class ItemVersion(SQLModel, table=True):
    """What an item said before an edit. The current text stands in the item itself."""

    __tablename__ = "item_version"
    __table_args__ = (UniqueConstraint("item_id", "number"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(sa_type=sa.BigInteger)
    number: int
    title: str | None = None
    text: str
    rating: float | None = None
    superseded_at: datetime = Field(sa_type=UtcDateTime)


class Measurement(SQLModel, table=True):
    """What a piece was counted to have at a moment, and what it gained since it was measured before.

    ``at`` is when we took it in, not a time that a source names. The first one of an item (``first``) gained all it
    has where the piece was fresh then, and else is a baseline that gained nothing; a later one is written only where
    a count changed. What a piece gained in a time is the sum of what its measurements of that time gained. The rules
    are ``metrics.gains``; counts are under the names explained there, as last counted, and None: never counted.
    """

    __tablename__ = "measurement"
    __table_args__ = (
        Index("ix_measurement_item", "item_id", "at"),
        partial_index("ix_measurement_expires_at", "expires_at", where="expires_at IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(sa_type=sa.BigInteger)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    platform: str  # where it was counted: another one counts for itself
    first: bool = False
    reset: bool = False  # something was counted anew: nothing gained of that
    stood: dict[str, int] = Field(default_factory=dict, sa_type=json_column())  # before a reset, see metrics
    likes: int | None = Field(default=None, sa_type=sa.BigInteger)
    comments: int | None = Field(default=None, sa_type=sa.BigInteger)
    shares: int | None = Field(default=None, sa_type=sa.BigInteger)
    saves: int | None = Field(default=None, sa_type=sa.BigInteger)
    views: int | None = Field(default=None, sa_type=sa.BigInteger)
    reach: int | None = Field(default=None, sa_type=sa.BigInteger)
    gained_likes: int = Field(default=0, sa_type=sa.BigInteger)
    gained_comments: int = Field(default=0, sa_type=sa.BigInteger)
    gained_shares: int = Field(default=0, sa_type=sa.BigInteger)
    gained_saves: int = Field(default=0, sa_type=sa.BigInteger)
    gained_views: int = Field(default=0, sa_type=sa.BigInteger)
    gained_reach: int = Field(default=0, sa_type=sa.BigInteger)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the platform's terms; None: none


class Media(SQLModel, table=True):
    """A picture, video or sound of an item, and our cached preview of it (a cache with a deadline)."""

    __tablename__ = "media"
    __table_args__ = (
        partial_index("ix_media_pending", "id", where="state = 'pending'"),
        partial_index("ix_media_cached", "cached_at", "id", where="state = 'cached'"),
        partial_index("ix_media_expires_at", "expires_at", where="expires_at IS NOT NULL"),
        partial_index("ix_media_file", "file", where="file IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(index=True, sa_type=sa.BigInteger)
    position: int = 0
    kind: str  # image | video | audio
    url: str
    preview_url: str | None = None
    alt: str | None = None
    state: str = "pending"  # pending | cached | failed | gone
    problem: str | None = None  # why there is no preview, in words for a moderator
    tries: int = 0
    retry_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # while pending: not before
    file: str | None = None  # name in the media folder
    width: int | None = None
    height: int | None = None
    cached_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Campaign(SQLModel, table=True):
    """A branded hashtag and its brief."""

    __tablename__ = "campaign"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    name: str = Field(unique=True)
    hashtag: str | None = None
    created_by: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class CampaignItem(SQLModel, table=True):
    """An item that belongs to a campaign."""

    __tablename__ = "campaign_item"

    campaign_id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    item_id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    added_by: str
    added_at: datetime = Field(sa_type=UtcDateTime)


class ContentEvent(SQLModel, table=True):
    """What happened to an item as found: sighted again, edited, deleted, withdrawn, media hidden."""

    __tablename__ = "content_event"

    id: int | None = Field(default=None, primary_key=True, sa_type=id_column())
    item_id: int = Field(index=True, sa_type=sa.BigInteger)
    event: str
    actor: str  # a person's chat id, or "source:<name>" or "system"
    via: str
    data: dict[str, Any] = Field(default_factory=dict, sa_type=json_column())
    at: datetime = Field(sa_type=UtcDateTime)
