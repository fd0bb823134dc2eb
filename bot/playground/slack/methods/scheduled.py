"""chat.scheduleMessage and its kin. Due messages are written by :func:`post_due`."""

from __future__ import annotations

from bot.playground.slack import messages
from bot.playground.slack.content import check_content
from bot.playground.slack.errors import SlackError
from bot.playground.slack.methods.chat import WRITE, writable_channel
from bot.playground.slack.registry import Json, Methods, Request
from bot.playground.slack.state import SlackWorld

methods = Methods()
FURTHEST = 120 * 24 * 3600


@methods.add("chat.scheduleMessage", tier=3, scopes=WRITE, required=("channel", "post_at"))
def schedule_message(request: Request) -> Json:
    """A message at ``post_at``, seconds since the epoch, at most 120 days ahead."""
    world = request.world
    channel = writable_channel(request)
    check_content(world, request.args)
    post_at = request.number("post_at", 0)
    if post_at <= world.clock():
        raise SlackError("time_in_past")
    if post_at > world.clock() + FURTHEST:
        raise SlackError("time_too_far")
    key = world.new_id("Q")
    content = {name: request.args.get(name) for name in ("text", "blocks", "thread_ts", "metadata")}
    world.scheduled[key] = {"id": key, "channel_id": channel.id, "post_at": post_at, "content": content}
    world.changed("scheduled", key)
    delayed = {
        "type": "delayed_message",
        "text": request.text("text"),
        "user": world.bot_user_id,
        "bot_id": world.bot_id,
        "team": world.team_id,
    }
    return {"channel": channel.id, "scheduled_message_id": key, "post_at": post_at, "message": delayed}


@methods.add(
    "chat.deleteScheduledMessage", tier=3, scopes=WRITE, required=("channel", "scheduled_message_id")
)
def delete_scheduled_message(request: Request) -> Json:
    """Call a scheduled message off."""
    channel = request.world.channel(request.text("channel"))
    entry = request.world.scheduled.get(request.text("scheduled_message_id"))
    if entry is None or entry["channel_id"] != channel.id:
        raise SlackError("invalid_scheduled_message_id")
    del request.world.scheduled[entry["id"]]
    request.world.changed("scheduled", entry["id"])
    return {}


@methods.add("chat.scheduledMessages.list", tier=3)
def scheduled_messages_list(request: Request) -> Json:
    """What is scheduled, earliest first."""
    wanted = request.text("channel")
    entries = sorted(request.world.scheduled.values(), key=lambda each: int(each["post_at"]))
    listed = [
        {
            "id": each["id"],
            "channel_id": each["channel_id"],
            "post_at": each["post_at"],
            "text": each["content"]["text"] or "",
        }
        for each in entries
        if not wanted or each["channel_id"] == wanted
    ]
    return {"scheduled_messages": listed, "response_metadata": {"next_cursor": ""}}


def post_due(world: SlackWorld) -> None:
    """Write what is due. A scheduled message with metadata never posts: Slack's documented bug."""
    for entry in list(world.scheduled.values()):
        if entry["post_at"] > world.clock():
            continue
        del world.scheduled[entry["id"]]
        world.changed("scheduled", entry["id"])
        if not entry["content"].get("metadata"):
            messages.write_as_bot(world, world.channels[entry["channel_id"]], entry["content"])
