"""Accounts as the rest of the product knows them, and the codes by which a person shows that two are theirs. Pure.

A code is told to one account in private and said from the other: in a command, or in a post that intake reads.
Whoever copies somebody's code and posts it first links *their own* account to that person; so codes live shortly,
work once, and the person is told of every link.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, O, 1 or I, which people mistake for one another: 32 letters."""
LETTERS = 8
"""Of a code: 32 to the power of 8 are a million million."""
PREFIX = "GW"
CODE = re.compile(r"\bGW[-\s]?([2-9A-HJ-NP-Z]{4})[-\s]?([2-9A-HJ-NP-Z]{4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KnownAccount:
    """Somebody as one platform knows them. Times are unknown (None) where the platform doesn't tell."""

    id: int
    platform: str
    external_id: str
    name: str
    handle: str | None = None
    locale: str | None = None
    identity_id: int | None = None
    made_at: datetime | None = None
    joined_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def key(self) -> str:
        """How definitions and events name an account: "discord:123"."""
        return f"{self.platform}:{self.external_id}"


def spell_code(random: bytes) -> str:
    """A code from as many random bytes as it has letters: "GW-7F3K-9QXM"."""
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in random[:LETTERS])
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"


def codes_in(text: str) -> list[str]:
    """The codes that stand in a text, as they are spelled, each once."""
    return list(dict.fromkeys(f"{PREFIX}-{one.upper()}-{two.upper()}" for one, two in CODE.findall(text)))


def hash_code(code: str) -> str:
    """What is kept of a code. Codes are too many to be tried out and live for hours, so a plain hash does."""
    return hashlib.sha256(f"goodword link {code}".encode()).hexdigest()
