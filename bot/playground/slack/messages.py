"""Messages of the workspace: written, changed, removed and shown; the page is told of each change."""

from __future__ import annotations

import uuid
from collections import deque
from typing import Any

from bot.playground.slack.blocks import completed
from bot.playground.slack.errors import SlackError
from bot.playground.slack.model import Channel
from bot.playground.slack.state import Message, SlackWorld

Json = dict[str, Any]
NOT_IN_COPIES = ("metadata",)
EARLIER = 3
"""States of a message that can still be pressed after it changed: what somebody has before them for a moment more."""


def write_as_bot(world: SlackWorld, channel: Channel, content: Json) -> Message:
    """Put the app's message into the channel. ``content``: text, blocks, thread_ts, metadata, files ..."""
    message: Message = {
        "type": "message",
        "user": world.bot_user_id,
        "bot_id": world.bot_id,
        "app_id": world.app_id,
        "team": world.team_id,
        "ts": world.new_ts(),
        "text": content.get("text") or "",
        "bot_profile": {
            "id": world.bot_id,
            "app_id": world.app_id,
            "name": "goodword",
            "team_id": world.team_id,
        },
    }
    return _store(world, channel, message, content)


def write_as_person(
    world: SlackWorld, channel: Channel, user: str, text: str, thread_ts: str = ""
) -> Message:
    """Put a person's message into the channel; ``text`` is already Slack's mrkdwn."""
    message: Message = {
        "type": "message",
        "user": user,
        "team": world.team_id,
        "ts": world.new_ts(),
        "text": text,
        "client_msg_id": str(uuid.uuid4()),
    }
    world.read_up_to[user, channel.id] = message["ts"]
    world.changed("read", user, channel.id)
    return _store(world, channel, message, {"thread_ts": thread_ts} if thread_ts else {})


def _store(world: SlackWorld, channel: Channel, message: Message, content: Json) -> Message:
    if content.get("blocks"):
        message["blocks"] = completed(content["blocks"])
    for key in ("metadata", "attachments", "files"):
        if content.get(key):
            message[key] = content[key]
    if content.get("thread_ts"):
        _join_thread(world, channel, message, str(content["thread_ts"]), bool(content.get("reply_broadcast")))
    world.messages.setdefault(channel.id, {})[message["ts"]] = message
    world.changed("message", channel.id, message["ts"])
    world.feed.publish("message", _news(world, channel.id, message))
    return message


def _join_thread(
    world: SlackWorld, channel: Channel, message: Message, thread_ts: str, broadcast: bool
) -> None:
    parent = find(world, channel.id, thread_ts)
    if parent is None or parent.get("thread_ts", thread_ts) != thread_ts:
        raise SlackError("cannot_reply_to_message")
    message["thread_ts"] = thread_ts
    message["parent_user_id"] = parent["user"]
    if broadcast:
        message["subtype"] = "thread_broadcast"
    replies = world.threads.setdefault((channel.id, thread_ts), [])
    replies.append(message["ts"])
    users = parent.get("reply_users", [])
    parent.update(
        thread_ts=thread_ts,
        reply_count=len(replies),
        reply_users=users if message["user"] in users else [*users, message["user"]],
        latest_reply=message["ts"],
        is_locked=False,
    )
    world.changed("message", channel.id, thread_ts)


def find(world: SlackWorld, channel_id: str, ts: str) -> Message | None:
    """The message of that channel and time, if it is there."""
    return world.messages.get(channel_id, {}).get(ts)


def change(world: SlackWorld, channel_id: str, message: Message, content: Json) -> None:
    """Change the app's message. A text without blocks takes the blocks away, as Slack does.

    What stood there until now may still be pressed: somebody's client may not have drawn the change yet.
    """
    if message.get("blocks"):
        earlier = world.overtaken.setdefault((channel_id, message["ts"]), deque(maxlen=EARLIER))
        earlier.appendleft(message["blocks"])
    if "text" in content and content["text"] is not None:
        message["text"] = content["text"]
        if content.get("blocks") is None:
            message.pop("blocks", None)
    if content.get("blocks"):
        message["blocks"] = completed(content["blocks"])
    elif content.get("blocks") is not None:
        message.pop("blocks", None)
    if content.get("metadata") is not None:
        message["metadata"] = content["metadata"]
    message["edited"] = {"user": world.bot_user_id, "ts": world.new_ts()}
    tell_changed(world, channel_id, message)


def tell_changed(world: SlackWorld, channel_id: str, message: Message) -> None:
    """Let the page draw a message again."""
    world.changed("message", channel_id, message["ts"])
    world.feed.publish("message_changed", _news(world, channel_id, message))


