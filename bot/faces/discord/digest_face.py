"""Digests to channels of the Discord server: the community's edition, with a chart.

Before Discord forgets a nonce (some minutes) it answers a repeated post with the first. After that the message of a
try whose answer was lost is looked for by its foot, which names the digest.
"""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from typing import Any, TypeVar

import discord

from bot.digests.document import Document
from bot.digests.faces import Delivered, Outgoing, Picture, PlaceGone
from bot.digests.faces import Pictures as PictureState
from bot.faces.discord.context import Answer
from bot.faces.discord.digests import embeds
from bot.faces.discord.errors import (
    ANY,
    CHANNEL_CLOSED,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    as_ours,
    code_of,
    is_definite,
)
from bot.faces.discord.places import Places
from bot.faces.texts import say
from bot.kernel.errors import GoodwordError, NeverWorks
from bot.kernel.log import get_logger

CHART = "trend"
"""The chart that the community is shown; the others are about the team's work."""
ALT_LIMIT = 1024
SEARCHED = 200
"""Latest messages of a channel that are looked through for one whose answer was lost."""
_ELSEWHERE = "Name another channel in [digest] discord, or switch its schedule off."

T = TypeVar("T")
log = get_logger(__name__)


class DiscordDigests:
    """See ``Face``. A place is a channel's name or id. ``reference`` is ``CHANNEL/MESSAGE``; "" where there was
    nothing to celebrate and no contest to tell of, so that nothing was posted."""

    key = "discord"

    def __init__(self, client: discord.Client, places: Places) -> None:
        self._client = client
        self._places = places

    async def find(self, digest: Outgoing) -> Delivered | None:
        """See ``Face``."""
        channel = await self._channel(digest.place)
        own, foot = self._client.user.id if self._client.user else 0, foot_of(digest)
        try:
            async for message in channel.history(limit=SEARCHED):
                if message.author.id == own and any(one.footer.text == foot for one in message.embeds):
                    return _delivered(message, "sent" if message.attachments else "missing")
        except ANY as error:
            raise _ours(error, digest.place, "looking for a digest") from None
        return None

    async def deliver(self, digest: Outgoing, pictures: Sequence[Picture]) -> Delivered:
        """See ``Face``."""
        chart = _chart(digest.document, pictures)
        if not embeds(digest.document):
            log.info("digest_has_nothing_for_the_community", digest=digest.digest_id)
            return Delivered("")
        channel = await self._channel(digest.place)

        async def post(shown: Picture | None) -> discord.Message:
            content = _content(digest, shown)
            return await channel.send(
                embeds=content,
                files=_files(shown),
                nonce=nonce_of(digest),
                allowed_mentions=discord.AllowedMentions.none(),
            )

        message, state = await _with_or_without(chart, post, digest.place, "sending a digest")
        return _delivered(message, state)

    async def redraw(self, digest: Outgoing, pictures: Sequence[Picture]) -> Delivered:
        """See ``Face``. Where nothing is left to be said the message is deleted. Discord takes few edits of what is
        older than an hour; they are tried later."""
        channel_id, _, message_id = (digest.reference or "").partition("/")
        if not (channel_id.isdigit() and message_id.isdigit()):
            return Delivered("")
        channel = self._client.get_partial_messageable(int(channel_id))
        message = channel.get_partial_message(int(message_id))

        async def edit(shown: Picture | None) -> Any:
            content = _content(digest, shown)
            return await message.edit(
                embeds=content, attachments=_files(shown), allowed_mentions=discord.AllowedMentions.none()
            )

        try:
            if not embeds(digest.document):
                await _deleted(message, digest.place)
                return Delivered("")
            chart = _chart(digest.document, pictures)
            _, state = await _with_or_without(chart, edit, digest.place, "changing a digest")
        except _MessageGone:
            return Delivered("")
        return Delivered(digest.reference or "", state)

    async def _channel(self, place: str) -> discord.abc.Messageable:
        try:
            found = await self._places.channel(place)
        except NeverWorks as error:
            raise PlaceGone(error.message, remedy=f"Make it. {_ELSEWHERE}") from None
        assert isinstance(found, discord.abc.Messageable)  # what ``Places.channel`` promises
        return found


