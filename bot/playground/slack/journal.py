"""The workspace on disk: every change as a line of JSON, so that a demo goes on where it was, also after kill -9.

A line is ``[kind, key, value]``; the last one of a key counts, and ``null`` takes it away. Lines are handed to the
operating system one by one, so the death of the process loses at most the line it was writing. The file is written
anew, without what no longer counts, at each start and when such lines outgrow the rest.

Kept: channels, messages, reading marks, scheduled messages and uploads. Not kept, as gone after a reload of Slack's
own client: private notes, open modals, the home tab, tokens.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from bot.kernel.errors import FixSettings
from bot.kernel.log import get_logger
from bot.playground.slack.model import Channel, StoredFile
from bot.playground.slack.state import SlackWorld

HEADER = "goodword-playground"
VERSION = 1
MOST_MESSAGES = 20_000
"""Messages kept at a start, the latest of all channels; the app is told that older ones are not found."""

_BASE = b"playground://here"  # stands for the address, whose port may be another next time
_SEPARATOR = " "
_FILE_ID = re.compile(r"F[A-Z0-9]{10}")
_Rows = dict[tuple[str, str], Any]
log = get_logger(__name__)


class Journal:
    """The file at ``path``; bytes of uploads lie in the folder ``files`` beside it.

    ``spare`` bytes of changes, and as many as there is to keep, are written before the file is written anew.
    """

    def __init__(self, path: Path, *, spare: int = 32_000_000) -> None:
        self._path = path
        self._spare = spare
        self._grown = self._whole = 0
        self._files = path.parent / "files"
        self._out: BinaryIO | None = None
        self._world: SlackWorld | None = None

    def open(self, world: SlackWorld) -> None:
        """Fill the world with what was kept and keep what changes from now on.

        ``world.base_url`` is known by then. Raises FixSettings when the file can't be read, or was written by a
        newer version.
        """
        try:
            self._files.mkdir(parents=True, exist_ok=True)
            rows = self._read(world.base_url)
            try:
                _restore(world, rows, self._files)
            except (TypeError, ValueError, KeyError, AttributeError):
                raise self._unreadable("what it says does not fit together") from None
            self._world = world
            self._rewrite()
            self._sweep()
        except OSError as error:
            raise FixSettings(
                f"The playground's folder {self._path.parent} can't be used: {error.strerror}.",
                remedy="Check its rights and the free space, or use another folder with --data.",
            ) from None
        world.journal = self

    def close(self) -> None:
        """Write no more."""
        if self._world is not None:
            self._world.journal = None
        if self._out is not None:
            with contextlib.suppress(OSError):  # said when it was written
                self._out.close()
        self._out = self._world = None

    def changed(self, kind: str, *key: str) -> None:
        """Keep what the world now says about this. Where the disk refuses, no more is kept: a gap would mislead."""
        if self._world is None or self._out is None:
            return
        try:
            if kind == "file":
                self._keep_bytes(key[0])
            line = self._line(kind, _SEPARATOR.join(key), _VALUES[kind](self._world, key))
            self._out.write(line)
            self._out.flush()  # to the operating system: that survives the process, if not a power cut
            self._grown += len(line)
            if self._grown > max(self._spare, self._whole):
                self._rewrite()
        except OSError as error:
            log.warning("playground_no_longer_kept", folder=str(self._path.parent), problem=error.strerror)
            self.close()

    def _line(self, kind: str, key: str, value: Any) -> bytes:
        line = orjson.dumps([kind, key, value], option=orjson.OPT_APPEND_NEWLINE)
        return line.replace(self._world.base_url.encode(), _BASE) if self._world else line

    # reading

    def _read(self, base_url: str) -> _Rows:
        if not self._path.exists():
            return {}
        rows: _Rows = {}
        with self._path.open("rb") as lines:
            self._check_header(next(lines, b""))
            for number, line in enumerate(lines, start=2):
                if not line.endswith(b"\n"):  # the process died while it wrote this one
                    break
                try:
                    kind, key, value = orjson.loads(line.replace(_BASE, base_url.encode()))
                except ValueError:
                    raise self._unreadable(f"line {number} is damaged") from None
                if kind not in _VALUES or not isinstance(key, str):
                    raise self._unreadable(f"line {number} is not one of ours")
                rows[kind, key] = value
        return {key: value for key, value in rows.items() if value is not None}

    def _check_header(self, line: bytes) -> None:
        try:
            header = orjson.loads(line)
            version = header[HEADER]
        except (ValueError, TypeError, KeyError):
            raise self._unreadable("it does not start as such a file does") from None
        if version != VERSION:
            raise self._unreadable(f"it is of version {version}, and this Goodword reads version {VERSION}")

    def _unreadable(self, why: str) -> FixSettings:
        return FixSettings(
            f"The playground's messages in {self._path} can't be read: {why}.",
            remedy="Use another folder with --data, or delete this one to start afresh.",
        )

    # writing

    def _rewrite(self) -> None:
        """What counts, without its history. The old file stays until the new one is whole."""
        fresh = self._path.with_suffix(".new")
        with fresh.open("wb") as out:
            out.write(orjson.dumps({HEADER: VERSION}, option=orjson.OPT_APPEND_NEWLINE))
            for kind, key, value in self._rows():
                out.write(self._line(kind, key, value))
            out.flush()
            os.fsync(out.fileno())
            self._whole, self._grown = out.tell(), 0
        fresh.replace(self._path)
        if self._out is not None:
            self._out.close()
        self._out = self._path.open("ab")

    def _rows(self) -> Iterator[tuple[str, str, Any]]:
        world = self._world
        if world is None:
            return
        for channel in world.channels.values():
            yield "channel", channel.id, _VALUES["channel"](world, (channel.id,))
        for channel_id, messages in world.messages.items():
            for ts, message in messages.items():
                yield "message", f"{channel_id}{_SEPARATOR}{ts}", message
        for (user, channel_id), ts in world.read_up_to.items():
            yield "read", f"{user}{_SEPARATOR}{channel_id}", ts
        for key, entry in world.scheduled.items():
            yield "scheduled", key, entry
        for file in world.files.values():
            if (value := _VALUES["file"](world, (file.id,))) is not None:
                yield "file", file.id, value

    def _keep_bytes(self, file_id: str) -> None:
        file = self._world.files.get(file_id) if self._world else None
        where = self._files / file_id
        if file is None or file.deleted:
            where.unlink(missing_ok=True)
        elif file.data is not None and not where.exists():
            fresh = where.with_suffix(".new")
            fresh.write_bytes(file.data)
            fresh.replace(where)

    def _sweep(self) -> None:
        """Drop bytes that nothing names: of uploads that never came to their end."""
        known = self._world.files if self._world else {}
        for path in self._files.iterdir():
            if path.name not in known:
                with contextlib.suppress(IsADirectoryError, PermissionError):  # nothing of ours
                    path.unlink()


# what is kept


def _channel(world: SlackWorld, key: tuple[str, ...]) -> Any:
    channel = world.channels.get(key[0])
    return None if channel is None else {**asdict(channel), "members": sorted(channel.members)}


def _message(world: SlackWorld, key: tuple[str, ...]) -> Any:
    return world.messages.get(key[0], {}).get(key[1])


def _file(world: SlackWorld, key: tuple[str, ...]) -> Any:
    file = world.files.get(key[0])
    if file is None or file.deleted or file.data is None:
        return None
    return asdict(replace(file, data=None))


_VALUES: dict[str, Callable[[SlackWorld, tuple[str, ...]], Any]] = {
    "channel": _channel,
    "message": _message,
    "file": _file,
    "read": lambda world, key: world.read_up_to.get((key[0], key[1])),
    "scheduled": lambda world, key: world.scheduled.get(key[0]),
}


# what comes back


def _restore(world: SlackWorld, rows: _Rows, files: Path) -> None:
    for (kind, key), value in rows.items():
        if kind == "channel":
            world.channels[key] = Channel(**{**value, "members": set(value["members"])})
        elif kind == "read":
            user, _, channel = key.partition(_SEPARATOR)
            world.read_up_to[user, channel] = value
        elif kind == "scheduled":
            world.scheduled[key] = value
        elif kind == "file" and _FILE_ID.fullmatch(key) and (files / key).is_file():
            world.files[key] = StoredFile(**{**value, "data": (files / key).read_bytes()})
    _restore_messages(world, rows)


def _restore_messages(world: SlackWorld, rows: _Rows) -> None:
    found = [
        (key.partition(_SEPARATOR)[0], value) for (kind, key), value in rows.items() if kind == "message"
    ]
    found.sort(key=lambda pair: float(pair[1]["ts"]))
    for channel, message in found[-MOST_MESSAGES:]:
        world.messages.setdefault(channel, {})[message["ts"]] = message
        thread = message.get("thread_ts")
        if thread and thread != message["ts"]:
            world.threads.setdefault((channel, thread), []).append(message["ts"])
        for moment in (message["ts"], message.get("edited", {}).get("ts")):
            world.not_before(moment)
