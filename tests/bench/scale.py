"""How much a case measures. ``FULL`` is what ``make bench`` runs; ``SMOKE`` only proves that the case works."""

from __future__ import annotations

import os
from dataclasses import dataclass

from tests.bench.harness import Plan


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes of every case."""

    feeds: int = 20  # fetched in one run of the line
    feed_items: int = 100  # entries a feed
    parses: int = 10  # feeds parsed in one run
    stored: int = 2000  # rows stored in one run
    polls: int = 100  # unchanged feeds polled in one run
    few: int = 1000  # items the small database has
    many: int = 1_000_000  # items the large database has
    batches: int = 5  # batches of 100 stored into each in one run
    clicks: int = 600  # clicks in one run
    cards: int = 10_000  # items delivered into one channel
    entries: int = 1_000_000  # in the large contest, with ten times as many votes
    few_entries: int = 10_000  # in the small contest
    looks: int = 400  # at the standings in one run
    votes: int = 200  # cast in one run
    awards: int = 100_000  # events of ambassadors in the large programme
    few_awards: int = 1_000  # in the small one
    pages: int = 400  # of a creator in one run
    follows: int = 2000  # of a tracked link in one run
    durable: int = 40  # clicks of which it is looked when they are kept
    rush: float = 60.0  # seconds of a thousand clicks a second
    events: int = 1_000_000  # in the long chain of rights events
    few_events: int = 10_000  # in the short one
    weeks: int = 100  # of history that a digest has
    few_weeks: int = 10  # of the short history
    week_items: int = 10_000  # pieces found in a week, each measured up to ten times
    digests: int = 3  # built in one run
    pieces: int = 100_000  # that employees may share
    rest: float = 10.0  # seconds a resting process is watched
    warm_up: bool = True
    order: str = "ABBA"

    def plan(self, rounds: int) -> Plan:
        return Plan(rounds, self.order, self.warm_up)


def full() -> Scale:
    """The real sizes. Without ``BENCH_FULL=1`` the large database has 200,000 items, the chain 100,000 events, a week
    100 pieces, and people follow links for 5 seconds: a million takes minutes."""
    if os.environ.get("BENCH_FULL") == "1":
        return Scale()
    return Scale(many=200_000, events=100_000, week_items=100, rush=5.0)


SMOKE = Scale(
    feeds=2,
    feed_items=20,
    parses=1,
    stored=100,
    polls=2,
    few=100,
    many=300,
    batches=1,
    clicks=20,
    cards=64,
    entries=300,
    few_entries=100,
    looks=5,
    votes=5,
    awards=300,
    few_awards=100,
    pages=5,
    follows=20,
    durable=3,
    rush=0.2,
    events=1_200,
    few_events=600,
    weeks=8,
    few_weeks=6,
    week_items=20,
    digests=1,
    pieces=300,
    rest=0.2,
    warm_up=False,
    order="AB",
)
