"""Codes, targets and tokens, whatever they are given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.targets import checked_target
from bot.links.conversions.rules import Window
from bot.links.rules import ALPHABET, is_code, page_first, tagged
from bot.links.tokens import Click, hour_of, read, token

KEY = bytes(range(32))
NOON = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
URLS = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{}://{}/{}?{}#{}".format,
        st.sampled_from(["http", "https", "HTTPS", "javascript", "ftp", ""]),
        st.text("abc.-@:[]\\/%å\u202e \r\n", max_size=20),
        *[st.text(max_size=15)] * 3,
    ),
)


@given(URLS)
def test_what_is_taken_as_a_target_is_a_plain_web_address(url: str) -> None:
    try:
        target = checked_target(url)
    except ValueError:
        return
    where = tagged(target, "x", "c", "t")
    for each in (target, where):
        each.encode("ascii")
        parts = urlsplit(each)
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert "@" not in parts.netloc
        assert not set(each) & set(" \r\n\t\\<>\"'`") - {"'"}
    assert urlsplit(where).netloc == urlsplit(target).netloc
    assert checked_target(target) == target, "twice is once"
    assert parse_qs(urlsplit(where).query)["gw"] == ["t"]


@given(st.text(max_size=40))
def test_only_letters_of_ours_are_a_code(text: str) -> None:
    assert is_code(text) == (len(text) == 8 and set(text) <= set(ALPHABET))


def test_a_code_has_no_letters_that_look_alike() -> None:
    assert not set(ALPHABET) & set("0O1lIo")
    assert len(set(ALPHABET)) == len(ALPHABET)


@given(st.integers(0, 2**63), st.integers(0, 70_000_000))
def test_a_token_says_its_link_and_hour(link_id: int, hour: int) -> None:
    found = read(KEY, token(KEY, link_id, hour))
    assert found is not None
    assert (found.link_id, hour_of(found.at)) == (link_id, hour)


@given(st.text(max_size=40))
def test_what_we_did_not_make_is_no_token(text: str) -> None:
    assert read(KEY, text) is None


@given(st.integers(0, 29), st.characters(codec="ascii"))
def test_a_changed_token_is_none(place: int, letter: str) -> None:
    whole = token(KEY, 7, hour_of(NOON))
    changed = whole[:place] + letter + whole[place + 1 :]
    found = read(KEY, changed)
    assert changed == whole or found is None or found == Click(7, NOON.replace(minute=0))


def test_the_window_gives_the_whole_hour() -> None:
    window, click = Window(30), Click(1, NOON.replace(minute=0))
    assert window.holds(click, click.at + timedelta(days=30, hours=1))
    assert not window.holds(click, click.at + timedelta(days=30, hours=1, seconds=1))


@pytest.mark.parametrize(
    ("network", "target", "always", "first"),
    [
        ("x", "https://a.example", False, False),
        ("x", "https://a.example", True, True),
        ("x", None, False, True),
        ("linkedin", "https://a.example", False, True),
        ("", "https://a.example", False, True),
    ],
)
def test_when_the_page_comes_first(network: str, target: str | None, always: bool, first: bool) -> None:
    assert page_first(network, target, always=always) is first
