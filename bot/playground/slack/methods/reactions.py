"""reactions.add and reactions.remove."""

from __future__ import annotations

import re

from bot.playground.slack import messages
from bot.playground.slack.errors import SlackError
from bot.playground.slack.registry import Json, Methods, Request
from bot.playground.slack.state import Message

methods = Methods()
SCOPES = ("reactions:write",)


def _target(request: Request) -> tuple[str, Message, str]:
    channel = request.world.channel(request.text("channel"))
    message = messages.find(request.world, channel.id, request.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    name = request.text("name").strip(":")
    if not re.fullmatch(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?", name):
        raise SlackError("invalid_name")
    return channel.id, message, name


@methods.add("reactions.add", tier=3, scopes=SCOPES, required=("channel", "timestamp", "name"))
def add(request: Request) -> Json:
    """Put an emoji on a message."""
    channel, message, name = _target(request)
    reactions = message.setdefault("reactions", [])
    entry = next((each for each in reactions if each["name"] == name), None)
    if entry is None:
        entry = {"name": name, "users": [], "count": 0}
        reactions.append(entry)
    if request.world.bot_user_id in entry["users"]:
        raise SlackError("already_reacted")
    entry["users"].append(request.world.bot_user_id)
    entry["count"] += 1
    messages.tell_changed(request.world, channel, message)
    return {}


@methods.add("reactions.remove", tier=2, scopes=SCOPES, required=("name",))
def remove(request: Request) -> Json:
    """Take an emoji off a message."""
    if not request.text("channel") or not request.text("timestamp"):
        raise SlackError("no_item_specified")
    channel, message, name = _target(request)
    reactions = message.get("reactions", [])
    entry = next((each for each in reactions if each["name"] == name), None)
    if entry is None or request.world.bot_user_id not in entry["users"]:
        raise SlackError("no_reaction")
    entry["users"].remove(request.world.bot_user_id)
    entry["count"] -= 1
    if not entry["count"]:
        reactions.remove(entry)
    messages.tell_changed(request.world, channel, message)
    return {}
