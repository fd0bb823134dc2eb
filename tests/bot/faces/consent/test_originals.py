"""The original that a creator sends along: kept by its content, or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.faces.consent.sending import MEDIA, send
from tests.bot.faces.consent.support import House, open_house, picture


async def test_an_original_is_kept_by_its_content(house: House) -> None:
    asked = await house.asked(media=["image"])
    sent = picture(1600, 1200)
    async with house.browser() as browser:
        done = await send(
            browser, asked, files={"original": ("../../../etc/passwd\x00.exe", sent, "text/html")}, **MEDIA
        )
    assert done.status_code == 303
    data = (await house.steps(asked))[-1].data
    assert data["original"] == hashlib.sha256(sent).hexdigest()
    assert (data["original_type"], data["original_bytes"]) == ("image/jpeg", len(sent))
    assert house.services.asks.kit.evidence.get(data["original"]) == sent
    assert "passwd" not in str((await house.events(asked))[-1])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" + b"\x00" * 500, "neither a picture"),
        (b"<html><script>alert(1)</script>", "neither a picture"),
        (picture()[:400], "neither a picture"),
        (b"\x00\x00\x00\x18ftypisom" + b"\x00" * 400, "neither a picture"),
        (picture(9000, 9000, "PNG"), "too many pixels"),
        (b"\xff\xd8\xff" + b"x" * 1_100_000, "too large"),
    ],
    ids=["program", "page", "cut", "only a beginning", "bomb", "large"],
)
async def test_a_file_that_is_not_taken_leaves_nothing_behind(
    sqlite_database: Database, tmp_path: Path, content: bytes, said: str
) -> None:
    async with open_house(sqlite_database, tmp_path, rights={"original_megabytes": 1}) as house:
        asked = await house.asked(media=["image"])
        before = sorted(path for path in (tmp_path / "evidence").rglob("*") if path.is_file())
        async with house.browser() as browser:
            page = await send(browser, asked, files={"original": ("a.jpg", content, "image/jpeg")}, **MEDIA)
        assert page.status_code in (413, 422)
        assert said in page.text
        assert 'value="Anna of Oslo"' in page.text
        assert (await house.row(asked.ask)).status == "asked"
        assert sorted(path for path in (tmp_path / "evidence").rglob("*") if path.is_file()) == before


async def test_a_body_far_beyond_the_limit_keeps_the_words(sqlite_database: Database, tmp_path: Path) -> None:
    async with open_house(sqlite_database, tmp_path, rights={"original_megabytes": 1}) as house:
        asked = await house.asked(media=["image"])
        large = {"original": ("a.jpg", picture() + b"x" * 5_000_000, "image/jpeg")}
        async with house.browser() as browser:
            page = await send(browser, asked, files=large, **MEDIA)
        assert page.status_code == 413
        assert "The file is too large: at most 1 MB" in page.text
        assert 'value="Anna of Oslo"' in page.text
        assert 'id="people" required checked' in page.text
        assert (await house.row(asked.ask)).status == "asked"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (
            b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x04\x00moov" + b"\x00" * 300,
            "video/mp4",
        ),
        (
            b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  \x00\x00\x00\x08wide" + b"\x00" * 300,
            "video/quicktime",
        ),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\x00" * 300, "video/webm"),
    ],
)
async def test_a_video_is_known_by_its_container(house: House, head: bytes, kind: str) -> None:
    asked = await house.asked(media=["video"])
    async with house.browser() as browser:
        done = await send(browser, asked, files={"original": ("a", head, "x/y")}, **MEDIA)
    assert done.status_code == 303
    assert (await house.steps(asked))[-1].data["original_type"] == kind


async def test_erasing_a_creator_erases_their_original(house: House) -> None:
    from tests.bot.review.support import MIA

    asked = await house.asked(media=["image"])
    async with house.browser() as browser:
        await send(browser, asked, files={"original": ("a.jpg", picture(1600, 1200))}, **MEDIA)
    digest = (await house.steps(asked))[-1].data["original"]
    async with unit_of_work(house.database) as session:
        erased = await house.services.asks.erase(session, asked.creator, MIA, house.tick())
    assert digest in erased.files
    async with house.browser() as browser:
        assert (await browser.get(asked.path)).status_code == 404
