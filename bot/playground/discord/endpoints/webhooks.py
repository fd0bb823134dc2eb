"""What an app says after its first answer: follow-ups, and changes to what it said, for fifteen minutes."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import answering, messages
from bot.playground.discord.errors import invalid_token, unknown
from bot.playground.discord.model import Interaction, Message
from bot.playground.discord.registry import Call, operation

Json = dict[str, Any]
BUCKET = ("webhook", 5, 2.0)
ONE = "/webhooks/{app}/{token}/messages/{message}"


def _interaction(call: Call) -> Interaction:
    world = call.world
    found = world.interactions.get(call["token"])
    if call["app"] != world.application_id or found is None:
        raise invalid_token()
    if world.steady() - found.made > world.token_seconds:
        raise invalid_token()
    if found.answer is None:
        raise unknown("webhook")
    return found


@operation("POST", "/webhooks/{app}/{token}", open=True, bucket=BUCKET)
def follow_up(call: Call) -> Json | None:
    """Say more. After "is thinking ..." the first of these is what was being thought of."""
    interaction = _interaction(call)
    made = answering.follow_up(call.world, interaction, call.fields, call.files)
    return made.body if call.query.get("wait", "true") in ("true", "1", "True") else None


def _message(call: Call, interaction: Interaction) -> Message:
    original = call["message"] == "@original"
    wanted = interaction.original if original else call["message"]
    mine = wanted in (interaction.original, *interaction.shown)
    found = call.world.any_message(wanted) if wanted and mine else None
    if found is None:
        raise unknown("message")
    return found


@operation("GET", ONE, open=True, bucket=BUCKET)
def one(call: Call) -> Json:
    """A message of this interaction; ``@original`` is its first."""
    return _message(call, _interaction(call)).body


@operation("PATCH", ONE, open=True, bucket=BUCKET)
def edit(call: Call) -> Json:
    """Change a message of this interaction."""
    interaction = _interaction(call)
    return answering.edit(call.world, interaction, _message(call, interaction), call.fields, call.files).body


@operation("DELETE", ONE, open=True, bucket=BUCKET)
def delete(call: Call) -> None:
    """Delete a message of this interaction."""
    interaction = _interaction(call)
    message = _message(call, interaction)
    messages.remove(call.world, message)
    if message.id == interaction.original:
        interaction.pending = False
    interaction.tell()
