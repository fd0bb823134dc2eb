"""Public holidays, by country."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_COUNTRY = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,5}))?\Z")


def knows_country(code: str) -> bool:
    """Whether a country's holidays are known: "SE", or with a part of it "DE-BY" (ISO 3166)."""
    return _calendar(code) is not None


def is_holiday(code: str, day: date) -> bool:
    """Whether it is a public holiday there. Never in a country that isn't known, or in none ("")."""
    calendar = _calendar(code) if code else None
    return calendar is not None and day in calendar


@lru_cache(maxsize=64)
def _calendar(code: str) -> HolidayBase | None:
    """It works its years out as they are asked for."""
    from holidays import country_holidays  # a fifth of a second, for those who use it

    match = _COUNTRY.match(code.strip().upper())
    if match is None:
        return None
    try:
        return country_holidays(match.group(1), subdiv=match.group(2))
    except NotImplementedError:  # how the library says that it does not know a country
        return None
