"""What always holds of picks, whatever there is to pick from."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ambassadors.picking.features import features_of, likeness, same_text, shingles
from bot.ambassadors.picking.reasons import LIKED_FROM, SMALL_FOLLOWERS, Reason, Why
from bot.ambassadors.picking.rules import (
    IN_A_ROW,
    Candidate,
    Leaning,
    Picked,
    Taste,
    happiness,
    pick,
    score,
)
from bot.ambassadors.picking.values import bare
from tests.bot.ambassadors.picking.pieces import NOW, piece, pieces_of_anybody, tastes

COUNTS = st.integers(0, 12)
PINS = st.lists(st.integers(1, 40), max_size=4, unique=True).map(lambda ids: dict.fromkeys(ids, "Mia"))
ANY = Taste()


def ids(picked: list[Picked]) -> list[int]:
    return [one.item_id for one in picked]


def whys(picked: Picked) -> list[Why]:
    return [reason.why for reason in picked.why]


@given(pieces_of_anybody(), tastes(), COUNTS, st.integers(0, 9), PINS)
def test_nobody_gets_the_same_creator_thrice_running(
    candidates: list[Candidate], taste: Taste, count: int, seed: int, pins: dict[int, str]
) -> None:
    by_id = {one.item_id: one for one in candidates}
    picked = pick(candidates, taste, count, NOW, seed, pins)
    shown = [*reversed(taste.recent_creators), *(by_id[one.item_id].creator_id for one in picked)]
    new = len(shown) - len(picked)
    for end in range(new, len(shown)):
        row = shown[max(0, end - IN_A_ROW) : end + 1]
        assert row[0] is None or len(row) <= IN_A_ROW or len(set(row)) > 1, shown


@given(pieces_of_anybody(), tastes(), COUNTS, st.integers(0, 9), PINS, st.randoms(use_true_random=False))
def test_the_same_values_give_the_same_picks_in_whatever_order_they_come(
    candidates: list[Candidate],
    taste: Taste,
    count: int,
    seed: int,
    pins: dict[int, str],
    dice: random.Random,
) -> None:
    turned = list(candidates)
    dice.shuffle(turned)
    assert pick(candidates, taste, count, NOW, seed, pins) == pick(turned, taste, count, NOW, seed, pins)


@given(pieces_of_anybody(), tastes(), COUNTS, PINS)
def test_picks_are_candidates_each_once_and_none_that_must_not_be(
    candidates: list[Candidate], taste: Taste, count: int, pins: dict[int, str]
) -> None:
    by_id = {one.item_id: one for one in candidates}
    picked = ids(pick(candidates, taste, count, NOW, 1, pins))
    assert len(picked) == len(set(picked)) <= count
    assert not set(picked) & taste.shared
    assert all(one in pins or not by_id[one].complaint for one in picked)
    spoken = {one.casefold() for one in taste.languages}
    foreign = [one for one in picked if by_id[one].language[:2] not in ("", "un", *spoken)]
    assert not spoken or set(foreign) <= set(pins)
    texts = [features_of(by_id[one]) for one in picked if one not in pins]
    assert not any(same_text(one, other) for n, one in enumerate(texts) for other in texts[:n])


@given(pieces_of_anybody(), tastes(), PINS)
def test_what_is_left_out_is_left_out_by_a_rule(
    candidates: list[Candidate], taste: Taste, pins: dict[int, str]
) -> None:
    """Asked for everything, a piece is missing for a reason: shared, a complaint, in another language, the words of
    another one, or its creator's turn is over."""
    by_id = {one.item_id: one for one in candidates}
    picked = ids(pick(candidates, taste, len(candidates), NOW, 1, pins))
    shown = [*reversed(taste.recent_creators), *(by_id[one].creator_id for one in picked)]
    for one in candidates:
        if one.item_id in picked or one.item_id in taste.shared:
            continue
        if (one.complaint or not taste.reads(one.language)) and one.item_id not in pins:
            continue
        words = [features_of(by_id[each]) for each in picked]
        if one.item_id not in pins and any(same_text(features_of(one), each) for each in words):
            continue
        assert shown[-IN_A_ROW:] == [one.creator_id] * IN_A_ROW


