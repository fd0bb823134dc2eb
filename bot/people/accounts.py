"""Accounts as the rest of the product knows them, and the codes by which a person shows that two are theirs. Pure.

A code is told to one account in private and said from the other: in a command, or in a post that intake reads
(``bot.intake.codes``). The danger: whoever reads somebody's code in a post and says it first links their own account
to that person. What is done about it: a code is only ever shown to whom it was given, lives for two days, works once
and ends with the next one; the person is told of every link at once, with how to undo it; and a code never makes one
person of two accounts in the same chat, so nobody who reads it gets to act in a chat as its owner: that takes an
administrator.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

CHATS = frozenset({"discord", "slack"})
"""Platforms in which people act with us. They tell us themselves who does, so an author there is never in doubt."""
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


def twins(accounts: Iterable[KnownAccount]) -> str | None:
    """The chat in which these are more than one account, if there is one."""
    chats = [one.platform for one in accounts if one.platform in CHATS]
    return next((chat for chat in sorted(set(chats)) if chats.count(chat) > 1), None)


def spell_code(random: bytes) -> str:
    """A code from as many random bytes as it has letters: "GW-7F3K-9QXM"."""
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in random[:LETTERS])
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"


def codes_in(text: str) -> list[str]:
    """The codes that stand in a text, as they are spelled, each once."""
    if "GW" not in text and "gw" not in text and "Gw" not in text and "gW" not in text:
        return []  # nearly every text, and many times faster than the pattern
    return list(dict.fromkeys(f"{PREFIX}-{one.upper()}-{two.upper()}" for one, two in CODE.findall(text)))


def hash_code(code: str) -> str:
    """What is kept of a code. Codes are too many to be tried out and live for hours, so a plain hash does."""
    return hashlib.sha256(f"goodword link {code}".encode()).hexdigest()
