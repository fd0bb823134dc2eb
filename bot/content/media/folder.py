"""The folder of cached previews: files named by the digest of their content, and nothing else."""

from __future__ import annotations

import os
import re
import tempfile
import time
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{32}\.jpg")
_JUST_WRITTEN = 3600.0  # seconds in which a file may still wait for the row that names it


class MediaFolder:
    """Writes are atomic, so a reader never sees half a file. Blocking: call from a thread."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, data: bytes) -> None:
        """Keep a file; one that is there has the same content."""
        self._checked(name)
        target = self.path / name
        if target.exists():
            os.utime(target)  # it is young again: the sweep leaves it to the row that follows
            return
        self.path.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix="writing-", dir=self.path)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(temporary, target)
        except BaseException:  # a cancellation too: clean up, and let it go on
            Path(temporary).unlink(missing_ok=True)
            raise

    def read(self, name: str) -> bytes | None:
        """A file's content, or None where it isn't there (any more)."""
        self._checked(name)
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, names: set[str]) -> None:
        """Delete files; those that are gone already don't matter."""
        for name in names:
            self._checked(name)
            (self.path / name).unlink(missing_ok=True)

    def size(self) -> int:
        """Bytes that all files take."""
        return sum(entry.stat().st_size for entry in self._files())

    def settled(self) -> set[str]:
        """Files that no write is about to give a row: what no row names of these is left over."""
        before = time.time() - _JUST_WRITTEN
        return {entry.name for entry in self._files() if entry.stat().st_mtime < before}

    def remove_unfinished(self) -> None:
        """Delete what a killed process was writing."""
        before = time.time() - _JUST_WRITTEN
        for path in self.path.glob("writing-*"):
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)

    def _files(self) -> list[os.DirEntry[str]]:
        try:
            return [entry for entry in os.scandir(self.path) if _NAME.fullmatch(entry.name)]
        except FileNotFoundError:
            return []

    def _checked(self, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise ValueError("a file in the media folder is named by a digest")
