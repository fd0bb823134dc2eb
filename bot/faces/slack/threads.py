"""Posts below an item's card: each stands once, whatever dies between the post and its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.errors import SlackApiError

from bot.faces.slack import blocks as b
from bot.faces.slack import queries
from bot.faces.slack.errors import CHANNEL_LOST, MESSAGE_LOST, NETWORK, as_ours, name_of
from bot.faces.slack.face import SlackFace
from bot.faces.slack.once import NOWHERE, begin, find, post
from bot.kernel.errors import NeverWorks
from bot.kernel.log import get_logger
from bot.storage.unit_of_work import reading, unit_of_work

KIND = "said"
_THREAD_LOST = frozenset({"thread_not_found", "message_not_found", "invalid_thread_ts"})
_LATEST = "settled"  # what ``rendered`` says of a post that has nothing to press any more

log = get_logger(__name__)


async def say(face: SlackFace, key: str, item_id: int, text: str, blocks: Sequence[b.Block]) -> None:
    """Post below the message that shows an item, unless it stands already; where none shows it, in the review
    channel itself. A channel that takes nothing costs the post: managers are told of it by the delivery. Raises
    TryLater, FixCredentials or NeverWorks."""
    begun = await begin(face, key, KIND, [item_id])
    if begun is None:
        return
    async with reading(face.services.database) as session:
        card = await queries.message_of(session, item_id)
    thread = card.ts if card is not None else None
    try:
        channel = card.channel if card is not None else await _review(face)
        tried_at, first = begun
        ts = None
        if not first:
            ts = await _find(face, channel, key, tried_at, thread)
        ts = ts or await _post(face, channel, key, text, blocks, thread)
    except (SlackApiError, *NETWORK) as error:
        if not isinstance(error, SlackApiError) or name_of(error) not in CHANNEL_LOST:
            raise as_ours(error, "posting below a card") from error
        log.warning("slack_thread_lost", item=item_id, reason=name_of(error))
        channel = ts = NOWHERE
    except NeverWorks as error:  # there is no such channel
        log.warning("slack_thread_lost", item=item_id, reason=error.message)
        channel = ts = NOWHERE
    async with unit_of_work(face.services.database) as session:
        await queries.note_posted(session, key, channel, ts, face.services.clock())


async def settle(face: SlackFace, key: str, text: str, blocks: Sequence[b.Block]) -> None:
    """Make a post of ours say this from now on, once; one that is gone is no fault. Raises TryLater, FixCredentials
    or NeverWorks."""
    async with reading(face.services.database) as session:
        row = await queries.message_with_key(session, key)
    if row is None or not row.ts or row.ts == NOWHERE or row.rendered == _LATEST:
        return
    try:
        await face.client.chat_update(channel=row.channel, ts=row.ts, text=text, blocks=list(blocks))
    except (SlackApiError, *NETWORK) as error:
        lost = isinstance(error, SlackApiError) and (
            name_of(error) in MESSAGE_LOST or name_of(error) in CHANNEL_LOST
        )
        if not lost:
            raise as_ours(error, "changing a post below a card") from error
    async with unit_of_work(face.services.database) as session:
        await queries.save_drawn(session, row.id or 0, _LATEST, None)


async def _review(face: SlackFace) -> str:
    return await face.channels.id_of(face.services.settings.review.channel)


async def _find(face: SlackFace, channel: str, key: str, since: datetime, thread: str | None) -> str | None:
    """Where an earlier try put it: below the card, or in the channel where there was none."""
    if thread is not None:
        try:
            if (ts := await find(face.client, channel, key, since, thread)) is not None:
                return ts
        except SlackApiError as error:
            if name_of(error) not in _THREAD_LOST:
                raise
    return await find(face.client, channel, key, since)


async def _post(
    face: SlackFace, channel: str, key: str, text: str, blocks: Sequence[b.Block], thread: str | None
) -> str:
    try:
        return await post(face.client, channel, key, text, blocks, thread)
    except SlackApiError as error:
        if thread is None or name_of(error) not in _THREAD_LOST:
            raise
    return await post(face.client, channel, key, text, blocks)  # somebody deleted the card
