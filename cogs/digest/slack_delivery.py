"""A digest's way into a channel: its message with the pictures, and everything else in the thread below.

Both messages carry the digest's key as metadata, so a post whose answer was lost is found again. The pictures are
files of ours that nobody was shown elsewhere; a message without them is a digest all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.digests.faces import Delivered, Outgoing, Picture, Pictures, PlaceGone
from bot.faces.slack import once
from bot.faces.slack.errors import (
    ANY,
    CHANNEL_LOST,
    MESSAGE_LOST,
    MESSAGE_REFUSED,
    as_ours,
    name_of,
)
from bot.faces.slack.face import SlackFace
from bot.faces.slack.uploads import upload
from bot.kernel.errors import NeverWorks
from bot.kernel.log import get_logger
from bot.services import Services
from cogs.digest.jobs import forget_later
from cogs.digest.slack_blocks import details, short, summary

DETAILS = "details"
"""What a digest lacks whose thread could not be written."""
_PERSON = re.compile(r"[UW][A-Z0-9]{5,}\Z")
log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a digest stands: ``Delivered.reference`` in parts."""

    channel: str
    ts: str
    thread: str = ""  # ts of the message with the details; "" where there is none
    files: tuple[str, ...] = ()  # Slack's ids of the pictures

    def pack(self) -> str:
        return "|".join((self.channel, self.ts, self.thread, ",".join(self.files)))

    @classmethod
    def unpack(cls, reference: str | None) -> Shown | None:
        parts = (reference or "").split("|")
        if len(parts) != 4 or not parts[1]:
            return None
        return cls(parts[0], parts[1], parts[2], tuple(one for one in parts[3].split(",") if one))


