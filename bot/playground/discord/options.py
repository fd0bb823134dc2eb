"""The options of a slash command as Discord's own client checks them before it sends anything."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from bot.playground.discord import cdn, payloads, shapes
from bot.playground.discord.model import Channel, Person, Upload
from bot.playground.discord.offers import local
from bot.playground.discord.state import DiscordWorld
from bot.playground.slack.errors import ActError

Json = dict[str, Any]
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
LARGEST = 1 << 53
WORDS = {
    STRING: "text",
    INTEGER: "a whole number",
    BOOLEAN: "true or false",
    USER: "a person's name or id",
    CHANNEL: "a channel's name or id",
    ROLE: "a role's name or id",
    MENTIONABLE: "a person's or a role's name or id",
    NUMBER: "a number",
    ATTACHMENT: "an object with filename, content_type, and content_base64 or size",
}


class Filled:
    """Options as an interaction carries them, with what they refer to."""

    def __init__(self, world: DiscordWorld, person: Person, channel: Channel) -> None:
        self._world = world
        self._person = person
        self._channel = channel
        self.options: list[Json] = []
        self.resolved: Json = {}

    def fill(self, declared: list[Json], given: Json, *, partial: bool = False) -> None:
        """Check what the person gave against what the command declares. ``partial`` while they still type."""
        names = {each["name"]: each for each in declared}
        translated = {local(each, self._person.locale): each["name"] for each in declared}
        values = {translated.get(key, key): value for key, value in given.items() if value is not None}
        for key in values:
            if key not in names:
                known = ", ".join(names) or "none"
                raise ActError("unknown_option", f"There is no option {key!r}; there is: {known}.")
        for each in declared:
            if each["name"] in values:
                value = self._value(each, values[each["name"]], partial)
                self.options.append({"name": each["name"], "type": each["type"], "value": value})
            elif each.get("required") and not partial:
                raise ActError(
                    "missing_option", f"The option {each['name']!r} is needed: {WORDS[each['type']]}."
                )

    def _value(self, option: Json, value: Any, partial: bool) -> Any:
        kind, name = option["type"], option["name"]
        if kind == STRING:
            return self._text(option, value, partial)
        if kind in (INTEGER, NUMBER):
            return self._number(option, value, partial)
        if kind == BOOLEAN:
            if not isinstance(value, bool):
                raise _wrong(name, kind)
            return value
        if kind == ATTACHMENT:
            return self.attach(name, value)
        if not isinstance(value, str):
            raise _wrong(name, kind)
        return self.refer(kind, value, option.get("channel_types"))

    def _text(self, option: Json, value: Any, partial: bool) -> str:
        if not isinstance(value, str):
            raise _wrong(option["name"], STRING)
        low, high = option.get("min_length", 0), option.get("max_length", 6000)
        if not partial and not low <= len(value) <= high:
            told = f"{option['name']!r} takes {low} to {high} characters; {len(value)} were given."
            raise ActError("option_length", told)
        return str(self._chosen(option, value))

    def _number(self, option: Json, value: Any, partial: bool) -> Any:
        name, kind = option["name"], option["type"]
        if partial and isinstance(value, str):
            return value  # half-typed numbers travel as text
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _wrong(name, kind)
        if kind == INTEGER and (not isinstance(value, int) or abs(value) > LARGEST):
            raise _wrong(name, kind)
        low, high = option.get("min_value", -LARGEST), option.get("max_value", LARGEST)
        if not low <= value <= high:
            raise ActError("option_range", f"{name!r} takes {low} to {high}; {value} was given.")
        return self._chosen(option, value)

    def _chosen(self, option: Json, value: Any) -> Any:
        """The choice's value, whether the person said it or the name it is shown under."""
        choices = option.get("choices")
        if not choices:
            return value
        for each in choices:
            if value in (each["value"], each["name"], local(each, self._person.locale)):
                return each["value"]
        known = ", ".join(str(each["value"]) for each in choices)
        raise ActError("option_choice", f"{option['name']!r} is one of {known}, not {value!r}.")

    # what is referred to

    def refer(self, kind: int, wanted: str, channel_types: list[int] | None = None) -> str:
        """The id of a person, role or channel, which is then told of as well."""
        if kind == CHANNEL:
            return self._refer_channel(wanted, channel_types)
        if kind == ROLE:
            return self._refer_role(wanted)
        try:
            return self.refer_person(wanted)
        except ActError:
            if kind != MENTIONABLE:
                raise
            return self._refer_role(wanted)

    def refer_person(self, wanted: str) -> str:
        """A person's id; the bot counts as one here."""
        world = self._world
        bot = wanted.removeprefix("@") in (world.application_id, world.bot.name)
        person = world.bot if bot else world.person_named(wanted)
        for key, value in payloads.resolved_people(world, self._channel, [person]).items():
            self.resolved.setdefault(key, {}).update(value)
        return person.id

    def _refer_role(self, wanted: str) -> str:
        role = self._world.role_named(wanted)
        self.resolved.setdefault("roles", {})[role.id] = shapes.role(role)
        return role.id

    def _refer_channel(self, wanted: str, types: list[int] | None) -> str:
        found = self._world.channel_named(wanted)
        if types and found.type not in types:
            raise ActError("option_channel", f"#{found.name} is of another kind than asked for.")
        told = payloads.resolved_channel(self._world, self._person, found)
        self.resolved.setdefault("channels", {})[found.id] = told
        return found.id

    def attach(self, name: str, value: Any) -> str:
        """Upload a file as the client does, and the id it got."""
        upload = upload_from(name, value, self._world.upload_bytes)
        kept = cdn.store(self._world, self._channel.id, upload, ephemeral=True)
        self.resolved.setdefault("attachments", {})[kept["id"]] = kept
        return str(kept["id"])


def upload_from(name: str, value: Any, most: int) -> Upload:
    """A file as the control surface takes it. ``size`` without content makes one of so many zero bytes."""
    if not isinstance(value, dict) or not isinstance(value.get("filename"), str) or not value["filename"]:
        raise _wrong(name, ATTACHMENT)
    data = b""
    if isinstance(value.get("content_base64"), str):
        try:
            data = base64.b64decode(value["content_base64"], validate=True)
        except (binascii.Error, ValueError):
            raise ActError("invalid_base64", f"content_base64 of {name!r} is not base64.") from None
        size = len(data)
    else:
        size = value.get("size", 0)
    if isinstance(size, bool) or not isinstance(size, int) or size < 0:
        raise _wrong(name, ATTACHMENT)
    if size > most:
        told = f"Your files are too powerful: {size} bytes, and the limit here is {most}."
        raise ActError("file_too_large", told, status=413)
    kind = value.get("content_type")
    return Upload(
        value["filename"], kind if isinstance(kind, str) else "application/octet-stream", data or bytes(size)
    )


def _wrong(name: str, kind: int) -> ActError:
    return ActError("option_type", f"The option {name!r} takes {WORDS[kind]}.")
