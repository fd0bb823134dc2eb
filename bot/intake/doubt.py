"""When "not found" is believed, and what managers are told where it isn't. Pure.

A server that answers 404 for everything (an outage, a changed layout of its addresses) would close all its pieces
at once. So where more than half of what was looked at is gone, and not by one creator's doing, it stays for now
and is looked at again. A single deletion, and an account that its creator deleted, are honoured at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from bot.intake.health import Notice, in_words
from bot.kernel.text import clean_line

FEWEST = 5
"""Pieces from which their share says something. A run with fewer is judged with the looks before it, so that a
source whose pieces are due one after the other loses two before it is doubted."""

RECENT = timedelta(days=2)
"""How long a look counts among those before it; every watched piece is looked at once a day."""

REMEMBERED = 60
"""Looks that are kept of a source, the newest."""

CHECKS = 3
SPACING = timedelta(hours=8)
LEAST = timedelta(days=1)
"""What was gone at so many checks, so far apart, over so long a time, is gone."""

FORGOTTEN = timedelta(days=30)
"""A doubt that nothing was heard of any more."""

EVERYTHING = ""
"""The scope of a whole source; the others are the hosts of its pieces' ids."""


@dataclass(frozen=True, slots=True)
class Look:
    """What came of looking at a piece. ``creator`` tells creators apart; unknown ones are all different."""

    piece: str
    at: datetime
    gone: bool
    creator: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A host (or a whole source) whose "not found" isn't believed; once it persisted it is ``accepted``."""

    since: datetime
    checked_at: datetime
    checks: int = 1
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept of a source between two runs."""

    recent: tuple[Look, ...] = ()
    doubts: Mapping[str, Doubt] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """``held`` are the pieces that are not found and stay all the same."""

    memory: Memory
    held: frozenset[str] = frozenset()
    notices: tuple[Notice, ...] = ()


def implausible(looks: Sequence[Look]) -> bool:
    """Whether more is gone than creators delete at one time."""
    gone = [one.creator or one.piece for one in looks if one.gone]
    return len(looks) >= FEWEST and 2 * len(gone) > len(looks) and len(set(gone)) > 1


def judge(memory: Memory, looks: Sequence[Look], name: str, now: datetime) -> Judgement:
    """What to make of a run's looks, each at another piece."""
    asked = {one.piece for one in looks}
    earlier = [one for one in memory.recent if one.piece not in asked and now - one.at <= RECENT]
    doubts = {scope: one for scope, one in memory.doubts.items() if now - one.checked_at <= FORGOTTEN}
    held: set[str] = set()
    notices: list[Notice] = []
    for scope in [EVERYTHING, *sorted({host_of(one.piece) for one in looks} - {EVERYTHING})]:
        ours = _within(scope, looks)
        before = doubts.get(scope)
        if before is None and scope != EVERYTHING and EVERYTHING in doubts:
            continue  # it is doubted, or believed, with the whole source
        after = _follow(before, ours, _sample(ours, _within(scope, earlier)), now)
        notices += _told(before, after, name, scope, now)
        doubts.pop(scope, None)
        if after is not None:
            doubts[scope] = after
            held |= {one.piece for one in ours if one.gone and not after.accepted}
    recent = sorted([*earlier, *looks], key=lambda one: one.at)[-REMEMBERED:]
    return Judgement(Memory(tuple(recent), doubts), frozenset(held), tuple(notices))


def doubted_since(memory: Memory) -> datetime | None:
    """Since when pieces are not found and stay all the same; None where there are none."""
    return min((one.since for one in memory.doubts.values() if not one.accepted), default=None)


def host_of(piece: str) -> str:
    """The host of an id that is an address, else none."""
    try:
        return urlsplit(piece).netloc if "://" in piece else EVERYTHING
    except ValueError:
        return EVERYTHING


def _within(scope: str, looks: Iterable[Look]) -> list[Look]:
    return [one for one in looks if scope in (EVERYTHING, host_of(one.piece))]


def _sample(ours: Sequence[Look], earlier: Sequence[Look]) -> list[Look]:
    missing = max(0, FEWEST - len(ours))
    return [*ours, *(earlier[-missing:] if missing else ())]


def _follow(doubt: Doubt | None, ours: Sequence[Look], sample: Sequence[Look], now: datetime) -> Doubt | None:
    """The doubt after these looks. It ends where pieces stand again, not for want of looks."""
    gone = any(one.gone for one in ours)
    if doubt is None:
        return Doubt(now, now) if gone and implausible(sample) else None
    if any(not one.gone for one in ours) and 2 * sum(one.gone for one in sample) <= len(sample):
        return None
    if doubt.accepted or not gone or now - doubt.checked_at < SPACING:
        return doubt
    checks = doubt.checks + 1
    accepted = checks >= CHECKS and now - doubt.since >= LEAST
    return replace(doubt, checks=checks, checked_at=now, accepted=accepted)


def _told(before: Doubt | None, after: Doubt | None, name: str, scope: str, now: datetime) -> list[Notice]:
    whose = f"the source “{name}”" + (f" at {clean_line(scope, 100)}" if scope else "")
    key = f"{name}:{scope}:{(before or after or Doubt(now, now)).since.isoformat()}"
    if before is None and after is not None:
        what = f"Most pieces of {whose} are suddenly not found. That looks like a fault there, so they stay for now."
        remedy = "They are looked at again by themselves, and closed if they are still gone after a day."
        return [Notice(f"source-doubted:{key}", what, remedy)]
    if before is not None and after is None:
        what = f"The pieces of {whose} are found again after {in_words(now - before.since)}."
        remedy = "What was closed meanwhile stays closed." if before.accepted else "Nothing needs to be done."
        return [Notice(f"source-believed:{key}", what, remedy)]
    if before is not None and after is not None and after.accepted and not before.accepted:
        what = (
            f"Pieces of {whose} are still not found after {in_words(now - after.since)}: they are closed now."
        )
        return [Notice(f"source-gone:{key}", what, "If they exist, their addresses may have changed.")]
    return []


def to_json(memory: Memory) -> dict[str, Any]:
    """As it is kept with the source's state."""
    doubts = {
        scope: [one.since.isoformat(), one.checked_at.isoformat(), one.checks, one.accepted]
        for scope, one in memory.doubts.items()
    }
    recent = [[one.piece, one.at.isoformat(), one.gone, one.creator] for one in memory.recent]
    return {"recent": recent, "doubts": doubts}


def from_json(kept: Mapping[str, Any]) -> Memory:
    """The inverse of ``to_json``; nothing kept is an empty memory."""
    at = datetime.fromisoformat
    return Memory(
        tuple(Look(piece, at(when), gone, who) for piece, when, gone, who in kept.get("recent", ())),
        {
            scope: Doubt(at(since), at(checked), checks, accepted)
            for scope, (since, checked, checks, accepted) in kept.get("doubts", {}).items()
        },
    )
