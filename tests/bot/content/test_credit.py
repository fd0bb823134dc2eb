"""Credit and licence in pictures: written without touching the picture, and nothing personal stays."""

from __future__ import annotations

import io
import struct
import subprocess
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.content.credit import Credit, Kind, NotAPicture, kind_of, mark, read_marks
from tests.bot.content.pictures import SECRETS, noise, personal

CREDIT = Credit(
    creator="Åsa Öberg 🍵",
    line="Photo: @åsa",
    source="mastodon",
    rights="© Åsa Öberg",
    usage="Licensed to Fjord Coffee for: website. Until 2028-11-27.",
    statement="https://social.example/@asa/1",
    licensor="Åsa Öberg",
    licensor_url="https://social.example/@asa",
    headline="A cup on a window sill",
)
SAID = {
    "dc:creator": "Åsa Öberg 🍵",
    "dc:rights": "© Åsa Öberg",
    "photoshop:Credit": "Photo: @åsa",
    "photoshop:Source": "mastodon",
    "xmpRights:Marked": "True",
    "xmpRights:UsageTerms": "Licensed to Fjord Coffee for: website. Until 2028-11-27.",
    "xmpRights:WebStatement": "https://social.example/@asa/1",
    "Iptc4xmpCore:AltTextAccessibility": "A cup on a window sill",
    "plus:LicensorName": "Åsa Öberg",
    "plus:LicensorURL": "https://social.example/@asa",
    "plus:DataMining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING",
}
FILES = {
    "baseline": personal("JPEG"),
    "progressive": personal("JPEG", progressive=True, restart_marker_blocks=4),
    "grey": personal("JPEG", mode="L", icc_profile=None),
    "cmyk": personal("JPEG", mode="CMYK", icc_profile=None),
    "png": personal("PNG"),
    "png with alpha": personal("PNG", mode="RGBA"),
    "webp": personal("WEBP"),
    "webp lossless with alpha": personal("WEBP", mode="RGBA", lossless=True),
    "animated webp": personal("WEBP", save_all=True, append_images=[noise(), noise()], duration=80),
    "animated png": personal("PNG", save_all=True, append_images=[noise(), noise()], duration=80),
}


def plain(kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    noise().save(out, kind, **more)
    return out.getvalue()


FILES |= {
    "plain webp": plain("WEBP"),
    "plain lossless webp": plain("WEBP", lossless=True),
    "plain": plain("JPEG"),
}


def frames(data: bytes) -> list[Image.Image]:
    with Image.open(io.BytesIO(data)) as picture:
        found = []
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            found.append(picture.convert("RGBA"))
        return found


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_credit_is_there_and_the_picture_untouched(name: str) -> None:
    before = FILES[name]
    after = mark(before, CREDIT)
    said = read_marks(after)
    assert {key: said.get(key) for key in SAID} == SAID
    assert said["exif:Artist"] == "Åsa Öberg 🍵"
    assert said["exif:Copyright"] == "© Åsa Öberg"
    assert kind_of(after) is kind_of(before)
    old, new = frames(before), frames(after)
    assert len(old) == len(new)
    for one, other in zip(old, new, strict=True):
        assert ImageChops.difference(one, other).getbbox() is None
    with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as other:
        assert one.mode == other.mode
        assert one.info.get("icc_profile") == other.info.get("icc_profile")


@pytest.mark.parametrize("name", sorted(FILES))
def test_nothing_personal_stays(name: str) -> None:
    if name.startswith("plain"):
        assert not any(secret in FILES[name] for secret in SECRETS)
    else:
        assert any(secret in FILES[name] for secret in SECRETS)
    after = mark(FILES[name], CREDIT)
    assert not any(secret in after for secret in SECRETS)
    with Image.open(io.BytesIO(after)) as picture:
        assert not picture.getexif().get_ifd(0x8825)
        assert "comment" not in picture.info
    assert set(read_marks(after)) - set(SAID) - {"plus:Licensor"} == {"exif:Artist", "exif:Copyright"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_which_way_is_up_stays(kind: str) -> None:
    assert read_marks(mark(personal(kind, orientation=6), CREDIT))["exif:Orientation"] == "6"
    assert "exif:Orientation" not in read_marks(mark(personal(kind), CREDIT))


def test_what_follows_a_picture_goes() -> None:
    """Phones append a video, or a second picture with its own position."""
    for name in ("baseline", "png", "webp"):
        after = mark(FILES[name] + personal("JPEG") + b"SERIAL-4711", CREDIT)
        assert after == mark(FILES[name], CREDIT)


def test_marking_again_changes_nothing_more() -> None:
    for data in FILES.values():
        once = mark(data, CREDIT)
        assert mark(once, CREDIT) == once
        other = mark(once, Credit("Bo", "Bo"))
        assert read_marks(other)["dc:creator"] == "Bo"
        assert "Åsa".encode() not in other


def test_strangers_words_stay_words() -> None:
    evil = (
        '</x:xmpmeta><?xpacket end="w"?>]]>&lt;<!ENTITY a "b">\u202e\x00\ud800\ufffe\nsecond line'
        + "x" * 90_000
    )
    after = mark(FILES["baseline"], Credit(evil, evil, evil, evil, evil, evil, evil, evil, evil))
    with Image.open(io.BytesIO(after)) as picture:
        packet = picture.info["xmp"]
    assert ET.fromstring(packet.split(b"?>\n", 1)[1].rsplit(b"\n<?", 1)[0])
    said = read_marks(after)["dc:creator"]
    assert said.startswith('</x:xmpmeta><?xpacket end="w"?>]]>&lt;<!ENTITY a "b"> second line')
    assert "\u202e" not in said


def test_what_is_empty_is_left_out() -> None:
    said = read_marks(mark(FILES["png"], Credit("Anna", "@anna")))
    assert set(said) == {"dc:creator", "photoshop:Credit", "plus:DataMining", "exif:Artist", "exif:Copyright"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + b"\x00" * 90,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\xff\xd8\xff",
        FILES["baseline"][:-200],
        FILES["baseline"][:40],
        b"\xff\xd8\xff\xe0\xff\xff" + b"\x00" * 20,
        FILES["png"][:60],
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I4s", 1 << 31, b"IHDR"),
        FILES["webp"][:60],
        b"RIFF\x04\x00\x00\x00WEBP",
        b"RIFF\x10\x00\x00\x00WEBPVP8X\xff\xff\xff\xff",
    ],
    ids=range(12),  # the bytes hold the second in which they were made, which differs between processes
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        mark(data, CREDIT)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_damaged_file_is_marked_or_refused(name: str, data: st.DataObject) -> None:
    broken = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        after = mark(bytes(broken), CREDIT)
    except NotAPicture:
        return
    assert kind_of(after) in Kind
    assert b"anna@home" not in after


def test_another_program_reads_it() -> None:
    """Debian's file and Pillow's own XMP reader agree on what the file is."""
    after = mark(FILES["baseline"], CREDIT)
    told = subprocess.run(["file", "-"], input=after, capture_output=True, check=False)
    if told.returncode:
        pytest.skip("the program file is not installed")
    assert b"JPEG image data" in told.stdout
    assert b"Exif" in told.stdout
