"""The best of very many pieces for one person: the rules' formulas over whole columns. Pure.

Loads numpy, as ``pool`` does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import numpy as np

from bot.ambassadors.picking import rules
from bot.ambassadors.picking.pool import Flags, Floats, Pool, Whole
from bot.ambassadors.picking.values import Taste

ANY = Taste()
"""Of somebody who said and did nothing."""
OF_A_CREATOR = 3
"""So many of the best pieces of one creator come before others fill up what is left."""


def scores(
    pool: Pool, taste: Taste, now: datetime, seed: int, groups: Collection[Collection[int]] = ()
) -> Floats:
    """``rules.score`` of every row. ``groups`` are the pieces of each campaign and collection that the person is
    interested in."""
    followers = np.where(pool.followers < 0, rules.UNKNOWN_FOLLOWERS, pool.followers)
    matches = pool.tags.summed(dict.fromkeys(taste.wanted_tags, 1.0), len(pool))
    for group in groups:
        matches += _among(pool.ids, group)
    leaning = taste.leaning
    weight = pool.tags.summed(leaning.bare_tags, len(pool))
    weight += pool.kinds.by_name(lambda kind: leaning.kinds.get(kind, 0.0))
    weight += _by_number(pool.creators, leaning.creators)
    chance: Floats = rules.chance(pool.ids.astype(np.uint64), seed) / 2.0**64
    return rules.total(
        rules.fits(matches),
        rules.freshness((now.timestamp() - pool.found) / 86400.0),
        pool.quality,
        pool.engagement,
        rules.smallness(pool.pieces.astype(np.float64), followers.astype(np.float64)),
        rules.leans(weight),
        pool.languages.by_name(lambda language: rules.language_factor(language, taste)),
        chance,
    )


def shortlist(
    pool: Pool,
    worth: Floats,
    size: int,
    excluded: Collection[int] = (),
    pinned: Collection[int] = (),
    taste: Taste = ANY,
) -> list[int]:
    """The rows to choose among, the most promising first: what is pinned, then the best OF_A_CREATOR of each creator
    by score, then the best of the rest, ``size`` of them. Nothing that is excluded, and unpinned no complaint and
    nothing in a language that the person doesn't read."""
    pins = _among(pool.ids, pinned)
    read = pool.languages.by_name(taste.reads) > 0
    open_rows = np.flatnonzero((pins | (~pool.complaint & read)) & ~_among(pool.ids, excluded))
    order = open_rows[np.lexsort((pool.ids[open_rows], -worth[open_rows]))]
    late = _later(pool.creators[order]) & ~pins[order]
    ranked = order[np.lexsort((np.arange(len(order)), late, ~pins[order]))]
    return [int(row) for row in ranked[: max(size, int(pins[order].sum()))]]


def _later(creators: Whole) -> Flags:
    """Which rows, in their order, come after OF_A_CREATOR others of the same creator."""
    together = np.argsort(creators, kind="stable")
    ordered = creators[together]
    starts = (
        np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.array([], np.int64)
    )
    sizes = np.diff(np.r_[starts, len(ordered)])
    place = np.arange(len(ordered)) - np.repeat(starts, sizes)
    late = np.zeros(len(creators), dtype=np.bool_)
    late[together] = place >= OF_A_CREATOR
    return late & (creators >= 0)


def _by_number(numbers: Whole, worth: Mapping[int, float]) -> Floats:
    """For each row what its number is worth; 0 where nothing is said of it."""
    if not worth:
        return np.zeros(len(numbers), dtype=np.float64)
    known = np.array(sorted(worth), dtype=np.int64)
    values = np.array([worth[int(one)] for one in known], dtype=np.float64)
    places = np.searchsorted(known, numbers).clip(max=len(known) - 1)
    found: Floats = np.where(known[places] == numbers, values[places], 0.0)
    return found


def _among(ids: Whole, chosen: Collection[int]) -> Flags:
    if not chosen:
        return np.zeros(len(ids), dtype=np.bool_)
    return np.isin(ids, np.fromiter(chosen, dtype=np.int64, count=len(chosen)))
