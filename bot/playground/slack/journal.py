"""What of the workspace is kept on disk, and how it comes back.

Kept: channels, messages, reading marks, scheduled messages and uploads. Not kept, as gone after a reload of Slack's
own client: private notes, open modals, the home tab, tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from bot.playground import journal
from bot.playground.journal import SEPARATOR, Rows
from bot.playground.slack.model import Channel, StoredFile
from bot.playground.slack.state import SlackWorld

MOST_MESSAGES = 20_000
"""Messages kept at a start, the latest of all channels; the app is told that older ones are not found."""
_FILE_ID = re.compile(r"F[A-Z0-9]{10}")


class Journal(journal.Journal[SlackWorld]):
    """A workspace's journal."""

    header = "goodword-playground"
    kinds = frozenset({"channel", "message", "file", "read", "scheduled"})

    def address(self, world: SlackWorld) -> str:
        """Where the workspace is served."""
        return world.base_url

    def value(self, world: SlackWorld, kind: str, key: tuple[str, ...]) -> Any:
        """What to keep of a channel, message, file, reading mark or scheduled message."""
        if kind == "channel":
            channel = world.channels.get(key[0])
            return None if channel is None else {**asdict(channel), "members": sorted(channel.members)}
        if kind == "message":
            return world.messages.get(key[0], {}).get(key[1])
        if kind == "file":
            file = world.files.get(key[0])
            return (
                None
                if self.file_bytes(world, key[0]) is None or not file
                else asdict(replace(file, data=None))
            )
        if kind == "read":
            return world.read_up_to.get((key[0], key[1]))
        return world.scheduled.get(key[0])

    def everything(self, world: SlackWorld) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every key there is."""
        yield from (("channel", (each,)) for each in world.channels)
        for channel, messages in world.messages.items():
            yield from (("message", (channel, ts)) for ts in messages)
        yield from (("read", key) for key in world.read_up_to)
        yield from (("scheduled", (each,)) for each in world.scheduled)
        yield from (("file", (each,)) for each in world.files)

    def file_bytes(self, world: SlackWorld, file_id: str) -> bytes | None:
        """The bytes of an upload that came to its end."""
        file = world.files.get(file_id)
        return None if file is None or file.deleted else file.data

    def restore(self, world: SlackWorld, rows: Rows, files: Path) -> None:
        """Fill the workspace."""
        for (kind, key), value in rows.items():
            if kind == "channel":
                world.channels[key] = Channel(**{**value, "members": set(value["members"])})
            elif kind == "read":
                user, _, channel = key.partition(SEPARATOR)
                world.read_up_to[user, channel] = value
            elif kind == "scheduled":
                world.scheduled[key] = value
            elif kind == "file" and _FILE_ID.fullmatch(key) and (files / key).is_file():
                world.files[key] = StoredFile(**{**value, "data": (files / key).read_bytes()})
        _restore_messages(world, rows)


def _restore_messages(world: SlackWorld, rows: Rows) -> None:
    found = [(key.partition(SEPARATOR)[0], value) for (kind, key), value in rows.items() if kind == "message"]
    found.sort(key=lambda pair: float(pair[1]["ts"]))
    for channel, message in found[-MOST_MESSAGES:]:
        world.messages.setdefault(channel, {})[message["ts"]] = message
        thread = message.get("thread_ts")
        if thread and thread != message["ts"]:
            world.threads.setdefault((channel, thread), []).append(message["ts"])
        for moment in (message["ts"], message.get("edited", {}).get("ts")):
            world.not_before(moment)
