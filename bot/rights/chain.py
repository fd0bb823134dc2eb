"""The chain of rights events: each names the hash of the one before it, and is signed. Pure.

A link's hash is SHA-256 over the RFC 8785 form of ``Link.body()``. Words (names, notes, messages, answers, credit
lines) stand in it as hashes with a salt of their own, so that erasing words and salt leaves the chain whole and
tells nobody what they were. The signature is Ed25519 over the 32 bytes of the hash. With that, anybody can check an
export with a few lines of their own.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = "goodword-rights-1"
START = "0" * 64
"""What the first link names as the one before it."""
WORDS = ("actor_name", "note", "text", "credit")
"""What is chained as salted hashes."""


class Signer:
    """The installation's key. ``public`` is its public half in hexadecimal."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw().hex()

    def sign(self, hash_hex: str) -> str:
        return self._key.sign(bytes.fromhex(hash_hex)).hex()

    def derive(self, purpose: str) -> bytes:
        """A secret of 32 bytes for another purpose, from which nobody can work out the key (HKDF, RFC 5869)."""
        info = f"goodword {purpose}".encode()
        return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(self._key.private_bytes_raw())


@dataclass(frozen=True, slots=True)
class Link:
    """One event as it is chained. ``words`` and ``salts`` hold what was not erased; ``hashes`` hold all."""

    sequence: int
    ask_id: int
    item_id: int
    revision: int
    action: str
    actor: str
    via: str
    at: str  # ISO 8601, UTC, microseconds
    data: Mapping[str, Any] = field(default_factory=dict)
    request_id: str | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    previous: str = START
    hash: str = ""
    signature: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    salts: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """What the hash is of."""
        return {
            "format": FORMAT,
            "sequence": self.sequence,
            "ask": self.ask_id,
            "item": self.item_id,
            "revision": self.revision,
            "action": self.action,
            "actor": self.actor,
            "via": self.via,
            "at": self.at,
            "data": dict(self.data),
            "request": self.request_id,
            "words": dict(self.hashes),
            "previous": self.previous,
        }

    def as_json(self) -> dict[str, Any]:
        """As exports write it: the body, what stands beside it, and the words that are kept."""
        beside = {"hash": self.hash, "signature": self.signature}
        return {**self.body(), **beside, "text": dict(self.words), "salts": dict(self.salts)}


def moment(at: datetime) -> str:
    """A time as links hold it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def hash_of(value: Any) -> str:
    """SHA-256 of a JSON value's RFC 8785 form, as 64 hexadecimal digits."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def word_hash(name: str, salt: str, words: str) -> str:
    """The hash that stands for words in the chain: of a list of their name, their salt and themselves."""
    return hash_of([name, salt, words])


def salted(words: Mapping[str, str | None]) -> tuple[dict[str, str], dict[str, str]]:
    """Hashes and fresh salts for the words there are, by name."""
    given = {name: text for name, text in words.items() if text}
    salts = {name: secrets.token_hex(16) for name in given}
    return {name: word_hash(name, salts[name], text) for name, text in given.items()}, salts


def read_link(given: Mapping[str, Any]) -> Link:
    """A link from its exported form. Raises ValueError for what is none."""
    try:
        return Link(
            sequence=int(given["sequence"]),
            ask_id=int(given["ask"]),
            item_id=int(given["item"]),
            revision=int(given["revision"]),
            action=str(given["action"]),
            actor=str(given["actor"]),
            via=str(given["via"]),
            at=str(given["at"]),
            data=dict(given["data"]),
            request_id=given["request"],
            hashes=dict(given["words"]),
            previous=str(given["previous"]),
            hash=str(given["hash"]),
            signature=str(given["signature"]),
            words=dict(given.get("text") or {}),
            salts=dict(given.get("salts") or {}),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"it is no event of the chain ({type(error).__name__}: {error})") from None


class Checker:
    """Takes links one after the other and says what is wrong with one; keeps nothing but the last one's hash.

    ``gaps`` allows links to be left out, as in the record of a single item: each is then checked by itself.
    """

    def __init__(self, public: str, *, gaps: bool = False) -> None:
        self.public = public
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        self.gaps = gaps
        self.sequence = 0
        self.hash = START
        self.links = 0
        self.erased = 0

    def take(self, link: Link) -> str:
        """What is wrong with this link, in words; empty when nothing is. After a fault, stop."""
        problem = self._place(link) or self._itself(link)
        if not problem:
            self.sequence, self.hash = link.sequence, link.hash
            self.links += 1
            self.erased += len(link.hashes.keys() - link.words.keys())
        return problem

    def _place(self, link: Link) -> str:
        if self.gaps and link.sequence > self.sequence + 1:
            return ""
        if link.sequence != self.sequence + 1:
            return f"it is numbered {link.sequence}, and {self.sequence + 1} should stand here"
        if link.previous != self.hash:
            return "it does not follow the event before it"
        return ""

    def _itself(self, link: Link) -> str:
        try:
            found = hash_of(link.body())
        except (rfc8785.CanonicalizationError, RecursionError) as error:
            return f"its content has no canonical form ({type(error).__name__})"
        if found != link.hash:
            return "its content is not what its hash says"
        for name, words in link.words.items():
            if link.hashes.get(name) != word_hash(name, link.salts.get(name, ""), words):
                return f"its {name.replace('_', ' ')} is not what was written"
        return self._signed(link)

    def _signed(self, link: Link) -> str:
        try:
            self._key.verify(bytes.fromhex(link.signature), bytes.fromhex(link.hash))
        except (InvalidSignature, ValueError):
            return "it is not signed by this installation's key"
        return ""
