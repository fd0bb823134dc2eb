"""The code that confirms what a private link alone can't."""

from __future__ import annotations

import pytest

from bot.rights.answers import classify, own_words
from bot.rights.codes import code_hash, code_of, codes_in, confirms
from tests.bot.rights.support import VOICE

PENDING = {"uses": ["ads"], "credit": "Anna", "revision": 2}
CODE = code_of(b"k" * 32, 7, PENDING)
HASHED = code_hash(CODE)


def test_a_code_follows_from_what_was_chosen() -> None:
    assert code_of(b"k" * 32, 7, dict(PENDING)) == CODE
    others = {
        code_of(b"x" * 32, 7, PENDING),
        code_of(b"k" * 32, 8, PENDING),
        code_of(b"k" * 32, 7, PENDING | {"uses": ["ads", "print"]}),
        code_of(b"k" * 32, 7, PENDING | {"revision": 3}),
    }
    assert CODE not in others
    assert len(others) == 4


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", " "),
        CODE.replace("-", ""),
        CODE.replace("-", "–"),
        f"Hi! My code is {CODE}.",
        f"@fjordcoffee {CODE} #yesfjord",
    ],
)
def test_it_is_found_however_it_is_typed(text: str) -> None:
    assert CODE in codes_in(text)
    assert confirms(HASHED, own_words(text), classify(text, VOICE), VOICE)


def test_look_alikes_are_read_as_what_was_meant() -> None:
    assert codes_in("gw-olo1-iiii") == ["GW-0101-1111"]
    assert all(letter not in CODE[3:] for letter in "OILU")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GW-0000-0000",
        CODE[:-1],
        f"X{CODE}",
        f"{CODE}X",
        f"> {CODE}",
        f"“{CODE} is what they sent me”",
        f"What is {CODE}?",
        f"No, please don't use it. {CODE}",
        f"#yesfjord @fjordcoffee but only for one week {CODE}",
        f"Only for one week. {CODE}",
        f"{CODE} I found this code on your page and now I would like to know more first",
        f"Leave me alone {CODE}",
    ],
)
def test_what_is_no_clear_word_of_theirs_confirms_nothing(text: str) -> None:
    assert not confirms(HASHED, own_words(text), classify(text, VOICE), VOICE)


def test_without_anything_that_waits_no_code_confirms() -> None:
    assert not confirms(None, CODE, classify(CODE, VOICE), VOICE)
    assert not confirms("", CODE, classify(CODE, VOICE), VOICE)


def test_a_flood_of_codes_is_not_gone_through() -> None:
    assert len(codes_in("GW-AAAA-AAAA " * 1000)) == 10
