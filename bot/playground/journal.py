"""A place of the playground on disk: every change as a line of JSON, so that a demo goes on where it was.

A line is ``[kind, key, value]``; the last one of a key counts, and ``null`` takes it away. Lines are handed to the
operating system one by one, so the death of the process, also by kill -9, loses at most the line it was writing. The
file is written anew, without what no longer counts, at each start and when such lines outgrow the rest.

What is kept of a place, and how it comes back, its own journal says.
"""

from __future__ import annotations

import contextlib
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Generic, Protocol, TypeVar

import orjson

from bot.kernel.errors import FixSettings
from bot.kernel.log import get_logger

SEPARATOR = " "
Rows = dict[tuple[str, str], Any]
_BASE = b"playground://here"  # stands for the address, whose port may be another next time
log = get_logger(__name__)


class Keeper(Protocol):
    """Whoever keeps a place beyond the process."""

    def changed(self, kind: str, *key: str) -> None: ...


class Place(Protocol):
    """What a journal needs to know of what it keeps."""

    journal: Keeper | None


PlaceT = TypeVar("PlaceT", bound=Place)


class Journal(ABC, Generic[PlaceT]):
    """The file at ``path``; bytes of uploads lie in the folder ``files`` beside it.

    ``spare`` bytes of changes, and as many as there is to keep, are written before the file is written anew.
    """

    header: ClassVar[str]
    version: ClassVar[int] = 1
    kinds: ClassVar[frozenset[str]]

    def __init__(self, path: Path, *, spare: int = 32_000_000) -> None:
        self._path = path
        self._spare = spare
        self._grown = self._whole = 0
        self._files = path.parent / "files"
        self._out: BinaryIO | None = None
        self._world: PlaceT | None = None

    # what a place's own journal says

    @abstractmethod
    def address(self, world: PlaceT) -> str:
        """Where the place is served: what stands in links and may be another next time."""

    @abstractmethod
    def value(self, world: PlaceT, kind: str, key: tuple[str, ...]) -> Any:
        """What to keep under this kind and key now; None where there is nothing (any more)."""

    @abstractmethod
    def everything(self, world: PlaceT) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The kind and key of all that is to be kept, in the order it is to come back."""

    @abstractmethod
    def restore(self, world: PlaceT, rows: Rows, files: Path) -> None:
        """Fill the place with what was kept. What doesn't fit together raises as Python does."""

    @abstractmethod
    def file_bytes(self, world: PlaceT, file_id: str) -> bytes | None:
        """The bytes of an upload that is to be kept; None of one that is not."""

    # life

    def open(self, world: PlaceT) -> None:
        """Fill the world with what was kept and keep what changes from now on.

        The world's address is known by then. Raises FixSettings when the file can't be read, or was written by a
        newer version.
        """
        try:
            self._files.mkdir(parents=True, exist_ok=True)
            rows = self._read(self.address(world))
            try:
                self.restore(world, rows, self._files)
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
                self._keep_bytes(self._world, key[0])
            line = self._line(kind, SEPARATOR.join(key), self.value(self._world, kind, key))
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
        return line.replace(self.address(self._world).encode(), _BASE) if self._world else line

    # reading

    def _read(self, base_url: str) -> Rows:
        if not self._path.exists():
            return {}
        rows: Rows = {}
        with self._path.open("rb") as lines:
            self._check_header(next(lines, b""))
            for number, line in enumerate(lines, start=2):
                if not line.endswith(b"\n"):  # the process died while it wrote this one
                    break
                try:
                    kind, key, value = orjson.loads(line.replace(_BASE, base_url.encode()))
                except ValueError:
                    raise self._unreadable(f"line {number} is damaged") from None
                if kind not in self.kinds or not isinstance(key, str):
                    raise self._unreadable(f"line {number} is not one of ours")
                rows[kind, key] = value
        return {key: value for key, value in rows.items() if value is not None}

    def _check_header(self, line: bytes) -> None:
        try:
            header = orjson.loads(line)
            version = header[self.header]
        except (ValueError, TypeError, KeyError):
            raise self._unreadable("it does not start as such a file does") from None
        if version != self.version:
            told = f"it is of version {version}, and this Goodword reads version {self.version}"
            raise self._unreadable(told)

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
            out.write(orjson.dumps({self.header: self.version}, option=orjson.OPT_APPEND_NEWLINE))
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
        if self._world is None:
            return
        for kind, key in self.everything(self._world):
            if (value := self.value(self._world, kind, key)) is not None:
                yield kind, SEPARATOR.join(key), value

    def _keep_bytes(self, world: PlaceT, file_id: str) -> None:
        data = self.file_bytes(world, file_id)
        where = self._files / file_id
        if data is None:
            where.unlink(missing_ok=True)
        elif not where.exists():
            fresh = where.with_suffix(".new")
            fresh.write_bytes(data)
            fresh.replace(where)

    def _sweep(self) -> None:
        """Drop bytes that nothing names: of uploads that never came to their end."""
        known = (
            {key[0] for kind, key in self.everything(self._world) if kind == "file"} if self._world else set()
        )
        for path in self._files.iterdir():
            if path.name not in known:
                with contextlib.suppress(IsADirectoryError, PermissionError):  # nothing of ours
                    path.unlink()
