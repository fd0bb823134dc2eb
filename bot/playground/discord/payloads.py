"""INTERACTION_CREATE: what an app is told when a person uses it."""

from __future__ import annotations

import secrets
from typing import Any

from bot.playground.discord import shapes
from bot.playground.discord.model import Channel, Interaction, Message, Modal, Person
from bot.playground.discord.state import DiscordWorld

Json = dict[str, Any]
COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
GUILD_CONTEXT, BOT_DM_CONTEXT = 0, 1


def interaction(
    world: DiscordWorld,
    person: Person,
    channel: Channel,
    kind: int,
    data: Json,
    *,
    message: Message | None = None,
    modal: Modal | None = None,
) -> tuple[Interaction, Json]:
    """A new interaction and the event that tells of it.

    ``message`` is what was pressed on, ``modal`` what was sent.
    """
    identity = world.new_id()
    owners = {"0": "0" if channel.is_direct else world.guild_id}
    metadata: Json = {
        "id": identity,
        "type": kind,
        "user": shapes.user(person),
        "authorizing_integration_owners": owners,
    }
    if kind == COMMAND:
        metadata |= {"name": data["name"], "command_type": data["type"]}
    if modal is not None:
        metadata["triggering_interaction_metadata"] = modal.interaction
    elif message is not None:
        metadata["interacted_message_id"] = message.id
    made = Interaction(
        id=identity,
        token=secrets.token_urlsafe(48),
        type=kind,
        user=person.id,
        channel=channel.id,
        made=world.steady(),
        metadata=metadata,
        message=message.id if message else None,
        command_type=data.get("type", 0) if kind == COMMAND else 0,
    )
    world.keep_interaction(made)
    event: Json = {
        "id": made.id,
        "application_id": world.application_id,
        "type": kind,
        "token": made.token,
        "version": 1,
        "data": data,
        "channel_id": channel.id,
        "channel": _channel(world, person, channel),
        "locale": person.locale,
        "app_permissions": str(world.rights(world.bot, channel)),
        "entitlements": [],
        "authorizing_integration_owners": owners,
        "context": BOT_DM_CONTEXT if channel.is_direct else GUILD_CONTEXT,
        "attachment_size_limit": world.upload_bytes,
    }
    if message is not None:
        event["message"] = dict(message.body)
    return made, event | _who(world, person, channel)


def _who(world: DiscordWorld, person: Person, channel: Channel) -> Json:
    if channel.is_direct:
        return {"user": shapes.user(person)}
    return {
        "guild_id": world.guild_id,
        "guild": {"id": world.guild_id, "locale": world.guild_locale, "features": []},
        "guild_locale": world.guild_locale,
        "member": member(world, person, channel),
    }


def member(world: DiscordWorld, person: Person, channel: Channel, *, with_user: bool = True) -> Json:
    """A member with what it may do in the channel."""
    return {
        **shapes.member(person, with_user=with_user),
        "permissions": str(world.rights(person, channel)),
    }


def _channel(world: DiscordWorld, person: Person, channel: Channel) -> Json:
    body = shapes.channel(world, channel)
    if not channel.is_direct:
        body["permissions"] = str(world.rights(person, channel))
    return body


def resolved_people(world: DiscordWorld, channel: Channel, people: list[Person]) -> Json:
    """Users and, of those inside, members without their user, by id."""
    made: Json = {"users": {each.id: shapes.user(each) for each in people}}
    if not channel.is_direct:
        inside = {
            each.id: {
                key: value
                for key, value in member(world, each, channel, with_user=False).items()
                if key not in ("deaf", "mute")
            }
            for each in people
            if each.inside
        }
        if inside:
            made["members"] = inside
    return made


def resolved_channel(world: DiscordWorld, person: Person, each: Channel) -> Json:
    """A channel as an option or a select names it."""
    return {
        "id": each.id,
        "name": each.name,
        "type": each.type,
        "parent_id": each.parent_id,
        "permissions": str(world.rights(person, each)),
        "flags": 0,
        "last_message_id": next(reversed(world.messages.get(each.id, {})), None),
        "guild_id": world.guild_id,
        "topic": each.topic or None,
        "position": each.position,
        "nsfw": False,
        "rate_limit_per_user": 0,
    }
