"""Settings of a Bluesky source."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Self

import httpx
from pydantic import AfterValidator, Field, SecretStr, model_validator

from bot.sources.settings import Hashtag, Keyword, SourceSettings, WebAddress

_HANDLE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LOCAL = ("localhost", "127.0.0.1", "::1")


def _handle(value: str) -> str:
    handle = value.strip().removeprefix("@").lower()
    if len(handle) > 253 or _HANDLE.fullmatch(handle) is None:
        raise ValueError("is not a handle, as 'brand.bsky.social'")
    return handle


def _safe_for_passwords(value: str) -> str:
    url = httpx.URL(value)
    if url.scheme != "https" and url.host not in _LOCAL:
        raise ValueError("must start with https://: a password goes there")
    return value.rstrip("/")


Handle = Annotated[str, AfterValidator(_handle)]
Server = Annotated[WebAddress, AfterValidator(_safe_for_passwords)]


class Notice(StrEnum):
    """What concerns the account itself."""

    MENTION = "mention"
    REPLY = "reply"
    QUOTE = "quote"


class BlueskySettings(SourceSettings):
    """``[sources.NAME]`` with ``kind = "bluesky"``."""

    handle: Handle = Field(description="The account that looks and replies, as 'brand.bsky.social'.")
    password: SecretStr = Field(min_length=1, description="An app password of the account.")
    server: Server | None = Field(
        None, description="The account's server; without it the directory is asked."
    )
    hashtags: tuple[Hashtag, ...] = Field((), max_length=20, description="Hashtags to follow, without '#'.")
    keywords: tuple[Keyword, ...] = Field((), max_length=20, description="Words or phrases to search for.")
    notices: tuple[Notice, ...] = Field(
        (), description="Also what mentions, replies to or quotes the account."
    )
    pages: int = Field(5, ge=1, le=20, description="At most so many pages of 100 per search and run.")
    directory: Server = Field("https://plc.directory", description="The directory of identities.")
    resolver: Server = Field("https://public.api.bsky.app", description="Who tells whose a handle is.")

    @model_validator(mode="after")
    def _something_to_do(self) -> Self:
        if not (self.hashtags or self.keywords or self.notices):
            raise ValueError("give hashtags, keywords or notices")
        return self
