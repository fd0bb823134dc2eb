"""Untrusted text becomes something that can be shown, stored and compared."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.text import casefold_text, clean_line, strip_controls, truncate


def test_a_line_is_one_visible_line() -> None:
    assert clean_line("  A\u202etxet\u202c\r\nB\x00\u200b  ") == "Atxet B"


@given(st.text())
def test_a_clean_line_never_grows_nor_holds_controls(text: str) -> None:
    line = clean_line(text, 40)
    assert len(line) <= 40
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in line)


@given(st.text())
def test_stripped_text_can_be_encoded(text: str) -> None:
    assert strip_controls(text).encode("utf-8").decode("utf-8") == strip_controls(text)


def test_lone_surrogates_go() -> None:
    assert strip_controls("a\ud800b") == "ab"


def test_truncating_says_that_something_was_cut() -> None:
    assert truncate("abcdef", 4) == "abc…"
    assert truncate("abcd", 4) == "abcd"


def test_texts_compare_without_case_width_and_invisibles() -> None:
    assert casefold_text("ＦＵ\u200bLL  Straße") == casefold_text("full strasse")
