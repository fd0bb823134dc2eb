"""The digests that identity rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.identity import content_hash, fingerprint, media_key, normalised, url_key
from bot.content.pieces import prepare
from bot.content.tidy import tidy_id
from bot.sources.base import FoundMedia
from tests.bot.content.pieces import LONG, post


@pytest.mark.parametrize(
    "variant",
    [
        LONG.upper(),
        f"  {LONG} \n",
        f"{LONG} ☀️🏔️",
        f"{LONG} https://short.example/x1",
        f"RT @mia: {LONG}",
        LONG.replace(" ", "  "),
        f"“{LONG}!”",
        LONG.replace("jacket", "#jacket"),
        LONG.replace("e", "e\u200b"),
        "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in LONG),
    ],
    ids=["case", "space", "emoji", "link", "reshare", "gaps", "signs", "hashtag", "zero-width", "full-width"],
)
def test_the_same_words_have_one_fingerprint(variant: str) -> None:
    assert fingerprint(variant) == fingerprint(LONG) != ""


def test_short_and_different_texts_have_none_in_common() -> None:
    assert fingerprint("Love it! ❤️❤️❤️ https://x.example/a-very-long-address-indeed") == ""
    assert fingerprint("x" * 23) == ""
    assert fingerprint("x" * 24) != ""
    assert fingerprint(LONG) != fingerprint(LONG.replace("dry", "wet"))


def test_what_counts_as_an_edit() -> None:
    found = post("1", media=(FoundMedia("image", "https://a.example/p/1.jpg?sig=1"),), metrics={"likes": 1})
    same = replace(
        found,
        metrics={"likes": 2},
        rating=3.0,
        text=f" {LONG}\n",
        media=(FoundMedia("image", "https://b.example/p/1.jpg?sig=2"),),
    )
    assert content_hash(found) == content_hash(same)
    for change in ({"text": LONG.upper()}, {"title": "New"}, {"media": ()}):
        assert content_hash(replace(found, **change)) != content_hash(found)


def test_addresses_are_compared_without_tracking() -> None:
    assert url_key("https://Blog.example:443/a?utm_source=x&b=1#top") == url_key("https://blog.example/a?b=1")
    assert url_key("javascript:alert(1)") == url_key(None) == ""
    assert media_key("https://cdn.example/?id=7") != media_key("https://cdn.example/?id=8")


@given(st.text(), st.none() | st.text(), st.text(), st.none() | st.text(), st.none() | st.floats())
def test_preparing_never_fails_and_is_stable(
    text: str, title: str | None, external_id: str, url: str | None, rating: float | None
) -> None:
    found = post(external_id, text, title=title, url=url, rating=rating)
    once = prepare(found)
    assert prepare(once.found) == once
    assert 0 < len(once.found.external_id) <= 500
    (once.found.text + once.found.external_id).encode("utf-8")


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


@given(st.text(), st.text())
def test_stored_ids_stay_apart(one: str, other: str) -> None:
    if one.strip() and other.strip() and tidy_id(one) == tidy_id(other):
        plain = [
            " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
            for text in (one, other)
        ]
        assert plain[0] == plain[1]
