"""Columns say what rows say, and a score over columns is the score of each piece."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ambassadors.picking.pool import REACTIONS, Pool, pool_of
from bot.ambassadors.picking.rules import Taste, score
from bot.ambassadors.picking.scoring import OF_A_CREATOR, scores, shortlist
from bot.ambassadors.picking.values import bare
from bot.content.metrics import canonical
from tests.bot.ambassadors.picking.pieces import KINDS, LANGUAGES, NOW, PLATFORMS, TAGS, tastes

COLUMNS = (
    *("id", "creator", "platform", "kind", "language", "sentiment", "rating", "scale"),
    *("media", "length", "tags", "metrics", "found", "followers"),
)
PLAIN = (1, 1, "mastodon", "post", "en", "", -1.0, -1.0, 0, 100, "[]", "{}", int(NOW.timestamp()), -1)
METRICS = st.dictionaries(
    st.sampled_from(("favourites_count", "likes", "replies", "quotes", "shares", "views", "saves", "odd")),
    st.integers(-5, 10**13) | st.none() | st.booleans() | st.text(max_size=3),
    max_size=5,
)


def row(**changes: Any) -> tuple[Any, ...]:
    return tuple(changes.get(name, usual) for name, usual in zip(COLUMNS, PLAIN, strict=True))


def rows() -> st.SearchStrategy[list[tuple[Any, ...]]]:
    one = st.tuples(
        st.integers(1, 60),
        st.integers(-1, 4),
        st.sampled_from(PLATFORMS),
        st.sampled_from(KINDS),
        st.sampled_from(LANGUAGES),
        st.sampled_from(("", "positive", "neutral", "negative")),
        st.sampled_from((-1.0, 1.0, 3.0, 5.0)),
        st.sampled_from((-1.0, 5.0)),
        st.integers(0, 1),
        st.integers(0, 5000),
        st.lists(st.sampled_from((*TAGS, "Tea", "#", "")), max_size=4).map(json.dumps),
        METRICS.map(json.dumps),
        st.integers(-40, 24 * 200).map(lambda hours: int((NOW - timedelta(hours=hours)).timestamp())),
        st.integers(-1, 10**7),
    )
    return st.lists(one, max_size=25, unique_by=lambda each: each[0])


@given(rows(), tastes(), st.integers())
def test_a_score_over_columns_is_that_of_each_piece(
    found: list[tuple[Any, ...]], taste: Taste, seed: int
) -> None:
    pool = pool_of(found)
    campaign = frozenset(range(1, 60, 3))
    groups = [*(campaign for _ in taste.campaigns), *taste.collections.values()]
    worth = scores(pool, taste, NOW, seed, groups)
    for place in range(len(pool)):
        campaigns = tuple(taste.campaigns) if int(pool.ids[place]) in campaign else ()
        one = pool.candidate(place, campaigns=campaigns)
        assert worth[place] == pytest.approx(score(one, taste, NOW, seed), abs=1e-9)


@given(rows())
def test_columns_say_what_the_rows_say(found: list[tuple[Any, ...]]) -> None:
    pool = pool_of(found)
    assert len(pool) == len(found)
    creators = [each[1] for each in found]
    for place, each in enumerate(found):
        one = pool.candidate(place)
        values = dict(zip(COLUMNS, each, strict=True))
        counts = canonical(values["platform"], json.loads(values["metrics"]))
        assert one.item_id == values["id"]
        assert one.creator_id == (None if values["creator"] == -1 else values["creator"])
        assert one.creator_pieces == (1 if values["creator"] == -1 else creators.count(values["creator"]))
        assert (one.platform, one.kind, one.language) == (
            values["platform"],
            values["kind"],
            values["language"],
        )
        assert set(one.tags) == {bare(tag) for tag in json.loads(values["tags"])} - {""}
        assert len(set(one.tags)) == len(one.tags)
        assert one.reactions == sum(counts.get(name, 0) for name in REACTIONS)
        assert one.followers == (None if values["followers"] < 0 else values["followers"])
        assert one.found_at == datetime.fromtimestamp(values["found"], NOW.tzinfo)
        assert 0 <= one.quality <= 1
        assert 0 <= one.engagement <= 1


@pytest.mark.parametrize(
    "hostile",
    ["null", "7", '{"tea": 1}', "[[]]", '["tea"', "[1, null, {}]", '"tea"', "", "[],[]", '["\\ud800"]'],
)
def test_tags_that_are_no_list_of_words_stop_nothing(hostile: str) -> None:
    found = [row(id=1, tags='["Tea", "tea"]'), row(id=2, tags=hostile), row(id=3, tags='["#tea"]')]
    pool = pool_of(found)
    assert [pool.candidate(place).tags for place in (0, 2)] == [("tea",), ("tea",)]
    worth = scores(pool, Taste(tags=frozenset({"tea"})), NOW, 0)
    assert min(worth[0], worth[2]) > worth[1]


@pytest.mark.parametrize(
    "hostile", ["null", "[]", '{"likes": "many"}', '{"likes": -4}', "{", '{"likes": 1e400}']
)
def test_counts_that_are_none_count_nothing(hostile: str) -> None:
    pool = pool_of([row(id=1, metrics='{"likes": 12}'), row(id=2, metrics=hostile)])
    assert list(pool.reactions) == [12, 0]


def test_nothing_to_look_over() -> None:
    pool = pool_of([])
    assert len(pool) == 0
    worth = scores(pool, Taste(tags=frozenset({"tea"})), NOW, 0, [[1, 2]])
    assert shortlist(pool, worth, 10, [1], [2]) == []


def test_engagement_is_measured_within_a_platform() -> None:
    """A hundred likes are much where nobody has more, and little where most have thousands."""
    loud = [row(id=n, platform="instagram", metrics=json.dumps({"likes": 100 + 1000 * n})) for n in range(20)]
    quiet = [row(id=50 + n, metrics=json.dumps({"likes": 5 * n})) for n in range(21)]
    pool = pool_of([*loud, *quiet])
    by_id = dict(zip(pool.ids.tolist(), pool.engagement.tolist(), strict=True))
    assert by_id[70] == 1.0
    assert by_id[0] < 0.5
    assert by_id[19] == 1.0
    assert by_id[51] < by_id[55] < by_id[60]


def test_a_few_reactions_are_not_much_where_most_have_none() -> None:
    pool = pool_of([row(id=1, metrics='{"likes": 2}'), *(row(id=n) for n in range(2, 30))])
    assert pool.engagement[0] < 0.5


# ---- who is among the best few hundred ----


def listed(found: Sequence[tuple[Any, ...]], worth: Sequence[float], size: int, **more: Any) -> list[int]:
    pool = pool_of(found)
    return [int(pool.ids[place]) for place in shortlist(pool, np.array(worth), size, **more)]


def test_the_best_of_each_creator_come_before_more_of_the_same() -> None:
    found = [row(id=n, creator=1) for n in range(1, 8)] + [row(id=n, creator=n) for n in (8, 9)]
    worth = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]
    assert listed(found, worth, 5) == [1, 2, 3, 8, 9]
    assert listed(found, worth, 7) == [1, 2, 3, 8, 9, 4, 5]


def test_unknown_creators_are_not_taken_for_one() -> None:
    found = [row(id=n, creator=-1) for n in range(1, 8)]
    assert listed(found, [0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], 6) == [1, 2, 3, 4, 5, 6]


def test_pinned_pieces_are_always_among_them_and_excluded_ones_never() -> None:
    found = [row(id=n, creator=n, sentiment="negative" if n == 4 else "") for n in range(1, 7)]
    worth = [0.6, 0.5, 0.4, 0.3, 0.2, 0.1]
    assert listed(found, worth, 2, excluded=[1], pinned=[6, 4]) == [4, 6]
    assert listed(found, worth, 3, excluded=[1, 6], pinned=[6]) == [2, 3, 5]


def test_what_the_person_does_not_read_is_not_among_them_unless_pinned() -> None:
    found = [row(id=n, creator=n, language=code) for n, code in enumerate(("fi", "sv", "", "fi"), 1)]
    swedish = Taste(languages=frozenset({"sv"}))
    assert listed(found, [0.4, 0.3, 0.2, 0.1], 9, pinned=[4], taste=swedish) == [4, 2, 3]


@given(rows(), st.integers(1, 12), st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_a_shortlist_holds_what_may_be_picked_best_first(
    found: list[tuple[Any, ...]], size: int, excluded: set[int], pinned: set[int]
) -> None:
    pool = pool_of(found)
    worth = scores(pool, Taste(), NOW, 0)
    places = shortlist(pool, worth, size, excluded, pinned)
    chosen = [int(pool.ids[place]) for place in places]
    open_ids = {
        int(one)
        for one, complaint in zip(pool.ids, pool.complaint, strict=True)
        if one not in excluded and (one in pinned or not complaint)
    }
    pins = open_ids & pinned
    assert len(chosen) == len(set(chosen)) == min(len(open_ids), max(size, len(pins)))
    assert set(chosen) <= open_ids
    assert set(chosen[: len(pins)]) == pins
    free = places[len(pins) :]
    early = [place for n, place in enumerate(free) if _before(pool, free[:n], place) < OF_A_CREATOR]
    assert sorted(early, key=lambda place: -worth[place]) == early


def _before(pool: Pool, places: Sequence[int], place: int) -> int:
    creator = pool.creators[place]
    return 0 if creator < 0 else sum(pool.creators[one] == creator for one in places)
