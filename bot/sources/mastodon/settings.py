"""Settings of a Mastodon source."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SecretStr, model_validator

from bot.sources.settings import Hashtag, SourceSettings, WebAddress


class MastodonSettings(SourceSettings):
    """``[sources.NAME]`` with ``kind = "mastodon"``."""

    servers: tuple[WebAddress, ...] = Field(
        min_length=1, max_length=10, description="Servers to look on; the first is the token's."
    )
    hashtags: tuple[Hashtag, ...] = Field((), max_length=20, description="Hashtags to follow, without '#'.")
    also: tuple[Hashtag, ...] = Field(
        (), max_length=20, description="Variants, found with the first hashtag."
    )
    mentions: bool = Field(False, description="Also what mentions the token's account (needs a token).")
    token: SecretStr | None = Field(None, description="Access token of the first server.")
    pages: int = Field(5, ge=1, le=25, description="At most so many pages of 40 per hashtag and run.")

    @model_validator(mode="after")
    def _something_to_do(self) -> Self:
        if not self.hashtags and not self.mentions:
            raise ValueError("give hashtags, or set mentions = true")
        if self.mentions and self.token is None:
            raise ValueError("mentions = true needs a token")
        return self
