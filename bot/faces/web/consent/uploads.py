"""A file that a stranger sent: what it really is, told by its content alone. Its name is never looked at."""

from __future__ import annotations

import asyncio
import re
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image
from starlette.datastructures import UploadFile

from bot.content.media.image import FORMATS, SMALLEST_SIDE
from bot.rights.evidence import Evidence, digest_of

_AT_ONCE = asyncio.Semaphore(2)  # decoding takes memory and a processor
_LONGEST = 1024  # pixels to decode to, where a format can
_HEAD = 4096
_VIDEO_BRAND = re.compile(rb"(?:isom|iso[2-9]|mp4[12]|avc1|M4V |M4VH|qt  |3gp.|3g2.|MSNV|dash|f4v )")


@dataclass(frozen=True, slots=True)
class Original:
    """A file that was kept as evidence. ``fresh``: nobody had sent these bytes before."""

    sha256: str
    kind: str  # a MIME type
    size: int
    fresh: bool

    def as_data(self) -> dict[str, str | int]:
        """As events keep it."""
        return {"original": self.sha256, "original_type": self.kind, "original_bytes": self.size}


async def look_at(file: UploadFile, most_bytes: int, most_pixels: int) -> str:
    """What the file is, as a MIME type, or what is wrong with it: "too_large", "pixels", "type"."""
    if (file.size or 0) > most_bytes:
        return "too_large"
    async with _AT_ONCE:
        return await asyncio.to_thread(kind_of, file.file, most_pixels)


async def keep(file: UploadFile, kind: str, evidence: Evidence) -> Original:
    """Keep a file that was looked at. Raises OSError where the disk is full."""
    async with _AT_ONCE:
        return await asyncio.to_thread(_keep, file.file, file.size or 0, kind, evidence)


def _keep(file: BinaryIO, size: int, kind: str, evidence: Evidence) -> Original:
    fresh = not evidence.has(digest_of(file))
    return Original(evidence.put_file(file), kind, size, fresh)


def kind_of(file: BinaryIO, most_pixels: int) -> str:
    """The MIME type of a picture that decodes or of a video by its container; else "pixels" or "type". Blocks."""
    file.seek(0)
    head = file.read(_HEAD)
    found = _video(head)
    if found:
        return found
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged here, by our own limit
        return _picture(file, most_pixels)


def _picture(file: BinaryIO, most_pixels: int) -> str:
    try:
        with Image.open(file, formats=FORMATS) as image:
            width, height = image.size
            if width * height > most_pixels:
                return "pixels"
            if min(width, height) < SMALLEST_SIDE:
                return "type"
            kind = Image.MIME.get(image.format or "", "type")
            image.draft("RGB", (_LONGEST, _LONGEST))
            image.load()  # a file that only begins like a picture is none
            return kind
    except Image.DecompressionBombError:
        return "pixels"
    except Exception:  # noqa: BLE001 - a hostile file may make a decoder raise anything
        return "type"


def _video(head: bytes) -> str:
    """By its container: the first box of MP4 and QuickTime, the document type of Matroska."""
    if head[4:8] == b"ftyp":
        length = int.from_bytes(head[:4], "big")
        if not 16 <= length <= _HEAD - 8 or not _VIDEO_BRAND.match(head[8:12]):
            return ""
        follows = head[length + 4 : length + 8]
        known = follows in (b"moov", b"mdat", b"free", b"wide", b"moof", b"uuid", b"skip", b"sidx", b"styp")
        return ("video/quicktime" if head[8:12] == b"qt  " else "video/mp4") if known else ""
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"\x42\x82\x84webm" in head[:64] else ""
    return ""
