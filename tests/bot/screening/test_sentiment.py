"""How a piece sounds: stars first, then words in the languages we know, and nothing guessed."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from bot.screening.sentiment import LANGUAGES, Sentiment, by_stars, judge

POSITIVE, NEUTRAL, NEGATIVE = Sentiment.POSITIVE, Sentiment.NEUTRAL, Sentiment.NEGATIVE


@pytest.mark.parametrize(
    ("rating", "scale", "expected"),
    [
        *(
            (stars, 5.0, one)
            for stars, one in enumerate([NEGATIVE, NEGATIVE, NEGATIVE, NEUTRAL, POSITIVE, POSITIVE])
        ),
        (3.5, 5.0, NEUTRAL),
        (2.5, 5.0, NEUTRAL),
        (8.0, 10.0, POSITIVE),
        (7.0, 10.0, NEUTRAL),
        (3.0, 10.0, NEGATIVE),
        (1.0, 1.0, POSITIVE),
        (0.0, 1.0, NEGATIVE),
        (4.0, None, POSITIVE),
        (7.0, None, NEUTRAL),
        (80.0, None, None),
        (6.0, 5.0, None),
        (-1.0, 5.0, None),
        (3.0, 0.0, None),
        (float("nan"), 5.0, None),
    ],
)
def test_stars_decide_by_their_place_on_the_scale(
    rating: float, scale: float | None, expected: Sentiment | None
) -> None:
    assert by_stars(rating, scale) is expected


def test_stars_outrank_words() -> None:
    assert judge("Terrible, awful, broken.", None, "en", 5.0, 5.0) is POSITIVE


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("I love this jacket, great quality", "en", POSITIVE),
        ("Not good at all", "en", NEGATIVE),
        ("Not only good, also cheap to run and lovely", "en", POSITIVE),
        ("Don't waste your money", "en", NEGATIVE),
        ("It arrived on Tuesday with the post", "en", NEUTRAL),
        ("Inte bra alls, mycket besviken", "sv", NEGATIVE),
        ("Jättebra kvalitet och trevlig personal", "sv", POSITIVE),
        ("Jag köpte en tröja igår på stan", "sv", NEUTRAL),
        ("Gefällt mir nicht", "de", NEGATIVE),
        ("Nicht nur schön, auch lecker!", "de-AT", POSITIVE),
        ("Ich war gestern in der Stadt", "de", NEUTRAL),
        ("New colour \N{SMILING FACE WITH HEART-SHAPED EYES}", "en", POSITIVE),
        ("\N{POUTING FACE}\N{POUTING FACE}", "und", NEGATIVE),
    ],
)
def test_words_negations_and_emoji(text: str, language: str, expected: Sentiment) -> None:
    assert judge(text, None, language) is expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Friday 7pm", "en"),
        ("Super, j'adore", "fr"),
        ("love love love", None),
        ("", "en"),
        ("123", "und"),
    ],
)
def test_what_cannot_be_told_is_not_judged(text: str, language: str | None) -> None:
    assert judge(text, None, language) is None


def test_a_title_counts_and_addresses_do_not() -> None:
    assert judge("We went there on a Monday.", "Wonderful", "en") is POSITIVE
    assert judge("See https://love.example/great/best @lovely now please today", None, "en") is NEUTRAL


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_is_whole(language: str) -> None:
    folder = Path(__file__).parents[3] / "bot" / "screening" / "sentiment" / "words"
    for line in (folder / f"{language}.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            worth, entries = line.split("\t")
            assert 0 < abs(float(worth)) <= 4
            assert all(entry == entry.strip().casefold() != "" for entry in entries.split(", "))


def _rates(pairs: list[tuple[Sentiment, Sentiment | None]]) -> tuple[float, float, float]:
    """The share judged positive or negative, how much of that rightly, and macro F1 of both classes over all."""
    counts = Counter(pairs)
    judged = [(truth, said) for truth, said in pairs if said in (POSITIVE, NEGATIVE)]
    f1 = [
        2 * counts[one, one] / (sum(t is one for t, _ in pairs) + sum(s is one for _, s in pairs))
        for one in (POSITIVE, NEGATIVE)
    ]
    return len(judged) / len(pairs), sum(t is s for t, s in judged) / len(judged), sum(f1) / 2


@pytest.mark.real_data
@pytest.mark.skipif("GOODWORD_REAL_DATA" not in os.environ, reason="GOODWORD_REAL_DATA is not set")
def test_english_words_against_what_people_meant() -> None:
    data = Path(os.environ["GOODWORD_REAL_DATA"])
    sentences: list[tuple[Sentiment, Sentiment | None]] = []
    for path in sorted(data.glob("reviews_dataset/*/*_labelled.txt")):
        for line in path.read_text("utf-8").split("\n"):
            text, tab, label = line.rpartition("\t")
            if tab and not any(
                "\u0100" <= sign <= "\u1fff" for sign in text
            ):  # some lines were added in Vietnamese
                sentences.append((POSITIVE if label.strip() == "1" else NEGATIVE, judge(text, None, "en")))
    games: list[tuple[Sentiment, Sentiment | None]] = []
    for path in sorted(data.glob("steam/*/review_*.json")):
        reviews = json.loads(path.read_text("utf-8"))["reviews"]
        for one in reviews.values() if isinstance(reviews, dict) else reviews:
            games.append((POSITIVE if one["voted_up"] else NEGATIVE, judge(one["review"], None, "en")))
    assert len(sentences) > 2_500
    assert len(games) > 500
    for pairs, floors in ((sentences, (0.74, 0.83, 0.72)), (games, (0.78, 0.85, 0.57))):
        assert all(rate >= floor for rate, floor in zip(_rates(pairs), floors, strict=True)), _rates(pairs)
