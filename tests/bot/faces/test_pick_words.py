"""Why a piece is offered, as people read it."""

from __future__ import annotations

import html

import pytest

from bot.ambassadors.picking.reasons import Reason, Why
from bot.faces.ambassadors.words import NAME_LIMIT, reason_words, why_words
from bot.faces.texts import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_its_words_in_every_language(language: str, why: Why) -> None:
    for number in (0, 1, 2, 12_400):
        said = reason_words(Reason(why, "NAME", number), language)
        assert said
        assert "{" not in said
    other = {reason_words(Reason(why, "NAME", 2), each) for each in LANGUAGES}
    assert len(other) == len(LANGUAGES)


def test_reasons_are_one_line() -> None:
    reasons = (Reason(Why.TAG, "tea"), Reason(Why.NEW, number=0), Reason(Why.LIKED, number=1240))
    assert why_words(reasons, "en") == (
        "Matches your interest #tea · new since yesterday · much liked: 1,240 reactions"
    )
    assert why_words(reasons, "sv") == (
        "Stämmer med ditt intresse #tea · nytt sedan i går · mycket omtyckt: 1\N{NO-BREAK SPACE}240 reaktioner"
    )
    assert why_words(reasons, "de") == (
        "Passt zu deinem Interesse #tea · neu seit gestern · sehr beliebt: 1.240 Reaktionen"
    )


def test_a_language_is_called_by_its_name() -> None:
    finnish = Reason(Why.FOREIGN, "fi")
    assert reason_words(finnish, "en") == "in Finnish, which is not among your languages"
    assert reason_words(finnish, "sv") == "på finska, som inte är bland dina språk"
    assert reason_words(finnish, "de") == "in einer Sprache, die du nicht gewählt hast: Finnisch"
    assert "xx" in reason_words(Reason(Why.FOREIGN, "xx"), "en")


def test_one_is_one() -> None:
    assert reason_words(Reason(Why.NEW, number=1), "en") == "found 1 day ago"
    assert reason_words(Reason(Why.SMALL, number=1), "en") == "a small creator: 1 follower"
    assert reason_words(Reason(Why.NEW, number=2), "de") == "vor 2 Tagen gefunden"


def test_names_are_escaped_and_kept_short() -> None:
    hostile = Reason(Why.PINNED, "<script>\n\u202e@everyone" + "x" * 500)
    said = reason_words(hostile, "en", escape=html.escape)
    assert said.startswith("pinned by &lt;script&gt; @everyone")
    assert "\n" not in said
    assert len(reason_words(hostile, "en")) <= len("pinned by ") + NAME_LIMIT


def test_nothing_is_said_of_nothing() -> None:
    assert why_words((), "sv") == ""
