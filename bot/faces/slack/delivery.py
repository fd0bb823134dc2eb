"""Makes a channel show what the rows say: posts what is missing, changes what is stale, one call at a time.

It is a reconciler: it holds no list of things to do, it looks. So it may be run at any time and any number of
times; a run after a crash goes on where the last one stopped.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack import queries
from bot.faces.slack.card import Drawn
from bot.faces.slack.channels import Channels
from bot.faces.slack.errors import (
    CHANNEL_LOST,
    MESSAGE_LOST,
    MESSAGE_REFUSED,
    NETWORK,
    as_ours,
    is_definite,
    name_of,
    retry_after,
)
from bot.faces.slack.limits import Pace
from bot.faces.slack.looks import Looks
from bot.faces.slack.notices import Notices
from bot.faces.slack.painter import Painted, Painter
from bot.faces.slack.plan import AT_ONCE, Crowding, Post, lists_ahead, next_post
from bot.faces.slack.tables import SlackMessage
from bot.kernel.clock import Clock
from bot.kernel.errors import NeverWorks, TryLater
from bot.kernel.log import get_logger
from bot.review.service import DELIVER
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer

MAX_STEPS = 50  # calls of one run; the next one is asked for then, so that a restart repeats little
MAX_SECONDS = 60.0
BLOCK_CHARACTERS = 13_000  # of a message in all, as observed
EVENT = "goodword_message"  # type of the metadata that says which message of ours it is
_HISTORY_PAGES = 40  # of 200 messages: what Slack lets us read in a minute

log = get_logger(__name__)


class ChannelLost(Exception):
    """The channel takes nothing from us. Managers were told; the next change tries again."""


class Delivery:
    """Delivers to the channels of one workspace."""

    def __init__(
        self,
        client: AsyncWebClient,
        database: Database,
        work: Enqueuer,
        painter: Painter,
        channels: Channels,
        notices: Notices,
        crowding: Crowding,
        clock: Clock,
        pace: Pace | None = None,
    ) -> None:
        self._client = client
        self._database = database
        self._work = work
        self._painter = painter
        self._channels = channels
        self._notices = notices
        self._crowding = crowding
        self._clock = clock
        self._pace = pace or Pace()
        self._looks = Looks(clock)

    async def deliver(self, channel_name: str) -> int:
        """Bring a channel up to date; gives the number of calls made. Bounded: asks for another run if there is
        more. Running twice at once for one channel is kept apart by the queue's partition; one after the other
        is harmless. Raises TryLater when Slack is busy or away."""
        try:
            channel = await self._channels.id_of(channel_name)
        except NeverWorks as error:
            await self._channel_lost(channel_name, error.message, error.remedy)
            return 0
        started, steps = self._pace.now(), 0
        ahead: deque[Post] = deque()
        try:
            await self._painter.tidy()
            await self._confirm(channel)
            while await self._step(channel, ahead):
                steps += 1
                if steps >= MAX_STEPS or self._pace.now() - started > MAX_SECONDS:
                    async with unit_of_work(self._database) as session:
                        await self._work.enqueue_soon(session, DELIVER, channel_name, partition=channel_name)
                    break
        except ChannelLost:
            return steps
        return steps

    async def _step(self, channel: str, ahead: deque[Post]) -> bool:
        """Do the next thing, a change before a post unless changes have to wait. False when all is well.
        ``ahead`` are posts that an earlier step planned."""
        async with reading(self._database) as session:
            stale = await self._looks.stale(session, channel)
        changes_wait = stale is not None and self._pace.until_update() > self._pace.until_post(channel)
        if stale is not None and not changes_wait:
            await self._change(stale)
            return True
        if await self._post_planned(channel, ahead) or await self._post_next(channel, ahead):
            return True
        if stale is not None:
            await self._change(stale)
        return stale is not None

    async def _change(self, message: SlackMessage) -> None:
        assert message.id is not None
        async with self._painter.lock(message.id):
            painted = await self._painter.paint(message)
            if not self._painter.has(message, painted.drawn):
                changed = await self._update(message, painted)
                if changed is None:
                    return
                painted = changed
            async with unit_of_work(self._database) as session:
                await queries.save_drawn(session, message.id, painted.drawn.digest, painted.shown)
            self._painter.settled(message.id)

    async def _update(self, message: SlackMessage, painted: Painted) -> Painted | None:
        """chat.update; gives what stands there then. None when the message can't be changed any more."""
        try:
            await self._call_update(message, painted.drawn)
        except (SlackApiError, *NETWORK) as error:
            name = name_of(error) if isinstance(error, SlackApiError) else ""
            if name == "invalid_blocks" and message.kind == "card" and painted.pictured:
                # Slack knows a picture no more: somebody, or the workspace's retention, deleted the file.
                log.warning("slack_card_without_picture", item=message.key)
                return await self._update(message, await self._painter.paint(message, pictures=False))
            if name in MESSAGE_LOST:
                await self._message_lost(message, MESSAGE_LOST[name])
                return None
            if name in MESSAGE_REFUSED:
                await self._message_lost(message, f"Slack refuses what it should say ({name})")
                return None
            raise await self._trouble(error, message.channel, "changing a message") from error
        return painted

    async def _call_update(self, message: SlackMessage, drawn: Drawn) -> None:
        await self._pace.update()
        await self._client.chat_update(channel=message.channel, ts=message.ts or "", **_arguments(drawn))

    async def _post_planned(self, channel: str, ahead: deque[Post]) -> bool:
        """The next planned list, without what was decided or posted since. Looking through a long queue costs
        more than all the rest, so one look serves several lists."""
        while ahead:
            post = ahead.popleft()
            async with reading(self._database) as session:
                left = await queries.still_uncarded(session, channel, post.item_ids)
            if left:
                await self._begin_and_send(channel, replace(post, item_ids=tuple(left)))
                return True
        return False

    async def _post_next(self, channel: str, ahead: deque[Post]) -> bool:
        now, crowding = self._clock(), self._crowding
        summary, standing = None, list[int]()
        async with reading(self._database) as session:
            waiting = await queries.uncarded(session, channel, crowding.look)
            if not waiting:
                return False
            summaries = crowding.overflow == "summary"
            if summaries or len(waiting) <= crowding.burst:
                standing = await queries.open_priorities(session, channel, crowding.counted, now - AT_ONCE)
            if summaries:
                summary = await queries.open_summary(session, channel, now - queries.JOINED_FOR)
        post = next_post(waiting, len(waiting), standing, crowding, summary_open=summary is not None)
        if post is None:
            return False
        if post.kind == "join" and summary is not None and summary.id is not None:
            async with unit_of_work(self._database) as session:
                await queries.add_items(session, summary.id, post.item_ids)
            return True
        if post.kind == "list":
            ahead.extend(lists_ahead(waiting))
        await self._begin_and_send(channel, post)
        return True

    async def _begin_and_send(self, channel: str, post: Post) -> None:
        message = await self._begin(channel, post)
        painted = await self._shortened(message, list(post.item_ids)) if post.kind == "list" else None
        await self._send(message, painted)

    async def _begin(self, channel: str, post: Post) -> SlackMessage:
        """Keep that we are about to post, before we do."""
        key = f"{post.kind}:{post.item_ids[0]}:{channel}"
        async with unit_of_work(self._database) as session:
            return await queries.begin_message(session, key, post.kind, channel, post.item_ids, self._clock())

    async def _shortened(self, message: SlackMessage, item_ids: list[int]) -> Painted:
        """Take items out of a list until Slack takes its length; they go into a later one."""
        assert message.id is not None
        while True:
            painted = await self._painter.paint(message)
            length = _characters(painted.drawn)
            if length <= BLOCK_CHARACTERS or len(item_ids) < 2:
                return painted
            fitting = len(item_ids) * BLOCK_CHARACTERS // length
            del item_ids[max(1, min(fitting, len(item_ids) - 1)) :]
            async with unit_of_work(self._database) as session:
                await queries.keep_items(session, message.id, item_ids)

    async def _send(self, message: SlackMessage, painted: Painted | None = None) -> None:
        """Post a message that was begun. If its answer is lost, ``_confirm`` looks for it before it is repeated."""
        assert message.id is not None
        painted = painted or await self._painter.paint(message)
        try:
            ts = await self._post(message, painted.drawn)
        except (SlackApiError, *NETWORK) as error:
            name = name_of(error) if isinstance(error, SlackApiError) else ""
            if name == "invalid_blocks" and message.kind == "card" and painted.pictured:
                # Slack can still be busy with a picture uploaded a moment ago: better without than not at all.
                log.warning("slack_card_without_picture", item=message.key)
                await self._send(message, await self._painter.paint(message, pictures=False))
                return
            if name in MESSAGE_REFUSED:
                # One message that Slack never takes must not keep all others waiting behind it.
                await self._message_lost(message, f"Slack refuses to post it ({name})")
                return
            raise await self._refused(error, message) from error
        async with unit_of_work(self._database) as session:
            await queries.save_drawn(
                session, message.id, painted.drawn.digest, painted.shown, ts=ts, now=self._clock()
            )
            await queries.note_channel(session, message.channel, None)

    async def _post(self, message: SlackMessage, drawn: Drawn) -> str:
        await self._pace.post(message.channel)
        metadata = {"event_type": EVENT, "event_payload": {"key": message.key}}
        arguments = {**drawn.payload(), "metadata": metadata}
        answer = await self._client.chat_postMessage(channel=message.channel, **arguments)
        return str(answer["ts"])

    async def _confirm(self, channel: str) -> None:
        """Posts whose answer never came (a crash, a lost connection): find them, or do them again. Where there is
        too much to look through, managers are told: nobody is served by a second post."""
        async with reading(self._database) as session:
            begun = await queries.unconfirmed(session, channel)
        if not begun:
            return
        oldest = min(message.attempted_at for message in begun if message.attempted_at)
        wanted = {message.key for message in begun}
        posted, searched = await self._posted_since(channel, oldest.timestamp() - 60, wanted)
        for message in begun:
            if ts := posted.get(message.key):
                assert message.id is not None
                async with unit_of_work(self._database) as session:
                    await queries.save_drawn(session, message.id, "", None, ts=ts, now=self._clock())
            elif searched:
                await self._send(message)
            else:
                await self._message_lost(message, "Slack's answer to it was lost, and much was written since")

    async def _posted_since(
        self, channel: str, oldest: float, wanted: set[str]
    ) -> tuple[dict[str, str], bool]:
        """Our messages of the channel since then, by key, and whether all was searched that could hold those
        that are wanted."""
        found: dict[str, str] = {}
        cursor = ""
        for _ in range(_HISTORY_PAGES):
            try:
                answer = await self._client.conversations_history(
                    channel=channel,
                    oldest=f"{oldest:.6f}",
                    limit=200,
                    include_all_metadata=True,
                    cursor=cursor,
                )
            except (SlackApiError, *NETWORK) as error:
                raise await self._trouble(error, channel, "looking for a message") from error
            for message in answer["messages"]:
                metadata: Mapping[str, Any] = message.get("metadata") or {}
                if metadata.get("event_type") == EVENT:
                    found[str((metadata.get("event_payload") or {}).get("key"))] = str(message["ts"])
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor or wanted <= found.keys():
                return found, True
        return found, False

    async def _refused(self, error: Exception, message: SlackMessage) -> Exception:
        """What to raise after a failed post. Where Slack said no there is none: take the beginning back. After
        an error of its own there may be one, so the next run looks for it."""
        assert message.id is not None
        if isinstance(error, SlackApiError) and is_definite(error):
            async with unit_of_work(self._database) as session:
                await queries.drop_message(session, message.id)
        return await self._trouble(error, message.channel, "posting")

    async def _trouble(self, error: Exception, channel: str, doing: str) -> Exception:
        if isinstance(error, SlackApiError) and name_of(error) in CHANNEL_LOST:
            what, remedy = CHANNEL_LOST[name_of(error)]
            await self._channel_lost(channel, f"{self._channels.name_of(channel)} {what}.", remedy)
            return ChannelLost(channel)
        ours = as_ours(error, doing)
        if isinstance(ours, TryLater) and isinstance(error, SlackApiError):
            self._pace.slow_down(channel, retry_after(error) or 1.0)
        return ours

    async def _message_lost(self, message: SlackMessage, why: str) -> None:
        assert message.id is not None
        log.warning("slack_message_lost", key=message.key, why=why)
        async with unit_of_work(self._database) as session:
            await queries.mark_lost(session, message.id, why)
        where = self._channels.name_of(message.channel)
        await self._notices.tell(
            f"A message of mine in {where} can't be {'kept up to date' if message.ts else 'shown'}: {why}.",
            "Its items are still in the queue: /goodword triage shows them.",
        )

    async def _channel_lost(self, channel: str, message: str, remedy: str) -> None:
        async with unit_of_work(self._database) as session:
            fresh = await queries.note_channel(session, channel, message)
        if fresh:
            log.error("slack_channel_lost", channel=channel, problem=message)
            await self._notices.tell(f"I can't post cards: {message}", f"{remedy} Nothing is lost meanwhile.")


def _arguments(drawn: Drawn) -> dict[str, Any]:
    """chat.update knows no unfurl arguments in the SDK's signature and keeps what the post said."""
    return {"text": drawn.text, "blocks": drawn.blocks}


def _characters(drawn: Drawn) -> int:
    return len(orjson.dumps(drawn.blocks).decode())
