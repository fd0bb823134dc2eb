"""How many wrong codes somebody may try. Counted in memory, each process for itself.

A count in the database would go with the unit of work that a refusal undoes. With several processes the limit is as
many times higher; after a restart it begins anew. Neither matters: of a million million codes, the few that are open
would be found after thousands of years of trying. What the limit does is end the trying early, and in the open.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

MOST = 10
WITHIN = timedelta(hours=1)
REMEMBERED = 10_000
"""Accounts at once; the one that tried longest ago is forgotten first."""


class Tries:
    """Wrong codes by account."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[int, list[datetime]] = OrderedDict()

    def wait(self, account_id: int, now: datetime) -> timedelta | None:
        """How long an account has to wait before it may try again; None: it may now."""
        recent = self._recent(account_id, now)
        return recent[0] + WITHIN - now if len(recent) >= MOST else None

    def wrong(self, account_id: int, now: datetime) -> None:
        """It tried one that there isn't."""
        self._wrong[account_id] = [*self._recent(account_id, now), now]
        self._wrong.move_to_end(account_id)
        if len(self._wrong) > REMEMBERED:
            self._wrong.popitem(last=False)

    def _recent(self, account_id: int, now: datetime) -> list[datetime]:
        return [at for at in self._wrong.get(account_id, ()) if now - at < WITHIN]