def remove(world: SlackWorld, channel_id: str, message: Message) -> None:
    """Take a message out of the channel."""
    del world.messages[channel_id][message["ts"]]
    world.overtaken.pop((channel_id, message["ts"]), None)
    world.changed("message", channel_id, message["ts"])
    thread = message.get("thread_ts")
    if thread and thread != message["ts"]:
        replies = world.threads.get((channel_id, thread), [])
        if message["ts"] in replies:
            replies.remove(message["ts"])
        parent = find(world, channel_id, thread)
        if parent is not None:
            parent["reply_count"] = len(replies)
            world.changed("message", channel_id, thread)
    world.feed.publish("message_deleted", {"channel": channel_id, "ts": message["ts"], "thread_ts": thread})


def write_ephemeral(world: SlackWorld, channel: Channel, user: str, content: Json) -> Message:
    """Show something to one person only. It is in no history and can be changed only by a response URL."""
    message: Message = {
        "type": "message",
        "subtype": "ephemeral",
        "is_ephemeral": True,
        "user": world.bot_user_id,
        "bot_id": world.bot_id,
        "app_id": world.app_id,
        "team": world.team_id,
        "ts": world.new_ts(),
        "text": content.get("text") or "",
        "channel": channel.id,
        "for_user": user,
    }
    if content.get("blocks"):
        message["blocks"] = completed(content["blocks"])
    if content.get("thread_ts"):
        message["thread_ts"] = content["thread_ts"]
    world.ephemerals[message["ts"]] = message
    _tell_ephemeral(world, message)
    return message


def change_ephemeral(world: SlackWorld, message: Message, content: Json) -> None:
    """Replace what an ephemeral message says."""
    message["text"] = content.get("text") or ""
    message.pop("blocks", None)
    if content.get("blocks"):
        message["blocks"] = completed(content["blocks"])
    _tell_ephemeral(world, message)


def remove_ephemeral(world: SlackWorld, message: Message) -> None:
    """Take an ephemeral message off the person's screen."""
    world.ephemerals.pop(message["ts"], None)
    gone = {"channel": message["channel"], "ts": message["ts"]}
    world.feed.publish("message_deleted", gone, user=message["for_user"])


def _tell_ephemeral(world: SlackWorld, message: Message) -> None:
    news = {"channel": message["channel"], "ts": message["ts"], "message": shown(world, message)}
    world.feed.publish("ephemeral", news, user=message["for_user"])


def _news(world: SlackWorld, channel_id: str, message: Message) -> Json:
    return {
        "channel": channel_id,
        "ts": message["ts"],
        "thread_ts": message.get("thread_ts"),
        "message": shown(world, message),
    }


def copy_for_app(message: Message) -> Message:
    """The message as Slack puts it into payloads and answers: without metadata."""
    return {key: value for key, value in message.items() if key not in NOT_IN_COPIES}


def shown(world: SlackWorld, message: Message) -> Message:
    """The message for the page: pictures given as ``slack_file`` carry the address to load them from, and their
    size, so that the page keeps the right room for them."""
    blocks = message.get("blocks")
    return message if not blocks else {**message, "blocks": shown_blocks(world, blocks)}


def shown_blocks(world: SlackWorld, blocks: list[Json]) -> list[Json]:
    """Blocks for the page, ``slack_file`` pictures resolved."""
    out = []
    for block in blocks:
        fixed = _shown_image(world, block)
        if block.get("type") == "section" and "accessory" in block:
            fixed = {**fixed, "accessory": _shown_image(world, block["accessory"])}
        if block.get("type") == "context":
            fixed = {**fixed, "elements": [_shown_image(world, each) for each in block["elements"]]}
        out.append(fixed)
    return out


def _shown_image(world: SlackWorld, body: Json) -> Json:
    if body.get("type") != "image" or "slack_file" not in body:
        return body
    file = world.files.get(file_named(world, body["slack_file"]) or "")
    if file is None:
        return body
    size = {"image_width": file.width, "image_height": file.height} if file.width and file.height else {}
    return {**body, **size, "image_url": f"{world.base_url}/files/{file.id}"}


def file_named(world: SlackWorld, reference: Json) -> str | None:
    """The id of the uploaded picture an image block means by ``{"id": ...}`` or ``{"url": ...}``."""
    wanted = reference.get("id") or str(reference.get("url", "")).rsplit("/", 1)[-1]
    file = world.files.get(str(wanted))
    if file is None or not file.completed or file.deleted or file.ready_at > world.steady():
        return None
    return file.id if file.mimetype.startswith("image/") else None
