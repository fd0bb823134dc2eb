"""The gallery's pictures: with their credit, while they are licensed, and nothing else."""

from __future__ import annotations

import re

import pytest

from bot.content.credit import read_marks
from bot.content.tables import Item, Media
from bot.people.tables import Creator
from tests.bot.faces.gallery.support import Show


async def test_hidden_media_is_not_shown(show: Show) -> None:
    asked = await show.shown()
    picture = (await show.feed())["items"][0]["image"]
    await show.change(Item, asked.item, media_hidden=True)
    show.gallery.pages.drop()
    assert "image" not in (await show.feed())["items"][0]
    async with show.browser() as browser:
        assert (await browser.get(picture)).status_code == 410


async def test_a_picture_carries_its_credit(show: Show) -> None:
    await show.shown(credit="Photo: Anna Å", days=365)
    async with show.browser() as browser:
        answer = await browser.get((await show.feed())["items"][0]["image"])
    said = read_marks(answer.content)
    assert said["photoshop:Credit"] == "Photo: Anna Å"
    assert said["dc:creator"] == "Anna"
    assert said["exif:Copyright"] == "© Anna"
    assert said["xmpRights:WebStatement"] == "https://social.example/@anna/1"
    assert re.fullmatch(
        r"Licensed to Fjord Coffee for: website, social; worldwide; until \d{4}-\d\d-\d\d\. "
        "All other rights reserved.",
        said["xmpRights:UsageTerms"],
    )
    assert said["Iptc4xmpCore:AltTextAccessibility"] == "A cup on a window sill"


async def test_a_picture_is_made_once(show: Show) -> None:
    asked = await show.shown()
    picture = (await show.feed())["items"][0]["image"]
    async with show.browser() as browser:
        first = await browser.get(picture)
        [file] = (show.settings.pictures_dir / str(asked.item)).iterdir()
        made = file.stat().st_mtime_ns
        assert (await browser.get(picture)).content == first.content
        assert file.stat().st_mtime_ns == made
        file.write_bytes(b"half of a pic")
        assert (await browser.get(picture)).content == first.content
        await show.change(Creator, asked.creator, name="Anna Berg")
        assert read_marks((await browser.get(picture)).content)["dc:creator"] == "Anna Berg"


async def test_a_picture_outlives_its_preview_while_it_is_licensed(anywhere: Show) -> None:
    """The preview is a cache with a deadline; what was shown when the creator said yes is kept."""
    show = anywhere
    asked = await show.shown()
    picture = (await show.feed())["items"][0]["image"]
    async with show.browser() as browser:
        first = await browser.get(picture)
        [media] = await show.media(asked.item)
        show.services.asks.kit.previews.remove({media.file or ""})
        await show.change(Media, media.id or 0, state="gone", file=None)
        show.gallery.pictures.drop(asked.item)
        show.gallery.pages.drop()
        assert (await show.feed())["items"][0]["image"] == picture
        again = await browser.get(picture)
    assert again.status_code == 200
    assert again.content == first.content


async def test_evidence_that_was_changed_is_not_shown(show: Show) -> None:
    asked = await show.shown()
    picture = (await show.feed())["items"][0]["image"]
    [media] = await show.media(asked.item)
    await show.change(Media, media.id or 0, state="gone", file=None)
    for file in show.settings.evidence_dir.rglob("*"):
        if file.is_file():
            file.write_bytes(b"<svg onload=alert(1)>")
    async with show.browser() as browser:
        assert (await browser.get(picture)).status_code == 410


@pytest.mark.parametrize(
    "data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!doctype html>", b"", b"\xff\xd8\xff"]
)
async def test_what_is_no_picture_is_never_served(show: Show, data: bytes) -> None:
    asked = await show.shown()
    picture = (await show.feed())["items"][0]["image"]
    [media] = await show.media(asked.item)
    (show.settings.media_dir / (media.file or "")).write_bytes(data)
    async with show.browser() as browser:
        answer = await browser.get(picture)
    assert answer.status_code == 410
    assert answer.headers["content-type"].startswith("text/plain")
