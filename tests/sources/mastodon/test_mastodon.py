"""Mastodon: mapping, paging, edits, deletions, who is left alone."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.kernel.errors import FixCredentials, TryLater
from bot.sources.base import Cursor, Failure, FoundItem, Kind, Removed, SourceContext, Why
from bot.sources.http import HttpPolicy, PoliteClient
from bot.sources.mastodon import MastodonSettings
from bot.sources.mastodon.mapping import map_status
from bot.sources.mastodon.source import MastodonSource
from tests.sources.contract import items, last_cursor, polite
from tests.sources.mastodon.world import BASE, Social, status
from tests.sources.server import Answer, LocalServer, local_server
from tests.sources.world import NOW

WHY = Why("hashtag", "trailbottle")


def mapped(found: object) -> FoundItem | Failure | None:
    return map_status(found, "https://social.example", WHY, NOW)


def item_of(**more: Any) -> FoundItem:
    found = mapped(status(1, more.pop("content", "<p>One</p><p>Two</p>"), **more))
    assert isinstance(found, FoundItem)
    return found


def test_a_status() -> None:
    item = item_of()
    assert item.external_id == f"https://social.example/users/ana/statuses/{BASE + 1}"
    assert (item.kind, item.text, item.language) == (Kind.POST, "One\nTwo", "en")
    assert item.metrics == {"likes": 3, "shares": 1, "comments": 0}
    assert item.tags == ("trailbottle",)
    assert item.creator is not None
    assert (item.creator.handle, item.creator.followers) == ("ana@social.example", 12)


def test_content_warning_media_and_edit() -> None:
    picture = {
        "type": "image",
        "url": "https://f.example/1.jpg",
        "preview_url": "https://f.example/s.jpg",
        "description": "A bottle",
        "meta": {"original": {"width": 640, "height": 480}},
    }
    item = item_of(
        spoiler_text="long <b>story</b>",
        sensitive=True,
        edited_at="2026-11-19T11:00:00Z",
        media_attachments=[picture, {"type": "unknown"}, None],
    )
    assert item.title == "Content warning: long story"
    assert item.kind is Kind.PHOTO
    assert (item.media[0].alt, item.media[0].width) == ("A bottle", 640)
    assert item.notes == ("edited by its creator", "its creator marks it as sensitive")


@pytest.mark.parametrize(
    "more",
    [
        {"reblog": {"id": "5"}},
        {"visibility": "private"},
        {"visibility": "direct"},
        {"account": {"acct": "a", "note": "<p>please <a>#<span>NoBot</span></a></p>"}},
        {"account": {"acct": "a", "note": "", "fields": [{"name": "wish", "value": "#noindex"}]}},
        {"account": {"acct": "a", "noindex": True}},
    ],
)
def test_who_asks_to_be_left_alone_is(more: dict[str, Any]) -> None:
    assert mapped(status(1, "<p>x</p>", **more)) is None


def test_indexable_concerns_search_only() -> None:
    assert isinstance(mapped(status(1, "<p>x</p>", account={"acct": "a", "indexable": False})), FoundItem)


@pytest.mark.parametrize("odd", [None, 5, [], {}, {"id": None}, status(1, "")])
def test_what_is_no_status_is_a_failure(odd: object) -> None:
    assert isinstance(mapped(odd), Failure)


def test_wrong_types_everywhere_are_no_crash() -> None:
    for key in status(1, ""):
        for value in (None, 7, "x", [], {}, [None], {"a": None}):
            found = mapped({**status(1, "<p>x</p>"), key: value})
            assert found is None or found.__class__ in (FoundItem, Failure)
            assert isinstance(found, FoundItem) or key in ("id", "reblog", "content", "visibility")


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with local_server() as running:
        yield running


async def run(client: PoliteClient, cursor: Mapping[str, Any], **settings: Any) -> list[Any]:
    source = MastodonSource(MastodonSettings(**settings), SourceContext("social", client.for_run(), NOW))
    return [found async for found in source.discover(cursor)]


async def test_pages_are_walked_oldest_first_and_nothing_comes_twice(server: LocalServer) -> None:
    social = Social(server)
    social.statuses = [status(1, "<p>1</p>")]
    settings = {"servers": [server.url], "hashtags": ["trailbottle"]}
    async with polite(server) as client:
        cursor = last_cursor(await run(client, {}, **settings))
        social.statuses += [status(n * 100, f"<p>{n}</p>") for n in range(2, 102)]
        found = await run(client, cursor, **settings)
        assert [item.text for item in items(found)] == [str(n) for n in range(2, 102)]
        assert sum(isinstance(one, Cursor) for one in found) >= 3  # saved page by page
        assert items(await run(client, last_cursor(found), **settings)) == []
    assert "min_id" in server.seen[1].query


async def test_more_than_a_run_reads_within_minutes_is_read_by_the_next_ones(server: LocalServer) -> None:
    social = Social(server)
    social.statuses = [status(1 << 16, "<p>first</p>")]
    settings = {"servers": [server.url], "hashtags": ["trailbottle"], "pages": 2}
    async with polite(server) as client:
        cursor = last_cursor(await run(client, {}, **settings))
        social.statuses += [status(n << 16, f"<p>{n}</p>") for n in range(2, 302)]
        texts: list[str] = []
        for _ in range(5):
            found = await run(client, cursor, **settings)
            texts += [item.text for item in items(found)]
            cursor = last_cursor(found)
    # Once at its end it looks minutes back, and what it no longer remembers comes again; intake knows it.
    assert [text for text in dict.fromkeys(texts) if text != "first"] == [str(n) for n in range(2, 302)]


async def test_a_status_that_arrives_late_and_an_edit_are_found(server: LocalServer) -> None:
    social = Social(server)
    social.statuses = [status(50 << 16, "<p>first</p>")]
    settings = {"servers": [server.url], "hashtags": ["trailbottle"]}
    async with polite(server) as client:
        cursor = last_cursor(await run(client, {}, **settings))
        social.statuses += [status(10 << 16, "<p>late</p>")]
        social.statuses[0] = status(50 << 16, "<p>edited</p>", edited_at="2026-11-20T11:00:00Z")
        found = await run(client, cursor, **settings)
    assert [item.text for item in items(found)] == ["late", "edited"]


async def test_one_servers_failure_leaves_the_other_working(server: LocalServer) -> None:
    async with local_server() as broken:
        broken.fault = Answer(status=500)
        Social(server).statuses = [status(1, "<p>x</p>")]
        policy = HttpPolicy(allowed=frozenset({server.endpoint, broken.endpoint}), pause=0, retries=0)
        settings = {"servers": [broken.url, server.url], "hashtags": ["trailbottle"]}
        async with PoliteClient(policy) as client:
            found = await run(client, {}, **settings)
            assert len(items(found)) == 1
            assert [one.reason for one in found if isinstance(one, Failure)]
            server.fault = Answer(status=401)
            with pytest.raises(FixCredentials):  # what an operator can mend comes first
                await run(client, {}, **settings)
            server.fault = Answer(status=503)
            with pytest.raises(TryLater):
                await run(client, {}, **settings)


async def test_a_closed_hashtag_feed_says_what_to_do(server: LocalServer) -> None:
    server.fault = Answer(b'{"error": "This method requires an authenticated user"}', 401)
    async with polite(server) as client:
        with pytest.raises(FixCredentials, match="Set a token"):
            await run(client, {}, servers=[server.url], hashtags=["x"])


async def test_the_token_goes_to_the_first_server_only(server: LocalServer) -> None:
    async with local_server() as second:
        Social(server)
        Social(second)
        policy = HttpPolicy(allowed=frozenset({server.endpoint, second.endpoint}), pause=0)
        async with PoliteClient(policy) as client:
            await run(client, {}, servers=[server.url, second.url], hashtags=["trailbottle"], token="t0ken")
        assert server.seen[0].headers["authorization"] == "Bearer t0ken"
        assert "authorization" not in second.seen[0].headers


async def test_refresh_and_deletion(server: LocalServer) -> None:
    home = server.url
    here, gone, private = (f"{home}/users/ana/statuses/{n}" for n in (1, 2, 3))
    server.routes |= {
        "/api/v1/statuses/1": lambda _: Answer(json.dumps(status(1, "<p>now</p>", uri=here)).encode()),
        "/api/v1/statuses/3": lambda _: Answer(
            json.dumps(status(3, "x", uri=private, visibility="private")).encode()
        ),
        "/api/v1/statuses/4": lambda _: Answer(status=500),
        "/api/v1/statuses/5": lambda _: Answer(b"[]"),
        "/api/v1/statuses/6": lambda _: Answer(b'{"error": "closed for repairs"}'),
        "/api/v1/statuses/7": lambda _: Answer(status=410),
    }
    on_purpose = f"{home}/users/ana/statuses/7"
    unknown = [f"{home}/users/ana/statuses/{n}" for n in (4, 5, 6)]
    ids = [here, gone, private, *unknown, f"{home}/videos/watch/5", on_purpose]
    async with polite(server) as client:
        context = SourceContext("social", client.for_run(), NOW)
        source = MastodonSource(MastodonSettings(servers=(home,), hashtags=("x",)), context)
        found = [one async for one in source.refresh(ids)]
        there = await source.still_there(ids)
    assert isinstance(found[0], FoundItem)
    assert found[0].text == "now"
    assert found[1:3] == [Removed(gone, sure=False), Removed(private, "withdrawn")]
    assert [type(one) for one in found[3:7]] == [Failure] * 4
    assert found[7] == Removed(on_purpose)
    assert there == {here: True, gone: False, private: True, on_purpose: False}


def test_a_reply_says_what_it_answers_in_both_forms_of_a_status_address() -> None:
    mention = {"id": "1", "username": "brand", "acct": "brand", "url": "https://social.example/@brand"}
    found = map_status(
        status(4, "<p>@brand yes</p>", in_reply_to_id="77", in_reply_to_account_id="1", mentions=[mention]),
        "https://social.example",
        WHY,
        NOW,
    )
    assert isinstance(found, FoundItem)
    assert found.answers_to == (
        "https://social.example/users/brand/statuses/77",
        "https://social.example/ap/users/1/statuses/77",
    )
    plain = map_status(status(5, "<p>hello</p>", mentions="odd"), "https://social.example", WHY, NOW)
    assert isinstance(plain, FoundItem)
    assert plain.answers_to == ()
