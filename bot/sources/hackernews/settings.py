"""Settings of a Hacker News source."""

from __future__ import annotations

from pydantic import Field

from bot.sources.settings import Keyword, SourceSettings, WebAddress


class HackerNewsSettings(SourceSettings):
    """``[sources.NAME]`` with ``kind = "hackernews"``."""

    keywords: tuple[Keyword, ...] = Field(
        min_length=1, max_length=20, description="Words or phrases to look for."
    )
    stories: bool = Field(True, description="Look in stories.")
    comments: bool = Field(True, description="Look in comments.")
    days_back: int = Field(7, ge=1, le=90, description="How far the first run looks back, in days.")
    api: WebAddress = Field("https://hn.algolia.com/api/v1", description="Address of the search API.")
