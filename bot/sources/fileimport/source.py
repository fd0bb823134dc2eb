"""A file that is read again when it changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from itertools import islice
from typing import Any

from bot.kernel.errors import GoodwordError, NeverWorks, TellUser
from bot.sources.base import Cursor, Discovery, Finding, SourceContext, Why
from bot.sources.fileimport.reading import FileReader, Row
from bot.sources.fileimport.settings import FileSettings
from bot.sources.records import Defaults

BATCH = 500
"""Rows read in a thread at a time."""


class FileSource:
    """See the folder's README."""

    def __init__(self, settings: FileSettings, context: SourceContext) -> None:
        self._settings = settings
        self._context = context

    async def check(self) -> list[Finding]:
        """Whether the file opens and its first rows are items."""
        name = self._settings.path.name
        try:
            with self._open() as reader:
                rows = await asyncio.to_thread(lambda: list(islice(reader, 20)))
        except GoodwordError as error:
            return [Finding(name, False, error.message, error.remedy)]
        return [Finding(name, True, f"readable as {reader.encoding}; looked at {len(rows)} rows")]

    async def discover(self, cursor: Mapping[str, Any]) -> AsyncIterator[Discovery]:
        """Every row where the file's size or time changed, else nothing; then a cursor."""
        stamp = self._stamp()
        if cursor.get("stamp") != stamp:
            with self._open() as reader:
                rows = iter(reader)
                while batch := await asyncio.to_thread(self._batch, rows):
                    for _, found in batch:
                        yield found
        yield Cursor({"stamp": stamp})

    @staticmethod
    def _batch(rows: Any) -> list[Row]:
        return list(islice(rows, BATCH))

    def _open(self) -> FileReader:
        settings = self._settings
        defaults = Defaults(
            now=self._context.now,
            why=Why("import", settings.path.name),
            platform=settings.platform,
            kind=settings.item_kind,
            language=settings.language,
            rating_scale=settings.rating_scale,
        )
        try:
            return FileReader(settings.path, defaults)
        except TellUser as error:
            raise NeverWorks(error.message, remedy=error.remedy) from None

    def _stamp(self) -> str:
        try:
            found = self._settings.path.stat()
        except OSError as error:
            name = self._settings.path.name
            raise NeverWorks(f"{name} can't be opened: {error.strerror}.", remedy="Check the path.") from None
        return f"{found.st_size}:{found.st_mtime_ns}"
