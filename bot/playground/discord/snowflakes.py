"""Discord's identifiers and times: a snowflake carries the moment it was made, in its upper bits."""

from __future__ import annotations

from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000
"""The first second of 2015, in milliseconds since 1970: where Discord's identifiers begin."""


def snowflake(seconds: float, sequence: int = 0) -> int:
    """The identifier of something made at ``seconds`` since 1970."""
    return ((int(seconds * 1000) - EPOCH_MS) << 22) | (sequence & 0x3FFFFF)


def made_at(identifier: str | int) -> float:
    """When something was made, in seconds since 1970, read from its identifier."""
    return ((int(identifier) >> 22) + EPOCH_MS) / 1000


def iso(seconds: float) -> str:
    """A moment as Discord writes it: ISO 8601 in UTC with microseconds."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")


def is_snowflake(value: object) -> bool:
    """Whether this can be an identifier."""
    return isinstance(value, str) and value.isascii() and value.isdigit() and 0 < int(value) < 1 << 64
