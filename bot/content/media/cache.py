"""The cache of previews: fetching what is wanted, dropping what is due. Each run may be repeated."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.content.media import queries
from bot.content.media.folder import MediaFolder
from bot.content.media.image import NoPreview, make_preview
from bot.content.media.queries import Fetched, Wanted
from bot.kernel.errors import FixCredentials, GoodwordError, TryLater
from bot.settings import Settings
from bot.sources.http import PoliteClient
from bot.sources.registry import source_kind
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work

BATCH = 8
"""Previews fetched at once."""
MOST_TRIES = 5
FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=6)
NO_PICTURE = {
    "video": "The source gives no preview picture of this video.",
    "audio": "This is a sound; there is no picture.",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one preview may cost, how long it is kept, and what all may take on disk."""

    max_bytes: int
    max_pixels: int
    keep: timedelta
    disk_bytes: int

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        media = settings.media
        return cls(
            max_bytes=int(media.max_megabytes * 1_000_000),
            max_pixels=int(media.max_megapixels * 1_000_000),
            keep=timedelta(days=media.keep_days),
            disk_bytes=media.disk_megabytes * 1_000_000,
        )


class MediaCache:
    """Previews on disk and the rows that name them."""

    def __init__(self, database: Database, settings: Settings, http: PoliteClient) -> None:
        self._database = database
        self._settings = settings
        self._http = http
        self._limits = Limits.of(settings)
        self.folder = MediaFolder(settings.media_dir)

    async def fetch_some(self, now: datetime) -> list[Fetched]:
        """Fetch a few wanted previews and write them to disk, not yet to the database. Empty: none are wanted."""
        async with reading(self._database) as session:
            wanted = await queries.wanted(await session.connection(), BATCH, now)
        return list(await asyncio.gather(*(self._fetch(one, now) for one in wanted)))

    async def _fetch(self, wanted: Wanted, now: datetime) -> Fetched:
        tries = wanted.tries + 1
        url = wanted.preview_url or (wanted.url if wanted.kind == "image" else None)
        if not url:
            problem = NO_PICTURE.get(wanted.kind, "The source gives no address of this picture.")
            return Fetched(wanted.media_id, wanted.item_id, problem=problem, tries=tries)
        try:
            answer = await self._http.for_pictures().get(url, limit=self._limits.max_bytes)
        except TryLater as error:
            return self._later(wanted, tries, error, now)
        except GoodwordError as error:
            return Fetched(wanted.media_id, wanted.item_id, problem=_in_words(error), tries=tries)
        preview = await asyncio.to_thread(make_preview, answer.body, self._limits.max_pixels)
        if isinstance(preview, NoPreview):
            return Fetched(wanted.media_id, wanted.item_id, problem=preview.problem, tries=tries)
        await asyncio.to_thread(self.folder.write, preview.name, preview.data)
        return Fetched(
            wanted.media_id,
            wanted.item_id,
            file=preview.name,
            width=preview.width,
            height=preview.height,
            expires_at=now + self._keep(wanted.sources),
            tries=tries,
        )

    def _later(self, wanted: Wanted, tries: int, error: TryLater, now: datetime) -> Fetched:
        if tries >= MOST_TRIES:
            problem = f"The picture could not be fetched in {tries} tries: {error.message}"
            return Fetched(wanted.media_id, wanted.item_id, problem=problem, tries=tries)
        pause = min(FIRST_PAUSE * 4 ** (tries - 1), LONGEST_PAUSE)
        asked = timedelta(seconds=min(error.retry_after or 0, LONGEST_PAUSE.total_seconds()))
        return Fetched(
            wanted.media_id,
            wanted.item_id,
            problem=error.message,
            tries=tries,
            retry_at=now + max(pause, asked),
        )

    def _keep(self, sources: Sequence[str]) -> timedelta:
        """The shortest time that any of the sources allows."""
        return min((self._limits.keep, *(self._keep_of(name) for name in sources)))

    def _keep_of(self, name: str) -> timedelta:
        section = self._settings.sources.get(name)
        if section is None:  # an import, something a person added, or a source that was removed
            return self._limits.keep
        told = timedelta(days=section.keep_days) if section.keep_days else self._limits.keep
        try:
            allowed = source_kind(section.kind).spec.retention
        except GoodwordError:
            return told
        return min(told, allowed) if allowed else told

    async def drop_expired(self, now: datetime) -> set[int]:
        """Delete previews past their deadline, and give the items that lost one."""
        lost: set[int] = set()
        while True:
            async with unit_of_work(self._database) as session:
                connection = await session.connection()
                due = await queries.expired(connection, now)
                if due:
                    await queries.forget(connection, [one[0] for one in due], "The preview's time was up.")
            if not due:
                return lost
            lost |= {one[1] for one in due}
            await self._remove_unnamed({one[2] for one in due})

    async def keep_within_budget(self, now: datetime) -> set[int]:
        """Give up the oldest previews while all together take more than the disk budget."""
        lost: set[int] = set()
        while (over := await asyncio.to_thread(self.folder.size) - self._limits.disk_bytes) > 0:
            async with unit_of_work(self._database) as session:
                connection = await session.connection()
                oldest = await queries.oldest_cached(connection)
                given_up = await asyncio.to_thread(self._worth, oldest, over)
                if given_up:
                    ids = [one[0] for one in given_up]
                    await queries.forget(connection, ids, "The preview was dropped to save disk space.")
            if not given_up:
                return lost  # what is left on disk is not ours to count: the sweep will see
            lost |= {one[1] for one in given_up}
            await self._remove_unnamed({one[2] for one in given_up})
        return lost

    def _worth(self, rows: Sequence[tuple[int, int, str]], needed: int) -> list[tuple[int, int, str]]:
        """As many of the rows, in order, as free that many bytes."""
        taken: list[tuple[int, int, str]] = []
        for row in rows:
            if needed <= 0:
                break
            taken.append(row)
            needed -= len(self.folder.read(row[2]) or b"")
        return taken

    async def sweep(self) -> None:
        """Delete files that no row names: a crash between file and row, or an edit, leaves them behind."""
        await asyncio.to_thread(self.folder.remove_unfinished)
        settled = sorted(await asyncio.to_thread(self.folder.settled))
        for start in range(0, len(settled), 500):
            await self._remove_unnamed(set(settled[start : start + 500]))

    async def _remove_unnamed(self, files: set[str]) -> None:
        """After the commit that forgot them; a file that another item shows stays."""
        async with reading(self._database) as session:
            used = await queries.files_in_use(await session.connection(), files)
        await asyncio.to_thread(self.folder.remove, {one for one in files if one} - used)


def _in_words(error: GoodwordError) -> str:
    if isinstance(error, FixCredentials):
        return "The picture is shown to members of its network only."
    return f"The picture could not be fetched: {error.message}"
