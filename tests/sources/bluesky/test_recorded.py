"""Answers nobody here wrote: the network's own snapshots and posts of real people."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.sources.base import Failure, FoundItem, Kind, Why
from bot.sources.bluesky.facets import read_facets
from bot.sources.bluesky.mapping import labels_of, map_post
from tests.sources.world import NOW

REAL = os.environ.get("GOODWORD_REAL_DATA")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not REAL, reason="GOODWORD_REAL_DATA names no recordings"),
]
SNAPSHOT = re.compile(r"^exports\[`(.*?)`\] = `\n(.*?)\n`;", re.DOTALL | re.MULTILINE)
DIGITS = str.maketrans("0123456789", "abcdefghij")


def snapshots() -> Iterator[Any]:
    """The answers in the snapshots. Names stand for identities there, and get the form of identities again."""
    for path in Path(REAL or "", "bluesky").rglob("*.snap"):
        for _, body in SNAPSHOT.findall(path.read_text(encoding="utf-8")):
            text = re.sub(r",(\s*[}\]])", r"\1", body).replace("\\\\", "\\")
            yield json.loads(re.sub(r'"user\((\d+)\)"', lambda m: f'"{identity(m[1])}"', text))


def identity(number: str) -> str:
    return f"did:plc:{number.translate(DIGITS):a>24}"


def views(node: Any) -> Iterator[dict[str, Any]]:
    """Every object with an author and a post's record, however deep."""
    if isinstance(node, dict):
        record = node.get("record")
        post = isinstance(record, dict) and record.get("$type") == "app.bsky.feed.post"
        if post and {"author", "uri"} <= node.keys():
            key = node["uri"].removeprefix("record(").removesuffix(")")
            yield {**node, "uri": f"at://{node['author']['did']}/app.bsky.feed.post/key{key}"}
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from views(inner)


def test_every_post_of_the_snapshots_maps() -> None:
    kinds: Counter[str] = Counter()
    media: Counter[str] = Counter()
    for answer in snapshots():
        for view in views(answer):
            found = map_post(view, Why("hashtag", "x"), NOW)
            if found is None:
                assert labels_of(view) & {"!hide", "!takedown", "!no-unauthenticated", "spam"}
                kinds["left alone"] += 1
                continue
            if isinstance(found, Failure):
                assert not view["record"]["text"]
                kinds["failed"] += 1
                continue
            assert isinstance(found, FoundItem)
            kinds[found.kind] += 1
            assert found.text == view["record"]["text"] or "http" in found.text
            assert found.creator is not None
            assert found.creator.handle == view["author"]["handle"]
            media.update(one.kind for one in found.media)
            if found.media:
                assert found.media[0].alt is not None
    assert kinds[Kind.POST] > 100
    assert kinds[Kind.PHOTO] > 5
    assert kinds[Kind.VIDEO] >= 2
    assert media["image"] > kinds[Kind.PHOTO]  # galleries
    assert not kinds["failed"]


def posts(node: Any) -> Iterator[dict[str, Any]]:
    """Every post's record, however deep."""
    if isinstance(node, dict):
        if node.get("$type") == "app.bsky.feed.post" and isinstance(node.get("text"), str):
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from posts(inner)


def recorded() -> Iterator[Any]:
    """All JSON there is: of the network's snapshots, of an SDK's tests and of the stream of everything."""
    yield from snapshots()
    for path in Path(REAL or "", "bluesky").rglob("*.json"):
        yield json.loads(path.read_text(encoding="utf-8"))
    for path in Path(REAL or "", "bluesky").rglob("*.jsonl"):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def test_facets_of_recorded_posts_fit_their_texts() -> None:
    seen = linked = 0
    for record in posts(list(recorded())):
        found = read_facets(record["text"], record.get("facets"))
        assert found.notes == (), record
        seen += 1
        linked += bool(record.get("facets"))
    assert seen > 150
    assert linked > 5
