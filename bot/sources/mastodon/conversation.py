"""Replying to a status and reading what its author answered, on the server of the token."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from bot.kernel.errors import FixSettings, NeverWorks, TellUser, TryLater
from bot.sources.base import Answer, Room
from bot.sources.canonical import canonical_url
from bot.sources.dates import read_date
from bot.sources.http import Gone, Rejected
from bot.sources.identity import digest
from bot.sources.markup import clean_text, one_line, to_text
from bot.sources.mastodon.client import MastodonClient
from bot.sources.mastodon.mapping import Status, identity_of, qualified

SLACK = timedelta(minutes=5)
"""The server's clock and ours differ."""

_ADDRESS = re.compile(r"https?://\S+")
_REMOTE = re.compile(r"(@\w+)@[\w.-]+\w")

HOME_ADDRESS = re.compile(r"/(?:users|ap/users)/[^/]+/statuses/(\d{1,20})")


async def reply(
    client: MastodonClient, uri: str, text: str, request_id: str, asked_at: datetime, now: datetime
) -> str:
    """See ``CanReply``. The server knows the same request by its Idempotency-Key for an hour; after that what the
    account wrote under the piece since tells whether it was sent."""
    piece, text = await _prepared(client, uri, text)
    sent = await _sent(client, piece, text, asked_at, now)
    if sent is not None:
        return sent
    await _judge_length(client, text)
    wanted = {"status": text, "in_reply_to_id": str(piece["id"]), "visibility": "public"}
    try:
        made = await client.write(wanted, digest(f"{request_id}\0{uri}\0{text}"))
    except Rejected:
        raise TellUser(
            "The server refused the reply; it may be too long, or the account may not reply there.",
            remedy="Shorten it (500 characters on most servers), or reply by hand.",
        ) from None
    return identity_of(made, client.server)


async def replied(
    client: MastodonClient, uri: str, text: str, asked_at: datetime, now: datetime
) -> str | None:
    """See ``CanReply``: what the account wrote under the piece since. A server that was still at it when it was
    looked at is asked with the same Idempotency-Key afterwards, so it posts nothing twice."""
    piece, text = await _prepared(client, uri, text)
    return await _sent(client, piece, text, asked_at, now)


async def _prepared(client: MastodonClient, uri: str, text: str) -> tuple[Status, str]:
    """The piece, and the text as it goes out."""
    _judge_token(client)
    text = clean_text(text).strip()
    if not text:
        raise TellUser("A reply needs a text.")
    piece = await _found(client, uri)
    return piece, _addressed(piece, client.server, text)


async def room(client: MastodonClient) -> Room:
    """See ``CanReply``."""
    most, address = await client.lengths()
    return Room(most, partial(_count, address))


def _count(address: int, text: str) -> int:
    counted = _REMOTE.sub(r"\1", _ADDRESS.sub("x" * address, text))
    return len(unicodedata.normalize("NFC", counted))


async def _judge_length(client: MastodonClient, text: str) -> None:
    """A server counts an address as so many characters however long it is, and of a name its first part alone."""
    allowed = await room(client)
    if over := allowed.over(text):
        raise TellUser(
            f"The reply is {over} characters longer than a post may be on {urlsplit(client.server).netloc} "
            f"({allowed.most}).",
            remedy="Shorten it, or reply by hand in several posts.",
        )


async def answers(client: MastodonClient, uri: str, now: datetime) -> list[Answer]:
    """See ``CanWatch``. Answers that only the account may see count too: their author chose to write to it. What
    stands under our status came after it, whatever a clock that was wrong when we wrote it says."""
    _judge_token(client)
    number = _number_at(uri, client.server)
    if number is None:
        raise NeverWorks(f"{uri[:200]} is not a reply of this account.")
    ours = await client.status(number)
    author = ours.get("in_reply_to_account_id")
    if not author:
        raise NeverWorks(f"{uri[:200]} is not a reply to a status.")
    known, found = {number}, list[Answer]()
    for status in sorted(
        await client.descendants(number), key=lambda one: (len(str(one["id"])), str(one["id"]))
    ):
        account = status.get("account")
        written_by = account.get("id") if isinstance(account, Mapping) else None
        if str(written_by) != str(author) or str(status.get("in_reply_to_id")) not in known:
            continue
        known.add(str(status["id"]))
        found.append(_answer(status, client.server, now))
    return found


def _answer(status: Status, server: str, now: datetime) -> Answer:
    account = status.get("account")
    content, language = status.get("content"), status.get("language")
    writer = account.get("uri") if isinstance(account, Mapping) else None
    handle = qualified(account, server) if isinstance(account, Mapping) else None
    return Answer(
        external_id=identity_of(status, server),
        creator_id=str(writer)[:500] if writer else str(handle).lower(),
        text=to_text(content if isinstance(content, str) else "").text,
        version=digest(f"{status.get('id')}|{status.get('edited_at')}"),
        at=read_date(status.get("created_at"), now)[0],
        url=canonical_url(str(status.get("url") or ""))[0],
        language=one_line(language, 35) if isinstance(language, str) else None,
    )


def _judge_token(client: MastodonClient) -> None:
    if not client.has_token:
        raise FixSettings(
            "Replying on Mastodon needs a token with write:statuses, read:statuses and read:search.",
            remedy="Set the source's token.",
        )


def _number_at(uri: str, server: str) -> str | None:
    """The id of a status whose home is that server."""
    parts = urlsplit(uri)
    found = HOME_ADDRESS.fullmatch(parts.path)
    return found[1] if found and f"{parts.scheme}://{parts.netloc}" == server else None


async def _found(client: MastodonClient, uri: str) -> Status:
    """The status as the token's server knows it, whose ids are its own. Raises Gone."""
    number = _number_at(uri, client.server)
    status = await client.status(number) if number else await client.resolve(uri)
    if status is None:
        raise Gone(f"{uri[:200]} is not to be found.", remedy="It may be deleted, or its server may be away.")
    if identity_of(status, client.server) != uri:
        raise TryLater(f"{client.server} answered with another status.")
    return status


def _addressed(piece: Status, server: str, text: str) -> str:
    """Beginning with the author's name, without which nobody is told of a reply."""
    account = piece.get("account")
    handle = qualified(account, server) if isinstance(account, Mapping) else None
    if not handle or re.search(rf"(?<![\w@])@{re.escape(handle)}(?![\w.-])", text, re.IGNORECASE):
        return text
    return f"@{handle} {text}"


async def _sent(
    client: MastodonClient, piece: Status, text: str, asked_at: datetime, now: datetime
) -> str | None:
    """The reply with this text that the account wrote since, if there is one."""
    me: Any = (await client.account()).get("id")
    for status in await client.descendants(str(piece["id"])):
        account = status.get("account")
        mine = isinstance(account, Mapping) and me is not None and account.get("id") == me
        if not mine or str(status.get("in_reply_to_id")) != str(piece["id"]):
            continue
        written = read_date(status.get("created_at"), now)[0]
        if written is not None and written < asked_at - SLACK:
            continue
        if await client.written(str(status["id"])) == text:
            return identity_of(status, client.server)
    return None
