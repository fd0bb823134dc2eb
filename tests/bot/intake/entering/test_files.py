"""Which files may be entered."""

from __future__ import annotations

import pytest

from bot.contests.refusals import Refused
from bot.intake.entering.files import ALLOWED, VIDEO_BYTES, media_of
from tests.bot.intake.entering.entrance import PICTURE_BYTES, file


@pytest.mark.parametrize("suffix", sorted(ALLOWED))
def test_every_allowed_kind_is_taken_in_any_case(suffix: str) -> None:
    kind, types = ALLOWED[suffix]
    for content_type in types:
        sent = file(name=f"a.b.{suffix.upper()}", content_type=f"{content_type.upper()}; codecs=x")
        assert media_of(sent, PICTURE_BYTES).kind == kind


@pytest.mark.parametrize(
    ("name", "content_type", "key"),
    [
        ("page.svg", "image/svg+xml", "enter-file-type"),
        ("page.html", "text/html", "enter-file-type"),
        ("run.exe", "image/png", "enter-file-type"),
        ("png", "image/png", "enter-file-type"),
        (".png", "image/png", "enter-file-type"),
        ("cup.png.exe", "image/png", "enter-file-type"),
        ("", "image/png", "enter-file-type"),
        ("cup.png", "text/html", "enter-file-lies"),
        ("cup.png", "image/jpeg", "enter-file-lies"),
        ("cup.png", None, "enter-file-lies"),
        ("cup\u202egnp.exe", "image/png", "enter-file-type"),
    ],
)
def test_other_kinds_are_refused_with_what_is_allowed(name: str, content_type: str | None, key: str) -> None:
    with pytest.raises(Refused) as caught:
        media_of(file(name=name, content_type=content_type), PICTURE_BYTES)
    assert caught.value.key == key
    assert "PNG, JPEG, WebP or GIF pictures, MP4, MOV or WebM videos" in str(caught.value)
    assert "\u202e" not in str(caught.value)


def test_sizes_have_a_limit_that_is_told() -> None:
    assert media_of(file(size=PICTURE_BYTES), PICTURE_BYTES).kind == "image"
    with pytest.raises(Refused, match=r"has 10.1 MB; 10 MB is the most"):
        media_of(file(size=PICTURE_BYTES + 1), PICTURE_BYTES)
    video = file(name="a.mp4", content_type="video/mp4", size=VIDEO_BYTES)
    assert media_of(video, PICTURE_BYTES).kind == "video"
    with pytest.raises(Refused, match="100 MB is the most"):
        media_of(file(name="a.mp4", content_type="video/mp4", size=VIDEO_BYTES + 1), PICTURE_BYTES)
    with pytest.raises(Refused, match="is empty"):
        media_of(file(size=0), PICTURE_BYTES)
