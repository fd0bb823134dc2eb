"""Short stable hashes, for ids and for telling what was seen before."""

from __future__ import annotations

from hashlib import blake2b


def digest(text: str) -> str:
    """Twelve bytes as hexadecimal digits; the same text gives the same hash for ever."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
