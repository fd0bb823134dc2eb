"""What follows from an attempt, and how work is named and ordered. No clock, no database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from bot.kernel.errors import GoodwordError, NeverWorks, TryLater

LONGEST_PAUSE = 300.0
LONGEST_WISH = 3600.0  # of the other side: a mistaken Retry-After must not hold a channel for days
PATIENCE = timedelta(days=7)

# The engine orders by a 31-bit number, lowest first. Its own times are whole seconds on SQLite under
# Python 3.11, so the number carries the order: fiftieths of a second, which comes round after 1.3 years.
URGENT_MAX = 999
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_SPAN = 2**31 - 1 - (URGENT_MAX + 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to; kept as JSON between attempts."""

    state: Literal["done", "wait", "failed"]
    pause: float = 0.0  # seconds
    counts: bool = False  # towards the job's attempts
    problem: str = ""
    remedy: str = ""


def back_off(failures: int) -> float:
    """Seconds to wait after this many failures in a row: 1, 2, 4 ... up to five minutes."""
    return min(LONGEST_PAUSE, 2.0 ** max(0, failures - 1))


def after_error(error: Exception, *, tries: int, failures: int, attempts: int, waited: timedelta) -> Outcome:
    """What follows from an error.

    ``tries`` are all earlier attempts, ``failures`` those of them that count, ``waited`` the time since the
    first.
    """
    problem, remedy = _describe(error)
    if isinstance(error, TryLater) and waited < PATIENCE:
        pause = (
            back_off(tries + 1)
            if error.retry_after is None
            else min(LONGEST_WISH, max(0.0, error.retry_after))
        )
        return Outcome("wait", pause, False, problem, remedy)
    if isinstance(error, NeverWorks | TryLater) or failures + 1 >= attempts:
        return Outcome("failed", 0.0, True, problem, remedy)
    return Outcome("wait", back_off(failures + 1), True, problem, remedy)


def _describe(error: Exception) -> tuple[str, str]:
    if isinstance(error, GoodwordError):
        return error.message, error.remedy
    return f"{type(error).__name__}: {error}", "The log has the details; please report it."


def work_id(job: str, key: str) -> str:
    """The id under which the database lets exactly one run through."""
    return f"{job}:{_short(key)}"


def wake_up_key(job: str, args: Sequence[Any]) -> str:
    """The same job with the same arguments is the same wake-up."""
    return f"{job}:{_short(json.dumps(args, separators=(',', ':'), ensure_ascii=False))}"


def _short(key: str) -> str:
    return key if len(key) <= 120 else hashlib.sha256(key.encode()).hexdigest()


def place_in_line(at: datetime) -> int:
    """Fiftieths of a second since the epoch of places."""
    return int((at - _EPOCH).total_seconds() * 50)


def priority_of(place: int) -> int:
    """The engine's priority for a place in line, behind everything urgent."""
    return URGENT_MAX + 1 + place % _SPAN