@given(pieces_of_anybody(), tastes(), PINS)
def test_pinned_pieces_come_first_as_far_as_their_creators_may(
    candidates: list[Candidate], taste: Taste, pins: dict[int, str]
) -> None:
    by_id = {one.item_id: one for one in candidates}
    picked = ids(pick(candidates, taste, len(candidates), NOW, 1, pins))
    waiting = [one for one in pins if one in by_id and one not in taste.shared]
    shown = list(reversed(taste.recent_creators))
    for one in picked:
        row = shown[-IN_A_ROW:]
        barred = row[0] if len(row) == IN_A_ROW and len(set(row)) == 1 else None
        open_pins = [each for each in waiting if barred is None or by_id[each].creator_id != barred]
        if open_pins:
            assert one == open_pins[0]
            waiting.remove(one)
        shown.append(by_id[one].creator_id)


@given(pieces_of_anybody(), tastes(), COUNTS, PINS)
def test_every_reason_is_true(
    candidates: list[Candidate], taste: Taste, count: int, pins: dict[int, str]
) -> None:
    by_id = {one.item_id: one for one in candidates}
    last_kind = taste.recent_kinds[0] if taste.recent_kinds else ""
    for one in pick(candidates, taste, count, NOW, 1, pins):
        item = by_id[one.item_id]
        assert 1 <= len(one.why) <= 3
        assert len(set(whys(one))) == len(one.why)
        assert (Why.PINNED in whys(one)) == (one.item_id in pins)
        for reason in one.why:
            assert is_true(reason, item, taste, last_kind), (reason, item)
        last_kind = item.kind


def is_true(reason: Reason, item: Candidate, taste: Taste, last_kind: str) -> bool:
    match reason.why:
        case Why.PINNED:
            return reason.text == "Mia"
        case Why.TAG:
            return bare(reason.text) in item.tags and bare(reason.text) in {bare(tag) for tag in taste.tags}
        case Why.CAMPAIGN:
            return reason.text in item.campaigns and reason.text in taste.campaigns
        case Why.COLLECTION:
            return item.item_id in taste.collections[reason.text]
        case Why.LEANING:
            return reason.text in item.tags and taste.leaning.tags[reason.text] > 0
        case Why.FOREIGN:
            return not taste.reads(item.language) and item.language.startswith(reason.text)
        case _:
            return is_true_of_itself(reason, item, taste, last_kind)


def is_true_of_itself(reason: Reason, item: Candidate, taste: Taste, last_kind: str) -> bool:
    match reason.why:
        case Why.NEW:
            days = timedelta(days=1)
            return reason.number * days <= NOW - item.found_at < (reason.number + 1) * days <= 3 * days
        case Why.LIKED:
            return item.engagement == 1 and reason.number == item.reactions >= LIKED_FROM
        case Why.SMALL:
            return item.followers is not None and reason.number == item.followers < SMALL_FOLLOWERS
        case Why.OTHER_KIND:
            return reason.text == item.kind != last_kind != ""
        case Why.OTHER_CREATOR:
            return item.creator_id is not None and item.creator_id not in taste.recent_creators
        case Why.ABOUT:
            return reason.text in item.tags and reason.text not in taste.common
        case Why.GOOD:
            return item.quality >= 0.95
        case _:
            return reason == Reason(Why.UNSEEN)


@given(pieces_of_anybody(most=1), tastes(), st.integers(1, 5))
def test_reasons_can_be_kept(candidates: list[Candidate], taste: Taste, count: int) -> None:
    for one in pick(candidates, taste, count, NOW):
        for reason in one.why:
            kept = json.loads(json.dumps(reason.as_data()))
            assert Reason.read(kept) == reason


