"""The demo's sample web as sources read it, and what a demo keeps for its next start."""

from __future__ import annotations

import html
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from bot.faces.web.application import WebServer
from bot.intake.poll import poll
from bot.intake.recheck import recheck
from bot.kernel.errors import FixSettings
from bot.operations.examples import config_folder
from bot.playground.samples.kept import LONGEST_AWAY, Kept, keep, recall, still_here
from bot.playground.samples.server import SampleWeb
from bot.playground.samples.timeline import Brand, Piece, Timeline, load_timeline
from bot.storage.database import Database
from tests.bot.content.pieces import StoredItem, everything
from tests.bot.intake.support import Line, open_line

START = 1_795_000_000.0


class Demo:
    """The sample web and the line that reads it, on one clock."""

    def __init__(self) -> None:
        self.seconds = START
        self.web = SampleWeb(load_timeline(config_folder() / "sample"), clock=lambda: self.seconds)

    async def goes_on(self, line: Line, until: float) -> None:
        """Polls and looks again every three seconds, as the demo does."""
        while self.web.elapsed < until:
            self.seconds += 3
            line.now = datetime.fromtimestamp(self.seconds, UTC)
            await poll(line, "mastodon")
            await recheck(line, "mastodon", 3.0)

    @staticmethod
    async def piece(line: Line, words: str) -> StoredItem:
        every = await everything(line.database)
        return next(
            one for one in every if words in one.text or any(words in text for _, text in one.versions)
        )


async def test_the_sample_edit_and_deletion_are_noticed(sqlite_database: Database, tmp_path: Path) -> None:
    demo = Demo()
    server = WebServer(demo.web.application(), "127.0.0.1", 0)
    await server.start()
    try:
        settings = {
            "kind": "mastodon",
            "servers": [f"http://127.0.0.1:{server.port}"],
            "hashtags": [demo.web.timeline.brand.tag],
        }
        sources = {"mastodon": settings}
        async with open_line(sqlite_database, tmp_path, allowed=(server.port,), sources=sources) as line:
            await demo.goes_on(line, 60)
            assert (await demo.piece(line, "Four thermoses")).version == 1
            assert (await demo.piece(line, "Je supprime ce message")).life == "live"
            await demo.goes_on(line, 130)
            assert (await demo.piece(line, "Four thermoses")).version == 2
            assert (await demo.piece(line, "Je supprime ce message")).life == "deleted"
            others = [one.life for one in await everything(line.database)]
            assert others.count("deleted") == 1
    finally:
        await server.stop()


async def test_a_creators_page_lists_their_posts_and_every_text_is_text() -> None:
    alva = Piece(1, 0.0, "mastodon", "Alva <b>", "Tea & <script>alert(1)</script>", handle="alva28", picture="leaf",
                 alt='a "leaf"', followers=1200)  # fmt: skip
    bo = Piece(2, 0.0, "mastodon", "Bo", "Mine", handle="bo")
    later = replace(alva, number=3, at=5.0, text="My second")
    blog = Piece(4, 0.0, "blog", "Cleo", "A long read", title="On <i>tea</i>")
    web = SampleWeb(Timeline(Brand("B", "#b", "@b", "b"), [alva, bo, later, blog], {}), clock=lambda: START)
    web.started = START - 60
    transport = httpx.ASGITransport(web.application())
    async with httpx.AsyncClient(transport=transport, base_url="http://samples.example") as client:
        profile = await client.get("/@alva28")
        post = await client.get("/@alva28/1")
        other = await client.get("/blog/4")
        assert (await client.get("/@nobody")).status_code == 404
    assert profile.status_code == post.status_code == other.status_code == 200
    assert profile.text.index("My second") < profile.text.index("Tea &amp; &lt;script&gt;")
    assert 'href="/@alva28/3"' in profile.text
    assert "1,200 followers · 2 posts" in profile.text
    assert "Mine" not in profile.text
    assert 'src="/pictures/leaf-1.png" alt="a &quot;leaf&quot;"' in post.text
    assert 'href="/@alva28">Alva &lt;b&gt;</a>' in post.text
    assert "On &lt;i&gt;tea&lt;/i&gt;" in other.text
    for page in (profile, post, other):
        assert "<script" not in page.text
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_new_demo_begins_now_and_its_memory_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    kept = recall(folder, speed=2.0, burst=3)
    keep(folder, kept)
    assert stat.S_IMODE((folder / "demo.json").stat().st_mode) == 0o600
    again = recall(folder, speed=2.0, burst=0)
    assert (again.secret, again.samples_port, again.burst) == (kept.secret, kept.samples_port, 3)
    assert again.started == pytest.approx(kept.started, abs=0.01)
    assert kept.secret not in repr(kept)
    still_here(folder)


def test_time_away_counts_for_ten_minutes_at_most() -> None:
    kept = Kept(started=1000.0)
    kept.go_on(speed=1.0, burst=0, now=1300.0, seen=1200.0)
    assert kept.started == 1000.0
    kept.go_on(speed=1.0, burst=0, now=1300.0 + 90_000, seen=1300.0)
    assert 1300.0 + 90_000 - kept.started == 300 + LONGEST_AWAY


@pytest.mark.parametrize("speed", [0.5, 1.0, 8.0])
def test_another_speed_goes_on_at_the_same_piece(speed: float) -> None:
    kept = Kept(started=1000.0, speed=2.0)
    kept.go_on(speed=speed, burst=0, now=1100.0, seen=1100.0)
    assert (1100.0 - kept.started) * speed == pytest.approx(200.0)


@pytest.mark.parametrize("damage", ["", "{", '{"version": 2}', '{"samples_port": 70000}', "\x00"])
def test_a_damaged_memory_is_refused_with_a_remedy(tmp_path: Path, damage: str) -> None:
    (tmp_path / "demo.json").write_text(damage)
    with pytest.raises(FixSettings, match="damaged") as error:
        recall(tmp_path, speed=1.0, burst=0)
    assert "--data" in error.value.remedy


async def test_what_a_card_links_to_is_there_to_read() -> None:
    demo = Demo()
    demo.seconds += 3600
    piece = next(one for one in demo.web.timeline.visible(3600, "mastodon") if one.picture)
    server = WebServer(demo.web.application(), "127.0.0.1", 0)
    await server.start()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", trust_env=False) as http:
            post = await http.get(f"/@{piece.handle}/{piece.number}")
            profile = await http.get(f"/@{piece.handle}")
            nobody = await http.get("/@nobody")
            everybody = {one.handle for one in demo.web.timeline.visible(3600, "mastodon")}
            pages = [(await http.get(f"/@{handle}")).text for handle in everybody]
    finally:
        await server.stop()
    for page in (post, profile):
        assert page.status_code == 200
        assert html.escape(piece.text) in page.text
        assert f"/pictures/{piece.picture}-{piece.number}.png" in page.text
    assert nobody.status_code == 404
    assert not any("<script" in page for page in pages)
