"""What managers are told about the product itself: lost channels, lost sources, work that gave up."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack import blocks as b
from bot.faces.slack.errors import NETWORK, as_ours, name_of
from bot.faces.slack.staff import Staff
from bot.kernel.log import get_logger
from bot.people.rules import Role

MOST = 10  # managers told by direct message

log = get_logger(__name__)


class Notices:
    """To the notices channel where one is set, else to each manager by direct message."""

    def __init__(self, client: AsyncWebClient, staff: Staff, channel: str) -> None:
        self._client = client
        self._staff = staff
        self._channel = channel

    async def tell(self, what: str, remedy: str = "") -> None:
        """Say it once. Failures are logged: a notice about trouble must not make more."""
        try:
            await self.post(what, remedy)
        except (SlackApiError, *NETWORK) as error:
            log.warning("slack_notice_failed", problem=str(as_ours(error, "telling managers")))

    async def post(self, what: str, remedy: str = "") -> None:
        """Say it; raises what Slack raised if nobody could be told."""
        text = b.escape(what) + (f"\n{b.escape(remedy)}" if remedy else "")
        places = [self._channel] if self._channel else self._staff.people(Role.MANAGER)[:MOST]
        refused: SlackApiError | None = None
        told = 0
        for place in places:
            try:
                await self._client.chat_postMessage(channel=place, text=text, unfurl_links=False)
                told += 1
            except SlackApiError as error:
                log.warning("slack_notice_refused", place=place, error=name_of(error))
                refused = error
        if told == 0 and refused is not None:
            raise refused
        if not places:
            log.warning("slack_notice_to_nobody", notice=what)
