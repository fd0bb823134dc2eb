"""The app's first answer to an interaction: once, within three seconds.

Source: docs.discord.com "Receiving and Responding to Interactions".
"""

from __future__ import annotations

from typing import Any

from bot.playground.discord import answering, messages
from bot.playground.discord.errors import DiscordError, invalid_form, unknown
from bot.playground.discord.model import Interaction, Modal
from bot.playground.discord.registry import Call, operation
from bot.playground.discord.validate.forms import check_choices, check_modal

Json = dict[str, Any]
COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
PONG, SAY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
#: Which answers each kind of interaction takes; updates besides need a message the interaction came from.
TAKEN = {
    COMMAND: (SAY, DEFER, MODAL),
    COMPONENT: (SAY, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    SUBMIT: (SAY, DEFER, DEFER_UPDATE, UPDATE),
}


@operation("POST", "/interactions/{interaction}/{token}/callback", open=True, bucket=("callback", 5, 1.0))
def callback(call: Call) -> Json | None:
    """Answer an interaction."""
    world = call.world
    interaction = world.interactions.get(call["token"])
    if interaction is None or interaction.id != call["interaction"]:
        raise unknown("interaction")
    if interaction.answer is not None:
        raise DiscordError(400, 40060, "Interaction has already been acknowledged.")
    if interaction.late:
        raise unknown("interaction")
    kind = call.fields.get("type")
    taken = TAKEN[interaction.type]
    if (
        not isinstance(kind, int)
        or kind not in taken
        or (kind in (DEFER_UPDATE, UPDATE) and interaction.message is None)
    ):
        choices = ", ".join(str(each) for each in taken)
        raise invalid_form(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {{{choices}}}.")
    _act(call, interaction, int(kind))
    interaction.answer = int(kind)
    interaction.tell()
    if call.query.get("with_response") not in ("1", "true", "True"):
        return None
    return _resource(call, interaction)


def _act(call: Call, interaction: Interaction, kind: int) -> None:
    """Do what the answer says; nothing has happened when it is refused."""
    data = call.fields.get("data")
    data = data if isinstance(data, dict) else {}
    if kind == SAY:
        answering.say(call.world, interaction, data, call.files)
    elif kind == DEFER:
        flags = Call(call.world, {}, body=data).whole("flags", high=(1 << 53) - 1) or 0
        answering.defer(call.world, interaction, ephemeral=bool(flags & messages.EPHEMERAL))
    elif kind == DEFER_UPDATE:
        interaction.original = interaction.message
    elif kind == UPDATE:
        answering.update(call.world, interaction, data, call.files)
    elif kind == CHOICES:
        check_choices(data.get("choices"))
        interaction.choices = data["choices"]
    elif kind == MODAL:
        check_modal(data)
        _open(call, interaction, data)


def _open(call: Call, interaction: Interaction, data: Json) -> None:
    world = call.world
    modal = Modal(
        world.new_id(),
        interaction.user,
        interaction.channel,
        answering.numbered_modal(data),
        interaction.metadata,
        interaction.message,
    )
    interaction.modal = modal
    world.modals[interaction.user] = modal
    world.feed.publish("modal", {"modal": answering.shown_modal(modal)}, user=interaction.user)


def _resource(call: Call, interaction: Interaction) -> Json:
    about: Json = {
        "id": interaction.id,
        "type": interaction.type,
        "response_message_loading": interaction.answer == DEFER,
        "response_message_ephemeral": interaction.ephemeral,
    }
    if interaction.original is not None:
        about["response_message_id"] = interaction.original
        about["channel_id"] = interaction.channel
        if (
            interaction.channel in call.world.channels
            and not call.world.channels[interaction.channel].is_direct
        ):
            about["guild_id"] = call.world.guild_id
    answer: Json = {"interaction": about}
    if interaction.answer in (SAY, UPDATE) and interaction.original is not None:
        message = call.world.any_message(interaction.original)
        if message is not None:
            answer["resource"] = {"type": interaction.answer, "message": message.body}
    return answer
