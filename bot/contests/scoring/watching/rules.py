"""When votes look odd: thresholds that are stated, and the statistics behind them. Pure.

A flag says that something would hardly happen by chance. It says nothing about guilt: a friend's newsletter is a
burst too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import exp, lgamma, log, log1p

WINDOW = timedelta(hours=24)
"""How far back each look goes."""
BUCKET = timedelta(minutes=5)
BURST_AT_LEAST = 8  # votes for one entry within a bucket
BURST_CHANCE = 1e-6  # told below this probability
NEW_DAYS = 7  # an account made, or a member joined, so few days before the window is new
NEWCOMERS_AT_LEAST = 8
NEWCOMERS_SHARE = 0.5
NEWCOMERS_CHANCE = 1e-4
RING_AT_LEAST = 3  # members
RING_LINKED = 2 / 3  # of the others in the ring, each votes for and is voted for by so many
RING_INSIDE = 0.5  # of what each member voted, so much went to the ring
_NEGLIGIBLE = 1e-18


def poisson_tail(count: int, mean: float) -> float:
    """The chance of at least ``count`` where ``mean`` is expected."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if count <= mean:
        return 1.0  # not rare, so it need not be exact
    term = exp(count * log(mean) - mean - lgamma(count + 1))
    total, at = 0.0, count
    while term > _NEGLIGIBLE * max(total, _NEGLIGIBLE):
        total += term
        at += 1
        term *= mean / at
    return min(1.0, total)


def binomial_tail(count: int, of: int, chance: float) -> float:
    """The chance of at least ``count`` successes ``of`` so many tries."""
    if count <= 0 or chance >= 1:
        return 1.0
    if chance <= 0:
        return 0.0
    logs = (
        lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(chance) + (of - k) * log1p(-chance)
        for k in range(count, of + 1)
    )
    return min(1.0, sum(exp(each) for each in logs))


@dataclass(frozen=True, slots=True)
class Counts:
    """Votes in the window: by entry and bucket where there are many, by bucket and by entry in all."""

    crowded: Mapping[tuple[int, int], int]
    by_bucket: Mapping[int, int]
    by_entry: Mapping[int, int]
    ranked: int  # entries in the contest
    buckets: int  # in the window


@dataclass(frozen=True, slots=True)
class Burst:
    """Buckets in a row in which an entry got far more votes than the contest's rate explains."""

    entry_id: int
    first: int
    last: int
    votes: int
    expected: float
    chance: float


def bursts(counts: Counts) -> list[Burst]:
    """Every burst in the window, the least likely first.

    Expected of an entry in a bucket is what others got in it, times the entry's share of the votes outside it: where
    the whole contest is busy, a busy entry is no burst. It is never less than the mean of all entries and buckets.
    """
    total = sum(counts.by_bucket.values())
    mean = total / max(1, counts.ranked * counts.buckets)
    odd: dict[tuple[int, int], tuple[float, float]] = {}
    for (entry_id, bucket), votes in counts.crowded.items():
        if votes < BURST_AT_LEAST:
            continue
        outside = total - counts.by_bucket.get(bucket, votes)
        own_outside = counts.by_entry.get(entry_id, votes) - votes
        share = (own_outside + 1) / (outside + max(2, counts.ranked))
        others = counts.by_bucket.get(bucket, votes) - votes
        expected = max(mean, others * share / (1 - share))
        chance = poisson_tail(votes, expected)
        if chance < BURST_CHANCE:
            odd[entry_id, bucket] = (expected, chance)
    return sorted(_merged(odd, counts), key=lambda burst: burst.chance)


def _merged(odd: Mapping[tuple[int, int], tuple[float, float]], counts: Counts) -> Iterable[Burst]:
    runs: list[list[tuple[int, int]]] = []
    previous: tuple[int, int] | None = None
    for key in sorted(odd):
        if previous is not None and previous[0] == key[0] and previous[1] + 1 == key[1]:
            runs[-1].append(key)
        else:
            runs.append([key])
        previous = key
    for run in runs:
        yield Burst(
            entry_id=run[0][0],
            first=run[0][1],
            last=run[-1][1],
            votes=sum(counts.crowded[key] for key in run),
            expected=sum(odd[key][0] for key in run),
            chance=min(odd[key][1] for key in run),
        )


@dataclass(frozen=True, slots=True)
class Newcomers:
    """An entry most of whose votes come from new accounts, where the contest's others don't."""

    entry_id: int
    votes: int
    new: int
    usual: float  # the share of new accounts among the votes for others
    chance: float


def newcomers(by_entry: Mapping[int, tuple[int, int]], everywhere: tuple[int, int]) -> list[Newcomers]:
    """``by_entry`` and ``everywhere``: votes in the window, and those of them by new accounts."""
    found = []
    for entry_id, (votes, new) in by_entry.items():
        if new < NEWCOMERS_AT_LEAST or new / votes <= NEWCOMERS_SHARE:
            continue
        usual = (everywhere[1] - new + 1) / (everywhere[0] - votes + 2)
        chance = binomial_tail(new, votes, usual)
        if chance < NEWCOMERS_CHANCE:
            found.append(Newcomers(entry_id, votes, new, usual, chance))
    return sorted(found, key=lambda each: each.chance)


def rings(pairs: Iterable[tuple[int, int]]) -> list[frozenset[int]]:
    """Groups in which each votes for most of the others and is voted for by them. ``pairs`` are accounts that vote
    for each other."""
    linked: dict[int, set[int]] = {}
    for one, other in pairs:
        if one != other:
            linked.setdefault(one, set()).add(other)
            linked.setdefault(other, set()).add(one)
    found = []
    while linked:
        group = _component(linked)
        tight = _tightened(group, linked)
        if len(tight) >= RING_AT_LEAST:
            found.append(frozenset(tight))
        for account in group:
            del linked[account]
    return sorted(found, key=lambda ring: (-len(ring), min(ring)))


def _component(linked: Mapping[int, set[int]]) -> set[int]:
    start = min(linked)
    group, edge = {start}, [start]
    while edge:
        for other in linked[edge.pop()]:
            if other not in group:
                group.add(other)
                edge.append(other)
    return group


def _tightened(group: Collection[int], linked: Mapping[int, set[int]]) -> set[int]:
    """What is left when, again and again, the least linked is dropped who isn't linked enough."""
    left = set(group)
    while len(left) >= RING_AT_LEAST:
        loosest = min(sorted(left), key=lambda account: len(linked[account] & left))
        if len(linked[loosest] & left) >= RING_LINKED * (len(left) - 1):
            return left
        left.remove(loosest)
    return set()


def inward(ring: Collection[int], inside: Mapping[int, int], cast: Mapping[int, int]) -> bool:
    """Whether each of a ring gave it most of what they voted."""
    return all(inside.get(each, 0) >= RING_INSIDE * cast.get(each, 1) for each in ring)


def ring_key(accounts: Sequence[int] | Collection[int]) -> str:
    """The same for the same accounts."""
    digest = hashlib.sha256(",".join(map(str, sorted(accounts))).encode()).hexdigest()
    return f"ring:{digest[:16]}"
