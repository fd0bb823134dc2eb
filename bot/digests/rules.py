"""When digests are due, and what a schedule may say. Pure.

A period's digest is due at the schedule's first moment that lies at or after the period's end: with Friday, 09:00, a
week's digest comes on the Friday after it. Where that moment falls on a quiet day or a holiday it moves to the next
day that is neither, at the same local time, and stays the digest of that period. It moves at most to the day before
the following digest is due at the earliest; where no day up to there is free, it comes on its own day after all.

A local time that doesn't exist (the clocks go forward) is read with the offset from before, so it comes an hour late
by the wall clock; one that comes twice (they go back) is the first of the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from bot.insights.periods import Cadence, Period, before, last_complete, period_of
from bot.kernel.daysoff import is_holiday, knows_country
from bot.kernel.errors import TellUser
from bot.kernel.zones import zone_names

CADENCES = (Cadence.WEEK, Cadence.MONTH, Cadence.QUARTER)
"""What digests come by. Other stretches of time are asked for."""
LONGEST_MOVE = {Cadence.WEEK: 6, Cadence.MONTH: 20, Cadence.QUARTER: 20}
"""Days."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LAST_DAY_OF_MONTH = 28
"""The last that every month has."""
LANGUAGES = ("en", "sv", "de")
MOST_MISSED = 60
"""Missed periods that are kept, the latest ones: more than a year of weeks."""
_QUARTERS = "1,4,7,10"


class State(StrEnum):
    """Of a digest. The value is stored: never rename one."""

    DUE = "due"
    SENDING = "sending"  # committed before the first word goes out
    SENT = "sent"
    SKIPPED = "skipped"  # its time passed while nothing ran
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a schedule says. ``day`` is of the week from 0, Monday, or of the month from 1. Raises TellUser."""

    cadence: Cadence = Cadence.WEEK
    day: int = 0
    hour: int = 9
    minute: int = 0
    zone: str = "UTC"
    language: str = "en"
    quiet_days: tuple[int, ...] = field(default=(5, 6))
    holidays: str = ""
    enabled: bool = True

    def __post_init__(self) -> None:
        for problem, remedy in _problems(self):
            raise TellUser(problem, remedy=remedy)


def _problems(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """What is wrong, with the remedies."""
    if wanted.cadence not in CADENCES:
        yield "A digest comes every week, month or quarter.", "Choose one of them."
        return
    first, last = (0, 6) if wanted.cadence is Cadence.WEEK else (1, LAST_DAY_OF_MONTH)
    if not first <= wanted.day <= last:
        yield (
            f"There is no day {wanted.day} in every {wanted.cadence}.",
            f"Choose one from {first} to {last}.",
        )
    if not (0 <= wanted.hour <= 23 and 0 <= wanted.minute <= 59):
        yield f"{wanted.hour:02}:{wanted.minute:02} is no time of day.", "Write one such as 09:00."
    if wanted.zone not in zone_names():
        yield f"“{wanted.zone[:60]}” is not a time zone.", "Write one such as Europe/Stockholm."
    if wanted.language not in LANGUAGES:
        yield f"There is no digest in “{wanted.language[:20]}”.", f"Choose one of {', '.join(LANGUAGES)}."
    if not set(wanted.quiet_days) <= set(range(7)):
        yield "Quiet days are days of the week.", f"Choose from {', '.join(DAYS)}."
    if len(set(wanted.quiet_days)) == 7:
        yield "All seven days are quiet days.", "Leave one in the week on which a digest may come."
    if wanted.holidays and not knows_country(wanted.holidays):
        yield (
            f"“{wanted.holidays[:20]}” is no country whose holidays are known.",
            "Write a country such as SE, or a part of one such as DE-BY (ISO 3166).",
        )


def day_of_week(name: str) -> int:
    """ "sat" or "Saturday" as 5. Raises TellUser."""
    said = name.strip().lower()[:3]
    if said not in DAYS:
        raise TellUser(f"“{name[:20]}” is no day of the week.", remedy=f"Write one of {', '.join(DAYS)}.")
    return DAYS.index(said)


def time_of_day(text: str) -> tuple[int, int]:
    """ "09:00" as hour and minute. Raises TellUser."""
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})", text.strip())
    if match is None or int(match.group(1)) > 23 or int(match.group(2)) > 59:
        raise TellUser(f"“{text[:20]}” is no time of day.", remedy="Write one such as 09:00.")
    return int(match.group(1)), int(match.group(2))


def is_quiet(wanted: Wanted, day: date) -> bool:
    """Whether no digest comes on that day."""
    return day.weekday() in wanted.quiet_days or is_holiday(wanted.holidays, day)


def due_at(wanted: Wanted, period: Period) -> datetime:
    """When a period's digest is due, in UTC: after its end, on a day that is not quiet."""
    nominal = _fires(_trigger(wanted), period.end)
    own_day = nominal.astimezone(ZoneInfo(wanted.zone)).date()
    for later in range(LONGEST_MOVE[wanted.cadence] + 1):
        day = own_day + timedelta(days=later)
        if not is_quiet(wanted, day):
            return nominal if not later else _on(wanted, day)
    return nominal


