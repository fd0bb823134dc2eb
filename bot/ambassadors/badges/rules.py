"""What is recognised. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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


def longest(weeks: Iterable[str]) -> int:
    """The most weeks in a row that had a share, whenever that was."""
    count = best = 0
    before: date | None = None
    for monday in sorted({_monday(week) for week in weeks}):
        count = count + 1 if before is not None and monday - before == timedelta(days=7) else 1
        best, before = max(best, count), monday
    return best


def holds(kind: Kind, number: int, network: str, weeks: Collection[str], networks: Collection[str]) -> bool:
    """Whether a badge still says what is so, of somebody who shared in these weeks and on these networks. What others
    did isn't undone by what the person takes back."""
    match kind:
        case Kind.FIRST_SHARE:
            return bool(networks)
        case Kind.FIRST_ON:
            return network in networks
        case Kind.STREAK:
            return longest(weeks) >= number
        case _:
            return True


def _monday(week: str) -> date:
    year, number = week.split("-W")
    return date.fromisocalendar(int(year), int(number), 1)
