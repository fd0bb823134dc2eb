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


def _time_span(value: object) -> object:
    """ "90s", "5m", "2h", "1d"; a bare number is seconds."""
    if not isinstance(value, str):
        return value
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    number, unit = value.strip()[:-1], value.strip()[-1:]
    if unit not in units or not number.isdecimal() or int(number) == 0:
        raise ValueError('must be a number and s, m, h or d, as "5m"')
    return timedelta(**{units[unit]: int(number)})


Interval = Annotated[timedelta, BeforeValidator(_time_span)]


class SourceSettings(BaseModel):
    """Base of a source's settings: unknown names are refused, so that a typing error is seen."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    interval: Interval | None = None
    """How often it is polled; the source's own default without it."""
