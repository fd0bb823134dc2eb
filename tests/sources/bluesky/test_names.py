"""Addresses, keys and documents of the AT Protocol, with the protocol's own examples where they are at hand."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.bluesky.names import AtUri, document_address, is_did, read_uri, server_in, tid, tid_time
from tests.sources.bluesky.world import ANA, did_document

REAL = os.environ.get("GOODWORD_REAL_DATA")
real_data = pytest.mark.skipif(not REAL, reason="GOODWORD_REAL_DATA names no recordings")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (as Hypothesis wants them)


def examples(name: str) -> list[str]:
    path = Path(REAL or "", "bluesky/atproto/interop-test-files/syntax", name)
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.real_data
@real_data
def test_keys_as_the_protocol_has_them() -> None:
    valid, invalid = examples("tid_syntax_valid.txt"), examples("tid_syntax_invalid.txt")
    assert len(valid) > 2
    assert len(invalid) > 5
    assert not [key for key in valid if tid_time(key) is None]
    assert not [key for key in invalid if tid_time(key) is not None]


@pytest.mark.real_data
@real_data
def test_no_invalid_address_or_identity_is_taken() -> None:
    uris = [
        text.replace("app.bsky.feed.like", "app.bsky.feed.post")
        for text in examples("aturi_syntax_invalid.txt")
    ]
    assert len(uris) > 20
    assert not [text for text in uris if read_uri(text)]
    assert not [text for text in examples("did_syntax_invalid.txt") if is_did(text)]
    assert [text for text in examples("did_syntax_valid.txt") if is_did(text)]


@given(MOMENTS, st.text(max_size=40))
def test_a_key_says_its_second_and_is_the_same_for_the_same_request(moment: datetime, request: str) -> None:
    key = tid(moment, request)
    when = tid_time(key)
    assert when is not None
    assert timedelta() <= when - moment.replace(microsecond=0) < timedelta(seconds=1)
    assert tid(moment, request) == key


def test_other_requests_have_other_keys() -> None:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    assert len({tid(moment, f"ask-{n}") for n in range(20_000)}) == 20_000


@given(MOMENTS, MOMENTS)
def test_keys_sort_by_time(one: datetime, other: datetime) -> None:
    if abs(one - other) > timedelta(seconds=2):
        assert (one < other) == (tid(one, "a") < tid(other, "b"))


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        "https://bsky.app/profile/x/post/y",
        f"at://{ANA}/app.bsky.feed.like/3lcaaaaaaaa22",
        f"at://{ANA}/app.bsky.feed.post/",
        f"at://{ANA}/app.bsky.feed.post/a/b",
        f"at://{ANA}/app.bsky.feed.post/a?b",
        f"at://{ANA}/app.bsky.feed.post/a\n",
        "at://ana.example/app.bsky.feed.post/3lcaaaaaaaa22",
        "at://did:web:evil.example/../app.bsky.feed.post/3lcaaaaaaaa22",
        f"at://{ANA}/app.bsky.feed.post/" + "a" * 2000,
    ],
)
def test_what_is_no_post_is_refused(text: object) -> None:
    assert read_uri(text) is None


def test_a_post_has_a_page() -> None:
    uri = read_uri(f"at://{ANA}/app.bsky.feed.post/3lcaaaaaaaa22")
    assert uri == AtUri(ANA, "app.bsky.feed.post", "3lcaaaaaaaa22")
    assert uri.web == f"https://bsky.app/profile/{ANA}/post/3lcaaaaaaaa22"


def test_documents() -> None:
    assert document_address(ANA, "https://plc.example") == f"https://plc.example/{ANA}"
    assert document_address("did:web:ana.example", "x") == "https://ana.example/.well-known/did.json"
    document = did_document(ANA, "https://pds.example/")
    assert server_in(document, ANA) == "https://pds.example"
    assert server_in(document, "did:plc:somebodyelsesomebodyelse") is None
    assert server_in(did_document(ANA, "ftp://pds.example"), ANA) is None
    assert server_in({"id": ANA, "service": ["x", None, {"id": 4}]}, ANA) is None
    assert server_in(["x"], ANA) is None
