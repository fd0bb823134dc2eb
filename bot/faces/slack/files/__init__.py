"""Previews as files in Slack: a card shows them without a public address of ours."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.content.media.folder import MediaFolder
from bot.faces.item_view import ItemView, MediaView
from bot.faces.slack.errors import NETWORK, as_ours, name_of
from bot.faces.slack.files import queries
from bot.kernel.clock import Clock
from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.kernel.text import clean_line
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work

PICTURES = 1  # uploaded for a card: the first that has a preview

log = get_logger(__name__)


class Files:
    """Uploads previews (three steps, https://docs.slack.dev/messaging/working-with-files) and deletes them when
    their item is gone. A failed upload costs the card its picture, nothing else."""

    def __init__(self, client: AsyncWebClient, database: Database, folder: Path, clock: Clock) -> None:
        self._client = client
        self._database = database
        self._folder = MediaFolder(folder)
        self._clock = clock

    async def for_items(self, items: Iterable[ItemView], *, upload: bool = True) -> dict[int, str]:
        """Slack's file id by media, for what a card may show; uploads what is missing, deletes what must go."""
        seen = list(items)
        async with reading(self._database) as session:
            known = await queries.files_of(session, [media.id for item in seen for media in item.media])
        shown: dict[int, str] = {}
        for item in seen:
            shown.update(await self._for_item(item, known, upload=upload))
        return shown

    async def tidy(self) -> None:
        """Delete pictures in Slack whose media we no longer keep."""
        async with reading(self._database) as session:
            orphaned = await queries.orphaned_files(session)
        for media_id, file_id in orphaned.items():
            await self._forget(media_id, file_id)

    async def _for_item(self, item: ItemView, known: dict[int, str], *, upload: bool) -> dict[int, str]:
        usable = (
            [] if item.gone else [media for media in item.media if media.state == "cached" and media.file]
        )
        keep = {media.id for media in usable}
        for media in item.media:
            if media.id in known and media.id not in keep:
                await self._forget(media.id, known[media.id])
        shown = {media.id: known[media.id] for media in usable if media.id in known}
        if upload and not shown and not item.media_hidden:
            for media in usable[:PICTURES]:
                if file_id := await self._upload(media):
                    shown[media.id] = file_id
        return shown

    async def _upload(self, media: MediaView) -> str | None:
        """Runs again after a crash in between: the first file then stays in Slack, unseen and unshared."""
        name = media.file or ""
        content = await asyncio.to_thread(self._folder.read, name)
        if content is None:
            return None  # expired since the row was read
        try:
            answer = await self._client.files_upload_v2(
                content=content,
                filename=name,
                title="Preview",
                alt_txt=clean_line(media.alt or "Preview", 500),
            )
        except (SlackApiError, *NETWORK) as error:
            reason = name_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            log.warning("slack_upload_failed", media=media.id, reason=reason)
            return None
        file_id = str(answer["files"][0]["id"])
        async with unit_of_work(self._database) as session:
            await queries.save_file(session, media.id, file_id, self._clock())
        return file_id

    async def _forget(self, media_id: int, file_id: str) -> None:
        try:
            await delete(self._client, file_id)
        except GoodwordError as error:
            log.warning("slack_file_not_deleted", media=media_id, reason=str(error))
            return
        async with unit_of_work(self._database) as session:
            await queries.drop_file(session, media_id)


async def delete(client: AsyncWebClient, file_id: str) -> None:
    """Delete a file of ours; one that is gone already is fine. Raises TryLater, FixCredentials or NeverWorks."""
    try:
        await client.files_delete(file=file_id)
    except (SlackApiError, *NETWORK) as error:
        if not isinstance(error, SlackApiError) or name_of(error) not in ("file_not_found", "file_deleted"):
            raise as_ours(error, "deleting a picture (files:write)") from error
