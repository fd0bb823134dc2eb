"""What was shown when somebody was asked: text and pictures as they were, kept by their hashes.

The folder is an archive, not a cache: nothing here is served, and nothing leaves it but by erasure.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from bot.content.media.folder import MediaFolder
from bot.content.tables import Item, Media
from bot.rights.chain import hash_of
from bot.rights.tables import Snapshot

_CHUNK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")


class Evidence:
    """Bytes by their SHA-256, two digits a folder. Writes are atomic; the same bytes are one file. Blocking."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, data: bytes) -> str:
        """Keep bytes and give their hash."""
        digest = hashlib.sha256(data).hexdigest()
        target = self.file(digest)
        if target.exists():
            return digest
        self._write(target, io.BytesIO(data))
        return digest

    def _write(self, target: Path, source: BinaryIO) -> None:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(prefix="writing-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(source, file, _CHUNK)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, target)
        except BaseException:  # a cancellation too: clean up, and let it go on
            Path(temporary).unlink(missing_ok=True)
            raise

    def put_file(self, source: BinaryIO) -> str:
        """The same for a file, from its beginning, without holding it in memory."""
        digest = digest_of(source)
        target = self.file(digest)
        if not target.exists():
            source.seek(0)
            self._write(target, source)
        return digest

    def has(self, digest: str) -> bool:
        return self.file(digest).exists()

    def get(self, digest: str) -> bytes | None:
        """The bytes, or None where they were erased. Raises ValueError where they are not what the hash says."""
        try:
            data = self.file(digest).read_bytes()
        except FileNotFoundError:
            return None
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError(f"the evidence {digest} was changed")
        return data

    def remove(self, digest: str) -> None:
        """Erase bytes; gone already is fine."""
        self.file(digest).unlink(missing_ok=True)

    def file(self, digest: str) -> Path:
        """Where such bytes lie. Raises ValueError for what is no hash."""
        if not _HASH.fullmatch(digest):
            raise ValueError("evidence is named by a SHA-256 hash")
        return self.path / digest[:2] / digest[2:]


def digest_of(source: BinaryIO) -> str:
    """SHA-256 of a whole file, in hexadecimal."""
    source.seek(0)
    found = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


async def snapshot(
    item: Item, media: Sequence[Media], cache: MediaFolder, evidence: Evidence, now: datetime
) -> Snapshot:
    """An item as it is now; of its pictures, the previews that are there. Nothing is fetched."""
    shown = [await asyncio.to_thread(_keep, one, cache, evidence) for one in media]
    made = Snapshot(
        item_id=item.id or 0,
        version=item.version,
        title=item.title,
        text=item.text,
        url=item.url,
        language=item.language or item.declared_language,
        media=shown,
        sha256="",
        at=now,
    )
    made.sha256 = snapshot_hash(made)
    return made


def snapshot_hash(made: Snapshot) -> str:
    """What stands for a snapshot in the chain: of its words, its address and the hashes of its pictures."""
    return hash_of(snapshot_content(made))


def snapshot_content(made: Snapshot) -> dict[str, Any]:
    """What the hash is of."""
    return {
        "item": made.item_id,
        "version": made.version,
        "title": made.title,
        "text": made.text,
        "url": made.url,
        "language": made.language,
        "media": made.media,
    }


def _keep(media: Media, cache: MediaFolder, evidence: Evidence) -> dict[str, Any]:
    data = cache.read(media.file) if media.file else None
    found = {"kind": media.kind, "url": media.url, "alt": media.alt or ""}
    return {**found, "sha256": evidence.put(data) if data is not None else ""}
