"""Messages of a channel: read, send, change, delete, pin, react."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from bot.playground.discord import messages, shapes
from bot.playground.discord.errors import (
    DiscordError,
    closed_messages,
    invalid_form,
    missing_access,
    missing_permissions,
    unknown,
)
from bot.playground.discord.model import Channel, Message
from bot.playground.discord.permissions import Permission
from bot.playground.discord.registry import Call, operation
from bot.playground.discord.snowflakes import iso, made_at

Json = dict[str, Any]
HOUR = 3600.0
OLD_EDITS, OLD_SECONDS = 3, 6.0
"""Edits of messages older than an hour that a channel takes, in so many seconds."""
BULK_DAYS = 14
NONCE_SECONDS = 300.0


def place(call: Call, *needed: Permission) -> Channel:
    """The channel of the path; refuses where the bot doesn't see it or may not do that."""
    world = call.world
    channel = world.channel(call["channel"])
    rights = world.rights(world.bot, channel)
    if not rights & Permission.VIEW_CHANNEL:
        raise missing_access()
    for each in needed:
        if not rights & each:
            raise missing_permissions()
    return channel


@operation("GET", "/channels/{channel}/messages")
def listing(call: Call) -> list[Json]:
    """Messages, latest first: around, before or after one, or the last."""
    channel, world = place(call), call.world
    most = call.number("limit", 50, 1, 100)
    if not world.rights(world.bot, channel) & Permission.READ_MESSAGE_HISTORY:
        return []
    every = list(world.messages.get(channel.id, {}).values())
    query = call.query
    if "after" in query:
        found = [each for each in every if int(each.id) > _at(call, "after")][:most]
    elif "around" in query:
        middle = _at(call, "around")
        before = [each for each in every if int(each.id) <= middle][-(most // 2 + 1) :]
        found = (before + [each for each in every if int(each.id) > middle])[:most]
    else:
        last = _at(call, "before") if "before" in query else 1 << 64
        found = [each for each in every if int(each.id) < last][-most:]
    return [each.body for each in reversed(found)]


def _at(call: Call, name: str) -> int:
    given = call.query[name]
    if not given.isascii() or not given.isdigit():
        raise invalid_form((name,), "NUMBER_TYPE_COERCE", f'Value "{given}" is not snowflake.')
    return int(given)


@operation("GET", "/channels/{channel}/messages/{message}")
def one(call: Call) -> Json:
    """One message."""
    channel = place(call, Permission.READ_MESSAGE_HISTORY)
    return call.world.message(channel.id, call["message"]).body


@operation("POST", "/channels/{channel}/messages", bucket=("message.create", 5, 5.0))
def create(call: Call) -> Json:
    """Send a message."""
    world, body = call.world, call.fields
    channel = place(call)
    speaking = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    needed = [speaking]
    if body.get("embeds"):
        needed.append(Permission.EMBED_LINKS)
    if call.files:
        needed.append(Permission.ATTACH_FILES)
    place(call, *needed)
    if channel.is_direct and not _takes_messages(call, channel):
        raise closed_messages()
    repeated = _repeated(call, channel, body)
    if repeated is not None:
        return repeated.body
    made = messages.compose(
        world, channel, world.bot, body, call.files, reply_to=_reply_target(call, channel, body)
    )
    return messages.store(world, made).body


def _repeated(call: Call, channel: Channel, body: Json) -> Message | None:
    """With ``enforce_nonce`` the app's message of the same nonce, if it is a few minutes old at most."""
    if body.get("nonce") is None or not body.get("enforce_nonce"):
        return None
    world, nonce = call.world, str(body["nonce"])
    for each in reversed(world.messages.get(channel.id, {}).values()):
        if world.clock() - made_at(each.id) > NONCE_SECONDS:
            return None
        if each.author == world.bot.id and str(each.body.get("nonce")) == nonce:
            return each
    return None


def _takes_messages(call: Call, channel: Channel) -> bool:
    person = call.world.people.get(channel.recipient or "")
    return person is not None and person.dms_open and person.inside


def _reply_target(call: Call, channel: Channel, body: Json) -> Message | None:
    reference = body.get("message_reference")
    if not isinstance(reference, dict):
        return None
    target = call.world.messages.get(channel.id, {}).get(str(reference.get("message_id")))
    if target is None and reference.get("fail_if_not_exists", True):
        raise invalid_form(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
    if not call.world.rights(call.world.bot, channel) & Permission.READ_MESSAGE_HISTORY:
        raise DiscordError(403, 160002, "Cannot reply without permission to read message history")
    return target


@operation("PATCH", "/channels/{channel}/messages/{message}", bucket=("message.edit", 5, 5.0))
def edit(call: Call) -> Json:
    """Change a message of the bot's own; one that is older than an hour only now and then."""
    world = call.world
    channel = place(call)
    message = world.message(channel.id, call["message"])
    if message.author != world.application_id:
        if set(call.fields) - {"flags"}:
            raise DiscordError(403, 50005, "Cannot edit a message authored by another user")
        place(call, Permission.MANAGE_MESSAGES)
    if world.limits == "enforce":
        _spare_old(call, channel, message)
    return messages.revise(world, message, call.fields, call.files).body


def _spare_old(call: Call, channel: Channel, message: Message) -> None:
    now = call.world.clock()
    if now - made_at(message.id) <= HOUR:
        return
    recent = [
        moment
        for each in call.world.messages.get(channel.id, {}).values()
        for moment in each.edits
        if moment > now - OLD_SECONDS
    ]
    if len(recent) >= OLD_EDITS:
        told = "Maximum number of edits to messages older than 1 hour reached. Try again later."
        extra = {"retry_after": round(min(recent) + OLD_SECONDS - now, 3), "global": False}
        raise DiscordError(429, 30046, told, extra=extra)
    message.edits = [*message.edits[-OLD_EDITS:], now]


@operation("DELETE", "/channels/{channel}/messages/{message}", bucket=("message.delete", 5, 1.0))
def delete(call: Call) -> None:
    """Delete a message: its own, or with the right to manage messages anybody's."""
    world = call.world
    channel = place(call)
    message = world.message(channel.id, call["message"])
    if message.author != world.application_id:
        if channel.is_direct:
            raise DiscordError(403, 50003, "Cannot execute action on a DM channel")
        place(call, Permission.MANAGE_MESSAGES)
    messages.remove(world, message)


@operation("POST", "/channels/{channel}/messages/bulk-delete", bucket=("message.bulk", 1, 1.0))
def bulk_delete(call: Call) -> None:
    """Delete 2 to 100 messages younger than two weeks."""
    world = call.world
    channel = place(call, Permission.MANAGE_MESSAGES)
    wanted = call.identities("messages", low=2, high=100) or []
    if any(made_at(each) < world.clock() - BULK_DAYS * 86_400 for each in wanted):
        raise DiscordError(400, 50034, "You can only bulk delete messages that are under 14 days old.")
    for each in wanted:
        if found := world.messages.get(channel.id, {}).get(each):
            messages.remove(world, found)


@operation("POST", "/channels/{channel}/typing")
def typing(call: Call) -> None:
    """Show "Goodword is typing ..."."""
    channel = place(call, Permission.SEND_MESSAGES)
    call.world.feed.publish("typing", {"channel": channel.id}, user=channel.recipient)


# pins


@operation("GET", "/channels/{channel}/messages/pins")
def pins(call: Call) -> Json:
    """Pinned messages, latest pin first."""
    channel = place(call, Permission.READ_MESSAGE_HISTORY)
    pinned = call.world.pins.get(channel.id, {})
    found = [
        {"pinned_at": iso(moment), "message": call.world.message(channel.id, each).body}
        for each, moment in sorted(pinned.items(), key=lambda pair: -pair[1])
    ]
    return {"items": found[: call.number("limit", 50, 1, 50)], "has_more": False}


@operation("GET", "/channels/{channel}/pins")
def old_pins(call: Call) -> list[Json]:
    """Pinned messages, at their older address."""
    return [each["message"] for each in pins(call)["items"]]


@operation("PUT", "/channels/{channel}/messages/pins/{message}")
def pin(call: Call) -> None:
    """Pin a message; at most 250 a channel."""
    _pin(call, True)


@operation("DELETE", "/channels/{channel}/messages/pins/{message}")
def unpin(call: Call) -> None:
    """Unpin a message."""
    _pin(call, False)


@operation("PUT", "/channels/{channel}/pins/{message}")
def old_pin(call: Call) -> None:
    """Pin, at its older address."""
    _pin(call, True)


@operation("DELETE", "/channels/{channel}/pins/{message}")
def old_unpin(call: Call) -> None:
    """Unpin, at its older address."""
    _pin(call, False)


def _pin(call: Call, wanted: bool) -> None:
    world = call.world
    channel = place(call)
    if not channel.is_direct:
        place(call, Permission.PIN_MESSAGES)
    message = world.message(channel.id, call["message"])
    pinned = world.pins.setdefault(channel.id, {})
    if wanted and len(pinned) >= 250 and message.id not in pinned:
        raise DiscordError(400, 30003, "Maximum number of pins reached (250)")
    if wanted:
        pinned[message.id] = world.clock()
    else:
        pinned.pop(message.id, None)
    message.body = {**message.body, "pinned": wanted}
    world.changed("pins", channel.id)
    messages.tell_changed(world, message)
    last = iso(max(pinned.values())) if pinned else None
    where = {} if channel.is_direct else {"guild_id": world.guild_id}
    world.emit(
        "CHANNEL_PINS_UPDATE", {**where, "channel_id": channel.id, "last_pin_timestamp": last}, channel.id
    )


# reactions


@operation("PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", bucket=("react", 1, 0.25))
def react(call: Call) -> None:
    """Add the bot's reaction."""
    channel = place(call, Permission.READ_MESSAGE_HISTORY, Permission.ADD_REACTIONS)
    message = call.world.message(channel.id, call["message"])
    _react(call, channel, message, call.world.application_id, True)


@operation(
    "DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", bucket=("react", 1, 0.25)
)
def unreact(call: Call) -> None:
    """Take the bot's reaction away."""
    channel = place(call)
    message = call.world.message(channel.id, call["message"])
    _react(call, channel, message, call.world.application_id, False)


@operation(
    "DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}", bucket=("react", 1, 0.25)
)
def unreact_for(call: Call) -> None:
    """Take somebody's reaction away."""
    channel = place(call, Permission.MANAGE_MESSAGES)
    _react(call, channel, call.world.message(channel.id, call["message"]), call["user"], False)


@operation("GET", "/channels/{channel}/messages/{message}/reactions/{emoji}")
def reactions(call: Call) -> list[Json]:
    """Who reacted with this."""
    channel = place(call, Permission.READ_MESSAGE_HISTORY)
    message = call.world.message(channel.id, call["message"])
    who = message.reacted.get(_emoji(call), [])
    return [shapes.user(call.world.people[each]) for each in who if each in call.world.people]


def _emoji(call: Call) -> str:
    name = unquote(call["emoji"])
    if not name or (name.isascii() and ":" not in name):
        raise unknown("emoji")
    return name


def _react(call: Call, channel: Channel, message: Message, user: str, wanted: bool) -> None:
    name = _emoji(call)
    if wanted != (user in message.reacted.get(name, [])):
        messages.toggle_reaction(call.world, channel, message, user, name)
