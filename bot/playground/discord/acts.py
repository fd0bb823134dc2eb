"""What a person does: type a command, press, choose, use a message's "Apps" menu."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any

from bot.playground.discord import answering, messages, offers, payloads
from bot.playground.discord.gateway import Gateway
from bot.playground.discord.model import Channel, Interaction, Message, Person
from bot.playground.discord.options import CHANNEL, MENTIONABLE, ROLE, USER, Filled
from bot.playground.discord.parts import BUTTON, STRING, interactive
from bot.playground.discord.permissions import Permission
from bot.playground.discord.state import DiscordWorld
from bot.playground.slack.errors import ActError

Json = dict[str, Any]
LINK, PREMIUM = 5, 6
SELECT_KINDS = {5: USER, 6: ROLE, 7: MENTIONABLE, 8: CHANNEL}
WAIT = 5.0
"""Seconds an act waits for what follows "is thinking ...", unless told otherwise."""


class Acts:
    """A person's hands. Every method answers as the control surface does."""

    def __init__(self, world: DiscordWorld, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway

    # finding

    def where(self, user: str, channel: str) -> tuple[Person, Channel]:
        """The person and the channel, which the person can see."""
        world = self._world
        person = world.person_named(user)
        place = world.channel_named(channel, person.id)
        if not place.is_direct and not person.inside:
            raise ActError("not_a_member", f"{person.name} is not in the guild; join first.")
        if not world.sees(person, place):
            raise ActError("channel_hidden", f"{person.name} can't see #{place.name or 'this conversation'}.")
        return person, place

    def message(self, person: Person, channel: Channel, wanted: str) -> Message:
        """A message the person sees."""
        found = self._world.messages.get(channel.id, {}).get(wanted) or self._world.ephemerals.get(wanted)
        mine = found is not None and found.channel == channel.id and found.for_user in (None, person.id)
        if found is None or not mine:
            raise ActError(
                "message_not_found", f"{person.name} sees no message {wanted!r} there.", status=404
            )
        return found

    def component(self, message: Message, custom_id: str) -> Json:
        """What can be pressed or chosen from, by its custom id."""
        every = interactive(message.body["components"])
        if custom_id not in every:
            known = ", ".join(every) or "nothing to press"
            raise ActError(
                "component_not_found", f"There is no {custom_id!r}; there is: {known}.", status=404
            )
        if every[custom_id].get("disabled"):
            raise ActError("component_disabled", f"{custom_id!r} is disabled.")
        return every[custom_id]

    # commands

    async def slash(
        self, user: str, *, channel: str, command: str, options: Json | None = None, wait: float = WAIT
    ) -> Json:
        """Use a slash command; ``command`` with its subcommands, as ``contest enter``."""
        person, place = self.where(user, channel)
        self._may_command(person, place)
        name, *path = command.strip().removeprefix("/").split() or [""]
        found = offers.find_command(self._world, person, place, name, offers.SLASH)
        names, declared = offers.leaf(found, path, person.locale)
        filled = Filled(self._world, person, place)
        filled.fill(declared, options or {})
        data = _command_data(found, names, filled)
        return await self.send(person, place, payloads.COMMAND, data, wait=wait)

    async def autocomplete(
        self,
        user: str,
        *,
        channel: str,
        command: str,
        option: str,
        value: Any = "",
        options: Json | None = None,
    ) -> Json:
        """Type into an option: what the app suggests. ``options`` are those filled in already."""
        person, place = self.where(user, channel)
        self._may_command(person, place)
        name, *path = command.strip().removeprefix("/").split() or [""]
        found = offers.find_command(self._world, person, place, name, offers.SLASH)
        names, declared = offers.leaf(found, path, person.locale)
        focus = next((each for each in declared if each["name"] == option), None)
        if focus is None or not focus.get("autocomplete"):
            known = ", ".join(each["name"] for each in declared if each.get("autocomplete")) or "none"
            raise ActError("no_autocomplete", f"{option!r} suggests nothing; those that do: {known}.")
        filled = Filled(self._world, person, place)
        filled.fill(declared, {**(options or {}), option: value}, partial=True)
        for each in filled.options:
            if each["name"] == option:
                each["focused"] = True
        data = _command_data(found, names, filled)
        return await self.send(person, place, payloads.AUTOCOMPLETE, data)

    async def message_command(
        self, user: str, *, channel: str, message: str, command: str, wait: float = WAIT
    ) -> Json:
        """Use a command of a message's "Apps" menu."""
        person, place = self.where(user, channel)
        target = self.message(person, place, message)
        found = offers.find_command(self._world, person, place, command, offers.MESSAGE)
        data = _menu_data(found, target.id)
        data["resolved"] = {"messages": {target.id: messages.shown_to_app(target)}}
        return await self.send(person, place, payloads.COMMAND, data, wait=wait)

    async def user_command(
        self, user: str, *, channel: str, target: str, command: str, wait: float = WAIT
    ) -> Json:
        """Use a command of a person's "Apps" menu."""
        person, place = self.where(user, channel)
        found = offers.find_command(self._world, person, place, command, offers.USER)
        filled = Filled(self._world, person, place)
        data = _menu_data(found, filled.refer_person(target))
        data["resolved"] = filled.resolved
        return await self.send(person, place, payloads.COMMAND, data, wait=wait)

    def _may_command(self, person: Person, place: Channel) -> None:
        if not self._world.rights(person, place) & Permission.USE_APPLICATION_COMMANDS:
            raise ActError("no_commands", f"{person.name} may not use commands in #{place.name}.")

    # components

    async def click(
        self, user: str, *, channel: str, message: str, custom_id: str, wait: float = WAIT
    ) -> Json:
        """Press a button."""
        person, place = self.where(user, channel)
        target = self.message(person, place, message)
        found = self.component(target, custom_id)
        if found["type"] != BUTTON or found["style"] in (LINK, PREMIUM):
            raise ActError(
                "not_a_button", f"{custom_id!r} is no button of the app: choose from it with select."
            )
        data = {"component_type": BUTTON, "custom_id": custom_id, "id": found["id"]}
        return await self.send(person, place, payloads.COMPONENT, data, message=target, wait=wait)

    async def select(
        self,
        user: str,
        *,
        channel: str,
        message: str,
        custom_id: str,
        values: list[str],
        wait: float = WAIT,
    ) -> Json:
        """Choose from a menu: values, or names or ids where it is a menu of people, roles or channels."""
        person, place = self.where(user, channel)
        target = self.message(person, place, message)
        found = self.component(target, custom_id)
        if found["type"] == BUTTON:
            raise ActError("not_a_select", f"{custom_id!r} is a button: press it with click.")
        filled = Filled(self._world, person, place)
        data = {
            "component_type": found["type"],
            "custom_id": custom_id,
            "id": found["id"],
            "values": chosen(found, values, filled),
        }
        if filled.resolved:
            data["resolved"] = filled.resolved
        return await self.send(person, place, payloads.COMPONENT, data, message=target, wait=wait)

    # sending and seeing

    async def send(
        self, person: Person, place: Channel, kind: int, data: Json, *, wait: float = 0.0, **about: Any
    ) -> Json:
        """Send an interaction, and answer with what the person saw of it."""
        made, event = payloads.interaction(self._world, person, place, kind, data, **about)
        began = time.monotonic()
        if not self._gateway.connected:
            return self._unanswered(made, "not_connected", "The application is not connected.", 0)
        self._world.emit("INTERACTION_CREATE", event)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._world.ack_seconds):
                while made.answer is None:
                    await made.news.wait()
        ms = round((time.monotonic() - began) * 1000)
        if made.answer is None:
            made.late = True
            return self._unanswered(made, "no_response", "The application did not respond.", ms)
        if made.pending and wait > 0:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    while made.pending:
                        await made.news.wait()
        return self._seen(made, ms)

    def _unanswered(self, made: Interaction, error: str, told: str, ms: int) -> Json:
        made.late = True
        about = {"text": told, "channel": made.channel, "message": made.message, "interaction": made.id}
        self._world.feed.publish("warning", about, user=made.user)
        return {
            "ok": False,
            "acked": False,
            "ms": ms,
            "error": error,
            "message": told,
            "interaction": made.id,
        }

    def _seen(self, made: Interaction, ms: int) -> Json:
        shown = [self._world.any_message(each) for each in made.shown]
        original = self._world.any_message(made.original) if made.original else None
        return {
            "ok": True,
            "acked": True,
            "ms": ms,
            "interaction": made.id,
            "type": made.answer,
            "pending": made.pending,
            "response": messages.shown(original) if original else None,
            "messages": [messages.shown(each) for each in shown if each is not None],
            "modal": answering.shown_modal(made.modal) if made.modal else None,
            "choices": made.choices,
        }


