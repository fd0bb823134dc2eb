"""Folding keeps its way back to the original text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.screening.normalise import _BEYOND_EUROPEAN, _FOREIGN, _ODD, normalise


@pytest.mark.parametrize(
    ("original", "folded"),
    [
        ("plain text", "plain text"),
        ("fu\u200bck", "fuck"),
        ("\uff46\uff55\uff43\uff4b", "fuck"),
        ("d\u0430mn", "damn"),  # Cyrillic a
        (
            "\u0441\u043e\u0431\u0430\u043a\u0430",
            "\u0441\u043e\u0431\u0430\u043a\u0430",
        ),  # a Russian word stays
        ("e\u0301", "\u00e9"),
        ("a\x00b\ud800c", "ab\ufffdc"),
        ("so\u00adft", "soft"),
        ("\u202eabc", "abc"),
        ("håll 👍🏽 ☺️!", "håll 👍🏽 ☺!"),
        ("", ""),
    ],
)
def test_folding(original: str, folded: str) -> None:
    assert normalise(original).text == folded


@pytest.mark.parametrize(
    "disguised", ["fu\u200bck", "\uff46\uff55\uff43\uff4b", "f\u0301uck", "fuck", "f\u00aduck"]
)
def test_the_way_back_covers_exactly_the_disguised_word(disguised: str) -> None:
    text = f"åh 😀 {disguised} – \ufb01n"
    folded = normalise(text)
    start = folded.text.index("–") - 2
    while folded.text[start - 1] != " ":
        start -= 1
    begin, end = folded.span(start, folded.text.index("–") - 1)
    assert text[begin:end] == disguised


ODD = st.text(
    st.sampled_from("aFu\u0301\u0430\u200b\u202e\x00\ud800\ufb01\uff46İßå👍\u200d\ufe0f #@1. \n"), max_size=80
)


@given(st.one_of(st.text(st.characters(), max_size=200), ODD))
def test_spans_stay_inside_and_lower_case_keeps_its_length(text: str) -> None:
    folded = normalise(text)
    assert len(folded.lowered) == len(folded.text)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)


def test_folding_is_linear_for_stacked_marks_and_invisibles() -> None:
    def cost(size: int) -> float:
        texts = ["a" + "\u0301\u0323" * size, "a\u200b" * size, "\ufdfa" * size, "\ud800" * size]
        started = time.process_time()
        for text in texts:
            normalise.__wrapped__(text)
        return time.process_time() - started

    cost(100)
    small, large = min(cost(2_000) for _ in range(3)), min(cost(20_000) for _ in range(3))
    assert large < small * 40 + 0.05
    assert unicodedata.is_normalized("NFKC", normalise("a" + "\u0301\u0323" * 4).text)


def test_what_is_taken_as_it_stands_needs_no_folding() -> None:
    """European letters and signs go the short way: each must stand for itself on the long way too."""
    plain = [one for one in map(chr, range(0x3000)) if not _BEYOND_EUROPEAN.search(one)]
    assert len(plain) > 250
    for one in plain:
        assert unicodedata.normalize("NFKC", one) == one, f"U+{ord(one):04X}"
        assert not unicodedata.combining(one)
        assert not _ODD.search(one)
        assert not _FOREIGN.search(one)
    text = "".join(plain)
    assert normalise(text).text == text
