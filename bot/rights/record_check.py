"""Checking what stands beside the events in the record of one item: the signed record, receipts, pictures."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.rights.chain import Link, hash_of
from bot.rights.receipt_check import problems


class RecordChecker:
    """Takes the lines of a record one after the other, keeping of each no more than hashes."""

    def __init__(self, public: str) -> None:
        self._public = public
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        self._record = False
        self._shown: set[str] = set()
        self._terms: set[str] = set()
        self._pictures: set[str] = set()
        self._hashing: tuple[str, int, Any] | None = (
            None  # a picture in parts: its hash, the part to come, so far
        )

    def take(self, given: dict[str, Any]) -> str:
        """What is wrong with a line that is no event, in words; empty when nothing is."""
        if "record" in given:
            return self._signed(given) or self._notices(given["record"])
        if "receipt" in given:
            found = problems(given["receipt"], self._public)
            return f"a receipt: {found[0]}" if found else ""
        if "media" in given:
            return self._picture(given)
        return "it holds a line of no known kind"

    def event(self, link: Link) -> str:
        """What is wrong with what an event refers to. Files with nothing but events refer to nothing beside them."""
        if not self._record:
            return ""
        shown, terms = link.data.get("snapshot"), link.data.get("terms_sha256")
        if shown is not None and shown not in self._shown:
            return "what was shown then is not in the record"
        if terms is not None and terms not in self._terms:
            return "the terms of then are not in the record"
        return ""

    def end(self) -> str:
        """What is missing at the end."""
        return "a picture is cut off" if self._hashing is not None else ""

    def _signed(self, given: dict[str, Any]) -> str:
        try:
            digest = hash_of(given["record"])
            self._key.verify(bytes.fromhex(str(given.get("signature"))), bytes.fromhex(digest))
        except (rfc8785.CanonicalizationError, RecursionError):
            return "it has no canonical form"
        except (InvalidSignature, ValueError):
            return "it is not what was signed by this installation's key"
        return ""

    def _notices(self, record: dict[str, Any]) -> str:
        """Signed it is; what remains is that it holds together."""
        self._record = True
        for one in record["notices"]:
            content = {
                name: value for name, value in one.items() if name not in ("id", "sha256", "at", "erased")
            }
            if not one["erased"] and hash_of(content) != one["sha256"]:
                return f"what was shown at {one['at']} is not what its hash says"
            self._shown.add(one["sha256"])
            self._pictures |= {each["sha256"] for each in one["media"]}
        for one in record["terms"]:
            if one["text"] and hashlib.sha256(one["text"].encode()).hexdigest() != one["sha256"]:
                return f"the terms of version {one['version']} are not what their hash says"
            self._terms.add(one["sha256"])
        return ""

    def _picture(self, given: dict[str, Any]) -> str:
        name, part, of = str(given["media"]), given.get("part"), given.get("of")
        if name not in self._pictures:
            return f"the picture {name} is not in the record"
        if self._hashing is None:
            self._hashing = (name, 1, hashlib.sha256())
        before, expected, digest = self._hashing
        if (before, expected) != (name, part):
            return f"the picture {before} is cut off"
        try:
            digest.update(base64.b64decode(str(given.get("base64")), validate=True))
        except (binascii.Error, ValueError):
            return f"the picture {name} can't be read"
        self._hashing = (name, expected + 1, digest) if part != of else None
        return (
            f"the picture {name} is not what its hash says"
            if part == of and digest.hexdigest() != name
            else ""
        )
