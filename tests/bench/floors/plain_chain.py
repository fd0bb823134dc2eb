"""Checking the chain with a few lines of one's own: the standard library reads and hashes, ``cryptography`` verifies.

No dataclasses, no pages, no other database than SQLite, and only right for texts and numbers whose ``json`` form is
the RFC 8785 one. ``python -m tests.bench.floors.plain_chain DATABASE PUBLIC_KEY`` says how many events hold.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.bench.spent import say

_COLUMNS = (
    "sequence, ask_id, item_id, revision, action, actor, via, at, request_id, previous, hash, signature, data, "
    "hashes, salts, actor_name, note, text, credit"
)
_NAMES = ("actor_name", "note", "text", "credit")


def _hash(value: Any) -> str:
    form = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(form.encode()).hexdigest()


def check(file: str, public: str) -> int:
    """How many events hold, from the first on. Raises ValueError at the first that doesn't."""
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    previous, count = "0" * 64, 0
    for row in sqlite3.connect(file).execute(f"SELECT {_COLUMNS} FROM ask_event ORDER BY sequence"):
        words, salts = json.loads(row[13]), json.loads(row[14])
        body = {
            "format": "goodword-rights-1",
            "sequence": row[0],
            "ask": row[1],
            "item": row[2],
            "revision": row[3],
            "action": row[4],
            "actor": row[5],
            "via": row[6],
            "at": row[7].replace(" ", "T") + "+00:00",
            "data": json.loads(row[12]),
            "request": row[8],
            "words": words,
            "previous": previous,
        }
        given = {name: text for name, text in zip(_NAMES, row[15:], strict=True) if text is not None}
        kept = {name: _hash([name, salts[name], text]) for name, text in given.items()}
        if row[9] != previous or _hash(body) != row[10] or kept != words:
            raise ValueError(f"event {row[0]} doesn't hold")
        key.verify(bytes.fromhex(row[11]), bytes.fromhex(row[10]))
        previous, count = row[10], count + 1
    return count


if __name__ == "__main__":
    say(lambda: check(sys.argv[1], sys.argv[2]))
