"""The token of a click: which link, in which hour, and a proof that we made it.

It travels in the address that people are sent on to (``gw=``), and the website there gives it back when they buy
something. It holds nothing about the person, and is the same for everybody who follows a link within an hour: as
long as a link is followed more than once an hour, nobody can be told from it.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

_SHAPE = re.compile(r"[A-Za-z0-9_-]{30}")
_NUMBERS = struct.Struct(">QI")
_PROOF = 10
"""Bytes of the proof; 80 bits can't be guessed over the network."""
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Click:
    """What a token says. ``at`` is the beginning of an hour."""

    link_id: int
    at: datetime


def hour_of(moment: datetime) -> int:
    """The number of an hour since 1970."""
    return int(moment.timestamp()) // HOUR


def token(key: bytes, link_id: int, hour: int) -> str:
    """The token of a click on a link in an hour. ``key`` has 32 bytes."""
    numbers = _NUMBERS.pack(link_id, hour)
    return base64.urlsafe_b64encode(numbers + _proof(key, numbers)).decode().rstrip("=")


def read(key: bytes, given: str) -> Click | None:
    """What a token says; None for one that we didn't make."""
    if not _SHAPE.fullmatch(given):
        return None
    try:
        whole = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
    except (ValueError, binascii.Error):
        return None
    numbers, proof = whole[: _NUMBERS.size], whole[_NUMBERS.size :]
    if not hmac.compare_digest(proof, _proof(key, numbers)):
        return None
    link_id, hour = _NUMBERS.unpack(numbers)
    return Click(link_id, datetime.fromtimestamp(hour * HOUR, UTC))


def _proof(key: bytes, numbers: bytes) -> bytes:
    return blake2b(numbers, digest_size=_PROOF, key=key, person=b"link click").digest()
