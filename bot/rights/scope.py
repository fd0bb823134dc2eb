"""What a permission covers and how it was proved. Pure.

A link alone proves little: whoever has it may have been sent it, or found it. So the creator's private page alone
gives at most reposting with credit (website and own social channels); everything more needs proof that the account
or the mail address that made the piece said yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Use(StrEnum):
    """Where a piece may be shown. The value is stored, and the order gives the bits of ``mask``: never rename one,
    add new ones at the end."""

    WEBSITE = "website"
    MAIL = "mail"
    SOCIAL = "social"  # the brand's own channels, with credit
    ADS = "ads"
    PRINT = "print"
    EMPLOYEES = "employees"  # ambassadors of the brand share it


class Proof(StrEnum):
    """How it is known who answered. The value is stored: never rename one."""

    NONE = "none"  # only the private link was used
    REPLY = "reply"  # the account that made the piece answered on the platform
    CODE = "code"  # that account posted or sent the code that the page showed
    MAIL = "mail"  # a link in a mail to the address that is known was opened
    HAND = "hand"  # a member of the team read the answer and says so


class Channel(StrEnum):
    """How the creator was asked. The value is stored: never rename one."""

    HAND = "hand"  # a person copied the message and sent it
    REPLY = "reply"
    MESSAGE = "message"
    MAIL = "mail"
    LINK = "link"  # a private link that a person handed over


WITHOUT_PROOF = frozenset({Use.WEBSITE, Use.SOCIAL})
"""Reposting with credit: what a yes by the link alone gives at most."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for, or granted. ``territory`` "" is worldwide, else words or country codes as they were
    shown; ``duration_days`` 0 is until withdrawn; ``credit`` is how to name the creator. ``latest``: no licence of
    this scope runs beyond it, whenever it begins."""

    uses: frozenset[Use] = WITHOUT_PROOF
    territory: str = ""
    duration_days: int = 730
    credit: str = ""
    terms_version: str = ""
    latest: datetime | None = None

    def until(self, start: datetime) -> datetime | None:
        """When a licence of this scope that begins then ends; None: when it is withdrawn."""
        after = start + timedelta(days=self.duration_days) if self.duration_days else None
        return min((end for end in (after, self.latest) if end is not None), default=None)

    def as_data(self) -> dict[str, Any]:
        """As events keep it: no personal words, so the credit line is left out."""
        return {
            "uses": names(self.uses),
            "territory": self.territory,
            "duration_days": self.duration_days,
            "terms_version": self.terms_version,
            **({"latest": self.latest.isoformat()} if self.latest is not None else {}),
        }


@dataclass(frozen=True, slots=True)
class Licence:
    """What allows an item to be shown somewhere now. ``ask_id`` is None where a clearance of the creator
    (``kind`` "paid" or "pre-cleared") allows it; ``until`` None: until it is withdrawn."""

    item_id: int
    ask_id: int | None
    uses: frozenset[Use]
    starts_at: datetime
    until: datetime | None
    kind: str = "granted"  # granted | paid | pre-cleared
    territory: str = ""
    credit: str = ""
    proof: Proof = Proof.NONE
    terms_version: str = ""


def allowed_uses(wanted: Iterable[Use], proof: Proof) -> frozenset[Use]:
    """The uses that a yes with this proof gives, of those that were said yes to."""
    uses = frozenset(wanted)
    return uses & WITHOUT_PROOF if proof is Proof.NONE else uses


def needs_proof(wanted: Iterable[Use]) -> bool:
    """Whether these uses take more than the private link."""
    return not frozenset(wanted) <= WITHOUT_PROOF


def names(uses: Iterable[Use]) -> list[str]:
    """The stored form: in the order in which uses are declared, each once."""
    wanted = set(uses)
    return [use.value for use in Use if use in wanted]


def mask(uses: Iterable[Use]) -> int:
    """Uses as bits, for statements."""
    wanted = set(uses)
    return sum(1 << place for place, use in enumerate(Use) if use in wanted)


def uses_of(stored: Iterable[str]) -> frozenset[Use]:
    """Uses from their stored form. A name that this version doesn't know gives no right, and is left out."""
    known = {use.value: use for use in Use}
    return frozenset(known[name] for name in stored if name in known)


def read_uses(given: Iterable[str]) -> frozenset[Use]:
    """Uses from names that a person or a file gave. Raises ValueError that names the unknown one."""
    known: Mapping[str, Use] = {use.value: use for use in Use}
    wanted = [name.strip().casefold() for name in given]
    for name in wanted:
        if name not in known:
            raise ValueError(f"there is no use {name!r}; there are {', '.join(known)}")
    return frozenset(known[name] for name in wanted)
