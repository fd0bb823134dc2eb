"""JPEG, PNG and WebP files as pieces: what is personal left out, a credit put in, the picture itself untouched.

Every byte of the compressed picture, its colour profile and its animation stays; EXIF (positions, serial numbers,
names), XMP, comments, previews of other programs, signatures and whatever follows the picture go. Pure.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from enum import StrEnum

from bot.kernel.errors import NeverWorks

_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_EXIF = b"Exif\x00\x00"
_ICC = b"ICC_PROFILE\x00"
_SEGMENT = 65_533
"""Bytes that one segment of a JPEG file holds."""
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_XMP = b"XML:com.adobe.xmp\x00\x00\x00\x00\x00"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD sPLT pHYs acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset((b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"))
_ICC_FLAG, _ALPHA_FLAG, _EXIF_FLAG, _XMP_FLAG, _ANIM_FLAG = 0x20, 0x10, 0x08, 0x04, 0x02


class Kind(StrEnum):
    """A format that credits are written into. The value is its media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"

    @property
    def suffix(self) -> str:
        return {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}[self.value]


KINDS = tuple(kind.value for kind in Kind)


class NotAPicture(NeverWorks):
    """The file is damaged, or of a format that no credit is written into."""


def kind_of(data: bytes) -> Kind:
    """The format by the file's first bytes. Raises NotAPicture."""
    if data[:3] == b"\xff\xd8\xff":
        return Kind.JPEG
    if data[:8] == _PNG:
        return Kind.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind.WEBP
    raise NotAPicture(
        "The file is no JPEG, PNG or WebP picture.", remedy="Credits are written into those formats."
    )


def rewrite(data: bytes, xmp: bytes, exif: bytes) -> bytes:
    """The file with these instead of its own. ``exif`` is a TIFF block without a header. Raises NotAPicture."""
    try:
        return _WRITERS[kind_of(data)](data, xmp, exif)
    except (IndexError, struct.error, ValueError) as error:
        raise NotAPicture("The picture is damaged.", remedy="Save it anew with another program.") from error


# ---- JPEG ----


def _jpeg(data: bytes, xmp: bytes, exif: bytes) -> bytes:
    if len(xmp) + len(_XMP) > _SEGMENT or len(exif) + len(_EXIF) > _SEGMENT:
        raise ValueError("what is to be said is too long for a JPEG")
    pieces = list(_segments(data))
    head = [piece for marker, piece in pieces if marker == 0xE0]
    rest = [piece for marker, piece in pieces if marker != 0xE0]
    said = [_segment(0xE1, _EXIF + exif), _segment(0xE1, _XMP + xmp)]
    return b"".join([b"\xff\xd8", *head, *said, *rest])


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments that stay, to the end of the picture: what follows it (another picture, a video) does not."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker where one must stand")
        while data[at + 1] == 0xFF:  # fill bytes
            at += 1
        marker = data[at + 1]
        if marker == 0xD9:
            yield marker, b"\xff\xd9"
            return
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if end > len(data):
            raise ValueError("a segment is longer than the file")
        if marker == 0xDA:
            end = _scan_end(data, end)
        if _stays(marker, data[at + 4 : at + 4 + len(_ICC)]):
            yield marker, data[at:end]
        at = end


def _stays(marker: int, begins: bytes) -> bool:
    """JFIF, colour profiles and Adobe's word on colours stay, of the application segments; comments go."""
    if marker == 0xE2:
        return begins == _ICC
    return marker in (0xE0, 0xEE) or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _scan_end(data: bytes, at: int) -> int:
    """Where the compressed picture ends: at the next marker that isn't part of it. Raises ValueError."""
    while (at := data.find(b"\xff", at)) >= 0:
        following = data[at + 1 : at + 2]
        if following and (following[0] == 0 or 0xD0 <= following[0] <= 0xD7):
            at += 2
        elif following == b"\xff":
            at += 1
        elif following:
            return at
        else:
            break
    raise ValueError("the picture does not end")


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


# ---- PNG ----


def _png(data: bytes, xmp: bytes, exif: bytes) -> bytes:
    out = [_PNG]
    for name, piece in _chunks(data):
        out.append(piece)
        if name == b"IHDR":
            out += [_chunk(b"eXIf", exif), _chunk(b"iTXt", _PNG_XMP + xmp)]
    return b"".join(out)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, name = 8, b""
    while name != b"IEND":
        size, name = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + size
        if end > len(data):
            raise ValueError("a chunk is longer than the file")
        if at == 8 and name != b"IHDR":
            raise ValueError("the header is missing")
        if name in _PNG_KEPT:
            yield name, data[at:end]
        at = end


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


# ---- WebP ----


def _webp(data: bytes, xmp: bytes, exif: bytes) -> bytes:
    found = list(_riff(data))
    names = [name for name, _ in found]
    if not {b"VP8 ", b"VP8L", b"ANMF"} & set(names):
        raise ValueError("there is no picture in it")
    flags, size = _canvas(found)
    flags = (flags & (_ALPHA_FLAG | _ANIM_FLAG)) | _EXIF_FLAG | _XMP_FLAG
    flags |= _ICC_FLAG if b"ICCP" in names else 0
    kept = [_riff_chunk(name, body) for name, body in found if name in _WEBP_KEPT]
    head = _riff_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + size)
    body = b"".join([b"WEBP", head, *kept, _riff_chunk(b"EXIF", exif), _riff_chunk(b"XMP ", xmp)])
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = min(len(data), 8 + struct.unpack("<I", data[4:8])[0])
    at = 12
    while at + 8 <= end:
        name, size = struct.unpack("<4sI", data[at : at + 8])
        if at + 8 + size > end:
            raise ValueError("a chunk is longer than the file")
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _canvas(found: list[tuple[bytes, bytes]]) -> tuple[int, bytes]:
    """Flags and size for the extended header: those of the file, or what its simple header says."""
    name, body = found[0]
    if name == b"VP8X":
        return body[0], body[4:10]
    if name == b"VP8L":
        bits = struct.unpack("<I", body[1:5])[0]
        width, height, alpha = bits & 0x3FFF, bits >> 14 & 0x3FFF, bool(bits >> 28 & 1)
    else:
        width, height = (one & 0x3FFF for one in struct.unpack("<HH", body[6:10]))
        width, height, alpha = width - 1, height - 1, False
    return _ALPHA_FLAG if alpha else 0, width.to_bytes(3, "little") + height.to_bytes(3, "little")


def _riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


_WRITERS: dict[Kind, Callable[[bytes, bytes, bytes], bytes]] = {
    Kind.JPEG: _jpeg,
    Kind.PNG: _png,
    Kind.WEBP: _webp,
}
