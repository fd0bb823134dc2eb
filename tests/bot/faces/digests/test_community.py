"""The community edition names only who agreed, and can't be made to notify or mislead anybody."""

from __future__ import annotations

import re

import pytest

from bot.digests.document import ContestLine, CreatorLine, Document, Number, Piece
from bot.faces.discord.digests import embeds
from tests.support.documents import empty_document, sample_document

_HOSTILE = "@everyone <@1> [x](https://evil.example) **b** `c`"


def _said(document: Document) -> str:
    return "".join(str(one.to_dict()) for one in embeds(document))


def _piece(**more: object) -> Piece:
    return Piece.model_validate({"item_id": 1, "title": "Tea", "url": "https://a.example/1", **more})


def test_only_permitted_pieces_and_creators_are_named() -> None:
    pieces = [_piece(permitted=True), _piece(title="SecretWords", creator="SecretMaker")]
    line = {"creator_id": 3, "pieces": Number(figure="found", value=1)}
    makers = [
        CreatorLine(name="SecretMaker", **line),
        CreatorLine(name="Gone", permitted=True, gone=True, **line),
    ]
    said = _said(sample_document(pieces=pieces, creators=makers, rising=makers))
    assert "Tea" in said
    assert "Secret" not in said
    assert "Gone" not in said


def test_what_was_shared_most_has_a_heading_of_its_own() -> None:
    document = sample_document(shared_pieces=[_piece(title="Tea for two", permitted=True)])
    [field] = [one for one in embeds(document)[0].fields if one.name == "Ambassadors"]
    lines = str(field.value).split("\n")
    assert lines[-1].startswith("[Tea for two]")
    assert lines[-2] == "**Shared most**"
    assert lines[-4] == "**Most points**"
    assert lines[-3].startswith("1. ")


def test_a_piece_without_words_is_called_by_what_it_is() -> None:
    bare = _piece(title="", kind="photo", creator="Anna", permitted=True)
    said = _said(sample_document(pieces=[bare], language="sv"))
    assert "[Foto](https://a.example/1) · Anna" in said


def test_complaints_and_praise_stay_with_the_team() -> None:
    said = _said(sample_document(praise=[_piece(title="Praised")], complaints=[_piece(title="Complained")]))
    assert "Praised" not in said
    assert "Complained" not in said


def test_hostile_names_are_escaped_and_foreign_schemes_no_links() -> None:
    piece = _piece(title=_HOSTILE, creator=_HOSTILE, url="javascript:alert(1)", permitted=True)
    said = _said(sample_document(pieces=[piece]))
    assert not re.search(r"(?<!\\)\]\(https://evil", said)
    for word in ("@everyone", " <@1>", "javascript:"):
        assert word not in said


def test_limits_hold_with_long_words() -> None:
    many = [
        _piece(title="*" * 500, creator="_" * 500, permitted=True, url="https://a.example/" + "x" * 280)
    ] * 20
    (post,) = embeds(sample_document(pieces=many))
    assert len(post) <= 6000
    assert all(0 < len(one.value or "") <= 1024 for one in post.fields)


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("open", "Best tea is on and closes <t:"),
        ("voting", "Best tea is on and closes <t:"),
        ("closed", "Best tea has closed: the winners will be announced"),
        ("decided", "Best tea has closed: the winners will be announced"),
        ("finished", "Best tea has ended"),
    ],
)
def test_a_contest_in_which_nobody_is_named_is_told_of(phase: str, said: str) -> None:
    contest = (
        sample_document()
        .contests[0]
        .model_copy(update={"title": "Best tea", "phase": phase, "leaders": [], "leader_ids": []})
    )
    (post,) = embeds(empty_document(contests=[contest]))
    assert [one.name for one in post.fields] == ["Contests"]
    assert (post.fields[0].value or "").startswith(said)
    assert embeds(empty_document(contests=[contest.model_copy(update={"phase": "announced"})])) == []


def test_an_empty_week_says_nothing_or_only_the_next_contest() -> None:
    assert embeds(empty_document()) == []
    contest = sample_document().next_contest
    assert isinstance(contest, ContestLine)
    (post,) = embeds(empty_document(next_contest=contest))
    assert [one.name for one in post.fields] == ["Next contest"]
