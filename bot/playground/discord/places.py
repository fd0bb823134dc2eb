"""Changes to channels, roles and members, told to the gateway and to the page."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import shapes
from bot.playground.discord.model import Channel, Person, Role
from bot.playground.discord.permissions import names_of
from bot.playground.discord.snowflakes import iso
from bot.playground.discord.state import DiscordWorld

Json = dict[str, Any]


def shown(channel: Channel) -> Json:
    """A channel for the page."""
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "type": channel.type,
        "recipient": channel.recipient,
        "parent_id": channel.parent_id,
        "archived": channel.archived,
    }


def shown_person(world: DiscordWorld, person: Person) -> Json:
    """A person for the page."""
    roles = [world.roles[each] for each in person.roles if each in world.roles]
    return {
        "id": person.id,
        "name": person.name,
        "display": person.nick or person.display,
        "title": person.title,
        "locale": person.locale,
        "roles": [{"id": each.id, "name": each.name, "color": each.color} for each in roles],
        "is_bot": person.is_bot,
        "inside": person.inside,
        "dms_open": person.dms_open,
        "joined_at": iso(person.joined_at),
    }


def shown_role(role: Role) -> Json:
    """A role for the page."""
    return {
        "id": role.id,
        "name": role.name,
        "color": role.color,
        "position": role.position,
        "managed": role.managed,
        "permissions": names_of(role.permissions),
    }


# channels


def tell_channel(world: DiscordWorld, channel: Channel) -> None:
    """Keep a changed channel and tell of it."""
    world.changed("channel", channel.id)
    name = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    world.emit(name, shapes.channel(world, channel), channel.id)
    world.feed.publish("channel", {"channel": shown(channel)})


def delete_channel(world: DiscordWorld, channel: Channel) -> None:
    """Delete a channel with its messages and threads."""
    for each in [one for one in world.channels.values() if one.parent_id == channel.id]:
        delete_channel(world, each)
    body = shapes.channel(world, channel)
    for message in world.messages.pop(channel.id, {}):
        world.changed("message", channel.id, message)
    if world.pins.pop(channel.id, None):
        world.changed("pins", channel.id)
    for file in [each.id for each in world.files.values() if each.channel == channel.id]:
        del world.files[file]
        world.changed("file", file)
    del world.channels[channel.id]
    world.changed("channel", channel.id)
    if channel.is_thread:
        body = {key: body[key] for key in ("id", "guild_id", "parent_id", "type")}
    world.emit("THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE", body, channel.parent_id)
    world.feed.publish("channel_deleted", {"channel": channel.id})


# roles


def tell_role(world: DiscordWorld, role: Role, *, new: bool = False) -> None:
    """Keep a changed role and tell of it."""
    world.changed("role", role.id)
    body = {"guild_id": world.guild_id, "role": shapes.role(role)}
    world.emit("GUILD_ROLE_CREATE" if new else "GUILD_ROLE_UPDATE", body)
    world.feed.publish("role", {"role": shown_role(role)})


def delete_role(world: DiscordWorld, role: Role) -> None:
    """Delete a role and take it from everybody."""
    del world.roles[role.id]
    world.changed("role", role.id)
    for person in world.people.values():
        if role.id in person.roles:
            person.roles.remove(role.id)
            world.changed("person", person.id)
    world.emit("GUILD_ROLE_DELETE", {"guild_id": world.guild_id, "role_id": role.id})
    world.feed.publish("role_deleted", {"role": role.id})


# members


def tell_member(world: DiscordWorld, person: Person) -> None:
    """Keep a changed member and tell of it."""
    world.changed("person", person.id)
    world.emit("GUILD_MEMBER_UPDATE", {"guild_id": world.guild_id, **shapes.member(person)})
    world.feed.publish("member", {"person": shown_person(world, person)})


def join(world: DiscordWorld, person: Person) -> None:
    """Let a person in, or in again: without roles, joined now."""
    person.inside, person.roles, person.joined_at = True, [], world.clock()
    world.people[person.id] = person
    world.changed("person", person.id)
    world.emit("GUILD_MEMBER_ADD", {"guild_id": world.guild_id, **shapes.member(person)})
    world.feed.publish("member", {"person": shown_person(world, person)})


def leave(world: DiscordWorld, person: Person) -> None:
    """Have a member leave: roles go, messages stay."""
    person.inside, person.roles = False, []
    world.changed("person", person.id)
    world.emit("GUILD_MEMBER_REMOVE", {"guild_id": world.guild_id, "user": shapes.user(person)})
    world.feed.publish("member_left", {"person": shown_person(world, person)})
