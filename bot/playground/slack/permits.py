"""What may be used only for a while: trigger ids, response URLs, Socket Mode tickets.

Source: docs.slack.dev "Handling user interaction": a trigger once within 3 s, a response URL 5 times in 30 min.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.slack.errors import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60.0
RESPONSE_URL_USES = 5
TICKET_SECONDS = 30.0
KEEP_SECONDS = 2 * RESPONSE_URL_SECONDS


@dataclass
class Trigger:
    """Leave to open a view for ``user``; ``view_id`` when it came from inside a modal."""

    user: str
    expires: float
    view_id: str = ""
    used: bool = False


@dataclass
class ResponseUrl:
    """Where a person's act may be answered: which channel, to whom, about which message."""

    channel: str
    user: str
    expires: float
    ts: str = ""
    ephemeral: bool = False
    uses: int = 0


class Permits:
    """Hands out and redeems. Old entries are dropped as new ones are made."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}
        self._tickets: dict[str, float] = {}

    def trigger(self, user: str, view_id: str = "") -> str:
        """A new trigger id for what this person just did."""
        now = self._clock()
        while self._triggers:
            oldest = next(iter(self._triggers))
            if self._triggers[oldest].expires > now - KEEP_SECONDS:
                break
            del self._triggers[oldest]
        key = f"{int(now * 1000)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[key] = Trigger(user, now + TRIGGER_SECONDS, view_id)
        return key

    def redeem_trigger(self, key: str) -> Trigger:
        """Use a trigger id: once, within three seconds."""
        trigger = self._triggers.get(key)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if trigger.expires < self._clock():
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, channel: str, user: str, ts: str = "", *, ephemeral: bool = False) -> str:
        """The path of a new response URL."""
        now = self._clock()
        while self._urls:
            oldest = next(iter(self._urls))
            if self._urls[oldest].expires > now - KEEP_SECONDS:
                break
            del self._urls[oldest]
        key = secrets.token_hex(16)
        self._urls[key] = ResponseUrl(channel, user, now + RESPONSE_URL_SECONDS, ts, ephemeral)
        return f"/response/{key}"

    def redeem_response_url(self, key: str) -> ResponseUrl:
        """Use a response URL: five times within thirty minutes."""
        url = self._urls.get(key)
        if url is None:
            raise SlackError("no_such_url")
        if url.expires < self._clock():
            raise SlackError("expired_url")
        if url.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url

    def ticket(self) -> str:
        """A single-use ticket for one Socket Mode connection."""
        now = self._clock()
        self._tickets = {key: expires for key, expires in self._tickets.items() if expires > now}
        key = secrets.token_hex(20)
        self._tickets[key] = now + TICKET_SECONDS
        return key

    def redeem_ticket(self, key: str) -> bool:
        """Use a ticket; False when it is unknown, used or old."""
        return self._tickets.pop(key, 0.0) > self._clock()
