"""Types of the record's fields. Each value has one spelling only, so that a changed character changes the hash."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, PlainSerializer, PlainValidator

# Unknown fields are refused: what isn't checked must not stand in a record as if it were.
STRICT = ConfigDict(strict=True, extra="forbid")

MAX_NUMBER = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (RFC 8785)."""

_MOMENT = re.compile(r"[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def spelled(moment: datetime) -> str:
    """A moment as records write it: "2026-05-01T18:00:00Z"."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def spoken(moment: datetime) -> str:
    """A moment as people read it: "1 May 2026, 18:00:00 UTC"."""
    utc = moment.astimezone(UTC)
    return f"{utc.day} {month_name[utc.month]} {utc:%Y, %H:%M:%S} UTC"


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(microsecond=0)
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError('a moment is written like "2026-05-01T18:00:00Z"')
    return datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


Moment = Annotated[datetime, PlainValidator(_moment), PlainSerializer(spelled, return_type=str)]
"""UTC, whole seconds."""

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""32 bytes as 64 small hexadecimal digits."""

Hex = Annotated[str, Field(pattern=r"^([0-9a-f]{2}){1,256}$")]
"""Up to 256 bytes as small hexadecimal digits."""

Number = Annotated[int, Field(ge=1, le=MAX_NUMBER)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Label = Annotated[str, Field(min_length=1, max_length=200)]
"""What somebody or something is called."""

Reason = Annotated[str, Field(max_length=2000)]
