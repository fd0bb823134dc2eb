"""Times as sources write them, to aware UTC. What can't be right becomes None and a note, never a guess."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Nothing we look at is older: a date before this is a default or a fault."""

FUTURE_TOLERANCE = timedelta(days=1)
"""Clocks and time zones differ; further ahead is a fault or a trick to stay on top."""

_EPOCH = re.compile(r"-?\d{9,19}(?:\.\d+)?")
_SHOWN = 60

Dated = tuple[datetime | None, str | None]


def read_date(value: object, now: datetime) -> Dated:
    """The time and no note, or None and a note. ``value``: RFC 822, ISO 8601, or seconds (or milliseconds)
    since 1970. A time without a zone is taken as UTC. Nothing at all gives neither time nor note."""
    if value is None or value == "":
        return None, None
    when = _parse(value)
    if when is None:
        return None, f"the date was unreadable: '{_shown(value)}'"
    if when > now + FUTURE_TOLERANCE:
        return None, f"the date lies in the future: '{_shown(value)}'"
    if when < EARLIEST:
        return None, f"the date lies before {EARLIEST.year}: '{_shown(value)}'"
    return when, None


def _parse(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_epoch(float(value))
    return _from_text(value.strip()) if isinstance(value, str) else None


def _from_text(text: str) -> datetime | None:
    if len(text) > 100:
        return None
    if _EPOCH.fullmatch(text) and len(text) != 14:  # fourteen digits are YYYYMMDDhhmmss
        return _from_epoch(float(text))
    try:
        return _utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return _from_mail_date(text)


def _from_mail_date(text: str) -> datetime | None:
    try:
        return _utc(parsedate_to_datetime(text))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _from_epoch(seconds: float) -> datetime | None:
    if abs(seconds) >= 1e14:  # microseconds
        seconds /= 1e6
    elif abs(seconds) >= 1e11:  # milliseconds
        seconds /= 1e3
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _utc(when: datetime) -> datetime | None:
    if when.tzinfo is None:
        return when.replace(tzinfo=UTC)
    try:
        return when.astimezone(UTC)
    except (ValueError, OverflowError):  # year 1 or 9999 at the edge of a zone
        return None


def _shown(value: object) -> str:
    text = " ".join(str(value)[: _SHOWN * 2].split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
