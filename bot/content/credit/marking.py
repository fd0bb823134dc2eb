"""Writing a credit into a picture without touching the picture, and reading it back. Blocking: call from a thread."""

from __future__ import annotations

import io

from PIL import ExifTags, Image, UnidentifiedImageError

from bot.content.credit import xmp
from bot.content.credit.containers import NotAPicture, kind_of, rewrite
from bot.content.credit.facts import Credit

_UPRIGHT = range(1, 9)


def mark(data: bytes, credit: Credit) -> bytes:
    """The picture with this credit as XMP (IPTC, PLUS) and EXIF, and with nothing of what its own file said but
    which way is up. Raises NotAPicture."""
    kind_of(data)
    clean = credit.clean()
    exif = Image.Exif()
    if clean.creator:
        exif[ExifTags.Base.Artist] = clean.creator.encode()  # a text would lose all but ASCII
    if notice := clean.rights or clean.line:
        exif[ExifTags.Base.Copyright] = notice.encode()
    if (way := _orientation(data)) is not None:
        exif[ExifTags.Base.Orientation] = way
    marked = rewrite(data, xmp.packet(clean), exif.tobytes().removeprefix(b"Exif\x00\x00"))
    _opened(marked)
    return marked


def read_marks(data: bytes) -> dict[str, str]:
    """What a picture says about itself, by IPTC's names (``dc:creator``) and EXIF's (``exif:Artist``)."""
    with _opened(data) as picture:
        found = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
        said = xmp.read(found.encode() if isinstance(found, str) else found)
        for tag, value in picture.getexif().items():
            said[f"exif:{ExifTags.TAGS.get(tag, tag)}"] = _in_utf8(value)
    return said


def _in_utf8(value: object) -> str:
    """EXIF texts are UTF-8 where they aren't ASCII (Metadata Working Group); Pillow reads them as Latin-1."""
    text = str(value)
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _orientation(data: bytes) -> int | None:
    with _opened(data) as picture:
        way = picture.getexif().get(ExifTags.Base.Orientation)
    return way if way in _UPRIGHT and way != 1 else None


def _opened(data: bytes) -> Image.Image:
    """The picture, its header read. Raises NotAPicture."""
    try:
        return Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotAPicture("The picture is damaged.", remedy="Save it anew with another program.") from error
    except Image.DecompressionBombError as error:
        raise NotAPicture("The picture is too large to be opened safely.") from error
