"""Settings of a feed."""

from __future__ import annotations

from pydantic import Field

from bot.sources.base import Kind
from bot.sources.settings import Hashtag, Keyword, SourceSettings, WebAddress


class FeedSettings(SourceSettings):
    """``[sources.NAME]`` with ``kind = "feed"``."""

    url: WebAddress = Field(description="The feed's address.")
    item_kind: Kind | None = Field(
        None, description="What its entries are; else podcast or blog, by content."
    )
    platform: str | None = Field(
        None, max_length=40, description="Shown as the platform; else blog or podcast."
    )
    keywords: tuple[Keyword, ...] = Field((), description="Only entries with one of these words or phrases.")
    hashtags: tuple[Hashtag, ...] = Field(
        (), description="Only entries with one of these tags (or keywords)."
    )
    language: str | None = Field(
        None, max_length=35, description="BCP 47 tag, where the feed gives none or a wrong one."
    )
    max_items: int = Field(
        200, ge=1, le=2000, description="At most so many entries of one reading, newest first."
    )