def test_a_reason_that_is_not_known_any_more_is_none() -> None:
    assert Reason.read({"why": "astrology", "text": "", "number": 0}) is None
    assert Reason.read({}) is None


def test_nothing_to_pick_from_gives_nothing() -> None:
    assert pick([], ANY, 10, NOW) == []
    assert pick([piece(1)], ANY, 0, NOW) == []


def test_the_only_piece_is_picked() -> None:
    (only,) = pick([piece(1, followers=None)], ANY, 10, NOW)
    assert only == Picked(1, (Reason(Why.UNSEEN),))


def test_what_was_shared_is_not_picked_even_where_it_is_pinned() -> None:
    taste = Taste(shared=frozenset({1}))
    assert ids(pick([piece(1), piece(2)], taste, 2, NOW, 0, {1: "Mia"})) == [2]


def test_of_one_creator_alone_no_more_than_two_come() -> None:
    alone = [piece(number, creator_id=7) for number in range(1, 9)]
    assert len(pick(alone, ANY, 8, NOW)) == 2
    assert len(pick(alone, Taste(recent_creators=(7,)), 8, NOW)) == 1
    assert pick(alone, Taste(recent_creators=(7, 7, 3)), 8, NOW) == []
    assert len(pick(alone, Taste(recent_creators=(3, 7, 7)), 8, NOW)) == 2


def test_pieces_of_unknown_creators_are_not_of_the_same() -> None:
    unknown = [piece(number, creator_id=None) for number in range(1, 6)]
    assert len(pick(unknown, Taste(recent_creators=(None, None)), 5, NOW)) == 5


def test_a_pinned_piece_that_would_be_the_third_waits_for_another_creators() -> None:
    pinned = [piece(number, creator_id=7) for number in (1, 2, 3)]
    other = piece(9, creator_id=8, quality=0.0, language="")
    picked = pick(
        [*pinned, other], Taste(languages=frozenset({"en"})), 4, NOW, 0, dict.fromkeys((3, 1, 2), "Mia")
    )
    assert ids(picked) == [3, 1, 9, 2]
    assert picked[0].why[0] == Reason(Why.PINNED, "Mia")


def test_pieces_in_other_languages_come_only_where_they_are_pinned_and_say_so() -> None:
    taste = Taste(languages=frozenset({"sv", "no"}))
    codes = ("sv-FI", "nb", "", "und", "en", "fi")
    pieces = [piece(number, language=code) for number, code in enumerate(codes, 1)]
    assert set(ids(pick(pieces, taste, 9, NOW))) == {1, 2, 3, 4}
    assert len(pick(pieces, ANY, 9, NOW)) == 6, "who chose no language reads all"
    pinned = pick(pieces, taste, 1, NOW, 0, {6: "Mia"})
    assert ids(pinned) == [6]
    assert pinned[0].why[:2] == (Reason(Why.PINNED, "Mia"), Reason(Why.FOREIGN, "fi"))


def test_reasons_set_pieces_of_a_turn_apart() -> None:
    """All are new and of creators who weren't heard lately: that is said last, and where there is little else."""
    common = frozenset({"brand"})
    pieces = [
        piece(1, found_at=NOW, tags=("brand", "mugs"), followers=12),
        piece(2, found_at=NOW, tags=("brand",), reactions=50, engagement=1.0),
        piece(3, found_at=NOW, tags=("brand",)),
    ]
    picked = {one.item_id: one for one in pick(pieces, Taste(recent_creators=(9,), common=common), 3, NOW)}
    assert set(whys(picked[1])) == {Why.SMALL, Why.ABOUT}
    assert whys(picked[2]) == [Why.LIKED, Why.NEW]
    assert set(whys(picked[3])) == {Why.NEW, Why.OTHER_CREATOR}


