"""What arrived: every mail as it came over the wire, and whether somebody opened it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.journal import Keeper
from bot.playground.slack.feed import Feed

MOST = 500
"""Mails that are kept; the oldest goes when another comes."""


@dataclass(slots=True)
class Mail:
    """One mail with its envelope. ``at`` is when it came, in seconds since the epoch by the playground's clock."""

    id: int
    at: float
    sender: str
    recipients: list[str]
    content: bytes
    seen: bool = False


class MailWorld:
    """All mail, in the order it came. ``base_url`` is where the server listens."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.base_url = "smtp://127.0.0.1"
        self.mails: dict[int, Mail] = {}
        self.feed = Feed()
        self.journal: Keeper | None = None

    def take(self, sender: str, recipients: list[str], content: bytes) -> Mail:
        """A mail came in. It is kept before the server says that it was taken."""
        number = max(self.mails, default=0) + 1
        mail = self.mails[number] = Mail(number, self.clock(), sender, recipients, content)
        self._keep("file", number)
        self._keep("mail", number)
        for old in list(self.mails)[:-MOST]:
            del self.mails[old]
            self._keep("mail", old)
            self._keep("file", old)
        self.feed.publish("changed", {"mail": number})
        return mail

    def look(self, mail: Mail) -> None:
        """Somebody opened it."""
        if not mail.seen:
            mail.seen = True
            self._keep("mail", mail.id)
            self.feed.publish("changed", {"mail": mail.id})

    def _keep(self, kind: str, number: int) -> None:
        if self.journal is not None:
            self.journal.changed(kind, str(number))
