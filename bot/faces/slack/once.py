"""A notice that is posted once for each occasion, whatever dies between the post and its record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.faces.slack import blocks as b
from bot.faces.slack import queries
from bot.faces.slack.errors import CHANNEL_LOST, NETWORK, as_ours, name_of
from bot.faces.slack.face import SlackFace
from bot.kernel.errors import NeverWorks
from bot.storage.unit_of_work import unit_of_work

EVENT = "goodword_notice"  # type of the metadata that says which notice a message is
PAGES = 40  # of 200 messages: what Slack lets us read in a minute
NOWHERE = "-"  # the channel of one that is not known to be posted: deliveries leave such rows alone


async def post_once(
    face: SlackFace,
    occasion: str,
    what: str,
    remedy: str,
    buttons: Sequence[b.Block] = (),
    more: str = "",
) -> None:
    """Post it unless it stands already, with ``buttons`` and ``more`` (mrkdwn) below it. A post that was begun before
    is looked for in the channel first. Where the channel takes nothing, managers are told directly. Raises TryLater,
    FixCredentials or NeverWorks."""
    key = f"notice:{occasion}"
    text = _text(what, remedy)
    blocks = None
    if buttons or more:
        blocks = [
            b.section(text),
            *([b.section(more)] if more else []),
            *([b.actions(buttons)] if buttons else []),
        ]
    begun = await begin(face, key, "notice")
    if begun is None:
        return
    review = face.services.settings.review
    try:
        channel = await face.channels.id_of(review.notices_channel or review.channel)
        tried_at, first = begun
        ts = None if first else await find(face.client, channel, key, tried_at)
        ts = ts or await post(face.client, channel, key, text, blocks)
    except (SlackApiError, *NETWORK) as error:
        if not isinstance(error, SlackApiError) or name_of(error) not in CHANNEL_LOST:
            raise as_ours(error, "posting a notice") from error
        channel, ts = NOWHERE, await _directly(face, what, remedy)
    except NeverWorks:  # there is no such channel
        channel, ts = NOWHERE, await _directly(face, what, remedy)
    async with unit_of_work(face.services.database) as session:
        await queries.note_posted(session, key, channel, ts, face.services.clock())


async def begin(
    face: SlackFace, key: str, kind: str, item_ids: Sequence[int] = (), channel: str = NOWHERE
) -> tuple[datetime, bool] | None:
    """Keep that we are about to post, about these items: since when, and whether this is the first try. None if it
    stands. With ``channel`` it is kept where, so that it can be looked for by whoever doesn't know that."""
    now = face.services.clock()
    async with unit_of_work(face.services.database) as session:
        row = await queries.message_with_key(session, key)
        if row is None:
            await queries.begin_message(session, key, kind, channel, item_ids, now)
            return now, True
        return None if row.ts else (row.attempted_at or now, False)


async def post(
    client: AsyncWebClient,
    channel: str,
    key: str,
    text: str,
    blocks: Sequence[b.Block] | None = None,
    thread: str | None = None,
) -> str:
    """Post a message that can be found by its key; with ``thread`` below that message."""
    metadata = {"event_type": EVENT, "event_payload": {"key": key}}
    answer = await client.chat_postMessage(
        channel=channel,
        text=text,
        blocks=list(blocks) if blocks else None,
        metadata=metadata,
        thread_ts=thread,
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(answer["ts"])


async def find(
    client: AsyncWebClient, channel: str, key: str, since: datetime, thread: str | None = None
) -> str | None:
    """Where the message of that key stands among the channel's since then, or those of a thread."""
    message = await found(client, channel, key, since, thread)
    return None if message is None else str(message["ts"])


async def found(
    client: AsyncWebClient, channel: str, key: str, since: datetime, thread: str | None = None
) -> Mapping[str, Any] | None:
    """The same, the message itself. Raises NeverWorks where more was written since than can be looked through."""
    where: dict[str, Any] = {"channel": channel, "oldest": f"{since.timestamp() - 60:.6f}"}
    read: Callable[..., Awaitable[AsyncSlackResponse]] = client.conversations_history
    if thread is not None:
        read, where["ts"] = client.conversations_replies, thread
    cursor = ""
    for _ in range(PAGES):
        answer = await read(**where, limit=200, include_all_metadata=True, cursor=cursor)
        for message in answer["messages"]:
            metadata: Mapping[str, Any] = message.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            if metadata.get("event_type") == EVENT and payload.get("key") == key:
                return dict(message)
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return None
    raise NeverWorks(
        "Slack's answer to a message was lost, and much was written since: nobody can say whether it stands."
    )


async def _directly(face: SlackFace, what: str, remedy: str) -> str:
    await face.notices.post(what, remedy)
    return NOWHERE


def _text(what: str, remedy: str) -> str:
    return f":bell: {b.escape(what)}" + (f"\n{b.escape(remedy)}" if remedy else "")
