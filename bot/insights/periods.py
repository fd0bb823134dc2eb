"""Stretches of time that people ask about, in their own time zone. Pure.

A period is two moments, not seven times twenty-four hours: a week in which the clocks change has 167 or 169 hours,
and a week in which the zone itself was changed is as long as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.kernel.errors import TellUser

_WEEK = re.compile(r"(\d{4})-?w(\d{1,2})\Z", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})\Z")
_QUARTER = re.compile(r"(\d{4})-?q([1-4])\Z", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_LAST_DAYS = re.compile(r"(\d{1,3})d\Z", re.IGNORECASE)
_REMEDY = "Write week, month or quarter, a week like 2026-W47, a month like 2026-11, a quarter like 2026-Q4, or 30d."
LONGEST_DAYS = 800


class Cadence(StrEnum):
    """How often a digest is due, and how long a period is. The value is stored: never rename one."""

    WEEK = "week"  # Monday to Sunday (ISO 8601)
    MONTH = "month"
    QUARTER = "quarter"
    DAYS = "days"  # any other number of days
    CUSTOM = "custom"  # from one moment to another: a campaign, a contest


@dataclass(frozen=True, slots=True)
class Period:
    """``start`` is inside, ``end`` is not; both aware and in UTC. ``name`` is how people write it: ``2026-W47``."""

    cadence: Cadence
    name: str
    start: datetime
    end: datetime
    zone: str

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def first_day(self) -> date:
        return self.start.astimezone(ZoneInfo(self.zone)).date()

    @property
    def last_day(self) -> date:
        """The last day inside."""
        return (self.end - timedelta(microseconds=1)).astimezone(ZoneInfo(self.zone)).date()


def midnight(day: date, zone: str) -> datetime:
    """The first moment of a day there, in UTC. Where clocks jump over midnight that is the moment of the jump: a time
    that doesn't exist is read with the offset from before it (PEP 495)."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def period_of(cadence: Cadence, day: date, zone: str) -> Period:
    """The week, month or quarter that a day lies in."""
    if cadence is Cadence.WEEK:
        first = day - timedelta(days=day.weekday())
        year, week, _ = first.isocalendar()
        return _days(cadence, f"{year}-W{week:02}", first, first + timedelta(days=7), zone)
    if cadence is Cadence.MONTH:
        first = day.replace(day=1)
        return _days(cadence, f"{first:%Y-%m}", first, _months_on(first, 1), zone)
    if cadence is Cadence.QUARTER:
        number = (day.month - 1) // 3
        first = date(day.year, number * 3 + 1, 1)
        return _days(cadence, f"{day.year}-Q{number + 1}", first, _months_on(first, 3), zone)
    raise ValueError(f"a period of {cadence} isn't told by one day")


def before(period: Period) -> Period:
    """The period of the same kind right before: what this one is compared with."""
    if period.cadence in (Cadence.WEEK, Cadence.MONTH, Cadence.QUARTER):
        return period_of(period.cadence, period.first_day - timedelta(days=1), period.zone)
    length = period.last_day - period.first_day + timedelta(days=1)
    first = period.first_day - length
    if period.cadence is Cadence.DAYS:
        return _days(Cadence.DAYS, _between(first, period.first_day), first, period.first_day, period.zone)
    start = period.start - (period.end - period.start)
    return Period(Cadence.CUSTOM, f"before {period.name}", start, period.start, period.zone)


def series(period: Period, count: int) -> list[Period]:
    """That many periods up to this one, the oldest first."""
    found = [period]
    while len(found) < count:
        found.append(before(found[-1]))
    return found[::-1]


def last_complete(cadence: Cadence, now: datetime, zone: str) -> Period:
    """The latest week, month or quarter that is over."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return before(period_of(cadence, today, zone))


def last_days(count: int, now: datetime, zone: str) -> Period:
    """So many days up to and with today."""
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return _days(Cadence.DAYS, f"{count}d", tomorrow - timedelta(days=count), tomorrow, zone)


def custom(name: str, start: datetime, end: datetime, zone: str) -> Period:
    """A campaign's or contest's time. Raises ValueError where it ends before it begins."""
    if end <= start:
        raise ValueError(f"{name} ends before it begins")
    return Period(Cadence.CUSTOM, name, start.astimezone(UTC), end.astimezone(UTC), zone)


def parse(text: str, now: datetime, zone: str) -> Period:
    """What somebody wrote: ``week`` (the last one that is over), ``this week``, ``2026-W47``, ``2026-11``,
    ``2026-Q4``, ``2026-11-23`` (its week), ``30d``. Raises TellUser."""
    said = " ".join(text.lower().split())
    today = now.astimezone(ZoneInfo(zone)).date()
    for cadence in (Cadence.WEEK, Cadence.MONTH, Cadence.QUARTER):
        if said in (cadence.value, f"last {cadence.value}"):
            return last_complete(cadence, now, zone)
        if said == f"this {cadence.value}":
            return period_of(cadence, today, zone)
    try:
        found = _named(said, now, zone)
    except ValueError:
        found = None
    if found is None:
        raise TellUser(f"“{text.strip()[:40]}” is no period.", remedy=_REMEDY)
    return found


def _named(said: str, now: datetime, zone: str) -> Period | None:
    if match := _WEEK.match(said):
        return period_of(
            Cadence.WEEK, date.fromisocalendar(int(match.group(1)), int(match.group(2)), 1), zone
        )
    if match := _QUARTER.match(said):
        day = date(int(match.group(1)), int(match.group(2)) * 3, 1)
        return period_of(Cadence.QUARTER, day, zone)
    if _DAY.match(said):
        return period_of(Cadence.WEEK, date.fromisoformat(said), zone)
    if match := _MONTH.match(said):
        return period_of(Cadence.MONTH, date(int(match.group(1)), int(match.group(2)), 1), zone)
    match = _LAST_DAYS.match(said)
    if match and 0 < int(match.group(1)) <= LONGEST_DAYS:
        return last_days(int(match.group(1)), now, zone)
    return None


def _days(cadence: Cadence, name: str, first: date, after: date, zone: str) -> Period:
    return Period(cadence, name, midnight(first, zone), midnight(after, zone), zone)


def _between(first: date, after: date) -> str:
    return f"{first}..{after - timedelta(days=1)}"


def _months_on(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)
