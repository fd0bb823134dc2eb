"""Pictures as cameras and phones write them, with all that is personal in their files."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

SECRETS = (b"Anna's iPhone", b"anna@home.example", b"SERIAL-4711")
_GPS = {1: "N", 2: (59.0, 19.0, 30.0), 3: "E", 4: (18.0, 3.0, 0.0)}


def noise(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """A picture that compresses badly, so that a changed pixel shows."""
    bands = [Image.effect_noise((width, height), 90) for _ in mode]
    return bands[0] if len(bands) == 1 else Image.merge(mode, bands)


def personal(kind: str, *, orientation: int = 1, mode: str = "RGB", **more: Any) -> bytes:
    """A file of that kind (Pillow's name) with a position, names, a comment and a colour profile."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B] = "Anna's iPhone", "SERIAL-4711", "anna@home.example"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update(_GPS)
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>anna@home.example</x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    given: dict[str, Any] = {"exif": exif, "icc_profile": profile, **more}
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "SERIAL-4711")
        notes.add_itxt("XML:com.adobe.xmp", packet.decode())
        given["pnginfo"] = notes
    else:
        given["xmp"] = packet
    if kind == "JPEG":
        given["comment"] = b"SERIAL-4711"
    out = io.BytesIO()
    noise(mode=mode).save(out, kind, **given)
    return out.getvalue()
