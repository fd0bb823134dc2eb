"""Channel names as people write them in settings, and the ids Slack wants."""

from __future__ import annotations

import re

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack.errors import NETWORK, as_ours
from bot.kernel.errors import NeverWorks

_ID = re.compile(r"[CGD][A-Z0-9]{5,}\Z")


class Channels:
    """Looks names up once; ids pass through."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._ids: dict[str, str] = {}
        self._names: dict[str, str] = {}

    async def id_of(self, channel: str) -> str:
        """The id of "#content-review". Raises NeverWorks when there is no such channel the app can see."""
        if _ID.match(channel):
            return channel
        name = channel.lstrip("#").casefold()
        if name not in self._ids:
            await self._load()
        if name not in self._ids:
            raise NeverWorks(
                f"There is no channel #{name} that the app can see.",
                remedy="Create it, or invite the app if it is private, or correct review.channel.",
            )
        return self._ids[name]

    def name_of(self, channel_id: str) -> str:
        """ "#content-review", or the id where the name is not known."""
        name = self._names.get(channel_id)
        return f"#{name}" if name else channel_id

    async def _load(self) -> None:
        cursor = ""
        try:
            while True:
                answer = await self._client.conversations_list(
                    types="public_channel,private_channel", exclude_archived=False, limit=500, cursor=cursor
                )
                for channel in answer["channels"]:
                    self._ids[str(channel["name"]).casefold()] = str(channel["id"])
                    self._names[str(channel["id"])] = str(channel["name"])
                cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
                if not cursor:
                    return
        except (SlackApiError, *NETWORK) as error:
            raise as_ours(error, "listing channels") from error
