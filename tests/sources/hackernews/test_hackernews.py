"""Hacker News: mapping, late hits, many hits, deletions."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.sources.base import Failure, FoundItem, Kind, SourceContext, Why
from bot.sources.hackernews import HackerNewsSettings
from bot.sources.hackernews import client as hn_client
from bot.sources.hackernews import source as hn_source
from bot.sources.hackernews.mapping import map_hit
from bot.sources.words import Matcher
from tests.sources.contract import items, last_cursor, polite
from tests.sources.hackernews.world import SECOND, Search, comment, story
from tests.sources.server import Answer, LocalServer, local_server
from tests.sources.world import NOW

MATCHER = Matcher(["Trail Bottle"])


def test_story_and_comment() -> None:
    told = map_hit(story(1, 60, story_text="It is <i>light</i>&#x27;"), MATCHER, NOW)
    assert isinstance(told, FoundItem)
    assert (told.kind, told.title, told.text) == (
        Kind.POST,
        "Show HN: Trail Bottle",
        "It is light'\nhttps://trail.example/bottle",
    )
    assert told.metrics == {"likes": 12, "comments": 3}
    assert told.url == "https://news.ycombinator.com/item?id=1"
    said = map_hit(comment(2, 60, "a trail bottle"), MATCHER, NOW)
    assert isinstance(said, FoundItem)
    assert (said.kind, said.title, said.metrics) == (Kind.COMMENT, "Comment on: Show HN: Trail Bottle", {})
    assert said.why == (Why("keyword", "Trail Bottle"),)


@pytest.mark.parametrize("hit", [{}, {"objectID": None}, {"objectID": "../x"}, {"objectID": 5.5}])
def test_what_is_no_hit_is_a_failure(hit: dict[str, Any]) -> None:
    assert isinstance(map_hit(hit, MATCHER, NOW), Failure)


def test_wrong_types_are_no_crash() -> None:
    odd: tuple[Any, ...] = (None, 7, "x", [], {}, True)
    for key in {**story(1, 60), **comment(1, 60, "x")}:
        for value in odd:
            found = map_hit({**story(1, 60), key: value}, MATCHER, NOW)
            assert found is None or isinstance(found, FoundItem | Failure)


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with local_server() as running:
        yield running


async def run(server: LocalServer, cursor: Mapping[str, Any], *keywords: str) -> list[Any]:
    settings = HackerNewsSettings(keywords=keywords or ("trail bottle",), api=server.url)
    async with polite(server) as client:
        source = hn_source.HackerNewsSource(settings, SourceContext("hn", client.for_run(), NOW))
        return [found async for found in source.discover(cursor)]


async def test_a_hit_indexed_late_is_found_and_none_twice(server: LocalServer) -> None:
    search = Search(server)
    search.hits = [story(1, 600)]
    first = await run(server, {})
    search.hits.append(comment(2, 1200, "late: trail bottle"))  # older than the newest known
    again = await run(server, last_cursor(first))
    assert [item.external_id for item in items(again)] == ["2"]
    assert items(await run(server, last_cursor(again))) == []


async def test_oldest_first_and_once_for_several_keywords(server: LocalServer) -> None:
    Search(server).hits = [story(1, 60), story(2, 600)]
    found = await run(server, {}, "trail bottle", "show hn")
    assert [item.external_id for item in items(found)] == ["2", "1"]
    assert [why.what for why in items(found)[0].why] == ["show hn", "trail bottle"]


async def test_more_hits_than_a_page(server: LocalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (hn_client, hn_source):
        monkeypatch.setattr(module, "HITS", 10)
    search = Search(server)
    search.hits = [story(n, n * 10) for n in range(1, 36)]
    assert len(items(await run(server, {}))) == 35
    search.hits = [story(n, n * 10) for n in range(1, 90)]
    found = await run(server, {})
    assert [one.remedy for one in found if isinstance(one, Failure)] == ["Use a rarer word or phrase."]


async def test_the_first_run_looks_some_days_back(server: LocalServer) -> None:
    Search(server).hits = [story(1, 6 * 86400), story(2, 8 * 86400)]
    assert [item.external_id for item in items(await run(server, {}))] == ["1"]
    assert f">{SECOND - 7 * 86400}" in server.seen[0].query["numericFilters"]


async def test_deleted_items(server: LocalServer) -> None:
    server.routes |= {
        "/items/1": lambda _: Answer(json.dumps({"id": 1, "author": "a", "children": []}).encode()),
        "/items/3": lambda _: Answer(status=500),
        "/items/4": lambda _: Answer(b'{"error": "not now"}'),
        "/items/5": lambda _: Answer(b'{"id": 5, "author": null}'),
    }
    settings = HackerNewsSettings(keywords=("x",), api=server.url)
    async with polite(server) as client:
        source = hn_source.HackerNewsSource(settings, SourceContext("hn", client.for_run(), NOW))
        assert await source.still_there(["1", "2", "3", "4", "5", "../x"]) == {
            "1": True,
            "2": False,
            "5": False,
        }
