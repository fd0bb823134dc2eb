"""What may be shown, by what people said: kept beside the product and never read from it, so that a fault in the
product's own rows is noticed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.rights.scope import WITHOUT_PROOF, Licence, Proof, Use


@dataclass(frozen=True)
class Agreed:
    """What somebody said yes to: in which request, for which uses, until when (None: until they take it back)."""

    ask: int
    uses: frozenset[Use]
    until: datetime | None


@dataclass(frozen=True)
class Cleared:
    uses: frozenset[Use]
    start: datetime
    end: datetime


@dataclass
class Piece:
    """One item: its requests with what each asked for, what was agreed to, and what ended it."""

    asked: dict[int, tuple[frozenset[Use], int]] = field(default_factory=dict)
    agreed: Agreed | None = None
    deleted: bool = False
    taken_down: bool = False
    """A takedown notice stands against it."""
    said_no: bool = False
    """To a request that was not begun anew since: then no clearance counts either."""

    def ask(self, ask: int, uses: frozenset[Use], days: int) -> None:
        self.asked[ask] = (uses, days)
        self.said_no = False

    def yes(self, ask: int, uses: Iterable[Use], proof: Proof, now: datetime) -> None:
        """Somebody who may say it says yes to a request, to these uses of it. What was agreed before, in another
        request, it takes the place of."""
        wanted, days = self.asked[ask]
        given = wanted & frozenset(uses)
        if proof is Proof.NONE:
            given &= WITHOUT_PROOF
        until = now + timedelta(days=days) if days else None
        if self.agreed is not None and self.agreed.ask == ask:
            until = self.agreed.until
        self.agreed = Agreed(ask, given, until)

    def no(self) -> None:
        self.agreed, self.said_no = None, True

    def wider(self, ask: int) -> frozenset[Use]:
        """What was agreed to in this request so far."""
        return self.agreed.uses if self.agreed is not None and self.agreed.ask == ask else frozenset()


@dataclass
class Ledger:
    """Pieces in the order of their items, and the clearances of the creator of the first."""

    pieces: list[Piece]
    clearances: list[Cleared] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)

    def problem(self, at: int, use: Use, found: Licence, now: datetime) -> str:
        """Why a licence must not be; empty where it may."""
        piece = self.pieces[at]
        if piece.deleted:
            return "its source deleted it"
        if piece.taken_down:
            return "it was taken down"
        if found.ask_id is None:
            return self._uncleared(at, use, now)
        if piece.agreed is None:
            return "nobody who may said yes, or they took it back"
        if piece.agreed.ask != found.ask_id:
            return "another request took its place"
        if use not in piece.agreed.uses:
            return f"nobody said yes to {use}"
        over = piece.agreed.until is not None and now >= piece.agreed.until
        return "it has run out" if over else ""

    def _uncleared(self, at: int, use: Use, now: datetime) -> str:
        if self.owners[at] != self.owners[0]:
            return "somebody else is cleared"
        if self.pieces[at].said_no:
            return "a no stands against the clearance"
        runs = [one for one in self.clearances if use in one.uses and one.start <= now < one.end]
        return "" if runs else "no clearance runs"
