"""Recordings nobody here wrote: each gives items or a named failure, never a crash, never silence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from bot.kernel.errors import NeverWorks
from bot.sources.base import Failure, FoundItem, Kind, Why
from bot.sources.feed.mapping import Reading, map_entries
from bot.sources.feed.parse import parse_feed
from bot.sources.feed.podcast import read_extras
from bot.sources.mail.automatic import automatic
from bot.sources.mail.mapping import map_mail
from bot.sources.mail.reading import parse, read_mail
from bot.sources.mastodon.mapping import map_status, may_take
from bot.sources.words import Matcher
from tests.sources.world import NOW

REAL = os.environ.get("GOODWORD_REAL_DATA")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not REAL, reason="GOODWORD_REAL_DATA names no recordings"),
]


def files(*folders: str) -> list[Path]:
    return sorted(path for name in folders for path in Path(REAL or "", name).rglob("*") if path.is_file())


def read_feed(path: Path) -> list[FoundItem | Failure]:
    body = path.read_bytes()
    feed = parse_feed(body, {}, path.name)
    reading = Reading(feed, "https://feeds.example/feed", NOW, Matcher())
    return list(map_entries(reading, read_extras(body)))


def storable(item: FoundItem) -> bool:
    texts = (
        item.text,
        item.title or "",
        item.external_id,
        item.url or "",
        *(media.url for media in item.media),
    )
    return all("\x00" not in text and text.encode("utf-8") is not None for text in texts)


def test_every_feed_gives_items_or_a_named_failure() -> None:
    given = failed = refused = unnamed = 0
    for path in files("rss_atom", "podcast"):
        try:
            found = read_feed(path)
        except NeverWorks as error:
            refused += path.name in error.message
            unnamed += path.name not in error.message
            continue
        items = [one for one in found if isinstance(one, FoundItem)]
        assert all(storable(item) and item.why and item.creator for item in items), path
        assert len({item.external_id for item in items}) == len(items), path
        given += len(items)
        failed += len(found) - len(items)
    assert not unnamed
    assert given > 300
    assert failed < 400  # most of the parsers' own test documents have an entry with a single odd element
    assert refused < 250  # documents about feeds, expected outputs and the like


def test_every_podcast_feed_with_sound_gives_episodes() -> None:
    podcasts = [path for path in files("podcast/podcastparser") if path.suffix == ".rss"]
    assert len(podcasts) > 50
    episodes = 0
    for path in podcasts:
        if b"<enclosure" in path.read_bytes():
            found = [one for one in read_feed(path) if isinstance(one, FoundItem)]
            assert found or path.name == "no_url.rss"  # sound without an address, and nothing else
            episodes += sum(item.kind is Kind.PODCAST for item in found)
    assert episodes > 20


def statuses(node: Any) -> Iterator[dict[str, Any]]:
    """Every object with content, visibility and account, however deep."""
    if isinstance(node, dict):
        if {"content", "visibility", "account"} <= node.keys():
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from statuses(inner)


def recorded_answers() -> Iterator[Any]:
    """JSON bodies of the VCR recordings."""
    for path in files("mastodon"):
        if path.suffix not in (".yaml", ".yml"):
            continue
        recording = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        for interaction in recording.get("interactions", ()):
            body = interaction["response"].get("body", {}).get("string", "")
            try:
                yield orjson.loads(body)
            except (orjson.JSONDecodeError, TypeError):
                continue


def test_every_mastodon_status_maps() -> None:
    seen = items = 0
    for answer in recorded_answers():
        for status in statuses(answer):
            seen += 1
            found = map_status(status, "https://social.example", Why("hashtag", "x"), NOW)
            if found is None:  # a boost, not public, or an author who asks to be left alone
                assert status.get("reblog") or not may_take(status)
                continue
            if isinstance(found, Failure):  # empty: a boost's shell or a post deleted on the way
                assert not status["content"]
                continue
            items += 1
            assert storable(found)
            assert found.creator is not None
            assert found.published_at is not None
            assert "<p>" not in found.text
    assert seen > 100
    assert items > 50


def test_every_mail_is_read() -> None:
    """Among them mails that Python's own policy for headers raises on; none may be lost for a broken header."""
    items = robots = notes = attached = 0
    for path in files("email"):
        if path.suffix != ".eml":
            continue
        message = parse(path.read_bytes())
        mail = read_mail(message)
        robots += automatic(message) is not None
        attached += len(mail.attachments)
        found = map_mail(mail, Kind.POST, (Why("mail", "INBOX"),), None, NOW, ())
        if isinstance(found, FoundItem):
            items += 1
            notes += len(found.notes)
            assert storable(found)
            assert "\x00" not in (found.creator.external_id if found.creator else "")
    assert items > 80
    assert robots > 3
    assert attached > 30
    assert notes > 30
