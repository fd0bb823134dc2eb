"""Pieces and tastes for rules: by hand, invented by hypothesis, and many of them by dice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.ambassadors.picking.rules import Candidate, Leaning, Taste

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TAGS = ("tea", "morning", "kettle", "ö'\"<b>", "<!channel>", "日本")
KINDS = ("post", "photo", "video", "review")
PLATFORMS = ("mastodon", "bluesky", "instagram")
LANGUAGES = ("en", "sv", "de-AT", "und", "")
CAMPAIGNS = ("Summer", "Glow *day*")


def piece(item_id: int, **changes: Any) -> Candidate:
    plain = Candidate(
        item_id,
        found_at=NOW - timedelta(days=10),
        creator_id=item_id,
        platform="mastodon",
        kind="post",
        language="en",
        quality=0.5,
        text=f"The lamp number {item_id} is {item_id} times as bright",
    )
    return replace(plain, **changes)


def pieces_of_anybody(most: int = 14) -> st.SearchStrategy[list[Candidate]]:
    """Few creators, so that their pieces meet."""
    one = st.builds(
        Candidate,
        item_id=st.integers(1, 40),
        found_at=st.integers(-30, 24 * 90).map(lambda hours: NOW - timedelta(hours=hours)),
        creator_id=st.sampled_from((None, 1, 1, 1, 2, 3)),
        platform=st.sampled_from(PLATFORMS),
        kind=st.sampled_from(KINDS),
        language=st.sampled_from(LANGUAGES),
        tags=st.lists(st.sampled_from(TAGS), max_size=3, unique=True).map(tuple),
        campaigns=st.lists(st.sampled_from(CAMPAIGNS), max_size=2, unique=True).map(tuple),
        reactions=st.integers(0, 10**6),
        engagement=st.floats(0, 1),
        quality=st.floats(0, 1),
        creator_pieces=st.integers(1, 50),
        followers=st.none() | st.integers(0, 10**7),
        complaint=st.booleans(),
        text=st.sampled_from(("", "I love it", "I love  IT!", "A lamp for winter", "\ud800 bad \u202e")),
    )
    return st.lists(one, max_size=most, unique_by=lambda each: each.item_id)


def tastes() -> st.SearchStrategy[Taste]:
    weights = st.floats(-1, 1)
    return st.builds(
        Taste,
        tags=st.frozensets(st.sampled_from(("#Tea", "KETTLE", "#", "", *TAGS)), max_size=3),
        campaigns=st.frozensets(st.sampled_from(CAMPAIGNS)),
        collections=st.dictionaries(
            st.sampled_from(("Best", "Old")), st.frozensets(st.integers(1, 40), max_size=5)
        ),
        languages=st.frozensets(st.sampled_from(("en", "sv", "DE")), max_size=2),
        leaning=st.builds(
            Leaning,
            tags=st.dictionaries(st.sampled_from(TAGS), weights),
            creators=st.dictionaries(st.integers(1, 3), weights),
            kinds=st.dictionaries(st.sampled_from(KINDS), weights),
        ),
        shared=st.frozensets(st.integers(1, 40), max_size=3),
        recent_creators=st.lists(st.sampled_from((None, 1, 1, 2)), max_size=4).map(tuple),
        recent_kinds=st.lists(st.sampled_from(KINDS), max_size=4).map(tuple),
    )


def many(seed: int, large: int = 4, small: int = 40, each: int = 60) -> list[Candidate]:
    """A few creators with many much liked pieces, each in a way of its own, and many with one or two."""
    dice = random.Random(seed)
    found: list[Candidate] = []

    def add(creator: int, count: int, followers: int, liked: float, usual: Sequence[str]) -> None:
        for _ in range(count):
            age = timedelta(hours=dice.random() * 24 * 40)
            one = piece(
                len(found) + 1,
                creator_id=creator,
                creator_pieces=count,
                followers=followers,
                engagement=min(1.0, max(0.0, dice.gauss(liked, 0.1))),
                quality=min(1.0, max(0.0, dice.gauss(0.7, 0.15))),
                found_at=NOW - age,
                kind=usual[0] if dice.random() < 0.8 else dice.choice(KINDS),
                platform=usual[1] if dice.random() < 0.8 else dice.choice(PLATFORMS),
                tags=(usual[2],) if dice.random() < 0.7 else (dice.choice(TAGS),),
                text=" ".join(dice.choices(_WORDS, k=dice.randint(4, 30))),
            )
            found.append(one)

    for number in range(large):
        usual = KINDS[number % len(KINDS)], PLATFORMS[number % len(PLATFORMS)], TAGS[number % len(TAGS)]
        add(1000 + number, each, 50_000, 0.9, usual)
    for number in range(small):
        usual = dice.choice(KINDS), dice.choice(PLATFORMS), dice.choice(TAGS)
        add(1 + number, dice.randint(1, 2), dice.randint(10, 900), 0.3, usual)
    return found


_WORDS = [f"word{number}" for number in range(400)]
