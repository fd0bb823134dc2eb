"""The sample content as our own sources read it: nothing in it is refused, mended or lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.faces.web.application import WebServer
from bot.operations.examples import config_folder
from bot.playground.samples.drawing import SCENES, SIZE, draw_picture
from bot.playground.samples.server import SampleWeb
from bot.playground.samples.shop import SampleShop
from bot.playground.samples.timeline import load_timeline
from bot.sources.base import Cursor, Failure, FoundItem, Kind, SourceContext
from bot.sources.http import HttpPolicy, PoliteClient
from bot.sources.registry import build_source, validate_settings
from bot.sources.webhook.receive import Refused, accept
from bot.sources.webhook.settings import WebhookSettings
from tests.support.waiting import eventually

START = 1_795_000_000.0
SECRET = "whsec_c2FtcGxlIHNlY3JldCBvZiB0aGUgc2FtcGxlIHNob3A="


def sample_web(elapsed: float, **options: Any) -> SampleWeb:
    """The sample web so many seconds after it began."""
    timeline = load_timeline(config_folder() / "sample")
    return SampleWeb(timeline, started=START, clock=lambda: START + elapsed, **options)


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[int]:
    server = WebServer(app, "127.0.0.1", 0)
    await server.start()
    try:
        yield server.port
    finally:
        await server.stop()


async def found(
    kind: str, settings: Mapping[str, Any], port: int, cursor: dict[str, Any] | None = None
) -> list[FoundItem]:
    """What a source of ours finds there, from the cursor on, which moves; a failure fails the test."""
    cursor = {} if cursor is None else cursor
    policy = HttpPolicy(allowed=frozenset({("127.0.0.1", port)}), pause=0)
    async with PoliteClient(policy) as client:
        context = SourceContext("sample", client.for_run(), datetime.fromtimestamp(START + 1000, UTC))
        source = build_source(kind, validate_settings(kind, settings, "sample"), context)
        everything = [one async for one in source.discover(dict(cursor))]
    assert [one for one in everything if isinstance(one, Failure)] == []
    for one in everything:
        if isinstance(one, Cursor):
            cursor.update(one.value)
    return [one for one in everything if isinstance(one, FoundItem)]


async def test_the_feed_is_read_whole() -> None:
    web = sample_web(199)
    async with serving(web.application()) as port:
        items = await found("feed", {"url": f"http://127.0.0.1:{port}/blog/feed.xml"}, port)
        unchanged = await _again(port)
    pieces = web.timeline.visible(199, "blog")
    assert {item.title for item in items} == {piece.title or None for piece in pieces}
    assert {item.kind for item in items} == {Kind.BLOG, Kind.PODCAST}
    assert all(item.creator and item.text and item.published_at for item in items)
    assert [item.notes for item in items if item.notes] == []
    assert unchanged == 304


async def _again(port: int) -> int:
    async with httpx.AsyncClient(trust_env=False) as client:
        first = await client.get(f"http://127.0.0.1:{port}/blog/feed.xml")
        tag = {"if-none-match": first.headers["etag"]}
        return (await client.get(f"http://127.0.0.1:{port}/blog/feed.xml", headers=tag)).status_code


async def test_the_mastodon_shaped_server_is_read_page_by_page() -> None:
    """The first look takes the newest page; the burst comes after it and is read whole."""
    web = sample_web(5, burst=300)
    async with serving(web.application()) as port:
        settings = {"servers": [f"http://127.0.0.1:{port}"], "hashtags": [web.timeline.brand.tag]}
        cursor: dict[str, Any] = {}
        items = await found("mastodon", settings, port, cursor)
        web.started -= 194
        for _ in range(3):
            items += await found("mastodon", settings, port, cursor)
    pieces = web.timeline.visible(199, "mastodon")
    assert len({item.external_id for item in items}) == len(pieces) > 300
    assert {" ".join(p.text.split()) for p in pieces} == {" ".join(item.text.split()) for item in items}
    pictures = [media for item in items for media in item.media]
    assert pictures
    assert all(media.alt for media in pictures)
    assert all(item.creator and item.creator.followers for item in items)


@pytest.mark.parametrize("scene", [*SCENES, "unknown"])
def test_every_scene_is_a_picture_and_the_same_each_time(scene: str) -> None:
    drawn = draw_picture(scene, 3)
    with Image.open(BytesIO(drawn)) as image:
        image.load()
        assert image.format == "PNG"
        assert image.size == SIZE
        assert len(image.getcolors(SIZE[0] * SIZE[1]) or []) > 8
    assert draw_picture(scene, 3) == drawn


def test_every_picture_of_the_timeline_is_a_scene_with_a_description() -> None:
    pieces = [
        piece
        for via in ("blog", "mastodon", "shop")
        for piece in sample_web(0).timeline.visible(2_000, via)
        if piece.picture
    ]
    assert pieces
    assert {piece.picture for piece in pieces} <= set(SCENES)
    assert all(piece.alt for piece in pieces)


async def test_the_shop_signs_what_it_delivers_and_tries_again() -> None:
    kept: list[str] = []
    refused = 0
    settings = WebhookSettings.model_validate({"secrets": [SECRET]})

    async def receive(request: Request) -> Response:
        nonlocal refused
        if refused < 2:
            refused += 1
            return Response(status_code=503)
        try:
            now = datetime.fromtimestamp(web.clock(), UTC)  # the bot of the demo has the same clock
            taken = accept("shop", request.headers, await request.body(), settings, now)
        except Refused as error:
            return Response(error.message, status_code=error.status)
        kept.append(taken.body)
        return Response(status_code=202)

    web = sample_web(30)
    expected = len(web.timeline.visible(30, "shop"))
    async with serving(Starlette(routes=[Route("/shop", receive, methods=["POST"])])) as port:
        shop = SampleShop(web, f"http://127.0.0.1:{port}/shop", SECRET)
        async with _delivering(shop):
            await eventually(lambda: len(kept) == expected, what="every review arrived")
    assert len(set(kept)) == expected
    assert refused == 2


@asynccontextmanager
async def _delivering(shop: SampleShop) -> AsyncIterator[None]:
    task = asyncio.create_task(shop.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def test_content_goes_on_for_as_long_as_the_demo_runs() -> None:
    timeline = sample_web(0).timeline
    early, late = (
        sum(len(timeline.visible(at, via)) for via in ("mastodon", "shop")) for at in (1_000, 10_000)
    )
    assert late > early + 300
    numbers = [
        piece.number for via in ("blog", "mastodon", "shop") for piece in timeline.visible(10_000, via)
    ]
    assert len(numbers) == len(set(numbers))
    assert timeline.visible(10_000, "shop") == timeline.visible(10_000, "shop")
