"""The time zones this machine knows."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


@cache
def zone_names() -> frozenset[str]:
    """As "Europe/Stockholm" (https://www.iana.org/time-zones). Read once: it means looking into hundreds of files."""
    return frozenset(available_timezones())
