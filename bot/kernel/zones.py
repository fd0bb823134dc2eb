"""The time zones this machine knows."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global


@cache
def zone_names() -> frozenset[str]:
    """As "Europe/Stockholm" (https://www.iana.org/time-zones). Read once: it means looking into hundreds of files."""
    return frozenset(available_timezones())


def country_of(zone: str) -> str:
    """In which country that zone is: "SE" of "Europe/Stockholm"; "" where it is in none, as "UTC". As CLDR has it
    (https://www.unicode.org/reports/tr35/tr35-dates.html, Time Zone Names)."""
    if "/" not in zone:  # old names such as "CET", which CLDR takes for some city's
        return ""
    names = get_global("zone_aliases")
    found = str(get_global("zone_territories").get(names.get(zone, zone)) or "")
    return found if found.isalpha() and found != "ZZ" else ""
