"""The clock under ``/playground/clock``: what time it is here, and going forward to another.

``GET`` gives ``{"now": ISO 8601 in UTC, "offset": seconds ahead of the real time}``. ``POST {"to": ISO 8601 with its
offset}`` or ``{"forward": seconds}`` jumps: whoever shares the clock lives at the new time at once; what is measured
in seconds (trigger ids, rate limits, tokens) goes on as it was.
"""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.playground.slack.clock import PlaygroundClock
from bot.playground.slack.errors import ActError
from bot.playground.slack.state import SlackWorld

Json = dict[str, Any]
FURTHEST = timedelta(days=400)
"""In one jump."""

END = datetime(2100, 1, 1, tzinfo=UTC)
"""Where jumps end: identifiers of messages and Discord's snowflakes hold the time in so many digits."""

REMEDY = 'Send {"to": "2026-11-30T09:00:00+01:00"} or {"forward": 3600}.'


class Jumps:
    """Reads and moves the clock of a workspace, and tells its page."""

    def __init__(self, world: SlackWorld) -> None:
        self._world = world
        if isinstance(world.clock, PlaygroundClock):
            world.clock.jumped.append(lambda: world.feed.publish("clock", self.reading()))

    def reading(self) -> Json:
        """The time here, and how far it is ahead."""
        now = self._world.clock()
        return {
            "now": datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds"),
            "offset": round(now - time.time(), 3),
            "moves": isinstance(self._world.clock, PlaygroundClock),
        }

    def jump(self, body: Json) -> Json:
        """Go forward as asked. Raises ActError with what is wrong; then the clock stands as before."""
        clock = self._world.clock
        if not isinstance(clock, PlaygroundClock):
            raise ActError("fixed_clock", "This workspace has a clock of its own, which can't be moved.")
        now = datetime.fromtimestamp(clock(), UTC)
        seconds = _wanted(body, now)
        if seconds < 0:
            raise ActError(
                "in_the_past", f"It is {_shown(now)} here already, and the clock only goes forward."
            )
        if seconds > FURTHEST.total_seconds():
            raise ActError("too_far", f"One jump goes {FURTHEST.days} days forward at most.")
        if now + timedelta(seconds=seconds) >= END:
            raise ActError("too_far", f"The clock ends on {_shown(END)}.")
        clock.jump(seconds)
        return self.reading()


def _wanted(body: Json, now: datetime) -> float:
    """Seconds to go; below zero is in the past."""
    if len(body) != 1 or not body.keys() <= {"to", "forward"}:
        raise ActError("invalid_time", f"Say where to: either to or forward. {REMEDY}")
    if "forward" in body:
        return _seconds(body["forward"])
    text = body["to"]
    if not isinstance(text, str):
        raise ActError("invalid_time", f"to is a time as text. {REMEDY}")
    try:
        to = datetime.fromisoformat(text)
    except ValueError:
        raise ActError("invalid_time", f"{text[:40]!r} is no time of ISO 8601. {REMEDY}") from None
    try:
        offset = to.utcoffset()
        if offset is None:
            raise ActError(
                "invalid_time", f"{text[:40]!r} doesn't say its offset from UTC, as +01:00 or Z. {REMEDY}"
            )
        return (to - now).total_seconds()
    except OverflowError:  # the year 1 or 9999 beside an offset
        raise ActError("invalid_time", f"{text[:40]!r} is too far away. {REMEDY}") from None


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ActError("invalid_time", f"forward is a number of seconds. {REMEDY}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ActError("invalid_time", f"forward is a number of seconds. {REMEDY}")
    return float(max(-1, min(value, FURTHEST.total_seconds() + 1)))


def _shown(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
