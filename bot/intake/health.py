"""When a source counts as lost, when it is tried again, and what managers are told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.kernel.errors import GoodwordError, TryLater
from bot.kernel.text import clean_line

PATIENCE = 3
"""Failures in a row after which a source that may recover by itself counts as lost."""
LONGEST_PAUSE = timedelta(hours=6)
FIX_PAUSE = timedelta(minutes=15)
"""How often a source is tried whose operator has to act first."""


@dataclass(frozen=True, slots=True)
class Health:
    """How a source fares. ``lost_since`` is set from the moment managers were told until it is back."""

    failures_in_a_row: int = 0
    lost_since: datetime | None = None
    problem: str | None = None
    remedy: str | None = None
    next_poll_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell managers, once. ``key`` names the occasion."""

    key: str
    what: str
    remedy: str = ""


def after_failure(
    health: Health, name: str, error: GoodwordError, interval: timedelta, now: datetime
) -> tuple[Health, Notice | None]:
    """A poll failed as a whole. What may pass by itself is borne three times, and asked ever less often."""
    failures = health.failures_in_a_row + 1
    passing = isinstance(error, TryLater)
    lost = not passing or failures >= PATIENCE
    notice = None
    since = health.lost_since
    if lost and since is None:
        since = now
        what = f"The source “{name}” can't be read any more: {clean_line(error.message, 400)}"
        remedy = error.remedy or ("It is tried again by itself." if passing else "Run: goodword check")
        notice = Notice(f"source-lost:{name}:{now.isoformat()}", what, clean_line(remedy, 400))
    pause = _pause(error, failures, interval) if passing else max(interval, FIX_PAUSE)
    return (
        Health(failures, since, clean_line(error.message, 500), clean_line(error.remedy, 500), now + pause),
        notice,
    )


def after_success(health: Health, name: str, now: datetime) -> tuple[Health, Notice | None]:
    """A poll ran to its end."""
    if health.lost_since is None:
        return Health(), None
    away = in_words(now - health.lost_since)
    key = f"source-back:{name}:{health.lost_since.isoformat()}"
    return Health(), Notice(key, f"The source “{name}” is back after {away}. Nothing needs to be done.")


def _pause(error: GoodwordError, failures: int, interval: timedelta) -> timedelta:
    asked = timedelta(seconds=max(0.0, getattr(error, "retry_after", None) or 0.0))
    growing: timedelta = interval * (1 << min(failures - 1, 10))
    return min(max(asked, growing), max(LONGEST_PAUSE, interval))


def in_words(span: timedelta) -> str:
    """A span in its largest unit, rounded down."""
    minutes = int(span.total_seconds() // 60)
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "less than a minute"
