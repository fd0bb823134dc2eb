"""Facets in both directions: bytes, characters, and what doesn't fit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.bluesky.facets import Found, as_facet, find_facets, graphemes, read_facets


def facet(start: int, end: int, **feature: str) -> dict[str, Any]:
    return {"index": {"byteStart": start, "byteEnd": end}, "features": [feature]}


@pytest.mark.parametrize(
    ("text", "shown", "uri", "read"),
    [
        (
            "åh example.com/lo... fin",
            "example.com/lo...",
            "https://example.com/long/way",
            "åh https://example.com/long/way fin",
        ),
        (
            "💧 https://e.example/a…",
            "https://e.example/a…",
            "https://e.example/abc",
            "💧 https://e.example/abc",
        ),
        ("see here", "here", "https://e.example/", "see here (https://e.example/)"),
        ("bank.example", "bank.example", "https://evil.example/", "bank.example (https://evil.example/)"),
        ("run this", "this", "javascript:alert(1)", "run this"),
        ("long", "long", "https://e.example/" + "x" * 3000, "long"),
    ],
)
def test_links_are_written_out(text: str, shown: str, uri: str, read: str) -> None:
    start = len(text[: text.index(shown)].encode())
    found = read_facets(text, [facet(start, start + len(shown.encode()), uri=uri)])
    assert found.text == read
    assert found.notes == ()


@pytest.mark.parametrize(
    "odd",
    [
        facet(1, 2, tag="x"),  # inside of å
        facet(0, 1, tag="x"),
        facet(0, 99, tag="x"),
        facet(5, 5, tag="x"),
        facet(-3, 4, tag="x"),
        {"index": {"byteStart": "0", "byteEnd": 2}, "features": [{"tag": "x"}]},
        {"index": None, "features": [{}]},
        {"index": {"byteStart": 0, "byteEnd": 2}, "features": []},
        {"index": {"byteStart": 0, "byteEnd": 2}, "features": ["tag"]},
        None,
        7,
    ],
)
def test_what_does_not_fit_is_left_out_with_a_note(odd: object) -> None:
    found = read_facets("å #tag", [odd, facet(3, 7, tag="tag")])
    assert (found.text, found.tags) == ("å #tag", ("tag",))
    assert found.notes == ("1 of its links or hashtags did not fit the text",)


def test_of_two_that_overlap_the_first_counts() -> None:
    found = read_facets("abcdef", [facet(2, 6, tag="late"), facet(0, 4, tag="early")])
    assert found.tags == ("early",)
    assert found.notes


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 80), st.integers(-5, 80)), max_size=6))
def test_no_facet_changes_or_breaks_a_text_without_links(text: str, spans: list[tuple[int, int]]) -> None:
    found = read_facets(text, [facet(start, end, tag="t") for start, end in spans])
    assert found.text == text.encode("utf-8", "replace").decode()


def values(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in find_facets(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hej @Ana.Example.com!", [("mention", "ana.example.com")]),
        ("mail ana@example.com", []),
        ("@ana alone", []),
        ("#yesBrand, #2026 and #år", [("tag", "yesBrand"), ("tag", "år")]),
        ("a#b &#39; /#c", []),
        ("(https://e.example/a).", [("link", "https://e.example/a")]),
        ("https://e.example/a_(b)", [("link", "https://e.example/a_(b)")]),
        ("https://e.example/@ana.example/#top", [("link", "https://e.example/@ana.example/#top")]),
        ("javascript:alert(1) ftp://x.example", []),
    ],
)
def test_links_mentions_and_tags_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert values(text) == found


@given(
    st.lists(
        st.sampled_from(["å", "💧", " ", "#tag", "@a.example ", "https://e.example/x ", "👩‍👩‍👧"]),
        max_size=12,
    )
)
def test_what_is_found_is_read_again(parts: list[str]) -> None:
    text = "".join(parts)
    found = find_facets(text)
    raw = text.encode()
    for one in found:
        shown = raw[one.start : one.end].decode()
        assert shown.lstrip("@#") == one.value
    read = read_facets(text, [as_facet(one, "did:plc:x") for one in found])
    assert read.text == text
    assert read.notes == ()
    assert len(read.tags) == sum(one.kind == "tag" for one in found)


def test_a_facet_has_the_form_of_the_lexicon() -> None:
    made = as_facet(Found(0, 4, "mention", "a.example"), "did:plc:x")
    assert made == {
        "index": {"byteStart": 0, "byteEnd": 4},
        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:x"}],
    }


@pytest.mark.parametrize(
    ("text", "count"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("👩‍👩‍👧", 1), ("👍🏽", 1), ("❤️", 1), ("", 0)]
)
def test_characters_as_people_see_them(text: str, count: int) -> None:
    assert graphemes(text) == count