class _MessageGone(Exception):
    """Somebody deleted it."""


def as_answer(digest: Outgoing, pictures: Sequence[Picture]) -> Answer:
    """The same as an answer to somebody."""
    chart = _chart(digest.document, pictures)
    return Answer(embeds=tuple(_content(digest, chart)), files=tuple(_files(chart)))


def channel_of(reference: str | None) -> int | None:
    """The channel in which a digest's message stands; None where there is no message."""
    found = (reference or "").partition("/")[0]
    return int(found) if found.isdigit() else None


def shows_chart(document: Document) -> bool:
    """Whether a post of it has a place for the chart."""
    return any(one.image.url for one in embeds(document, f"{CHART}.png"))


def nonce_of(digest: Outgoing) -> str:
    """The same in each try. Discord takes 25 characters."""
    made = digest.document.made_at.isoformat()
    return sha256(f"{digest.key}|{digest.place}|{made}".encode()).hexdigest()[:24]


def foot_of(digest: Outgoing) -> str:
    """What stands below a digest, and below no other."""
    values = {"name": digest.name, "number": str(digest.digest_id)}
    return say(digest.document.language, "community-number", values)


def _chart(document: Document, pictures: Sequence[Picture]) -> Picture | None:
    """The chart, where the post shows one."""
    found = next((one for one in pictures if one.name == CHART), None)
    return found if found is not None and shows_chart(document) else None


def _content(digest: Outgoing, chart: Picture | None) -> list[discord.Embed]:
    content = embeds(digest.document, f"{CHART}.png" if chart is not None else "")
    for one in content[-1:]:
        one.set_footer(text=foot_of(digest))
    return content


def _files(chart: Picture | None) -> list[discord.File]:
    """Made anew for each try: sending reads a file to its end."""
    if chart is None:
        return []
    return [discord.File(io.BytesIO(chart.png), f"{CHART}.png", description=chart.alt[:ALT_LIMIT])]


async def _with_or_without(
    chart: Picture | None, call: Callable[[Picture | None], Awaitable[T]], place: str, doing: str
) -> tuple[T, PictureState]:
    """With the chart; where Discord surely refused that (no right to attach files, say), without."""
    try:
        return await call(chart), "none" if chart is None else "sent"
    except ANY as error:
        if chart is None or not is_definite(error) or _hopeless(error):
            raise _ours(error, place, doing) from None
        log.warning("digest_chart_refused", code=code_of(error))
    try:
        return await call(None), "missing"
    except ANY as error:
        raise _ours(error, place, doing) from None


async def _deleted(message: discord.PartialMessage, place: str) -> None:
    try:
        await message.delete()
    except ANY as error:
        raise _ours(error, place, "deleting a digest") from None


def _hopeless(error: Exception) -> bool:
    """Whether it isn't about the picture: the message or the channel is gone, or Discord wants time."""
    status = error.status if isinstance(error, discord.HTTPException) else 0
    return status in (401, 404, 429)


def _ours(error: Exception, place: str, doing: str) -> Exception:
    code = code_of(error)
    if code == UNKNOWN_MESSAGE:
        return _MessageGone(doing)
    if code in CHANNEL_CLOSED:
        what, remedy = CHANNEL_CLOSED[code]
        remedy = _ELSEWHERE if code == UNKNOWN_CHANNEL else remedy
        return PlaceGone(f"#{place.removeprefix('#')} in Discord {what}.", remedy=remedy)
    ours: GoodwordError = as_ours(error, doing)
    return ours


def _delivered(message: discord.Message, state: PictureState) -> Delivered:
    return Delivered(f"{message.channel.id}/{message.id}", state)
