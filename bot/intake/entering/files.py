"""Which files may be entered: pictures and videos that browsers and chats show. Pure.

Neither the file's name nor the type that came with it is believed alone: they must name the same format. What the
file really holds is found out by whoever decodes it (``bot.content.media.image``); until then it is only an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.intake.entering.words import Why, refused
from bot.kernel.text import clean_line, strip_controls
from bot.sources.base import FoundMedia

_IMAGE, _VIDEO = "image", "video"
# By suffix: what it is, and the content types that name the same format.
ALLOWED: Mapping[str, tuple[str, frozenset[str]]] = {
    "png": (_IMAGE, frozenset({"image/png", "image/apng"})),
    "jpg": (_IMAGE, frozenset({"image/jpeg"})),
    "jpeg": (_IMAGE, frozenset({"image/jpeg"})),
    "webp": (_IMAGE, frozenset({"image/webp"})),
    "gif": (_IMAGE, frozenset({"image/gif"})),
    "mp4": (_VIDEO, frozenset({"video/mp4"})),
    "mov": (_VIDEO, frozenset({"video/quicktime"})),
    "webm": (_VIDEO, frozenset({"video/webm"})),
}
ALLOWED_WORDS = "PNG, JPEG, WebP or GIF pictures, MP4, MOV or WebM videos"
VIDEO_BYTES = 100_000_000
"""Of a video, which is shown where it is and never fetched: one sent with a command as long as its address holds (in
Discord about a day), one in a message as long as that stands. Pictures are fetched: their limit is a setting."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as a chat hands it over. ``id`` is the chat's own; the same file sent again has another."""

    id: str
    name: str
    url: str
    size: int  # bytes
    content_type: str | None = None
    preview_url: str | None = None  # a picture of a video
    description: str | None = None
    width: int | None = None
    height: int | None = None


def media_of(file: File, picture_bytes: int) -> FoundMedia:
    """The file as media of an item. Raises Refused for a format or a size that can't be entered."""
    kind = _kind(file)
    most = picture_bytes if kind == _IMAGE else VIDEO_BYTES
    if file.size <= 0:
        raise refused(Why.FILE_EMPTY, name=_shown(file.name))
    if file.size > most:
        raise refused(Why.FILE_LARGE, name=_shown(file.name), size=_mega(file.size), most=_mega(most))
    described = strip_controls(file.description or "").strip() or clean_line(file.name, 100)
    return FoundMedia(kind, file.url, file.preview_url, described, file.width, file.height)


def _kind(file: File) -> str:
    stem, dot, suffix = file.name.strip().rpartition(".")
    known = ALLOWED.get(suffix.casefold()) if stem and dot else None
    told = (file.content_type or "").partition(";")[0].strip().casefold()
    if known is None:
        raise refused(Why.FILE_TYPE, name=_shown(file.name), allowed=ALLOWED_WORDS)
    kind, types = known
    if told not in types:
        shown = clean_line(told, 60) or "no type at all"
        raise refused(Why.FILE_LIES, name=_shown(file.name), type=shown, allowed=ALLOWED_WORDS)
    return kind


def _shown(name: str) -> str:
    return clean_line(name, 80) or "without a name"


def _mega(size: int) -> str:
    """Rounded up, so that a limit is never shown as kept by what broke it."""
    return f"{-(-size // 100_000) / 10:g}"
