"""When a programme fades. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

STRETCH = timedelta(days=28)
"""Compared with as long before it: weeks differ, and one holiday shouldn't count as an end."""
TOLD_AGAIN = timedelta(days=28)
ENOUGH = 5
"""Shares in the time before, from which on fewer mean something."""
FEWER = 0.5


@dataclass(frozen=True, slots=True)
class Pulse:
    """Shares of the last stretch and of the one before, and how many people take part."""

    shares: int
    shares_before: int
    active: int
    paused: int
    faded: int  # active, without a share for the programme's days


@dataclass(frozen=True, slots=True)
class Nudge:
    """What managers are told, and what helps."""

    what: str
    remedy: str


def counted(number: int, noun: str) -> str:
    """ "1 share", "2 shares"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def nudge(pulse: Pulse) -> Nudge | None:
    """None while it is well, or too small to say."""
    people = f"{pulse.faded} of {counted(pulse.active, 'ambassador')} shared nothing for a while"
    remedy = (
        "Pin a few fresh pieces, thank those who shared, and ask one of those who faded what would help: "
        "fewer picks, another time, other topics."
    )
    if pulse.active and pulse.shares == 0 and pulse.shares_before:
        before = counted(pulse.shares_before, "share")
        what = "The ambassador programme stands still: nobody shared anything in four weeks"
        return Nudge(f"{what}, after {before} in the four before.", remedy)
    if pulse.shares_before >= ENOUGH and pulse.shares < pulse.shares_before * FEWER:
        return Nudge(
            f"The ambassador programme fades: {counted(pulse.shares, 'share')} in four weeks after "
            f"{pulse.shares_before} in the four before; {people}.",
            remedy,
        )
    if pulse.active >= ENOUGH and pulse.faded * 2 > pulse.active and pulse.shares_before:
        return Nudge(f"The ambassador programme fades: {people}.", remedy)
    return None
