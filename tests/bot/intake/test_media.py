"""Previews: fetched through the guard, bounded, encoded anew, dropped in time. (Here because they need the line.)"""

from __future__ import annotations

import io
import os
import struct
import zlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from bot.content.jobs import FETCH, expire_media, fetch_media
from bot.content.queries import media_of
from bot.content.tables import Media
from bot.review.service import DELIVER
from bot.sources.base import FoundMedia, Removed
from bot.sources.http import PoliteClient
from bot.storage.unit_of_work import reading
from tests.bot.content.pieces import LONG, NOW, post, rows
from tests.bot.intake.site import Page, Site
from tests.bot.intake.support import Line


def picture(width: int = 1600, height: int = 800, kind: str = "PNG", **options: Any) -> bytes:
    """A picture with a red left half, so that its orientation can be seen."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def huge_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = [
        struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in (header, data)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


async def _found(line: Line, *media: FoundMedia, external_id: str = "1") -> int:
    taken = await line.take("masto", post(external_id, f"{LONG} {external_id}", media=media))
    return taken.new[0]


async def _media(line: Line, item_id: int) -> list[Media]:
    async with reading(line.database) as session:
        return (await media_of(session, [item_id])).get(item_id, [])


def _files(line: Line) -> list[str]:
    folder = line.settings.media_dir
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


async def test_a_preview_is_small_upright_and_bare(line: Line, site: Site) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter: what is left of the stored picture is on top of the shown one
    exif[0x010F] = "Camera with a serial number"
    site.pages["/1.jpg"] = Page(picture(kind="JPEG", exif=exif, comment=b"secret comment"))
    item_id = await _found(line, FoundMedia("image", site.url("/1.jpg")))
    await fetch_media(line)
    [media] = await _media(line, item_id)
    assert (media.state, media.problem) == ("cached", None)
    assert media.expires_at == NOW + timedelta(days=30)
    assert media.file is not None
    data = (line.settings.media_dir / media.file).read_bytes()
    assert b"secret" not in data
    assert b"Camera" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == ("JPEG", (512, 1024)) == ("JPEG", (media.width, media.height))
        red, _, blue = image.convert("RGB").getpixel((256, 100))  # type: ignore[misc]
        assert red > 200 > blue
    assert len(await line.asked_for(DELIVER)) >= 1
    before = len(site.asked)
    await fetch_media(line)
    assert len(site.asked) == before


async def test_transparency_and_animations_become_one_plain_picture(line: Line, site: Site) -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(clear, "PNG")
    moving = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("green", "black")]
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    site.pages |= {"/clear.png": Page(clear.getvalue()), "/moving.gif": Page(moving.getvalue())}
    item_id = await _found(
        line, FoundMedia("image", site.url("/clear.png")), FoundMedia("image", site.url("/moving.gif"))
    )
    await fetch_media(line)
    colours = []
    for media in await _media(line, item_id):
        with Image.open(line.settings.media_dir / str(media.file)) as image:
            colours.append(image.convert("RGB").getpixel((30, 30)))
    assert colours[0] == (255, 255, 255)
    assert colours[1][1] > 100  # type: ignore[index]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (huge_header(60_000, 60_000), "too large to be opened"),
        (huge_header(9_000, 9_000), "81 megapixels; the limit is 50"),
        (picture(1, 1), "too small"),
        (picture()[:3000], "not a picture that can be read"),
        (b"<html>no picture</html>", "not a picture"),
        (b"", "not a picture"),
        (b"\0" * 11_000_000, "larger than 10,000,000 bytes"),
    ],
    ids=["bomb", "large", "tracking pixel", "cut off", "html", "empty", "too many bytes"],
)
async def test_what_is_no_picture_says_so(line: Line, site: Site, body: bytes, problem: str) -> None:
    site.pages["/x"] = Page(body)
    item_id = await _found(line, FoundMedia("image", site.url("/x")))
    await fetch_media(line)
    [media] = await _media(line, item_id)
    assert media.state == "failed"
    assert problem in str(media.problem)
    assert _files(line) == []


async def test_private_addresses_are_refused(line: Line, site: Site) -> None:
    site.pages["/away"] = Page(
        b"", status=302, headers={"location": "http://169.254.169.254/latest/meta-data/"}
    )
    addresses = ["http://10.0.0.1/x.jpg", "http://127.0.0.1:1/x.jpg", site.url("/away"), "file:///etc/passwd"]
    item_id = await _found(line, *(FoundMedia("image", one) for one in addresses))
    await fetch_media(line)
    media = await _media(line, item_id)
    assert [one.state for one in media] == ["failed"] * 4
    assert site.asked == ["/away"]


async def test_a_post_does_not_make_us_ask_a_server_that_only_sources_may_read(
    line: Line, site: Site
) -> None:
    """An intranet's feed is read; an address in somebody's post is not, on the same server or by a redirect."""
    site.pages["/secret.png"] = Page(picture(20, 20))
    address = site.url("/secret.png")
    http = line.outlet(PoliteClient)
    http.policy = replace(http.policy, pictures=frozenset())
    item_id = await _found(line, FoundMedia("image", address))
    await fetch_media(line)
    [media] = await _media(line, item_id)
    assert media.state == "failed"
    assert "private server" in str(media.problem)
    assert site.asked == []
    assert (await http.for_run().get(address)).status == 200


async def test_videos_show_their_preview_picture_alone(line: Line, site: Site) -> None:
    site.pages["/still.png"] = Page(picture(200, 100))
    item_id = await _found(
        line,
        FoundMedia("video", site.url("/film.mp4"), preview_url=site.url("/still.png")),
        FoundMedia("video", site.url("/film.mp4?2")),
        FoundMedia("audio", site.url("/sound.mp3")),
    )
    await fetch_media(line)
    media = await _media(line, item_id)
    assert [one.state for one in media] == ["cached", "failed", "failed"]
    assert "no preview picture of this video" in str(media[1].problem)
    assert site.asked == ["/still.png"]


async def test_an_outage_is_waited_for_and_ends(line: Line, site: Site) -> None:
    site.pages["/1.png"] = Page(picture())
    site.fault = 503
    item_id = await _found(line, FoundMedia("image", site.url("/1.png")))
    await fetch_media(line)
    [media] = await _media(line, item_id)
    assert (media.state, media.tries) == ("pending", 1)
    await fetch_media(line)
    assert len(site.asked) == 1  # not before its time
    site.fault = None
    line.forward(minutes=3)
    await fetch_media(line)
    assert (await _media(line, item_id))[0].state == "cached"
    site.fault = 503
    other = await _found(line, FoundMedia("image", site.url("/2.png")), external_id="2")
    for _ in range(7):
        await fetch_media(line)
        line.forward(hours=7)
    [media] = await _media(line, other)
    assert (media.state, media.tries) == ("failed", 5)
    assert "in 5 tries" in str(media.problem)


async def test_previews_go_with_their_deadline_and_their_item(line: Line, site: Site) -> None:
    site.pages["/1.png"] = Page(picture())
    first = await _found(line, FoundMedia("image", site.url("/1.png")))
    second = await _found(line, FoundMedia("image", site.url("/1.png")), external_id="2")
    await fetch_media(line)
    assert len(_files(line)) == 1  # the same picture is one file
    await line.take("masto", Removed("1"))
    await expire_media(line)
    assert (await _media(line, first))[0].state == "gone"
    assert len(_files(line)) == 1  # the other item shows it
    line.forward(days=31)
    await expire_media(line)
    [media] = await _media(line, second)
    assert (media.state, media.file) == ("gone", None)
    assert _files(line) == []
    assert await line.asked_for(FETCH) != []


async def test_the_oldest_previews_make_room(line: Line, site: Site) -> None:
    noise = [os.urandom(1024 * 1024 * 3) for _ in range(12)]
    for number, data in enumerate(noise):
        out = io.BytesIO()
        Image.frombytes("RGB", (1024, 1024), data).save(out, "JPEG", quality=95)
        site.pages[f"/{number}.jpg"] = Page(out.getvalue())
    items = []
    for number in range(12):
        items.append(
            await _found(line, FoundMedia("image", site.url(f"/{number}.jpg")), external_id=str(number))
        )
        line.forward(minutes=1)
        await fetch_media(line)
    media = line.settings.media.model_copy(update={"disk_megabytes": 3})
    line.settings = line.settings.model_copy(update={"media": media})
    await expire_media(line)
    states = [(await _media(line, item_id))[0].state for item_id in items]
    assert states == sorted(states, reverse=True)  # gone before cached, in the order of age
    assert {"gone", "cached"} == set(states)
    assert sum(one.stat().st_size for one in line.settings.media_dir.iterdir()) <= 3_000_000


async def test_left_over_files_are_swept(line: Line) -> None:
    folder = line.settings.media_dir
    folder.mkdir(parents=True)
    orphan, fresh, unfinished = folder / f"{'a' * 32}.jpg", folder / f"{'b' * 32}.jpg", folder / "writing-x"
    foreign = folder / "notes.txt"
    for path in (orphan, fresh, unfinished, foreign):
        path.write_bytes(b"x")
    for path in (orphan, unfinished, foreign):
        os.utime(path, (1, 1))
    await expire_media(line)
    assert _files(line) == sorted([fresh.name, foreign.name])


async def test_an_edit_keeps_the_preview_of_a_picture_that_stays(line: Line, site: Site) -> None:
    site.pages |= {"/1.png": Page(picture()), "/2.png": Page(picture(300, 300))}
    stays = FoundMedia("image", site.url("/1.png"))
    item_id = await _found(line, stays)
    await fetch_media(line)
    await line.take(
        "masto", post("1", f"{LONG}. Edited", media=(stays, FoundMedia("image", site.url("/2.png"))))
    )
    assert [one.state for one in await _media(line, item_id)] == ["cached", "pending"]
    await fetch_media(line)
    assert [one.state for one in await _media(line, item_id)] == ["cached", "cached"]
    assert [row[0] for row in await rows(line.database, "select count(*) from media")] == [2]