def chosen(component: Json, values: list[str], filled: Filled) -> list[str]:
    """What was chosen, within what the menu offers."""
    low, high = component.get("min_values", 1), component.get("max_values", 1)
    if not low <= len(values) <= high:
        raise ActError("select_count", f"Choose {low} to {high}; {len(values)} were given.")
    if len(set(values)) != len(values):
        raise ActError("select_twice", "Each value can be chosen once.")
    if component["type"] != STRING:
        kind = SELECT_KINDS[component["type"]]
        return [filled.refer(kind, each, component.get("channel_types")) for each in values]
    known = [each["value"] for each in component["options"]]
    for each in values:
        if each not in known:
            raise ActError("select_value", f"{each!r} is not offered; there is: {', '.join(known)}.")
    return values


def _command_data(command: Json, names: list[str], filled: Filled) -> Json:
    options: list[Json] = filled.options
    kinds = [offers.SUB] if len(names) == 1 else [offers.SUB, offers.GROUP]
    for name, kind in zip(reversed(names), kinds, strict=False):
        options = [{"name": name, "type": kind, "options": options}]
    data: Json = {"id": command["id"], "name": command["name"], "type": 1}
    if options:
        data["options"] = options
    if filled.resolved:
        data["resolved"] = filled.resolved
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data


def _menu_data(command: Json, target: str) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"], "target_id": target}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data
