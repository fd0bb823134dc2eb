"""Records of draws for tests: one with a real round of Quicknet, one with two people."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from bot.contests.draw import (
    QUICKNET,
    Beacon,
    DrandRound,
    EntryList,
    Record,
    TwoPeople,
    freeze,
    promise_of,
    verify,
)
from bot.contests.draw.signatures import signed

SECRET = bytes(range(32))
RULES = "ab" * 32
# Round 1000 of Quicknet, as published on 23 August 2023 at 15:59:24.
SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
RANDOMNESS = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
BEACON = Beacon(1000, SIGNATURE, RANDOMNESS)
CLOSED = datetime(2023, 8, 23, 15, 50, tzinfo=UTC)
OPENED = CLOSED + timedelta(minutes=10)
HOSTILE = "<script>alert(1)</script> @everyone \u202eevil"
WORDS = {"Mia": "seven kettles on a hill", "Noah": "nobody guesses this one"}

known_signed = cache(signed)
"""``signed``, which remembers: half a second for the same signature is too long in a loop."""


def entries(count: int = 12, name: str = "Autumn of tea") -> EntryList:
    return EntryList.of(7, name, CLOSED, [(number, 100 + number) for number in range(1, count + 1)])


def frozen(listed: EntryList | None = None, places: int = 3) -> Record:
    source = DrandRound(QUICKNET, 1000)
    return freeze(listed or entries(), SECRET, source, places=places, rules_hash=RULES, frozen_at=CLOSED)


def opened(listed: EntryList | None = None, places: int = 3) -> Record:
    return frozen(listed, places).open(SECRET, OPENED, BEACON)


def drawn() -> Record:
    """Drawn, and drawn again twice; some left out; a tie broken."""
    record = opened().draw("Mia", OPENED)
    record = record.draw(
        "Mia", OPENED + timedelta(days=7), reason="Not claimed", excluded={record.winners[0]: "didn't claim"}
    )
    record = record.draw(
        "Mia", OPENED + timedelta(days=9), excluded={record.order[5]: "left", record.order[6]: HOSTILE}
    )
    return record.lots([(1, 2, 3), (9, 4)], "Mia", OPENED + timedelta(days=9))


def by_two_people() -> Record:
    listed = entries()
    source = TwoPeople(("Mia", "Noah"))
    record = freeze(listed, SECRET, source, places=2, rules_hash=RULES, frozen_at=CLOSED)
    for person, words in WORDS.items():
        record = record.promise(person, promise_of(person, words), OPENED)
    for person, words in WORDS.items():
        record = record.reveal(person, words, OPENED)
    return record.open(SECRET, OPENED).draw("Mia", OPENED)


def failed(record: Record) -> set[str]:
    """Keys of the checks that fail."""
    return {check.key for check in verify(record, signature=known_signed).failed}


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy of a JSON value in which the value at that path is another."""
    value = copy.deepcopy(value)
    inner = value
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = new
    return value
