"""files.*: the three-step upload, looking a file up, removing it."""

from __future__ import annotations

from bot.playground.slack import messages
from bot.playground.slack.content import check_blocks
from bot.playground.slack.errors import SlackError
from bot.playground.slack.model import StoredFile
from bot.playground.slack.registry import Json, Methods, Request
from bot.playground.slack.state import SlackWorld

methods = Methods()
WRITE = ("files:write",)
MOST_BYTES = 100_000_000


def described(world: SlackWorld, file: StoredFile) -> Json:
    """A file as the API shows it."""
    ready = file.ready_at <= world.steady()
    suffix = file.name.rsplit(".", 1)[-1].lower() if "." in file.name else "text"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "alt_txt": file.alt_text,
        "mimetype": file.mimetype if ready else "",
        "filetype": suffix if ready else "",
        "pretty_type": suffix.upper() if ready else "",
        "user": world.bot_user_id,
        "user_team": world.team_id,
        "editable": False,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": bool(file.channels),
        "public_url_shared": False,
        "display_as_bot": False,
        "url_private": f"{world.base_url}/files/{file.id}",
        "url_private_download": f"{world.base_url}/files/{file.id}",
        "permalink": f"{world.base_url}/files/{file.id}",
        "channels": file.channels,
        "groups": [],
        "ims": [],
        "has_rich_preview": False,
        "file_access": "visible",
    }


@methods.add("files.getUploadURLExternal", tier=4, scopes=WRITE, required=("filename", "length"))
def get_upload_url(request: Request) -> Json:
    """Step one: an address to send the bytes to."""
    world = request.world
    length = request.number("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments", messages=["[ERROR] must be more than 0 [json-pointer:/length]"])
    if length > MOST_BYTES:
        raise SlackError("file_upload_size_restricted")
    if len(request.text("alt_txt")) > 1000:
        raise SlackError("alt_txt_too_large")
    file = StoredFile(
        world.new_id("F"), request.text("filename"), length, world.now, alt_text=request.text("alt_txt")
    )
    world.files[file.id] = file
    return {"upload_url": f"{world.base_url}/upload/v1/{file.id}", "file_id": file.id}


@methods.add("files.completeUploadExternal", tier=4, scopes=WRITE, required=("files",))
def complete_upload(request: Request) -> Json:
    """Step three: name the files and, when a channel is given, share them there."""
    world = request.world
    given = request.args["files"]
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise SlackError(
            "invalid_arguments", messages=["[ERROR] must provide an array [json-pointer:/files]"]
        )
    if "blocks" in request.args:
        check_blocks(world, request.args["blocks"])
    names = [each for each in (request.text("channel_id") or request.text("channels")).split(",") if each]
    channels = [world.channel(each) for each in names]
    if any(not each.bot_is_member for each in channels):
        raise SlackError("not_in_channel")
    files = []
    for each in given:
        file = world.files.get(str(each.get("id")))
        if file is None or file.data is None or file.deleted:
            raise SlackError("file_not_found")
        files.append(file)
    for file, each in zip(files, given, strict=True):
        file.title = str(each.get("title") or file.title or file.name)
        file.completed = True
        file.ready_at = world.steady() + world.unready if world.unready else 0.0
        file.channels.extend(channel.id for channel in channels if channel.id not in file.channels)
        world.changed("file", file.id)
    world.unready = 0.0
    shown = [described(world, file) for file in files]
    content = {
        "text": request.text("initial_comment"),
        "blocks": request.args.get("blocks"),
        "thread_ts": request.text("thread_ts"),
        "files": shown,
    }
    for channel in channels:
        messages.write_as_bot(world, channel, content)
    return {"files": shown}


def _file(request: Request) -> StoredFile:
    file = request.world.files.get(request.text("file"))
    if file is None or not file.completed:
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file


@methods.add("files.info", tier=4, scopes=("files:read",), required=("file",))
def info(request: Request) -> Json:
    """One file."""
    return {
        "file": described(request.world, _file(request)),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }


@methods.add("files.delete", tier=3, scopes=WRITE, required=("file",))
def delete(request: Request) -> Json:
    """Remove a file; messages keep their place without it."""
    file = _file(request)
    file.deleted, file.data = True, None
    request.world.changed("file", file.id)
    return {}
