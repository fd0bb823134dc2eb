"""A message that always shows the present: posted once, changed whenever what it shows has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

import orjson
from slack_sdk.errors import SlackApiError

from bot.faces.slack import blocks as b
from bot.faces.slack import queries
from bot.faces.slack.errors import MESSAGE_LOST, MESSAGE_STAYS, NETWORK, as_ours, is_definite, name_of
from bot.faces.slack.face import SlackFace
from bot.faces.slack.once import NOWHERE, begin, find, post
from bot.faces.slack.tables import SlackMessage
from bot.kernel.errors import NeverWorks, TryLater
from bot.kernel.log import get_logger
from bot.storage.unit_of_work import reading, unit_of_work

KIND = "kept"
IN_FLIGHT = timedelta(minutes=2)
"""How long a post may take until its answer is given up."""
GONE = "message_not_found"
"""Slack's name for a message that somebody deleted."""
log = get_logger(__name__)


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
        if not await _change(face, row.channel, row.ts, text, blocks):
            await _note(face, key, digest, row.channel, None)
            return True
    try:
        place = await face.channels.id_of(channel)
        if row is not None and row.ts is None:
            there = place if row.channel == NOWHERE else row.channel
            ts = await find(face.client, there, key, row.attempted_at or face.services.clock())
            if ts is not None and not await _change(face, there, ts, text, blocks):
                await _note(face, key, digest, there, ts)
                return True
        ts = await _post(face, row, (key, place, kind), text, blocks, item_ids)
    except (SlackApiError, *NETWORK) as error:
        raise as_ours(error, "posting a message that is kept current") from error
    await _note(face, key, digest, place, ts)
    return True


async def _post(
    face: SlackFace,
    row: SlackMessage | None,
    what: tuple[str, str, str],
    text: str,
    blocks: Sequence[b.Block],
    item_ids: Sequence[int],
) -> str:
    """Post it, and keep before where; ``row``: what an earlier post left. What Slack refused surely doesn't stand, so
    nothing is kept of it, unless an earlier post may still come through."""
    (key, place, kind), now = what, face.services.clock()
    if row is None:
        await begin(face, key, kind, item_ids, place)
    else:
        async with unit_of_work(face.services.database) as session:
            again = await queries.message_with_key(session, key)
            if again is not None:  # it doesn't stand: it is about to be posted there
                again.channel, again.ts, again.lost, again.attempted_at = place, None, None, now
                session.add(again)
    try:
        return await post(face.client, place, key, text, blocks)
    except SlackApiError as error:
        on_its_way = row is not None and row.ts is None and now - (row.attempted_at or now) < IN_FLIGHT
        if is_definite(error) and not on_its_way:
            async with unit_of_work(face.services.database) as session:
                begun = await queries.message_with_key(session, key)
                await queries.drop_message(session, (begun and begun.id) or 0)
        raise


async def redraw(face: SlackFace, message: SlackMessage, text: str, blocks: Sequence[b.Block]) -> bool:
    """Make a message that stands already show this. False where it stands no more, or never did: it is forgotten, and
    not posted anew. One that Slack lets nobody change is deleted instead, and forgotten too. One whose post was begun
    a moment ago is waited for. Raises TryLater, FixCredentials, or NeverWorks where it stands and stays."""
    digest = _digest(text, blocks)
    if message.ts and message.lost is None and message.rendered == digest:
        return True
    ts = await _where(face, message)
    refused = GONE if ts is None else await _change(face, message.channel, ts, text, blocks)
    if not refused:
        await _note(face, message.key, digest, message.channel, ts if message.ts is None else None)
        return True
    if refused != GONE and ts is not None and not await _delete(face, message.channel, ts):
        raise NeverWorks(f"Slack lets nobody change a message ({refused}), nor delete it.")
    await _forget(face, message)
    return False


async def remove(face: SlackFace, message: SlackMessage) -> bool:
    """Delete a message of ours and forget it; one that is gone already is as good. One whose post was begun a moment
    ago is waited for. False where the workspace doesn't let us: it stands still. Raises TryLater, FixCredentials or
    NeverWorks."""
    if message.lost is None:
        ts = await _where(face, message)
        if ts is not None and not await _delete(face, message.channel, ts):
            return False
    await _forget(face, message)
    return True


async def give_up(face: SlackFace, message: SlackMessage, why: NeverWorks) -> None:
    """Note that a message can't be changed any more, so that nobody waits for it."""
    log.warning("message_stays", key=message.key, channel=message.channel, problem=str(why))
    async with unit_of_work(face.services.database) as session:
        await queries.mark_lost(session, message.id or 0, str(why))


async def _where(face: SlackFace, message: SlackMessage) -> str | None:
    """Where in its channel a message stands, also one whose post was never answered; None where it doesn't."""
    if message.ts is not None:
        return message.ts
    begun = message.attempted_at or face.services.clock()
    if face.services.clock() - begun < IN_FLIGHT:
        raise TryLater("A message that is to be changed is just being posted.", retry_after=30)
    if message.channel == NOWHERE:
        return None
    try:
        return await find(face.client, message.channel, message.key, begun)
    except (SlackApiError, *NETWORK) as error:
        raise as_ours(error, "looking for a message") from error


async def _delete(face: SlackFace, channel: str, ts: str) -> bool:
    """False when the workspace doesn't let us."""
    try:
        await face.client.chat_delete(channel=channel, ts=ts)
    except (SlackApiError, *NETWORK) as error:
        if not isinstance(error, SlackApiError) or name_of(error) not in (*MESSAGE_STAYS, *MESSAGE_LOST):
            raise as_ours(error, "deleting a message that is kept current") from error
        return name_of(error) not in MESSAGE_STAYS
    return True


async def _forget(face: SlackFace, message: SlackMessage) -> None:
    async with unit_of_work(face.services.database) as session:
        await queries.drop_message(session, message.id or 0)


def _digest(text: str, blocks: Sequence[b.Block]) -> str:
    return hashlib.sha256(orjson.dumps([text, list(blocks)])).hexdigest()


async def _change(face: SlackFace, channel: str, ts: str, text: str, blocks: Sequence[b.Block]) -> str:
    """Slack's name for why the message can't be changed any more, "" when it was."""
    try:
        await face.client.api_call(
            "chat.update", json={"channel": channel, "ts": ts, "text": text, "blocks": list(blocks)}
        )
    except (SlackApiError, *NETWORK) as error:
        if isinstance(error, SlackApiError) and name_of(error) in MESSAGE_LOST:
            return name_of(error)
        raise as_ours(error, "changing a message that is kept current") from error
    return ""


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