def test_a_pinned_complaint_is_offered_since_somebody_wants_it() -> None:
    complaint = piece(1, complaint=True)
    assert pick([complaint], ANY, 1, NOW) == []
    assert ids(pick([complaint], ANY, 1, NOW, 0, {1: "Mia"})) == [1]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"tags": ("tea",)}, {"tags": ("coffee",)}),
        ({"campaigns": ("Summer",)}, {"campaigns": ("Winter",)}),
        ({"language": "sv-FI"}, {"language": "fi"}),
        ({"language": "sv"}, {"language": "und"}),
        ({"language": ""}, {"language": "fi"}),
        ({"found_at": NOW}, {"found_at": NOW - timedelta(days=60)}),
        ({"quality": 0.9}, {"quality": 0.3}),
        ({"engagement": 1.0}, {"engagement": 0.2}),
        ({"creator_pieces": 1, "followers": 10}, {"creator_pieces": 9, "followers": 90_000}),
        ({"kind": "photo"}, {"kind": "video"}),  # skipped
        ({"creator_id": 50}, {"creator_id": 51}),  # shared, skipped
    ],
)
def test_what_speaks_for_a_piece_counts(better: dict[str, Any], worse: dict[str, Any]) -> None:
    taste = Taste(
        tags=frozenset({"#Tea"}),
        campaigns=frozenset({"Summer"}),
        languages=frozenset({"sv"}),
        leaning=Leaning(creators={50: 1.0, 51: -1.0}, kinds={"video": -1.0}),
    )
    base = piece(1, language="sv")
    assert score(replace(base, **better), taste, NOW, 1) > score(replace(base, **worse), taste, NOW, 1)


@given(pieces_of_anybody(most=3), tastes(), st.integers())
def test_a_score_has_bounds(candidates: list[Candidate], taste: Taste, seed: int) -> None:
    for one in candidates:
        assert -0.1 <= score(one, taste, NOW, seed) <= 1.05


def test_people_with_the_same_taste_get_other_pieces() -> None:
    alike = [piece(number, text="") for number in range(1, 200)]
    first = [ids(pick(alike, ANY, 1, NOW, seed)) for seed in range(20)]
    assert len({one[0] for one in first}) > 10


@pytest.mark.parametrize(
    ("rating", "scale", "sentiment", "expected"),
    [
        (5.0, 5.0, None, 1.0),
        (1.0, 5.0, None, None),
        (2.0, 5.0, "positive", None),  # stars say it first
        (5.0, 5.0, "negative", 1.0),
        (3.0, 5.0, "negative", 0.5),
        (None, None, "negative", None),
        (None, None, "positive", 1.0),
        (None, None, None, 0.5),
        (9.0, 5.0, "negative", None),  # no stars at all: outside its scale
    ],
)
def test_complaints_are_told_by_stars_and_else_by_words(
    rating: float | None, scale: float | None, sentiment: str | None, expected: float | None
) -> None:
    assert happiness(rating, scale, sentiment) == expected


def test_likeness_knows_the_same_words_again() -> None:
    one = piece(1, text="We love this kettle, it sings in the morning!")
    other = piece(2, text="we LOVE this kettle — it sings in the morning https://a.example", kind="video")
    different = piece(3, text="The lamp on my desk has three colours")
    assert same_text(features_of(one), features_of(other))
    assert likeness(features_of(one), features_of(other)) == 1
    assert likeness(features_of(one), features_of(different)) < 0.5


def test_words_of_languages_without_spaces_are_compared_too() -> None:
    long = "このやかんは毎朝とてもいい音で歌ってくれるので家族みんなの大のお気に入りです"
    assert same_text(features_of(piece(1, text=long)), features_of(piece(2, text=long + "！")))
    assert len(shingles(long)) > 3


@given(st.text(max_size=50))
def test_any_text_has_its_shingles(text: str) -> None:
    assert shingles(text) == shingles(text)
    assert len(shingles(text)) <= 50
