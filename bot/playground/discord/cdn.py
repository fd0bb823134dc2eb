"""Uploads and where they are given back: ``/discord/cdn/attachments/CHANNEL/FILE/NAME``, as on Discord's CDN."""

from __future__ import annotations

import re
import struct
from typing import Any
from urllib.parse import quote

from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response

from bot.playground.discord.model import StoredFile, Upload
from bot.playground.discord.state import DiscordWorld
from bot.playground.slack.uploads import PICTURES, media_type

Json = dict[str, Any]
PRIVATE_FILES = 100
_UNSAFE = re.compile(r"[^\w.\-]+", re.ASCII)


def store(
    world: DiscordWorld,
    channel: str,
    upload: Upload,
    *,
    description: str | None = None,
    ephemeral: bool = False,
) -> Json:
    """Keep an upload; its attachment object."""
    # The type is what the bytes are where they say so; a name alone makes no picture.
    kind = media_type(upload.filename, upload.data)
    if kind == "application/octet-stream" and not upload.content_type.startswith(("image/", "text/html")):
        kind = upload.content_type
    file = StoredFile(world.new_id(), channel, safe_name(upload.filename), kind, upload.data, ephemeral)
    world.files[file.id] = file
    if ephemeral:
        _spare_memory(world)
    else:
        world.changed("file", file.id)
    return attachment(world, file, title=upload.filename, description=description)


def _spare_memory(world: DiscordWorld) -> None:
    """Of what one person sees or sent into an option, the latest are kept."""
    private = [each.id for each in world.files.values() if each.ephemeral]
    for each in private[:-PRIVATE_FILES]:
        del world.files[each]


def safe_name(filename: str) -> str:
    """A file's name as Discord keeps it: letters without accents, digits, full stop, hyphen, underscore."""
    return _UNSAFE.sub("_", filename)[-200:].lstrip(".") or "file"


def attachment(
    world: DiscordWorld, file: StoredFile, *, title: str = "", description: str | None = None
) -> Json:
    """What a message says of a file. ``ephemeral`` and ``description`` are left out where they don't apply."""
    folder = "ephemeral-attachments" if file.ephemeral else "attachments"
    url = f"{world.address}/discord/cdn/{folder}/{file.channel}/{file.id}/{quote(file.filename)}"
    body: Json = {
        "id": file.id,
        "filename": file.filename,
        "size": len(file.data),
        "url": url,
        "proxy_url": url,
        "content_type": file.content_type,
    }
    if title and title != file.filename:
        body["title"] = title.rpartition(".")[0] or title
    if description is not None:
        body["description"] = description
    if file.ephemeral:
        body["ephemeral"] = True
    if size := dimensions(file.data):
        body["width"], body["height"] = size
    return body


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or GIF, read from its head."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return int(width), int(height)
    return None


class Cdn:
    """Gives files back, safe to show."""

    def __init__(self, world: DiscordWorld) -> None:
        self._world = world

    async def give(self, http: HttpRequest) -> Response:
        """The bytes; only pictures are shown, for anything else may be a page with a script."""
        file = self._world.files.get(http.path_params["file"])
        if file is None or file.channel != http.path_params["channel"]:
            return PlainTextResponse("This content is no longer available.", 404)
        shown = "inline" if file.content_type in PICTURES else "attachment"
        headers = {
            "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file.filename, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(file.data, headers=headers, media_type=file.content_type)
