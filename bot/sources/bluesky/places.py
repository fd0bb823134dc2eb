"""Where the reading of a list stands that is served newest first. Pure.

A run reads from the newest entry down to where the last one began. One that has to stop before remembers the stretch
it hasn't read; the next reads what is new first and then goes on there. So nothing is left out and the newest is
never late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

REMEMBERED = 500
"""Entries that are remembered so that what is read twice is given once: several pages."""

STRETCHES = 5
"""Unread stretches kept apart; of more, the oldest become one."""

OVERLAP = timedelta(minutes=5)
"""The network's view learns of posts late."""


@dataclass(slots=True)
class Stretch:
    """What is to be read: newer than ``since`` (None: one page, however old), from ``at`` down (None: the newest)."""

    since: datetime | None
    at: str | None = None


@dataclass(slots=True)
class Place:
    """One list's place. ``newest`` is the time of the newest entry read."""

    newest: datetime | None = None
    given: list[str] = field(default_factory=list)
    unread: list[Stretch] = field(default_factory=list)

    def stretches(self) -> list[Stretch]:
        """What a run reads, in this order: what is new, then what was left. While something is left there is no
        looking back: after a burst that would read the same pages again and never get beyond them."""
        since = self.newest
        if since is not None and not self.unread:
            since -= OVERLAP
        return [Stretch(since), *self.unread]

    def fresh(self, entries: Sequence[Any], tokens: Sequence[str | None]) -> list[Any]:
        """Those of a page that were not given yet."""
        known = set(self.given)
        return [entry for entry, token in zip(entries, tokens, strict=True) if token not in known]

    def note(
        self, stretch: Stretch, times: Iterable[datetime], tokens: Sequence[str | None], following: str | None
    ) -> bool:
        """A page of the stretch was read, and ``following`` is where it goes on. Whether more is to be read."""
        known = set(self.given)
        self.given = [*self.given, *(t for t in tokens if t is not None and t not in known)][-REMEMBERED:]
        moments = list(times)
        if moments:
            self.newest = max(moments) if self.newest is None else max(self.newest, *moments)
        ended = (
            stretch.since is None
            or following is None
            or following == stretch.at
            or not moments
            or min(moments) < stretch.since
        )
        self._keep(stretch, None if ended else following)
        return not ended

    def _keep(self, stretch: Stretch, at: str | None) -> None:
        listed = any(one is stretch for one in self.unread)
        stretch.at = at
        if at is None:
            self.unread = [one for one in self.unread if one is not stretch]
        elif not listed:
            self.unread.insert(0, stretch)
        while len(self.unread) > STRETCHES:
            older = self.unread.pop()
            self.unread[-1].since = older.since

    def as_json(self) -> dict[str, Any]:
        """Small JSON for the cursor."""
        return {
            "newest": _text(self.newest),
            "given": list(self.given),
            "unread": [{"since": _text(one.since), "at": one.at} for one in self.unread],
        }


def read_place(kept: object) -> Place:
    """A place from the cursor; whatever is not as we write it counts as absent."""
    if not isinstance(kept, Mapping):
        return Place()
    newest = _moment(kept.get("newest"))
    given, unread = kept.get("given"), kept.get("unread")
    if newest is None:
        return Place()
    stretches = [
        Stretch(_moment(one.get("since")), str(one.get("at")))
        for one in (unread if isinstance(unread, list) else [])
        if isinstance(one, Mapping) and _moment(one.get("since")) and one.get("at")
    ]
    return Place(
        newest, [str(one) for one in given] if isinstance(given, list) else [], stretches[:STRETCHES]
    )


def stamp(moment: datetime) -> str:
    """A time as the network writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
