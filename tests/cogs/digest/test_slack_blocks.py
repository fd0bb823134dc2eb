"""A digest as Slack's blocks: what it says, and that it fits whatever it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.digests.document import Attention, Document, Line, Number, Piece
from bot.faces.slack.blocks import ISOLATE_END, ISOLATE_START, search_text
from cogs.digest.slack_blocks import CHARACTERS, details, labels, numbers, short, size
from tests.support.blocks import check_message
from tests.support.documents import empty_document, number, sample_document


def _text(blocks: list[dict[str, object]]) -> str:
    return search_text(blocks).replace(ISOLATE_START, "").replace(ISOLATE_END, "")


def test_the_short_message_says_how_it_went_and_what_to_do() -> None:
    made = short(sample_document(), digest_id=7, pictures=[("F1", "Twelve weeks of pieces")])
    check_message(made)
    text = _text(made)
    assert "41 pieces found, 18 approved, 9 permissions granted." in text
    assert "September 2026" in text
    assert "3 pieces have waited long" in text
    assert "The source tea-blogs is silent" in text
    image = next(one for one in made if one["type"] == "image")
    assert (image["slack_file"], image["alt_text"]) == ({"id": "F1"}, "Twelve weeks of pieces")
    assert [one["action_id"] for one in made[-1]["elements"]] == [
        f"g1:digest:{verb}:7" for verb in ("open", "export", "schedule", "send")
    ]


def test_only_a_change_larger_than_its_noise_gets_a_direction() -> None:
    lines = _text(short(sample_document(), digest_id=7)).splitlines()
    assert "• *14* Asked (↗ before: 5)" in lines
    assert "• *41* Found (before: 36)" in lines  # level


def test_the_thread_says_how_sure_its_figures_are() -> None:
    made = details(sample_document())
    check_message(made)
    text = _text(made)
    assert "Permission rate: *75%* (before: 70%; 47%–91%, of 12)" in text
    assert "of 4; few cases" in text
    assert "*120,000* Reach, estimated (before: 90,000)" in text
    assert "median *2 h* (before: 3 h; of 24), nine in ten under *19 h* (of 24)" in text
    assert text.index("tea-blogs") < text.index("mastodon: *25* Found")  # the silent one first


def test_a_quiet_week_says_what_to_do() -> None:
    made = short(empty_document(), digest_id=7)
    check_message(made)
    assert "/goodword sources" in _text(made)
    assert details(empty_document()) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "nothing was found then"), ("sv", "inget hittades då"), ("de", "damals wurde nichts gefunden")],
)
def test_of_a_quiet_week_long_ago_nothing_is_to_be_done(language: str, said: str) -> None:
    document = empty_document(language=language)
    late = document.model_copy(update={"made_at": document.period.end + timedelta(days=8)})
    made = short(late, digest_id=7)
    check_message(made)
    assert said in _text(made)
    assert "/goodword insights 365d" in _text(made)
    assert "/goodword sources" not in _text(made)
    assert "/goodword add" not in _text(made)


@pytest.mark.parametrize(
    ("language", "said"),
    [("sv", "41 inlägg hittade, 18 godkända"), ("de", "41 Beiträge gefunden"), ("fr", "41 pieces found")],
)
def test_it_speaks_the_digest_s_language(language: str, said: str) -> None:
    document = sample_document(language=language)
    assert said in _text(short(document, digest_id=7))
    check_message(details(document))


def test_numbers_are_written_as_the_language_does() -> None:
    assert "*120.000*" in _text(details(sample_document(language="de")))


def test_what_is_missing_is_named() -> None:
    text = _text(short(sample_document(missing=["chart", "sources_<!here>"]), digest_id=7))
    assert "Missing: a chart," in text
    assert "&lt;!here&gt;" in text


def _hostile(words: str, url: str = "javascript:alert(1)") -> Document:
    piece = Piece(item_id=1, title=words, creator=words, url=url, number=number("gained", -3))
    line = Line(slice="tag:x", name=words, silent=True, numbers=[number("found", None)])
    return sample_document(
        brand=words,
        about_name=words,
        pieces=[piece] * 400,
        praise=[piece] * 400,
        complaints=[piece] * 400,
        tags=[line] * 400,
        campaigns=[line] * 400,
        sources=[line] * 400,
        load=[line] * 400,
        origins=[line] * 400,
        attention=[Attention(what="new", count=2, name=words)] * 400,
    )


def _mrkdwn(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["text"])] if value.get("type") == "mrkdwn" else []
        return own + [each for part in value.values() for each in _mrkdwn(part)]
    return [each for part in value for each in _mrkdwn(part)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    "words", ["<!channel> <@U1> *bold* <https://evil.example|x>", "\u202eabc\n> :tada:", "&" * 500, ""]
)
def test_hostile_words_take_no_effect_and_a_huge_digest_fits(words: str) -> None:
    for made in (short(_hostile(words), digest_id=7), details(_hostile(words))):
        check_message(made)
        assert size(made) <= CHARACTERS
        texts = "\n".join(_mrkdwn(made))
        assert not any(
            bad in texts for bad in ("<!channel>", "<@U1>", "<https://evil", "javascript:", "\u202e")
        )
    assert "and 397 more" in _text(short(_hostile(words), digest_id=7))


def test_long_addresses_do_not_push_the_buttons_out() -> None:
    made = short(_hostile("A title", "https://a.example/" + "x" * 1900), digest_id=7)
    check_message(made)
    assert made[-1]["type"] == "actions"
    assert "a.example" not in _text(made)


def test_what_is_gone_is_not_named() -> None:
    gone = Piece(item_id=1, title="Secret", creator="Anna", gone=True)
    text = _text(short(sample_document(pieces=[gone]), digest_id=7))
    assert "a piece that is gone" in text
    assert "Secret" not in text


def test_each_figure_has_an_address() -> None:
    found = numbers(sample_document())
    assert [one.figure for one in found[:5]] == ["found", "approved", "asked", "granted", "published"]
    assert Number(figure="decisions", slice="person:U0NOAH0001", value=15, before=9) in found


def test_a_piece_without_words_is_called_by_what_it_is() -> None:
    bare = Piece(item_id=7, kind="photo", creator="Anna", number=number("gained", 12, slice="item:7"))
    document = sample_document(pieces=[bare])
    assert "• Photo, item 7 by Anna: *12* Engagement" in _text(short(document, digest_id=7))
    assert "Engagement, Photo, item 7: 12" in labels(document)
    gone = sample_document(pieces=[bare.model_copy(update={"gone": True, "creator": ""})])
    assert "Engagement, a piece that is gone: 12" in labels(gone)
