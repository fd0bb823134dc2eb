"""A message that always shows the present: posted once, changed whenever what it shows has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

import orjson
from slack_sdk.errors import SlackApiError

from bot.faces.slack import blocks as b
from bot.faces.slack import queries
from bot.faces.slack.errors import MESSAGE_LOST, NETWORK, as_ours, name_of
from bot.faces.slack.face import SlackFace
from bot.faces.slack.once import NOWHERE, begin, find, post
from bot.faces.slack.tables import SlackMessage
from bot.kernel.errors import TryLater
from bot.storage.unit_of_work import reading, unit_of_work

KIND = "kept"
IN_FLIGHT = timedelta(minutes=2)
"""How long a post may take until its answer is given up."""


async def keep(
    face: SlackFace,
    key: str,
    channel: str,
    text: str,
    blocks: Sequence[b.Block],
    *,
    kind: str = KIND,
    item_ids: Sequence[int] = (),
) -> bool:
    """Make the message of that key show this. Whether a call was needed: nothing is sent where it shows it already.
    ``kind`` and ``item_ids`` (the pieces it is about, with which it is erased) count when it is posted first.

    One that somebody has deleted is posted anew. Callers see to it that one key is not kept by two at once. Raises
    TryLater, FixCredentials or NeverWorks.
    """
    digest = _digest(text, blocks)
    async with reading(face.services.database) as session:
        row = await queries.message_with_key(session, key)
    if row is not None and row.ts and row.lost is None:
        if row.rendered == digest:
            return False
        if await _change(face, row.channel, row.ts, text, blocks):
            await _note(face, key, digest, row.channel, None)
            return True
    try:
        place = await face.channels.id_of(channel)
        begun = await begin(face, key, kind, item_ids)
        ts = await find(face.client, place, key, begun[0]) if begun is not None and not begun[1] else None
        if ts is not None and await _change(face, place, ts, text, blocks):
            await _note(face, key, digest, place, ts)
            return True
        ts = await post(face.client, place, key, text, blocks)
    except (SlackApiError, *NETWORK) as error:
        raise as_ours(error, "posting a message that is kept current") from error
    await _note(face, key, digest, place, ts)
    return True


async def redraw(face: SlackFace, message: SlackMessage, text: str, blocks: Sequence[b.Block]) -> bool:
    """Make a message that stands already show this. False where it stands no more, or never did: it is forgotten, and
    not posted anew. One whose post was begun a moment ago is waited for. Raises TryLater, FixCredentials or
    NeverWorks."""
    channel, ts = message.channel, message.ts
    if ts is None:
        begun = message.attempted_at or face.services.clock()
        if face.services.clock() - begun < IN_FLIGHT:
            raise TryLater("A message that is to be changed is just being posted.", retry_after=30)
        try:
            ts = await find(face.client, channel, message.key, begun) if channel != NOWHERE else None
        except (SlackApiError, *NETWORK) as error:
            raise as_ours(error, "looking for a message") from error
    if ts is None or not await _change(face, channel, ts, text, blocks):
        async with unit_of_work(face.services.database) as session:
            await queries.drop_message(session, message.id or 0)
        return False
    await _note(face, message.key, _digest(text, blocks), channel, ts if message.ts is None else None)
    return True


async def remove(face: SlackFace, message: SlackMessage) -> None:
    """Delete a message and forget it; one that is gone already is as good. Raises TryLater, FixCredentials or
    NeverWorks."""
    try:
        if message.ts is not None and message.lost is None:
            await face.client.chat_delete(channel=message.channel, ts=message.ts)
    except (SlackApiError, *NETWORK) as error:
        if not isinstance(error, SlackApiError) or name_of(error) not in MESSAGE_LOST:
            raise as_ours(error, "deleting a message that is kept current") from error
    async with unit_of_work(face.services.database) as session:
        await queries.drop_message(session, message.id or 0)


def _digest(text: str, blocks: Sequence[b.Block]) -> str:
    return hashlib.sha256(orjson.dumps([text, list(blocks)])).hexdigest()


async def _change(face: SlackFace, channel: str, ts: str, text: str, blocks: Sequence[b.Block]) -> bool:
    """False when the message is gone."""
    try:
        await face.client.api_call(
            "chat.update", json={"channel": channel, "ts": ts, "text": text, "blocks": list(blocks)}
        )
    except (SlackApiError, *NETWORK) as error:
        if isinstance(error, SlackApiError) and name_of(error) in MESSAGE_LOST:
            return False
        raise as_ours(error, "changing a message that is kept current") from error
    return True


async def _note(face: SlackFace, key: str, digest: str, channel: str, ts: str | None) -> None:
    async with unit_of_work(face.services.database) as session:
        row = await queries.message_with_key(session, key)
        if row is None:
            return
        row.rendered, row.lost = digest, None
        session.add(row)
        await session.flush()
        if ts is not None:
            await queries.note_posted(session, key, channel, ts, face.services.clock())
