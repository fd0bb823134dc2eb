"""Names of items and pictures in public addresses: they tell nothing, and nobody can make one up.

AES-SIV (RFC 5297) over the numbers, so that a name stays the same, with a key of this installation.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

_SHAPE = re.compile(r"[A-Za-z0-9_-]{32,43}")
_ITEM, _PICTURE = b"item", b"picture"


class Tokens:
    """``key`` gives 32 bytes; it is called when the first name is made or read."""

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = key
        self._cipher: AESSIV | None = None

    def item(self, item_id: int) -> str:
        return self._made(_ITEM, struct.pack(">q", item_id))

    def picture(self, item_id: int, media_id: int) -> str:
        return self._made(_PICTURE, struct.pack(">qq", item_id, media_id))

    def read_item(self, token: str) -> int | None:
        """The item's id; None for what is no name of ours."""
        found = self._read(_ITEM, token)
        return struct.unpack(">q", found)[0] if found is not None else None

    def read_picture(self, token: str) -> tuple[int, int] | None:
        """The item's and the picture's id."""
        found = self._read(_PICTURE, token)
        return struct.unpack(">qq", found) if found is not None else None

    def _made(self, what: bytes, numbers: bytes) -> str:
        return base64.urlsafe_b64encode(self._siv().encrypt(numbers, [what])).decode().rstrip("=")

    def _read(self, what: bytes, token: str) -> bytes | None:
        if not _SHAPE.fullmatch(token):
            return None
        try:
            sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            return self._siv().decrypt(sealed, [what])
        except (InvalidTag, ValueError, binascii.Error):
            return None

    def _siv(self) -> AESSIV:
        if self._cipher is None:
            self._cipher = AESSIV(self._key())
        return self._cipher
