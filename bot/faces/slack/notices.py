"""What managers are told about the product itself: lost channels, lost sources, work that gave up."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack import blocks as b
from bot.faces.slack.errors import NETWORK, as_ours
from bot.faces.slack.staff import Staff
from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.people.rules import Role

MOST = 10  # managers told by direct message

log = get_logger(__name__)


class Notices:
    """To the notices channel (by default the review channel); to each manager directly where that fails."""

    def __init__(self, client: AsyncWebClient, staff: Staff, channel: str) -> None:
        self._client = client
        self._staff = staff
        self._channel = channel

    async def tell(self, what: str, remedy: str = "") -> None:
        """Say it. A failure is logged: a notice about trouble must not make more."""
        try:
            await self.post(what, remedy)
        except GoodwordError as error:
            log.warning("slack_notice_failed", problem=str(error))

    async def post(self, what: str, remedy: str = "") -> None:
        """Say it; raises TryLater, FixCredentials or NeverWorks if nobody could be told."""
        text = f":bell: {b.escape(what)}" + (f"\n{b.escape(remedy)}" if remedy else "")
        trouble = await self._try(self._channel, text)
        if trouble is None:
            return
        told = [await self._try(person, text) for person in self._staff.people(Role.MANAGER)[:MOST]]
        if all(problem is not None for problem in told):
            raise trouble

    async def _try(self, place: str, text: str) -> GoodwordError | None:
        try:
            await self._client.chat_postMessage(channel=place, text=text, unfurl_links=False)
        except (SlackApiError, *NETWORK) as error:
            return as_ours(error, "telling managers")
        return None
