"""Whatever is written: no crash, offsets inside the text, nothing unmasked, and time that grows with length only."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.screening.base import Check, Piece
from bot.screening.merge import MAX_TEXT, screen
from bot.screening.registry import load_checks

CHECKS = load_checks()
BITS = [
    "fuck", "f u c k", "anna@exempel.se", "070-123 45 67", "4111 1111 1111 1111", "SE45 5000 0000 0583 9825 7466",
    "811228-9874", "#ad", "Anzeige |", "code ABC123", "\u200b", "\u202e", "\x00", "\ud800", "👍🏽", "e\u0301",
    "\uff46", "p\u0430y", "<!channel>", "<script>", " ", "\n", "Hurensohn", "İ", "ß", "[at]", "@", "#", "+", "(", "0",
    "1.",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(), max_size=300), st.lists(st.sampled_from(BITS), max_size=25).map("".join)
)


@settings(deadline=None, max_examples=300)
@given(
    text=TEXTS,
    title=st.none() | TEXTS,
    language=st.sampled_from([None, "sv", "en", "de", "it", "xx", "\x00"]),
)
def test_never_raises_and_points_inside(text: str, title: str | None, language: str | None) -> None:
    piece = Piece(text, title, language)
    parts = {"text": text, "title": title or ""}
    for flag in screen(piece, CHECKS).flags:
        assert flag.code != "check_failed"
        assert flag.reason.encode()
        assert "\x00" not in flag.reason
        if flag.start is not None and flag.end is not None:
            assert 0 <= flag.start < flag.end <= len(parts[flag.where])


@settings(deadline=None, max_examples=100)
@given(before=TEXTS, after=TEXTS, number=st.sampled_from(BITS[4:7]))
def test_no_whole_number_leaves_in_excerpt_or_reason(before: str, after: str, number: str) -> None:
    digits = "".join(one for one in number if one.isdigit())
    for flag in screen(Piece(f"{before} {number} {after}"), CHECKS).flags:
        shown = f"{flag.excerpt or ''} {flag.reason}"
        assert number not in shown
        assert digits not in "".join(one for one in shown if one.isdigit())


ATTACKS = [
    "a", "1", "1 ", "0-", "+", "(", "@", "a@", "a@a.", "a.", "#", "#ad ", "[at]", "a [at] ", "f u c k ", "a ", "- ",
    "SE", "SE45 ", "A1 ", "code ", "code A", "\u200b", "\u0301", "\u202e", "\U000e0041", "p\u0430", "\ud800",
    "\ufdfa",
    "é", "i samarbete med", "http://", "www.", "070-123 45 67 ", "4111 1111 1111 1111 ", "811228-9874 ", "fuck ", "İ",
    "\x00",
]  # fmt: skip


@pytest.mark.parametrize("unit", ATTACKS, ids=[ascii(unit) for unit in ATTACKS])
@pytest.mark.timeout(60)
def test_time_grows_with_length_only(checks: tuple[Check, ...], unit: str) -> None:
    def cost(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        best = 60.0
        for attempt in range(3):
            started = time.process_time()
            screen(Piece(text[:-1] + str(attempt)), checks)
            best = min(best, time.process_time() - started)
        return best

    cost(200)
    small, large = cost(MAX_TEXT // 10), cost(MAX_TEXT)
    # Quadratic work would be 100 times; linear is 10, with room for a noisy machine.
    assert large < max(small * 40, 0.1)


def test_a_million_characters_cost_no_more_than_the_cap(checks: tuple[Check, ...]) -> None:
    unit = "what a nice thing, 0701 and a@b! "
    started = time.process_time()
    screen(Piece(unit * 600), checks)
    capped = time.process_time() - started
    started = time.process_time()
    screen(Piece(unit * 30_000), checks)
    assert time.process_time() - started < capped * 5 + 0.1
