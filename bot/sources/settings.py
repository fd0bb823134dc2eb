"""What every source's settings have in common."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import httpx
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict


def _web_address(value: str) -> str:
    try:
        url = httpx.URL(value.strip())
    except httpx.InvalidURL:
        raise ValueError("is not a web address") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError("must start with https:// or http:// and name a host")
    return value.strip()


def _hashtag(value: object) -> object:
    if not isinstance(value, str):
        return value
    tag = value.strip().lstrip("#").lower()
    if not tag or not all(c.isalnum() or c == "_" for c in tag):
        raise ValueError("a hashtag has letters, digits and underscores only")
    return tag


def _keyword(value: object) -> object:
    if isinstance(value, str) and not (value := value.strip()):
        raise ValueError("a keyword can't be empty")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
Hashtag = Annotated[str, BeforeValidator(_hashtag)]
Keyword = Annotated[str, BeforeValidator(_keyword)]


class SourceSettings(BaseModel):
    """Base of a source's settings: unknown names are refused, so that a typing error is seen."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    interval: timedelta | None = None
    """How often it is polled; the source's own default without it."""
