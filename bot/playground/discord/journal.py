"""What of the guild is kept on disk, and how it comes back.

Kept: people, roles, channels, messages with their reactions, pins, uploads, registered commands. Not kept, as gone
after a reload of Discord's own client: private messages, open forms; nor interactions, whose tokens end anyhow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.playground import journal
from bot.playground.discord.model import Channel, Message, Person, Role, StoredFile
from bot.playground.discord.state import DiscordWorld
from bot.playground.journal import SEPARATOR, Rows

MOST_MESSAGES = 20_000
"""Messages kept at a start, the latest of all channels."""
_FILE_ID = re.compile(r"[0-9]{1,20}")


class Journal(journal.Journal[DiscordWorld]):
    """A guild's journal."""

    header = "goodword-playground-discord"
    kinds = frozenset({"guild", "person", "role", "channel", "message", "pins", "file", "commands"})

    def address(self, world: DiscordWorld) -> str:
        """Where the guild is served."""
        return world.address

    def value(self, world: DiscordWorld, kind: str, key: tuple[str, ...]) -> Any:
        """What to keep of each kind."""
        if kind == "guild":
            return {"owner": world.owner_id}
        if kind == "commands":
            return {"commands": list(world.commands.values()), "created": world.created}
        if kind == "message":
            message = world.messages.get(key[0], {}).get(key[1])
            return None if message is None else {"body": message.body, "reacted": message.reacted}
        if kind == "pins":
            return world.pins.get(key[0]) or None
        if kind == "file":
            file = world.files.get(key[0])
            if file is None or file.ephemeral:
                return None
            return {name: value for name, value in vars(file).items() if name != "data"}
        holds: dict[str, Mapping[str, Any]]
        holds = {"person": world.people, "role": world.roles, "channel": world.channels}
        found = holds[kind].get(key[0])
        return None if found is None else asdict(found)

    def everything(self, world: DiscordWorld) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every key there is."""
        yield "guild", ("it",)
        yield from (("person", (each,)) for each in world.people)
        yield from (("role", (each,)) for each in world.roles)
        yield from (("channel", (each,)) for each in world.channels)
        for channel, messages in world.messages.items():
            yield from (("message", (channel, each)) for each in messages)
        yield from (("pins", (each,)) for each in world.pins)
        yield from (("file", (each,)) for each, file in world.files.items() if not file.ephemeral)
        yield "commands", ("all",)

    def file_bytes(self, world: DiscordWorld, file_id: str) -> bytes | None:
        """The bytes of an upload that everybody sees."""
        file = world.files.get(file_id)
        return None if file is None or file.ephemeral else file.data

    def restore(self, world: DiscordWorld, rows: Rows, files: Path) -> None:
        """Fill the guild; what was kept takes the place of the sample, so that what was deleted stays so."""
        if ("guild", "it") not in rows:
            return
        world.owner_id = str(rows["guild", "it"]["owner"])
        world.people = {key: Person(**value) for key, value in _of(rows, "person")}
        world.roles = {key: Role(**value) for key, value in _of(rows, "role")}
        world.channels = {key: Channel(**value) for key, value in _of(rows, "channel")}
        world.pins = {
            key: {str(each): float(at) for each, at in value.items()} for key, value in _of(rows, "pins")
        }
        kept = rows.get(("commands", "all"), {"commands": [], "created": []})
        world.commands = {each["id"]: each for each in kept["commands"]}
        world.created = [(scope, float(moment)) for scope, moment in kept["created"]]
        for key, value in _of(rows, "file"):
            if _FILE_ID.fullmatch(key) and (files / key).is_file():
                world.files[key] = StoredFile(**{**value, "data": (files / key).read_bytes()})
        _restore_messages(world, rows)
        for identity in (*world.people, *world.roles, *world.channels, *world.files, *world.commands):
            world.not_before(identity)


def _of(rows: Rows, wanted: str) -> Iterator[tuple[str, Any]]:
    return ((key, value) for (kind, key), value in rows.items() if kind == wanted)


def _restore_messages(world: DiscordWorld, rows: Rows) -> None:
    found = [(key.partition(SEPARATOR)[0], value) for key, value in _of(rows, "message")]
    found.sort(key=lambda pair: int(pair[1]["body"]["id"]))
    for channel, value in found[-MOST_MESSAGES:]:
        message = Message(value["body"], reacted=value["reacted"])
        world.messages.setdefault(channel, {})[message.id] = message
        world.not_before(message.id)
