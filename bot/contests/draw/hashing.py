"""How values become hashes: the whole of it, so that anybody can write it again in a few lines.

Two ways, both SHA-256: of a JSON value in its canonical form (RFC 8785), and of byte strings behind a label, each
with its length before it (four bytes, the highest first), so that no two lists of parts look the same.
"""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:
    """The one way of writing a JSON value: RFC 8785. Only strings, whole numbers up to 2**53 - 1, lists, objects."""
    return rfc8785.dumps(value)


def hash_of(value: Any) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def labelled(label: str, *parts: bytes) -> bytes:
    """SHA-256 of the label and the parts, each with its length before it."""
    joined = b"".join(len(part).to_bytes(4, "big") + part for part in (label.encode(), *parts))
    return hashlib.sha256(joined).digest()