class SlackDigests:
    """See ``bot.digests.faces.Face``. A place is a channel's name or id, or a person's; "" is the review channel."""

    key = "slack"

    def __init__(self, services: Services) -> None:
        self._services = services

    async def find(self, digest: Outgoing) -> Delivered | None:
        """See ``Face``. A digest whose thread was never written gets it now."""
        since = min(digest.document.made_at, self._services.clock())
        with _ours("looking for a digest"):
            channel = await self._channel(digest.place)
            message = await once.found(self._client, channel, digest.key, since)
            if message is None:
                return None
            files = _files(message)
            shown = Shown(channel, str(message["ts"]), files=files)
            thread = await once.find(self._client, channel, _details_key(digest), since, shown.ts)
        missing: tuple[str, ...] = ()
        if thread is None:
            thread, missing = await self._thread(digest, shown, ())
        return Delivered(replace(shown, thread=thread).pack(), "sent" if files else "missing", missing)

    async def deliver(self, digest: Outgoing, pictures: Sequence[Picture]) -> Delivered:
        """See ``Face``."""
        with _ours("opening a digest's channel"):
            channel = await self._channel(digest.place)
        files = await upload(self._client, pictures)
        with _ours("posting a digest"):
            standing = files
            try:
                ts = await self._post(channel, digest, _with_alt(files, pictures))
            except SlackApiError as error:
                if not files or name_of(error) not in MESSAGE_REFUSED:
                    raise
                # Slack can still be busy with what was uploaded a moment ago: the words go out, the pictures follow.
                log.warning("digest_without_pictures", digest=digest.digest_id)
                standing = ()
                ts = await self._post(channel, digest, ())
        shown = Shown(channel, ts, files=files)
        thread, missing = await self._thread(digest, shown, _with_alt(standing, pictures))
        return Delivered(replace(shown, thread=thread).pack(), _told(standing, pictures), missing)

    async def redraw(self, digest: Outgoing, pictures: Sequence[Picture]) -> Delivered:
        """See ``Face``. The pictures name nobody, so those that were uploaded are shown again."""
        shown = Shown.unpack(digest.reference)
        if shown is None:
            raise NeverWorks(f"Nobody knows where the digest {digest.name} stands in Slack.")
        files = shown.files if len(shown.files) == len(pictures) else await upload(self._client, pictures)
        with _ours("changing a digest"):
            standing = await self._change(shown, digest, files, pictures)
        superseded, files = {*shown.files, *files} - {*standing}, standing
        thread, missing = await self._thread(digest, shown, _with_alt(files, pictures))
        await forget_later(self._services, sorted(superseded))
        now = replace(shown, thread=thread, files=files)
        return Delivered(now.pack(), _told(files, pictures), missing)

    @property
    def _client(self) -> AsyncWebClient:
        return self._services.outlet(SlackFace).client

    async def _channel(self, place: str) -> str:
        if _PERSON.match(place):
            opened = await self._client.conversations_open(users=place)
            return str(opened["channel"]["id"])
        channels = self._services.outlet(SlackFace).channels
        try:
            return await channels.id_of(place or self._services.settings.review.channel)
        except NeverWorks as error:
            raise PlaceGone(error.message, remedy=error.remedy) from error

    async def _post(self, channel: str, digest: Outgoing, pictures: Sequence[tuple[str, str]]) -> str:
        document = digest.document
        made = short(document, digest_id=digest.digest_id, pictures=pictures)
        return await once.post(self._client, channel, digest.key, summary(document), made)

    async def _change(
        self, shown: Shown, digest: Outgoing, files: tuple[str, ...], pictures: Sequence[Picture]
    ) -> tuple[str, ...]:
        """Draw the message anew; the files it shows then."""
        document = digest.document
        made = short(document, digest_id=digest.digest_id, pictures=_with_alt(files, pictures))
        try:
            await self._client.chat_update(
                channel=shown.channel, ts=shown.ts, text=summary(document), blocks=made
            )
        except SlackApiError as error:
            if name_of(error) in MESSAGE_LOST:
                log.info("digest_message_gone", digest=digest.digest_id, why=MESSAGE_LOST[name_of(error)])
            elif files and name_of(error) in MESSAGE_REFUSED:
                # Somebody, or the workspace's retention, deleted a file.
                return await self._change(shown, digest, (), pictures)
            else:
                raise
        return files

    async def _thread(
        self, digest: Outgoing, shown: Shown, pictures: Sequence[tuple[str, str]]
    ) -> tuple[str, tuple[str, ...]]:
        """Write the details, or draw them anew: where they stand, and what is missing."""
        made = details(digest.document, pictures)
        if not made:
            return shown.thread, ()
        text = summary(digest.document)
        try:
            with _ours("writing a digest's thread"):
                if shown.thread:
                    await self._client.chat_update(
                        channel=shown.channel, ts=shown.thread, text=text, blocks=made
                    )
                    return shown.thread, ()
                key = _details_key(digest)
                return await once.post(self._client, shown.channel, key, text, made, shown.ts), ()
        except NeverWorks as error:
            log.warning("digest_without_details", digest=digest.digest_id, error=str(error))
            return shown.thread, (DETAILS,)


@contextmanager
def _ours(doing: str) -> Iterator[None]:
    """Slack's errors as ours: what to do next about them."""
    try:
        yield
    except ANY as error:
        name = name_of(error) if isinstance(error, SlackApiError) else ""
        if name in CHANNEL_LOST:
            what, remedy = CHANNEL_LOST[name]
            raise PlaceGone(f"The channel {what}.", remedy=remedy) from error
        raise as_ours(error, doing) from error


def _details_key(digest: Outgoing) -> str:
    return f"{digest.key}:{DETAILS}"


def _with_alt(files: Sequence[str], pictures: Sequence[Picture]) -> list[tuple[str, str]]:
    return [(file, picture.alt) for file, picture in zip(files, pictures, strict=False)]


def _told(files: Sequence[str], pictures: Sequence[Picture]) -> Pictures:
    if not pictures:
        return "none"
    return "sent" if files else "missing"


def _files(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The pictures that a message of ours shows."""
    images = (one for one in message.get("blocks") or [] if one.get("type") == "image")
    return tuple(str((one.get("slack_file") or {}).get("id")) for one in images if one.get("slack_file"))
