"""How often people are asked, how long things last, and when something happens by itself. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.rights.rules import WAITING, AskStatus
from bot.rights.scope import WITHOUT_PROOF, Scope, Use

LINK_DAYS = 90
"""How long a private link takes an answer where asks never expire."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The operator's wishes, see [rights] in the settings. Days; 0 days are never."""

    asks_per_creator: int = 2
    asks_days: int = 30
    remind_after_days: int = 7
    no_reminders: frozenset[str] = frozenset()  # platforms whose terms frown upon them
    ask_ends_after_days: int = 14
    licence_days: int = 730
    warn_days: tuple[int, ...] = (60, 14)
    uses: frozenset[Use] = field(default=WITHOUT_PROOF)
    also: frozenset[Use] = (
        frozenset()
    )  # what a first message proposes beyond these; nobody needs it to be cleared
    territory: str = ""
    terms_version: str = "1"

    def scope(self) -> Scope:
        """What is asked for where nobody chose otherwise."""
        return Scope(self.uses, self.territory, self.licence_days, "", self.terms_version)

    def proposal(self) -> Scope:
        """What a first message asks for, until its sender chooses otherwise."""
        return replace(self.scope(), uses=self.uses | self.also)

    def remind_at(self, asked: datetime, platform: str) -> datetime | None:
        """When to remind somebody who was asked then; None: never. A reminder that would come after the ask has
        ended is none."""
        if not self.remind_after_days or platform in self.no_reminders:
            return None
        if self.ask_ends_after_days and self.remind_after_days >= self.ask_ends_after_days:
            return None
        return asked + timedelta(days=self.remind_after_days)

    def ends_at(self, asked: datetime) -> datetime | None:
        """When an ask of then, unanswered, expires; None: never."""
        return asked + timedelta(days=self.ask_ends_after_days) if self.ask_ends_after_days else None

    def link_ends_at(self, asked: datetime) -> datetime:
        """Until when the private link of an ask of then takes an answer."""
        return self.ends_at(asked) or asked + timedelta(days=LINK_DAYS)

    def since(self, now: datetime) -> datetime:
        """From when on asks count towards ``asks_per_creator``."""
        return now - timedelta(days=self.asks_days)


def next_due(
    status: AskStatus,
    *,
    remind_at: datetime | None,
    ends_at: datetime | None,
    licence_until: datetime | None,
    warned: Collection[int],
    warn_days: Collection[int],
) -> datetime | None:
    """When something happens to an ask by itself; None: never."""
    if status in WAITING:
        given = [ends_at] if status is AskStatus.REMINDED else [remind_at, ends_at]
        return min((one for one in given if one is not None), default=None)
    if status is AskStatus.GRANTED and licence_until is not None:
        # A licence of 30 days needs no warning 60 days ahead: the shortest one still to come is enough.
        left = [days for days in warn_days if not warned or days < min(warned)]
        return min((licence_until - timedelta(days=days) for days in left), default=licence_until)
    return None


def warning_due(
    now: datetime, licence_until: datetime, warned: Collection[int], warn_days: Collection[int]
) -> int | None:
    """Of the warnings that are due and untold, the one nearest to the end, as days; None: none is."""
    due = [days for days in warn_days if licence_until - timedelta(days=days) <= now < licence_until]
    nearest = min(due, default=None)
    return nearest if nearest is not None and (not warned or nearest < min(warned)) else None
