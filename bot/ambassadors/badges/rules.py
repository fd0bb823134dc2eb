"""What is recognised. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

STREAKS = (2, 4, 8, 12, 26, 52)
"""Weeks in a row with a share that are told of."""


class Kind(StrEnum):
    """Of a badge. The value is stored: never rename one."""

    FIRST_SHARE = "first-share"
    FIRST_CLICK = "first-click"
    FIRST_ON = "first-on"  # a network
    STREAK = "streak"  # weeks in a row with a share
    FIND = "find"  # of a month's suggestions the one that was shared most
    THANKS = "thanks"  # from who made a piece that they shared
    CELEBRATED = "celebrated"  # by a manager


CELEBRATED = frozenset({Kind.STREAK, Kind.FIND, Kind.THANKS, Kind.FIRST_SHARE, Kind.CELEBRATED})
"""What is worth telling others in a channel; the rest is told to the person alone."""
PRAISES = (1, 2, 3, 4)
"""What managers may celebrate somebody for: a strong week, words of their own, helping others, staying with it. The
numbers are stored, and faces word them: nobody writes freely about a colleague in their name."""


OWN = frozenset({Kind.FIRST_SHARE, Kind.FIRST_ON, Kind.STREAK})
"""What follows from what the person did; the rest from what others did."""


def streak(weeks: Iterable[str], now: str) -> int:
    """How many weeks in a row had a share, up to this one: "2026-W47". A week that isn't over breaks no row."""
    mondays = {_monday(week) for week in weeks}
    week = _monday(now)
    if week not in mondays:
        week -= timedelta(days=7)
    count = 0
    while week in mondays:
        count += 1
        week -= timedelta(days=7)
    return count


def _monday(week: str) -> date:
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)
