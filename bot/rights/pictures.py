"""Pictures of licensed items with credit and licence in them: made once, kept while they are licensed.

A picture comes from the cached preview, or, where that has passed its deadline, from what was kept as evidence when
its creator said yes. Evidence itself is given to nobody. Blocking: call from a thread.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import orjson

from bot.content.credit import Credit, Kind, NotAPicture, NotSigned, Signature, kind_of, mark
from bot.content.media.folder import MediaFolder
from bot.content.tables import Media
from bot.kernel.log import get_logger
from bot.rights.evidence import Evidence
from bot.rights.tables import Snapshot

MADE_AS = 1
"""Raised when pictures are made otherwise: those that were made before are made anew."""
_NAME = re.compile(r"[0-9a-f]{64}")
log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """A picture of an item that we hold: a file among the previews, or bytes among the evidence."""

    media: Media
    preview: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished file. ``digest`` is the SHA-256 of its bytes; ``unsigned`` says why it has no signature, "" where
    it has one or none is configured."""

    data: bytes
    kind: Kind
    digest: str
    unsigned: str = ""


def held(media: Sequence[Media], shown: Snapshot | None) -> list[Held]:
    """The pictures of an item that we hold, in their order. ``shown`` is what was kept when it was licensed."""
    kept = {one["url"]: one.get("sha256") or "" for one in shown.media if one.get("url")} if shown else {}
    found = []
    for one in media:
        if one.state == "cached" and one.file:
            found.append(Held(one, preview=one.file))
        elif digest := kept.get(one.url):
            found.append(Held(one, evidence=str(digest)))
    return found


class Pictures:
    """``folder`` is ours alone: a folder an item in it, a file a picture and what is said in it."""

    def __init__(
        self, folder: Path, previews: MediaFolder, evidence: Evidence, signature: Signature | None = None
    ) -> None:
        self._folder = folder
        self._previews = previews
        self._evidence = evidence
        self._signature = signature

    def make(self, item_id: int, one: Held, credit: Credit) -> Picture | None:
        """The picture with its credit; None where it is gone. Raises NotAPicture."""
        file = self._folder / str(item_id) / self._name(one, credit)
        try:
            return _picture(file.read_bytes())
        except (FileNotFoundError, NotAPicture):
            file.unlink(missing_ok=True)  # a damaged one is made anew
        data = self._read(one)
        if data is None:
            return None
        marked = mark(data, credit)
        signed, why = self._sign(marked, credit)
        if not why:  # what could not be signed is tried again the next time
            _write(file, signed)
        return _picture(signed, why)

    def drop(self, item_id: int) -> None:
        """Delete every picture of an item; gone already is fine."""
        shutil.rmtree(self._folder / str(int(item_id)), ignore_errors=True)

    def _read(self, one: Held) -> bytes | None:
        if one.preview:
            return self._previews.read(one.preview)
        try:
            return self._evidence.get(one.evidence)
        except ValueError as error:
            log.warning("evidence_changed", media=one.media.id, problem=str(error))
            return None

    def _sign(self, marked: bytes, credit: Credit) -> tuple[bytes, str]:
        if self._signature is None:
            return marked, ""
        try:
            return self._signature.sign(marked, credit), ""
        except NotSigned as error:
            log.warning("picture_not_signed", problem=error.message)
            return marked, error.message

    def _name(self, one: Held, credit: Credit) -> str:
        signer = hashlib.sha256(self._signature.chain).hexdigest() if self._signature is not None else ""
        told = [MADE_AS, one.preview or one.evidence, list(astuple(credit.clean())), signer]
        return hashlib.sha256(orjson.dumps(told)).hexdigest()


def _picture(data: bytes, unsigned: str = "") -> Picture:
    return Picture(data, kind_of(data), hashlib.sha256(data).hexdigest(), unsigned)


def _write(file: Path, data: bytes) -> None:
    """Beside it first, so that a reader never sees half a picture."""
    if not _NAME.fullmatch(file.name):
        raise ValueError("a picture is named by what it holds")
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix="writing-", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        os.replace(temporary, file)
    finally:
        Path(temporary).unlink(missing_ok=True)
