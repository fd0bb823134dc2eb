"""What Slack says about somebody that we speak to: their language, their time zone, whether they are still there."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack.errors import NETWORK, as_ours, name_of
from bot.faces.texts import language_of
from bot.kernel.zones import country_of, zone_names

BELIEVED = 900.0
"""Seconds."""
REMEMBERED = 5000
WAIT = 1.5
"""Seconds that a click may wait."""


@dataclass(frozen=True, slots=True)
class Profile:
    """``country`` is that of the time zone, since many read Slack in English wherever they are; else that of the
    locale ("SE" of "sv-SE"), "" where it has none."""

    language: str = "en"
    country: str = ""
    zone: str = "UTC"
    deleted: bool = False


class Profiles:
    """Asks Slack, and believes the answer a while. One per process."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._known: OrderedDict[str, tuple[Profile, float]] = OrderedDict()
        self._rooms: dict[str, str] = {}

    async def of(self, user_id: str) -> Profile:
        """Theirs; what most have where Slack doesn't say in time."""
        known = self._known.get(user_id)
        if known is not None and self._clock() - known[1] < BELIEVED:
            return known[0]
        try:
            return await asyncio.wait_for(self.ask(user_id), WAIT)
        except (SlackApiError, *NETWORK):
            return known[0] if known is not None else Profile()

    async def ask(self, user_id: str) -> Profile:
        """What Slack says now. Raises what the call raises; somebody whom Slack doesn't know any more is deleted."""
        try:
            answer = await self._client.users_info(user=user_id, include_locale=True)
        except SlackApiError as error:
            if name_of(error) in ("user_not_found", "users_not_found"):
                return Profile(deleted=True)
            raise
        user = answer.get("user") or {}
        locale, zone = str(user.get("locale") or ""), str(user.get("tz") or "")
        spoken_in = locale.replace("_", "-").partition("-")[2][:2].upper()
        found = Profile(
            language=language_of(locale),
            country=country_of(zone) or spoken_in,
            zone=zone if zone in zone_names() else "UTC",
            deleted=bool(user.get("deleted")),
        )
        self._known[user_id] = (found, self._clock())
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    async def room(self, user_id: str) -> str:
        """The id of somebody's direct messages with us. Raises TryLater, FixCredentials or NeverWorks."""
        if user_id not in self._rooms:
            try:
                answer = await self._client.conversations_open(users=user_id)
            except (SlackApiError, *NETWORK) as error:
                raise as_ours(error, "opening somebody's direct messages (im:write)") from error
            self._rooms[user_id] = str(answer["channel"]["id"])
        return self._rooms[user_id]
