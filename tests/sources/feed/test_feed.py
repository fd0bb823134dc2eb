"""Feeds: formats, damage, conditional reading."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from bot.kernel.errors import NeverWorks, TryLater
from bot.sources.base import Failure, FoundItem, Kind, SourceContext, Why
from bot.sources.feed import FeedSettings, build
from bot.sources.feed import source as feed_source
from bot.sources.feed.mapping import Reading, author_name, map_entries
from bot.sources.feed.parse import parse_feed
from bot.sources.feed.podcast import read_extras
from bot.sources.http import PoliteClient
from bot.sources.words import Matcher
from tests.sources.contract import items, last_cursor, polite
from tests.sources.server import Answer, LocalServer, Seen, local_server
from tests.sources.world import NOW

KOI8_DECLARED = b'<?xml version="1.0" encoding="koi8-r"?>'


def read(body: bytes, headers: Mapping[str, str] | None = None, **reading: Any) -> list[FoundItem | Failure]:
    feed = parse_feed(body, headers or {}, "https://a.example/feed")
    given = Reading(feed, "https://a.example/feed", NOW, reading.pop("matcher", Matcher()), **reading)
    return list(map_entries(given, read_extras(body)))


def rss(*entries: str, head: str = "") -> bytes:
    spaces = (
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
    )
    body = "".join(f"<item>{entry}</item>" for entry in entries)
    return f'<rss version="2.0" {spaces}><channel><title>Notes</title>{head}{body}</channel></rss>'.encode()


def one(body: bytes, headers: Mapping[str, str] | None = None) -> FoundItem:
    (item,) = read(body, headers)
    assert isinstance(item, FoundItem)
    return item


def test_rss_entry() -> None:
    item = one(
        rss(
            "<title>Sturdy &amp;amp; light</title><link>https://a.example/1?utm_source=x</link><guid>g1</guid>"
            "<dc:creator>Ana</dc:creator><category>Hiking</category>"
            "<pubDate>Tue, 10 Nov 2026 09:00:00 +0100</pubDate>"
            "<description>short</description><content:encoded><![CDATA[<p>The whole #Review</p>"
            '<img src="https://a.example/1.jpg" alt="Bottle">]]></content:encoded>',
            head="<language>de-AT</language>",
        )
    )
    assert (item.external_id, item.kind, item.platform, item.language) == ("g1", Kind.BLOG, "blog", "de-AT")
    assert (item.title, item.text, item.url) == ("Sturdy & light", "The whole #Review", "https://a.example/1")
    assert item.tags == ("review", "hiking")
    assert item.creator is not None
    assert (item.creator.external_id, item.creator.name) == ("a.example:ana", "Ana")
    assert item.published_at is not None
    assert item.published_at.isoformat() == "2026-11-10T08:00:00+00:00"
    assert [(m.kind, m.url, m.alt) for m in item.media] == [("image", "https://a.example/1.jpg", "Bottle")]
    assert item.why == (Why("feed", "Notes"),)


def test_podcast_episode() -> None:
    item = one(
        rss(
            '<title>Ep 1</title><guid>e1</guid><enclosure url="/1.mp3" type="audio/mpeg" length="9"/>'
            '<itunes:author>Bo</itunes:author><itunes:image href="https://a.example/c.jpg"/>'
            "<itunes:explicit>yes</itunes:explicit><itunes:keywords>Gear, Trail</itunes:keywords>"
            "<itunes:summary>About bottles.</itunes:summary>"
        )
    )
    assert (item.kind, item.platform, item.text) == (Kind.PODCAST, "podcast", "About bottles.")
    assert item.creator is not None
    assert item.creator.name == "Bo"
    sound = item.media[0]
    assert (sound.kind, sound.url, sound.preview_url) == (
        "audio",
        "https://a.example/1.mp3",
        "https://a.example/c.jpg",
    )
    assert item.tags == ("gear", "trail")
    assert "explicit" in item.notes[0]


def test_atom_json_and_rdf() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>urn:1</id><title>T</title>'
        b'<link href="https://a.example/1"/><updated>2026-11-10T08:00:00Z</updated><author><name>Ana</name></author>'
        b'<content type="html">&lt;p&gt;Body&lt;/p&gt;</content></entry></feed>'
    )
    json_feed = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "J",
            "items": [{"id": "1", "url": "https://a.example/1", "title": "T", "content_html": "<p>Body</p>"}],
        }
    ).encode()
    rdf = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        b'<channel><title>R</title></channel><item rdf:about="https://a.example/1"><title>T</title>'
        b"<link>https://a.example/1</link><description>Body</description></item></rdf:RDF>"
    )
    for body in (atom, json_feed, rdf):
        item = one(body)
        assert (item.title, item.text, item.url) == ("T", "Body", "https://a.example/1")
        assert item.creator is not None


@pytest.mark.parametrize(
    "odd",
    [
        None,
        "text",
        [],
        {"id": None},
        {"id": "2", "content_text": 12345},
        {"id": "2", "authors": "Ana", "attachments": {"url": 1}, "tags": 7},
        {"id": "2", "author": "Ana", "authors": ["Ana"]},
    ],
)
def test_an_odd_entry_of_a_json_feed_costs_only_itself(odd: object) -> None:
    good = {
        "id": 1,
        "url": "https://a.example/1",
        "content_html": "<p>Body</p>",
        "authors": [{"name": "Ana"}],
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [odd, good]}
    refused, item = read(json.dumps(feed).encode())
    assert isinstance(refused, Failure)
    assert "neither title nor text" in refused.reason
    assert isinstance(item, FoundItem)
    assert (item.external_id, item.text, item.creator and item.creator.name) == ("1", "Body", "Ana")


def test_json_that_is_no_feed_is_named() -> None:
    with pytest.raises(NeverWorks, match="not a feed"):
        read(b'{"items": [{"sku": 1}, {"sku": 2}]}')


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("ana@a.example (Ana B)", "Ana B"),
        ("Ana B <ana@a.example>", "Ana B"),
        ("ana@a.example", None),
        ("Ana", "Ana"),
        ("", None),
        (None, None),
        ("Team @ Home", "Team @ Home"),
    ],
)
def test_mail_addresses_are_nobodys_name(author: str | None, name: str | None) -> None:
    assert author_name(author) == name


def test_entries_without_id_keep_their_identity_when_dates_change() -> None:
    entry = "<title>T</title><description>Same words</description><pubDate>{}</pubDate>"
    first = one(rss(entry.format("Tue, 10 Nov 2026 09:00:00 GMT")))
    again = one(rss(entry.format("Wed, 11 Nov 2026 09:00:00 GMT")))
    assert first.external_id == again.external_id
    assert first.published_at != again.published_at


def test_entries_that_share_an_id_stay_apart() -> None:
    found = read(rss("<guid>x</guid><title>One</title>", "<guid>x</guid><title>Two</title>"))
    assert len({item.external_id for item in found if isinstance(item, FoundItem)}) == 2


def test_bad_dates_and_addresses_are_noted() -> None:
    item = one(
        rss(
            "<guid>x</guid><title>T</title><link>javascript:alert(1)</link>"
            "<pubDate>Sat, 01 Jan 2050 00:00:00 GMT</pubDate>"
        )
    )
    assert item.url is None
    assert item.published_at is None
    assert len(item.notes) == 2


@pytest.mark.parametrize(
    "body",
    [
        rss(),
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title></feed>',
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": []}',
    ],
    ids=["rss", "atom", "json"],
)
def test_a_feed_without_entries_is_a_feed(body: bytes) -> None:
    assert read(body) == []


def test_an_empty_answer_may_pass() -> None:
    with pytest.raises(TryLater, match="empty answer"):
        parse_feed(b" \n", {}, "https://a.example/feed")


def test_an_empty_entry_is_a_failure() -> None:
    (found,) = read(rss("<guid>x</guid>"))
    assert isinstance(found, Failure)
    assert found.what == "entry 1"


def test_keywords_and_hashtags_choose() -> None:
    body = rss(
        "<title>A trail bottle</title>", "<title>Else</title>", "<title>Walk</title><category>Hike</category>"
    )
    found = read(body, matcher=Matcher(["Trail Bottle"], ["hike"]))
    assert [item.why for item in found if isinstance(item, FoundItem)] == [
        (Why("keyword", "Trail Bottle"),),
        (Why("hashtag", "hike"),),
    ]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (rss("<title>Größe</title>").decode().encode("cp1252"), {}),
        (rss("<title>Größe</title>").decode().encode("iso-8859-1"), {"content-type": "text/xml; charset=iso-8859-1"}),
        (b'<?xml version="1.0" encoding="utf-16"?>'.decode().encode("utf-16")
         + rss("<title>Größe</title>").decode().encode("utf-16-le"), {}),
        (KOI8_DECLARED + rss("<title>Größe</title>"), {"content-type": "application/xml; charset=utf-8"}),
    ],
)  # fmt: skip
def test_charset_damage_is_mended(body: bytes, headers: dict[str, str]) -> None:
    assert one(body, headers).title == "Größe"


def test_a_feed_cut_off_in_the_middle_gives_what_there_is() -> None:
    whole = rss(*(f"<guid>{n}</guid><title>T{n}</title>" for n in range(10)))
    found = read(whole[: len(whole) // 2])
    assert 2 <= len([item for item in found if isinstance(item, FoundItem)]) < 10


@pytest.mark.parametrize("levels", [3, 10])
def test_xml_bombs_never_expand(levels: int) -> None:
    entities = '<!ENTITY a0 "boom-boom-boom">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels)
    )
    body = f"<?xml version='1.0'?><!DOCTYPE rss [{entities}]>".encode() + rss(
        f"<guid>x</guid><title>&a{levels - 1};</title><description>d</description>"
    )
    started = time.process_time()
    found = repr(read(body))
    assert found.count("boom-boom-boom") < 100
    assert time.process_time() - started < 5


def test_external_entities_are_not_read() -> None:
    body = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(
        "<guid>x</guid><title>a&x;b</title>"
    )
    assert "root:" not in repr(read(body))


@pytest.mark.parametrize(
    "body",
    [b"hello", b"<html><body>x</body></html>", b"{}", b'{"a": 1}', b"<a/>", b"\x00" * 100],
)
def test_what_is_no_feed_is_named(body: bytes) -> None:
    with pytest.raises(NeverWorks, match=r"https://a\.example/feed is "):
        parse_feed(body, {}, "https://a.example/feed")


def test_a_page_that_names_its_feed() -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml?k=s3cret"></head></html>'
    with pytest.raises(NeverWorks) as error:
        parse_feed(page, {}, "https://a.example/")
    assert error.value.remedy == "The page names this feed: /feed.xml"


# Reading over HTTP


class Blog:
    """A feed that can change, with or without ETag."""

    def __init__(self, server: LocalServer) -> None:
        self.body = rss("<guid>1</guid><title>One</title>")
        self.etag: str | None = None
        server.routes["/feed"] = self._answer

    def _answer(self, seen: Seen) -> Answer:
        if self.etag and seen.headers.get("if-none-match") == self.etag:
            return Answer(status=304)
        return Answer(self.body, headers={"etag": self.etag} if self.etag else {})


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with local_server() as running:
        yield running


@pytest.fixture
async def client(server: LocalServer) -> AsyncIterator[PoliteClient]:
    async with polite(server) as made:
        yield made


async def run(client: PoliteClient, url: str, cursor: Mapping[str, Any], **settings: Any) -> list[Any]:
    source = build(FeedSettings(url=url, **settings), SourceContext("blog", client.for_run(), NOW))
    return [found async for found in source.discover(cursor)]


@pytest.mark.parametrize("etag", [None, '"v1"'])
async def test_an_unchanged_feed_is_not_parsed(
    server: LocalServer, client: PoliteClient, monkeypatch: pytest.MonkeyPatch, etag: str | None
) -> None:
    blog = Blog(server)
    blog.etag = etag
    cursor = last_cursor(await run(client, f"{server.url}/feed", {}))
    parsed: list[int] = []
    monkeypatch.setattr(feed_source, "parse_feed", lambda *_: parsed.append(1))
    again = await run(client, f"{server.url}/feed", cursor)
    assert (items(again), parsed) == ([], [])
    assert last_cursor(again) == cursor


async def test_only_new_and_changed_entries_come_again(server: LocalServer, client: PoliteClient) -> None:
    blog = Blog(server)
    blog.body = rss("<guid>1</guid><title>One</title>", "<guid>2</guid><title>Two</title>")
    cursor = last_cursor(await run(client, f"{server.url}/feed", {}))
    blog.body = rss(
        "<guid>3</guid><title>Three</title>",
        "<guid>1</guid><title>One, edited</title>",
        "<guid>2</guid><title>Two</title>",
    )
    again = await run(client, f"{server.url}/feed", cursor)
    assert [item.title for item in items(again)] == ["Three", "One, edited"]


async def test_a_permanent_move_is_followed_and_told_once(server: LocalServer, client: PoliteClient) -> None:
    Blog(server)
    server.routes["/old"] = lambda _: Answer(status=301, headers={"location": "/feed"})
    first = await run(client, f"{server.url}/old", {})
    assert [f.reason for f in first if isinstance(f, Failure)] == [
        f"The feed has moved for good to {server.url}/feed; it is read from there."
    ]
    server.seen.clear()
    again = await run(client, f"{server.url}/old", last_cursor(first))
    assert [seen.path for seen in server.seen] == ["/feed"]
    assert not [f for f in again if isinstance(f, Failure)]


async def test_the_newest_entries_of_a_long_feed(server: LocalServer, client: PoliteClient) -> None:
    Blog(server).body = rss(
        *(
            f"<guid>{n}</guid><title>T{n}</title><pubDate>{n:02} Nov 2026 08:00 GMT</pubDate>"
            for n in range(1, 20)
        )
    )
    found = await run(client, f"{server.url}/feed", {}, max_items=3)
    assert [item.title for item in items(found)] == ["T17", "T18", "T19"]
    assert [one.reason for one in found if isinstance(one, Failure)] == ["16 older entries were left out."]


async def test_a_big_feed_is_read_in_a_thread(server: LocalServer, client: PoliteClient) -> None:
    Blog(server).body = rss(
        *(f"<guid>{n}</guid><title>T</title><description>{'word ' * 500}</description>" for n in range(200))
    )
    assert len(items(await run(client, f"{server.url}/feed", {}))) == 200
