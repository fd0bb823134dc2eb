"""What Slack shows of somebody who is erased: cards are drawn anew, threads' posts and pictures are deleted."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack.erased import queries
from bot.faces.slack.errors import MESSAGE_LOST, NETWORK, as_ours, name_of
from bot.faces.slack.painter import Painter
from bot.faces.slack.queries import drop_message
from bot.faces.slack.tables import SlackMessage
from bot.intake.privacy.places import Cleared, Traces
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work


class SlackPlace:
    """Cards, lists and summaries are drawn by the delivery, which is asked for when an item changes; here they are
    only waited for."""

    name = "messages in Slack"

    def __init__(self, client: AsyncWebClient, database: Database, painter: Painter) -> None:
        self._client = client
        self._database = database
        self._painter = painter

    async def clear(self, traces: Traces) -> Cleared:
        """See ``intake.privacy.places.Place``."""
        async with reading(self._database) as session:
            posts = await queries.posts_about(session, traces.items)
            posts += await queries.with_keys(session, [f"notice:{one}" for one in traces.notices])
        for post in posts:
            await self._delete(post)
        await self._painter.tidy()
        async with reading(self._database) as session:
            stale = await queries.still_shown(session, traces.items)
            pictures = await queries.pictures_left(session)
            drawn, lost = await queries.drawn_about(session, traces.items)
        waiting = stale + pictures
        left = (f"{self.name} that can't be changed any more: {lost}",) if lost and not waiting else ()
        return Cleared(len(posts) + (0 if waiting else drawn), waiting, left)

    async def _delete(self, post: SlackMessage) -> None:
        """One that is gone already is as good. Raises TryLater."""
        try:
            if post.ts and post.lost is None:
                await self._client.chat_delete(channel=post.channel, ts=post.ts)
        except (SlackApiError, *NETWORK) as error:
            if not isinstance(error, SlackApiError) or name_of(error) not in MESSAGE_LOST:
                raise as_ours(error, "deleting a message") from error
        async with unit_of_work(self._database) as session:
            await drop_message(session, post.id or 0)
