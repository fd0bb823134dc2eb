"""Turning a stranger's image file into a small picture of our own. Pure: bytes in, bytes out."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from hashlib import blake2b

from PIL import Image, ImageOps

LONGEST_SIDE = 1024
QUALITY = 82
SMALLEST_SIDE = 8
"""Pixels; what is smaller is a tracking pixel or a spacer, not a picture."""

# What networks serve. Others (TIFF, PSD, EPS, ...) are left alone: each decoder is a way in.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP")


@dataclass(frozen=True, slots=True)
class Preview:
    """A JPEG of at most 1024 pixels a side, upright, without metadata. ``name`` is a digest of its content."""

    data: bytes
    width: int
    height: int
    name: str


@dataclass(frozen=True, slots=True)
class NoPreview:
    """Why there is none, in words for a moderator."""

    problem: str


def make_preview(data: bytes, max_pixels: int) -> Preview | NoPreview:
    """Decode, turn upright, shrink and encode anew, so that nothing of the file itself reaches anybody.

    The size is read from the header and judged before a pixel is decoded: a small file can hold a huge picture.
    Of an animation the first frame is taken.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged here, by our own limit
            return _preview(data, max_pixels)
    except Image.DecompressionBombError:
        return NoPreview("The picture is too large to be opened safely.")
    except Exception as error:  # noqa: BLE001 - a hostile file may make a decoder raise anything
        known = isinstance(error, OSError | ValueError | SyntaxError | EOFError)
        return NoPreview(
            "The file is not a picture that can be read." if known else "The picture is damaged."
        )


def _preview(data: bytes, max_pixels: int) -> Preview | NoPreview:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        width, height = image.size
        if width * height > max_pixels:
            megapixels = f"{width * height / 1e6:,.0f} megapixels; the limit is {max_pixels / 1e6:,.0f}"
            return NoPreview(f"The picture is too large to be opened safely: {megapixels}.")
        if min(width, height) < SMALLEST_SIDE:
            return NoPreview("The picture is too small to show.")
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # lets JPEG decode at a fraction of its size
        picture = ImageOps.exif_transpose(image)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture = _on_white(picture)
    picture.info.clear()  # a comment would be written along
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    encoded = out.getvalue()
    return Preview(
        encoded, picture.width, picture.height, f"{blake2b(encoded, digest_size=16).hexdigest()}.jpg"
    )


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    with_alpha = picture.convert("RGBA")
    white = Image.new("RGB", picture.size, "white")
    white.paste(with_alpha, mask=with_alpha.getchannel("A"))
    return white
