"""The rows behind a figure in Slack, and that a figure reads the same wherever it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.faces.digests.words import Words
from bot.faces.slack.blocks import ISOLATE_END, ISOLATE_START, search_text
from bot.faces.slack.figure_rows import row_block
from bot.faces.texts import LANGUAGES
from bot.insights.figures import FIGURES
from bot.insights.rows import Row
from bot.sources.base import Kind
from cogs.digest.slack_words import Words as SlackWords
from tests.support.blocks import check_message

PIECE = Row(
    item_id=7,
    creator_id=3,
    title="A <lamp> & *more*",
    creator="Anna <!here>",
    platform="mastodon",
    url="https://social.example/1",
    at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    value=12.0,
)
EN = Words("en", "UTC")


def text(block: dict[str, Any]) -> str:
    check_message([block])
    return search_text([block]).replace(ISOLATE_START, "").replace(ISOLATE_END, "")


def test_a_piece_says_whose_where_when_and_what_it_counts_for() -> None:
    block = row_block(PIECE, "gained", EN)
    said = text(block)
    assert "<https://social.example/1|A &lt;lamp&gt; &amp; ∗more∗>" in said
    assert "Anna &lt;!here&gt; · Mastodon · 20 November 2026 · *12* Engagement" in said
    assert block["accessory"]["action_id"] == "g1:review:details:7"


def test_a_wait_is_a_time_and_a_creator_is_counted_by_pieces() -> None:
    assert "*2 h*" in text(row_block(replace(PIECE, value=7200.0), "decided_in", EN))
    creator = Row(None, 3, "Anna", "Anna", "mastodon", None, None, 4.0)
    assert text(row_block(creator, "creators", EN)).splitlines() == ["Anna", "Mastodon · *4* Found"]


def test_of_a_piece_that_is_gone_no_word_is_said() -> None:
    gone = replace(PIECE, creator_id=None, title="", creator="", url=None)
    assert text(row_block(gone, "gained", EN)) == "a piece that is gone · Mastodon · *12* Engagement"


@pytest.mark.parametrize(
    ("language", "kind", "said"),
    [
        ("en", "photo", "Photo by Anna &lt;!here&gt;, item 1234"),
        ("sv", "video", "Video av Anna &lt;!here&gt;, nummer 1234"),
        ("de", "photo", "Foto von Anna &lt;!here&gt;, Nummer 1234"),
        ("en", "unheard of", "Piece by Anna &lt;!here&gt;, item 1234"),
    ],
)
def test_a_piece_without_words_says_what_it_is(language: str, kind: str, said: str) -> None:
    bare = replace(PIECE, item_id=1234, title=" \u200b ", kind=kind)
    assert f"|{said}>" in text(row_block(bare, "entries", Words(language, "UTC")))
    nobody = replace(bare, creator="", url=None)
    assert "1234" in text(row_block(nobody, "entries", Words(language, "UTC")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_word(language: str) -> None:
    said = [Words(language, "UTC").kind(one) for one in Kind]
    assert all(said)
    assert Words("en", "UTC").kind("immersive") == "3D or VR content"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_reads_the_same_in_slack_and_elsewhere(language: str) -> None:
    common, slack = Words(language, "UTC"), SlackWords(language, "UTC", "EUR")
    for figure in FIGURES:
        for value in (None, 0.0, 0.043, 0.4366, 1.0, 7_200.0, 1_234_567.0):
            assert slack.value(figure, value) == common.value(figure, value, "EUR")


def test_numbers_are_written_as_their_units_want_it() -> None:
    assert [EN.value("found", 1234.0), EN.value("decided_in", 90.0)] == ["1,234", "1.5 min"]
    assert [EN.percent(0.043), EN.percent(0.4366), EN.percent(0)] == ["4.3%", "44%", "0%"]
    german = Words("de", "UTC")
    assert german.value("approval_rate", 0.043) == "4,3\u00a0%"
    assert EN.value("media_value", 12.5, "EUR") == "€12.50"
    assert EN.value("unheard_of", 3.0) == "3"
