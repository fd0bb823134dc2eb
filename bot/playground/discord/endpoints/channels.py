"""Channels and threads."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import places, shapes
from bot.playground.discord.endpoints.messages import place
from bot.playground.discord.errors import invalid_form
from bot.playground.discord.model import PUBLIC_THREAD, Channel
from bot.playground.discord.permissions import Permission
from bot.playground.discord.registry import Call, operation

Json = dict[str, Any]


@operation("GET", "/channels/{channel}")
def one(call: Call) -> Json:
    """One channel."""
    return shapes.channel(call.world, place(call))


@operation("GET", "/guilds/{guild}/channels")
def listing(call: Call) -> list[Json]:
    """The guild's channels, without threads."""
    call.world.guild(call["guild"])
    every = [each for each in call.world.channels.values() if not each.is_direct and not each.is_thread]
    return [shapes.channel(call.world, each) for each in every]


@operation("PATCH", "/channels/{channel}", bucket=("channel.edit", 5, 15.0))
def edit(call: Call) -> Json:
    """Rename a channel, change its topic, archive a thread."""
    channel = place(call)
    if not (channel.is_thread and channel.owner_id == call.world.application_id):
        place(call, Permission.MANAGE_CHANNELS)
    fields = call.fields
    name, topic = call.text("name", low=1, high=100), call.text("topic", high=1024)
    channel.name = name or channel.name
    if "topic" in fields:
        channel.topic = topic
    if "archived" in fields:
        channel.archived = bool(fields["archived"])
    places.tell_channel(call.world, channel)
    return shapes.channel(call.world, channel)


@operation("DELETE", "/channels/{channel}")
def delete(call: Call) -> Json:
    """Delete a channel or thread."""
    channel = place(call, Permission.MANAGE_CHANNELS)
    body = shapes.channel(call.world, channel)
    places.delete_channel(call.world, channel)
    return body


@operation("POST", "/channels/{channel}/threads", status=201, bucket=("thread.create", 50, 300.0))
def start_thread(call: Call) -> Json:
    """A thread without a message it grew from."""
    return _thread(call, call.world.new_id())


@operation(
    "POST", "/channels/{channel}/messages/{message}/threads", status=201, bucket=("thread.create", 50, 300.0)
)
def thread_from_message(call: Call) -> Json:
    """A thread that grows from a message: both have the same identifier."""
    message = call.world.message(place(call).id, call["message"])
    return _thread(call, message.id)


def _thread(call: Call, identity: str) -> Json:
    world = call.world
    parent = place(call, Permission.CREATE_PUBLIC_THREADS)
    if identity in world.channels:
        raise invalid_form((), "THREAD_ALREADY_CREATED", "A thread has already been created for this message")
    thread = Channel(
        identity,
        call.text("name", low=1, high=100, needed=True),
        PUBLIC_THREAD,
        parent_id=parent.id,
        owner_id=world.application_id,
    )
    world.channels[identity] = thread
    world.changed("channel", identity)
    body = shapes.channel(world, thread)
    world.emit("THREAD_CREATE", {**body, "newly_created": True}, parent.id)
    world.feed.publish("channel", {"channel": places.shown(thread)})
    return body
