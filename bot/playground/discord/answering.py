"""What becomes of an app's answers: responses, "is thinking ...", updates, follow-ups, forms."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import messages, parts
from bot.playground.discord.errors import unknown
from bot.playground.discord.model import Channel, Interaction, Message, Modal, Upload
from bot.playground.discord.state import DiscordWorld

Json = dict[str, Any]
CHAT_INPUT_COMMAND, CONTEXT_MENU_COMMAND = 20, 23
SLASH = 1


def _origin(world: DiscordWorld, interaction: Interaction) -> Json:
    """What a message says of the interaction it answers."""
    extra: Json = {
        "webhook_id": world.application_id,
        "application_id": world.application_id,
        "interaction_metadata": interaction.metadata,
    }
    if interaction.type == 2:
        is_slash = interaction.command_type == SLASH
        extra["type"] = CHAT_INPUT_COMMAND if is_slash else CONTEXT_MENU_COMMAND
    return extra


def _channel(world: DiscordWorld, interaction: Interaction) -> Channel:
    if interaction.channel not in world.channels:
        raise unknown("channel")
    return world.channels[interaction.channel]


def _made(
    world: DiscordWorld,
    interaction: Interaction,
    body: Json,
    files: dict[int, Upload],
    extra: Json | None = None,
) -> Message:
    flags = body.get("flags")  # what is no number is refused where the message is made
    ephemeral = isinstance(flags, int) and bool(flags & messages.EPHEMERAL)
    message = messages.compose(
        world,
        _channel(world, interaction),
        world.bot,
        body,
        files,
        extra={**_origin(world, interaction), **(extra or {})},
        for_user=interaction.user if ephemeral else None,
    )
    messages.store(world, message)
    interaction.shown.append(message.id)
    return message


def say(world: DiscordWorld, interaction: Interaction, body: Json, files: dict[int, Upload]) -> None:
    """The response is a message."""
    message = _made(world, interaction, body, files)
    interaction.original, interaction.ephemeral = message.id, message.for_user is not None


def defer(world: DiscordWorld, interaction: Interaction, *, ephemeral: bool) -> None:
    """ "Goodword is thinking ...": a message without words, to be filled in."""
    only = interaction.user if ephemeral else None
    bare = {"content": "\u200b", **({"flags": messages.EPHEMERAL} if ephemeral else {})}
    message = messages.compose(
        world,
        _channel(world, interaction),
        world.bot,
        bare,
        {},
        extra=_origin(world, interaction),
        for_user=only,
    )
    message.body |= {"content": "", "flags": int(message.body["flags"]) | messages.LOADING}
    messages.store(world, message)
    interaction.original, interaction.ephemeral, interaction.pending = message.id, ephemeral, True
    interaction.shown.append(message.id)


def update(world: DiscordWorld, interaction: Interaction, body: Json, files: dict[int, Upload]) -> None:
    """The response changes the message the person pressed on."""
    message = world.any_message(interaction.message or "")
    if message is None:
        raise unknown("message")
    messages.revise(world, message, body, files)
    interaction.original, interaction.ephemeral = message.id, message.for_user is not None


def follow_up(world: DiscordWorld, interaction: Interaction, body: Json, files: dict[int, Upload]) -> Message:
    """One more message; the first after "is thinking ..." takes its place."""
    if interaction.pending and interaction.original is not None:
        pending = world.any_message(interaction.original)
        if pending is not None:
            return edit(world, interaction, pending, body, files)
    message = _made(world, interaction, body, files)
    interaction.tell()
    return message


def edit(
    world: DiscordWorld, interaction: Interaction, message: Message, body: Json, files: dict[int, Upload]
) -> Message:
    """Change a message of the interaction."""
    _channel(world, interaction)
    messages.revise(world, message, body, files)
    if message.id == interaction.original:
        interaction.pending = False
    interaction.tell()
    return message


# forms


def numbered_modal(data: Json) -> Json:
    """A form with an identifier for each component."""
    return {**data, "components": parts.numbered(data["components"])}


def shown_modal(modal: Modal) -> Json:
    """A form for the page."""
    return {
        "id": modal.id,
        "user": modal.user,
        "channel": modal.channel,
        "message": modal.message,
        "title": modal.body["title"],
        "custom_id": modal.body["custom_id"],
        "components": modal.body["components"],
    }
