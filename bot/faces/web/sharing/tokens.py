"""What a Share button's address says, sealed: which ambassador, which piece, which network, and until when.

AES-SIV (RFC 5297) with a key of this installation: the same values give the same address, nobody reads it, and nobody
makes one up. It holds numbers and the network's key, no name and no text.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from bot.services import Services

DAYS = 45
"""How long a button works at least. The end is the end of a day (UTC), so a message drawn twice a day is the same."""
RENEWED = timedelta(days=30)
"""After so long an offer's buttons get new addresses, well before the old ones end."""
_NUMBERS = struct.Struct(">QQI")
_SHAPE = re.compile(r"[A-Za-z0-9_-]{48,90}")
_WHAT = [b"share"]
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Sharing:
    """What a button stands for. ``until`` is the beginning of a day."""

    ambassador_id: int
    item_id: int
    network: str
    until: datetime


def issued(offered_at: datetime, now: datetime) -> datetime:
    """From when on the buttons of an offer count that are drawn now: the same for RENEWED, so that a message that is
    drawn again is the same message."""
    return offered_at + max(0, (now - offered_at) // RENEWED) * RENEWED


class ShareTokens:
    """``key`` gives 32 bytes or more; it is called when the first token is made or read."""

    def __init__(self, key: Callable[[], bytes], base: str) -> None:
        self._key = key
        self._base = base.rstrip("/")
        self._cipher: AESSIV | None = None

    def address(self, ambassador_id: int, item_id: int, network: str, since: datetime) -> str:
        """Where the button leads, for an offer of that moment."""
        day = int((since + timedelta(days=DAYS)).timestamp()) // _DAY + 1
        sealed = self._siv().encrypt(_NUMBERS.pack(ambassador_id, item_id, day) + network.encode(), _WHAT)
        return f"{self._base}/share/{base64.urlsafe_b64encode(sealed).decode().rstrip('=')}"

    def read(self, token: str) -> Sharing | None:
        """What it says; None for one that we didn't make. Whether it still holds is for the caller to see."""
        if not _SHAPE.fullmatch(token):
            return None
        try:
            plain = self._siv().decrypt(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)), _WHAT)
        except (InvalidTag, ValueError, binascii.Error):
            return None
        ambassador_id, item_id, day = _NUMBERS.unpack(plain[: _NUMBERS.size])
        until = datetime.fromtimestamp(day * _DAY, UTC)
        return Sharing(ambassador_id, item_id, plain[_NUMBERS.size :].decode("ascii", "replace"), until)

    def _siv(self) -> AESSIV:
        if self._cipher is None:
            self._cipher = AESSIV(self._key())
        return self._cipher


def tokens_of(services: Services) -> ShareTokens | None:
    """None where nobody outside can reach the pages: buttons then open a window in the chat."""
    settings = services.settings
    if not (settings.web.enabled and settings.links.enabled and settings.web.address):
        return None
    return ShareTokens(lambda: services.asks.kit.signer().derive("share"), settings.web.address)