def _trigger(wanted: Wanted) -> CronTrigger:
    zone = ZoneInfo(wanted.zone)
    at = {"hour": wanted.hour, "minute": wanted.minute, "timezone": zone}
    if wanted.cadence is Cadence.WEEK:
        return CronTrigger(day_of_week=DAYS[wanted.day], **at)
    months = {"month": _QUARTERS} if wanted.cadence is Cadence.QUARTER else {}
    return CronTrigger(day=wanted.day, **months, **at)


def _fires(trigger: CronTrigger, now: datetime) -> datetime:
    """The first time from then on. These triggers never end."""
    found: datetime = trigger.get_next_fire_time(None, now)
    return found.astimezone(UTC)


def _on(wanted: Wanted, day: date) -> datetime:
    """The schedule's time of day on another day, by the same rules for clocks that change."""
    local = datetime(day.year, day.month, day.day, wanted.hour, wanted.minute, tzinfo=ZoneInfo(wanted.zone))
    return local.astimezone(UTC)


def after(period: Period) -> Period:
    """The period of the same kind that follows."""
    return period_of(period.cadence, period.last_day + timedelta(days=1), period.zone)


def starting(wanted: Wanted, first_day: date) -> Period:
    """The period that a day lies in, in the schedule's zone."""
    return period_of(wanted.cadence, first_day, wanted.zone)


def latest_due(wanted: Wanted, now: datetime) -> Period:
    """The latest period whose digest is due by now."""
    period = last_complete(wanted.cadence, now, wanted.zone)
    while due_at(wanted, period) > now:
        period = before(period)
    return period


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to be done about a schedule at a moment. ``send`` is the period whose digest is due, ``skip`` those
    whose time passed unused, the oldest first; ``handled`` is the first day of the latest one done with then."""

    send: Period | None
    skip: tuple[Period, ...]
    handled: date
    next_due_at: datetime


def turn(wanted: Wanted, handled: date, now: datetime) -> Turn:
    """What is due. Of several missed periods only the latest is sent. A period that was handled never is again: not
    when the clock went back, and not when the zone was changed."""
    latest = latest_due(wanted, now)
    if latest.first_day <= handled:
        return Turn(None, (), handled, next_due(wanted, handled))
    missed: list[Period] = []
    period = before(latest)
    while period.first_day > handled and len(missed) < MOST_MISSED:
        missed.append(period)
        period = before(period)
    return Turn(latest, tuple(reversed(missed)), latest.first_day, next_due(wanted, latest.first_day))


def next_due(wanted: Wanted, handled: date) -> datetime:
    """When the first period after the handled ones is due."""
    return due_at(wanted, after(starting(wanted, handled)))


def ahead(wanted: Wanted, handled: date, now: datetime) -> bool:
    """Whether a period was handled that isn't over: the clock stood in the future and came back. What was sent then
    stays sent; the periods in between are due at their time after all."""
    return starting(wanted, handled).end > now


def begin(wanted: Wanted, now: datetime) -> date:
    """What a new schedule regards as handled: it sends nothing that was due before it was made."""
    return latest_due(wanted, now).first_day
