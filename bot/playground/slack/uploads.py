"""The second step of an upload, and the files for the page."""

from __future__ import annotations

import io
import mimetypes
from urllib.parse import quote

from PIL import Image
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response

from bot.playground.slack.arguments import form_parts, limited_body
from bot.playground.slack.errors import SlackError
from bot.playground.slack.methods.files import MOST_BYTES
from bot.playground.slack.state import SlackWorld

#: Pictures a browser may draw; anything else is offered for download, for it may be a page with a script.
MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class Uploads:
    """``/upload/v1/FILE`` takes bytes once; ``/files/FILE`` gives them back."""

    def __init__(self, world: SlackWorld) -> None:
        self._world = world

    async def receive(self, http: HttpRequest) -> Response:
        """Take the bytes: raw as the Python SDK sends them, or as a field of a form, as Node does."""
        file = self._world.files.get(http.path_params["file"])
        if file is None or file.data is not None or file.deleted:
            return PlainTextResponse("no such upload", 404)
        try:
            data = await limited_body(http, MOST_BYTES + 100_000)
        except SlackError:
            return PlainTextResponse("too large", 413)
        if http.headers.get("content-type", "").startswith("multipart/form-data"):
            parts = form_parts(http, data)
            data = parts[0][1] if parts else b""
        if len(data) != file.size:
            return PlainTextResponse(f"expected {file.size} bytes, got {len(data)}", 400)
        file.data = data
        file.mimetype = media_type(file.name, data)
        file.width, file.height = size_of(data) if file.mimetype in PICTURES else (0, 0)
        self._world.changed("file", file.id)
        return PlainTextResponse(f"OK - {len(data)}")

    async def give(self, http: HttpRequest) -> Response:
        """The bytes of a completed upload, safe to show."""
        file = self._world.files.get(http.path_params["file"])
        if file is None or file.data is None or not file.completed:
            return PlainTextResponse("no such file", 404)
        shown = "inline" if file.mimetype in PICTURES else "attachment"
        headers = {
            "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file.data, headers=headers, media_type=file.mimetype)


def media_type(name: str, data: bytes) -> str:
    """The type by what the bytes are; by the name only where they don't say, and never a picture by name alone."""
    for start, kind in MAGIC:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return "application/octet-stream" if guessed.startswith("image/") else guessed


def size_of(data: bytes) -> tuple[int, int]:
    """A picture's width and height by its first bytes; nothing is decoded. (0, 0) where they don't say."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return 0, 0
