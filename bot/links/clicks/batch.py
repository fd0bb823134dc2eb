"""Clicks on their way into the database, added up. Pure.

A program that clicks a million times is one entry here, for all of its clicks are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple


class Click(NamedTuple):
    """Somebody, or something, followed a link. ``address`` is the client's, ``agent`` the browser's name;
    ``referrer`` is a host and ``country`` two letters, or empty."""

    link_id: int
    at: datetime
    address: str
    agent: str
    referrer: str = ""
    country: str = ""

    @property
    def day(self) -> date:
        return self.at.astimezone(UTC).date()


Who = tuple[date, int, str, str]
"""A day, a link, an address, a browser's name."""
LinkDayKey = tuple[int, date]


@dataclass(slots=True)
class Clicks:
    """The clicks of one ``Who``. Where they came from is what the latest of them said."""

    number: int
    first: datetime
    referrer: str
    country: str


@dataclass(slots=True)
class Batch:
    """What waits. ``most`` different people at most: what is over is dropped and counted."""

    most: int
    people: dict[Who, Clicks] = field(default_factory=dict)
    machines: dict[LinkDayKey, int] = field(default_factory=dict)
    dropped: int = 0

    def __bool__(self) -> bool:
        return bool(self.people or self.machines)

    @property
    def clicks(self) -> int:
        return sum(one.number for one in self.people.values()) + sum(self.machines.values())

    def add(self, click: Click) -> None:
        who = (click.day, click.link_id, click.address, click.agent)
        known = self.people.get(who)
        if known is not None:
            known.number += 1
            known.referrer, known.country = click.referrer, click.country
        elif len(self.people) < self.most:
            self.people[who] = Clicks(1, click.at, click.referrer, click.country)
        else:
            self.dropped += 1

    def add_machine(self, link_id: int, day: date) -> None:
        key = link_id, day
        if key in self.machines or len(self.machines) < self.most:
            self.machines[key] = self.machines.get(key, 0) + 1
        else:
            self.dropped += 1

    def take_back(self, other: Batch) -> None:
        """Take in what could not be written; it came before what is here."""
        for who, clicks in other.people.items():
            known = self.people.get(who)
            if known is not None:
                known.number += clicks.number
                known.first = min(known.first, clicks.first)
            elif len(self.people) < self.most:
                self.people[who] = clicks
            else:
                self.dropped += clicks.number
        for key, number in other.machines.items():
            self.machines[key] = self.machines.get(key, 0) + number
