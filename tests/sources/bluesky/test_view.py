"""Against a real network with its view of everything: searches, notices, pictures, counts, edits."""

from __future__ import annotations

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import pytest
import pytest_asyncio

from bot.kernel.errors import GoodwordError
from bot.sources.base import Cursor, Discovery, FoundItem, Kind, Removed
from tests.sources.bluesky.network import Network, postgres, running
from tests.sources.bluesky.stage import Stage, staged, under

pytestmark = [pytest.mark.node, pytest.mark.timeout(900), pytest.mark.xdist_group("bluesky-view")]


T = TypeVar("T")


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + b"\x20\x80\x40" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def network(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Network]:
    async with postgres() as database, running(tmp_path_factory.mktemp("network"), database) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def stage(network: Network) -> AsyncIterator[Stage]:
    async with staged(network) as made:
        yield made


async def until(look: Callable[[], Awaitable[T]], fits: Callable[[T], bool], seconds: float = 30) -> T:
    """The network's view learns of everything a little later."""
    seen: object = None
    try:
        async with asyncio.timeout(seconds):
            while True:
                try:
                    seen = found = await look()
                except GoodwordError as error:  # an account that the view hasn't heard of yet
                    seen = error
                else:
                    if fits(found):
                        return found
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise AssertionError(f"it stayed: {seen!r}") from None


async def run(stage: Stage, cursor: Cursor | None = None, **settings: Any) -> list[Discovery]:
    source = stage.source(**settings)
    return [found async for found in source.discover(cursor.value if cursor else {})]


def items(found: list[Discovery]) -> dict[str, FoundItem]:
    return {one.external_id: one for one in found if isinstance(one, FoundItem)}


@pytest.mark.asyncio(loop_scope="module")
class TestView:
    async def test_a_search_finds_a_picture_with_its_words_once(self, stage: Stage) -> None:
        tag = f"seal{stage.ana.handle[3:9]}"
        text = f"Täta 💧 #{tag}"
        tag_bytes = f"#{tag}".encode()
        index = {"byteStart": text.encode().index(tag_bytes), "byteEnd": len(text.encode())}
        facet = {"index": index, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": tag}]}
        image = {"image": await stage.ana.picture(png(640, 480)), "alt": "A green flask"}
        embed = {
            "$type": "app.bsky.embed.images",
            "images": [image | {"aspectRatio": {"width": 640, "height": 480}}],
        }
        made = await stage.ana.write(text, facets=[facet], embed=embed, langs=["sv"])
        await stage.brand.write(f"our own #{tag}")

        found = await until(lambda: run(stage, hashtags=[tag]), lambda one: bool(items(one)))
        assert list(items(found)) == [made["uri"]]
        item = items(found)[made["uri"]]
        assert (item.kind, item.text, item.language, item.tags) == (Kind.PHOTO, text, "sv", (tag,))
        assert item.url == f"https://bsky.app/profile/{stage.ana.did}/post/{made['uri'].rpartition('/')[2]}"
        assert item.creator is not None
        assert (item.creator.external_id, item.creator.handle) == (stage.ana.did, stage.ana.handle)
        (picture,) = item.media
        assert (picture.alt, picture.width, picture.height) == ("A green flask", 640, 480)
        assert picture.url.startswith("https://")

        cursor = found[-1]
        assert isinstance(cursor, Cursor)
        assert items(await run(stage, cursor, hashtags=[tag])) == {}
        later = await stage.ana.write(f"more #{tag}")
        again = await until(lambda: run(stage, cursor, hashtags=[tag]), lambda one: bool(items(one)))
        assert list(items(again)) == [later["uri"]]

    async def test_phrases_and_notices(self, stage: Stage) -> None:
        mine = await stage.brand.write("What do you drink?")
        text = f"@{stage.brand.handle} look"
        mention = {"$type": "app.bsky.richtext.facet#mention", "did": stage.brand.did}
        facet = {"index": {"byteStart": 0, "byteEnd": len(text) - 5}, "features": [mention]}
        mentioned = await stage.ana.write(text, facets=[facet])
        replied = await stage.ana.write("water", under(mine))
        quoted = await stage.ana.write("well", embed={"$type": "app.bsky.embed.record", "record": mine})
        gone = await stage.ana.write("tea", under(mine))
        await stage.ana.delete(gone["uri"])
        wanted = {mentioned["uri"], replied["uri"], quoted["uri"]}
        every: dict[str, Any] = {"hashtags": [], "notices": ["mention", "reply", "quote"]}

        found = await until(lambda: run(stage, **every), lambda one: items(one).keys() >= wanted)
        assert set(items(found)) == wanted
        assert items(found)[replied["uri"]].notes == ("it is a reply to the account",)
        assert items(found)[quoted["uri"]].notes == ("it quotes the account",)
        assert {one.why[0].what for one in items(found).values()} == {f"@{stage.brand.handle}"}
        cursor = found[-1]
        assert isinstance(cursor, Cursor)
        assert items(await run(stage, cursor, **every)) == {}
        assert set(items(await run(stage, hashtags=[], notices=["quote"]))) == {quoted["uri"]}

    async def test_counts_and_deletions(self, stage: Stage) -> None:
        liked, kept = await stage.ana.write("liked"), await stage.ana.write("kept")
        like = {"$type": "app.bsky.feed.like", "subject": liked, "createdAt": "2026-11-01T00:00:00Z"}
        await stage.brand.create("app.bsky.feed.like", like)
        ids = [liked["uri"], kept["uri"]]

        async def look() -> list[object]:
            return [one async for one in stage.source().refresh(ids)]

        def counted(found: list[object]) -> bool:
            return all(isinstance(one, FoundItem) for one in found) and found[0].metrics["likes"] == 1  # type: ignore[attr-defined]  # seen

        await until(look, counted)
        await stage.ana.delete(liked["uri"])
        found = await until(look, lambda one: one[0] == Removed(ids[0]))
        assert isinstance(found[1], FoundItem)

    async def test_who_wants_to_be_seen_by_members_alone_is_left_alone(self, stage: Stage) -> None:
        tag = f"quiet{stage.ana.handle[3:9]}"
        labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "!no-unauthenticated"}]}
        profile = {"$type": "app.bsky.actor.profile", "displayName": "Ana", "labels": labels}
        await stage.ana.create("app.bsky.actor.profile", profile, "self")
        await stage.ana.write(f"#{tag} quietly")
        bo = await stage.network.join(f"bo{stage.ana.handle[3:11]}")
        loud = await bo.write(f"#{tag} loudly")
        found = await until(lambda: run(stage, hashtags=[tag]), lambda one: bool(items(one)))
        assert set(items(found)) == {loud["uri"]}

    async def test_check_is_well(self, stage: Stage) -> None:
        findings = await stage.source(notices=["mention"]).check()
        assert [one.ok for one in findings] == [True, True]
