"""The installation's Ed25519 key: in the data folder, made at first use, or given by the operator."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from pathlib import Path

from bot.kernel.errors import FixSettings
from bot.rights.chain import Signer

FILE = "rights.key"
VARIABLE = "GOODWORD_RIGHTS_KEY"
_SEED = re.compile(r"[0-9a-f]{64}")


def load_signer(data_dir: Path, given: str | None = None) -> Signer:
    """The key that signs rights events. Blocks.

    ``given`` (GOODWORD_RIGHTS_KEY: 64 hexadecimal digits) comes first; several replicas need it, or a shared
    data folder. Else the file is read, and made where there is none, for this user alone. Raises FixSettings.
    """
    if given:
        return Signer(_seed(given, VARIABLE))
    file = data_dir / FILE
    try:
        if not file.exists():
            _make(file)
        return Signer(_seed(file.read_text(encoding="ascii", errors="replace"), str(file)))
    except OSError as error:
        raise FixSettings(
            f"The key that signs permissions, {file}, can't be used: {error.strerror}.",
            remedy=f"Make the folder writable for this user, or set {VARIABLE}.",
        ) from None


def _seed(text: str, where: str) -> bytes:
    if not _SEED.fullmatch(text.strip()):
        raise FixSettings(
            f"{where} holds no key: it takes 64 hexadecimal digits.",
            remedy="Put back the key that signed the permissions so far; a new one can't vouch for them.",
        )
    return bytes.fromhex(text.strip())


def _make(file: Path) -> None:
    """Write a new key where there is none. Of processes that do it at once, one's key stands."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix="rights-", dir=file.parent)  # readable by this user alone
    try:
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(secrets.token_hex(32) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        try:
            os.link(temporary, file)
        except FileExistsError:
            return  # another process was first
    finally:
        Path(temporary).unlink(missing_ok=True)
