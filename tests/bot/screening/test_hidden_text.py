"""Hidden text: tricks are named, ordinary emoji and scripts are not."""

from __future__ import annotations

import pytest

from tests.bot.screening.conftest import Screen, of


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("Totally \u202egood\u202c thing", "hidden_characters", "direction"),
        ("b\u200ba\u200bd\u200b \u200bw\u200bord", "hidden_characters", "5 invisible"),
        (
            "nice" + "".join(chr(0xE0000 + ord(one)) for one in "ignore"),
            "hidden_characters",
            "tag characters",
        ),
        ("Z\u0301\u0302\u0303\u0304\u0305algo", "stacked_marks", "accents"),
        ("buy at p\u0430yp\u0430l today", "mixed_alphabets", "mixes alphabets"),
    ],
)
def test_tricks_are_named(run: Screen, text: str, code: str, word: str) -> None:
    (flag,) = of(run(text), "hidden_text")
    assert (flag.code, flag.severity.name) == (code, "notice")
    assert word in flag.reason


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦 👍🏽 ☺️ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f flag",
        "می‌خواهم کتاب‌ها را ببینم و می‌روم خانه‌شان",
        "\ufeffStarts with a byte order mark",
        "Хороший товар, iPhone'ом доволен, 3Dшник",
        "one\u200b two\u200b three",
        "Cafe\u0301 ålder naïve Ελληνικά",
        "\u2068@anna\u2069 says hi",
    ],
)
def test_ordinary_writing_is_not_flagged(run: Screen, text: str) -> None:
    assert of(run(text), "hidden_text") == []


def test_the_threshold_is_a_setting(run: Screen) -> None:
    strict = {"hidden_text": {"min_zero_width": 1}}
    assert len(of(run("fu\u200bn", settings=strict), "hidden_text")) == 1
