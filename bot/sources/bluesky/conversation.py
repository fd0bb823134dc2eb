"""Replying to a post and reading what its author answered.

Both rest on the repositories themselves, which are the network's truth: a reply is a record under a key that follows
from the request, so that asking again can't write a second; an answer is a record in the author's own repository,
which nobody but the author can write into.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.kernel.errors import FixSettings, NeverWorks, TellUser, TryLater
from bot.sources.base import Answer, Room
from bot.sources.bluesky.client import BlueskyClient, Record
from bot.sources.bluesky.facets import BYTES, GRAPHEMES, as_facet, find_facets, graphemes
from bot.sources.bluesky.mapping import language_of, read_record
from bot.sources.bluesky.names import GATE, POST, AtUri, read_uri, strong, tid, tid_time
from bot.sources.bluesky.places import stamp
from bot.sources.dates import read_date
from bot.sources.http import Gone
from bot.sources.markup import clean_text, plain_text

WALK = 10
"""Pages of a hundred that are read of an author's posts to find answers."""

SLACK = timedelta(hours=1)
"""Authors' clocks differ from ours: keys this much older are still read."""


async def reply(client: BlueskyClient, uri: str, text: str, request_id: str, asked_at: datetime) -> str:
    """See ``CanReply``."""
    text = clean_text(text).strip()
    _judge_length(text)
    parent = _post(uri)
    piece = await client.record(parent)
    root = _root_of(piece)
    session = await client.session()
    await _judge_gate(client, root, session.did)
    mine = _mine(session.did, uri, request_id, asked_at)
    record = {
        "$type": POST,
        "text": text,
        "createdAt": stamp(asked_at),
        "reply": {"root": root, "parent": {"uri": str(parent), "cid": piece.cid}},
        "facets": await _facets(client, session.server, text),
    }
    if not await client.put(mine, {name: value for name, value in record.items() if value}):
        await _confirm(client, mine, parent)
    return str(mine)


async def replied(client: BlueskyClient, uri: str, request_id: str, asked_at: datetime) -> str | None:
    """See ``CanReply``: whether there is a record under the request's key."""
    parent = _post(uri)
    mine = _mine((await client.session()).did, uri, request_id, asked_at)
    try:
        await _confirm(client, mine, parent)
    except Gone:
        return None
    return str(mine)


def _mine(did: str, uri: str, request_id: str, asked_at: datetime) -> AtUri:
    """Where the reply of a request stands."""
    return AtUri(did, POST, tid(asked_at, f"{request_id}\0{uri}"))


async def answers(client: BlueskyClient, uri: str, since: datetime, now: datetime) -> list[Answer]:
    """See ``CanWatch``. Also what the author wrote under an answer of their own, since long answers take several
    posts."""
    ours = await client.record(_post(uri))
    parent = read_uri(_reply_of(ours).get("parent", {}).get("uri"))
    if parent is None:
        raise NeverWorks(f"{uri} is not a reply to a post.")
    written = await _written_since(client, parent.did, since - SLACK)
    known = {uri}
    found: list[Answer] = []
    for record in sorted(written, key=lambda one: one.uri.key):
        if _reply_of(record).get("parent", {}).get("uri") in known:
            known.add(str(record.uri))
            found.append(_answer(record, now))
    return found


async def _written_since(client: BlueskyClient, did: str, since: datetime) -> list[Record]:
    """Raises TryLater where there is more than can be read: no answer must not mean 'none found so far'."""
    cursor, found = None, list[Record]()
    for _ in range(WALK):
        page, cursor = await client.written(did, cursor)
        found.extend(page)
        times = [when for one in page if (when := tid_time(one.uri.key)) is not None]
        if not page or cursor is None or (times and min(times) < since):
            return [one for one in found if (tid_time(one.uri.key) or since) >= since]
    raise TryLater(f"{did} wrote more than {WALK * 100:,} posts since; their answer can't be looked for.")


def _answer(record: Record, now: datetime) -> Answer:
    text = record.value.get("text")
    return Answer(
        external_id=str(record.uri),
        creator_id=record.uri.did,
        text=plain_text(text).text if isinstance(text, str) else "",
        version=record.cid,
        at=read_date(record.value.get("createdAt"), now)[0],
        url=record.uri.web,
        language=language_of(record.value),
    )


def _post(uri: str) -> AtUri:
    found = read_uri(uri)
    if found is None:
        raise TellUser("This is not a post of the AT Protocol.", remedy="Reply by hand.")
    return found


def _count(text: str) -> int:
    """What people see as characters; where a text has too many bytes for them, as many as that is over."""
    return max(graphemes(text), len(text.encode("utf-8", "replace")) - BYTES + GRAPHEMES)


ROOM = Room(GRAPHEMES, _count)


def _judge_length(text: str) -> None:
    if not text:
        raise TellUser("A reply needs a text.")
    over = ROOM.over(text)
    if over > 0:
        raise TellUser(
            f"The reply is {over} characters longer than a post may be ({GRAPHEMES}).", remedy="Shorten it."
        )


def _reply_of(record: Record) -> Mapping[str, Any]:
    """A record's ``reply`` with mappings in it only."""
    found = record.value.get("reply")
    if not isinstance(found, Mapping):
        return {}
    return {name: part for name, part in found.items() if isinstance(part, Mapping)}


def _root_of(piece: Record) -> dict[str, str]:
    """The first post of the conversation."""
    root = strong(_reply_of(piece).get("root", {}))
    return root or {"uri": str(piece.uri), "cid": piece.cid}


async def _judge_gate(client: BlueskyClient, root: dict[str, str], me: str) -> None:
    """Who may reply is a record beside the conversation's first post (app.bsky.feed.threadgate). A reply that isn't
    allowed would be written and shown to nobody, its author included. Whether the author follows the account or
    lists it is not looked up: such a conversation is left to a person."""
    uri = read_uri(root["uri"])
    if uri is None or uri.did == me:
        return
    try:
        gate = await client.record(AtUri(uri.did, GATE, uri.key))
    except Gone:
        return
    allow = gate.value.get("allow")
    if not isinstance(allow, list):
        return
    kinds = {str(rule.get("$type", "")).partition("#")[2] for rule in allow if isinstance(rule, Mapping)}
    if "mentionRule" in kinds and me in read_record((await client.record(uri)).value).mentions:
        return
    raise TellUser(
        "Its author chose who may reply, and a reply of ours might be shown to nobody.",
        remedy="Reply by hand if the account may, or ask in another way.",
    )


async def _facets(client: BlueskyClient, server: str, text: str) -> list[dict[str, Any]]:
    """Links, hashtags and mentions; a handle that is nobody's stays text."""
    facets = []
    for found in find_facets(text):
        if found.kind != "mention":
            facets.append(as_facet(found))
            continue
        try:
            facets.append(as_facet(found, await client.identities.did_of(found.value, server)))
        except FixSettings:
            continue
    return facets


async def _confirm(client: BlueskyClient, mine: AtUri, parent: AtUri) -> None:
    """Another text stands under the request's key: the one that was sent first counts, if it is a reply to that."""
    standing = await client.record(mine)
    if _reply_of(standing).get("parent", {}).get("uri") != str(parent):
        raise NeverWorks(f"{mine} is something else than the reply.", remedy="Ask again.")
